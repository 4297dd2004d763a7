import { rm, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { defaultFixture } from '../reference-host/src/fixture/default-fixture.js';
import type { Explain } from '../src/contract/index.js';
import { type House, openHouse } from './support/house.js';
import { RULES } from './support/rules-document.js';
import { newDataDir } from './support/test-database.js';
import { connectDialpad, type Person, signIn, until } from './support/way.js';

/** The last day that is over in the company's zone. */
const DAY = new Date(Date.now() - 36 * 3_600_000).toISOString().slice(0, 10);
/** Of no time, count or number that a test sees. */
const A_MINUTE = 7.77;

/** Everything of people that the surface tells, and the pages. */
const told = (employeeId: string, callId: string): readonly string[] =>
  [
    `/employees/${employeeId}/days/${DAY}`,
    `/employees/${employeeId}/days?from=${DAY}&to=${DAY}`,
    `/employees/${employeeId}/data`,
    `/employees/${employeeId}/data?format=csv`,
    `/calls/${callId}`,
    '/notice',
  ].map((path) => `/api/phone-systems${path}`);
const pages = (employeeId: string, callId: string): readonly string[] => [
  `/employees/${employeeId}/days/${DAY}`,
  `/calls/${callId}`,
  '/notice',
];

describe('a tenant that keeps its points to itself', () => {
  let dir: string;
  let house: House;
  let dana: Person;
  let day: { readonly inputs: readonly { readonly callId: string }[] };

  const explain = (how: Explain): Promise<void> => {
    const tenants = defaultFixture.tenants.map((tenant) =>
      tenant.id === 'acme' ? { ...tenant, explain: how } : tenant,
    );
    return writeFile(join(dir, 'people.json'), JSON.stringify({ tenants }));
  };
  const send = (person: Person, method: string, path: string, body: unknown): Promise<Response> =>
    person.request(`/api/phone-systems${path}`, {
      method,
      headers: { 'content-type': 'application/json' },
      body: JSON.stringify(body),
    });
  const textOf = async (person: Person, path: string): Promise<string> => {
    const answer = await person.request(path);
    expect([path, answer.status]).toEqual([path, 200]);
    return await answer.text();
  };

  beforeAll(async () => {
    dir = await newDataDir();
    await explain({ employee: 'minutes', manager: 'minutes' });
    house = await openHouse({ HOST_FIXTURE: join(dir, 'people.json'), HISTORY_DAYS: '3' }, { historyDays: 4 });
    house.dialpad.stories('acme.example', DAY);
    dana = await signIn(house.url, 'dana@acme.example');
    const rules = {
      ...RULES,
      effectiveFrom: '2026-01-01',
      pointsPerMinute: A_MINUTE,
      pointsPerCall: 3.33,
      dailyCap: 55.55,
    };
    expect((await send(dana, 'PUT', '/rules', rules)).status).toBe(200);
    await connectDialpad(dana, 'dana@acme.example', 'allow');
    await dana.untilComplete();
    day = await until(
      'the day is scored',
      () =>
        dana.json<{ complete: boolean; inputs: { callId: string }[] }>(`/api/phone-systems/employees/e3/days/${DAY}`),
      ({ complete }) => complete,
    );
  }, 120_000);

  afterAll(async () => {
    await house?.close();
    await rm(dir, { recursive: true, force: true });
  });

  it('tells no employee and no manager a point, in any answer, file or page, and all of the time', async () => {
    const callId = day.inputs[0]?.callId ?? '';
    const whole = await dana.json<object>(`/api/phone-systems/employees/e3/days/${DAY}`);
    expect(JSON.stringify(whole)).toContain(`${A_MINUTE} points a minute`);
    const [ann, manager] = await Promise.all([
      signIn(house.url, 'ann@acme.example'),
      signIn(house.url, 'grace@acme.example'),
    ]);
    for (const path of [...told('e3', callId), ...pages('e3', callId)]) {
      const text = await textOf(ann, path);
      expect([path, /\bpoints?\b/i.exec(withoutNames(text))]).toEqual([path, null]);
      expect([path, /"score":[^n]/.exec(text)]).toEqual([path, null]);
      for (const figure of ['7.77', '3.33', '55.55']) expect([path, text.includes(figure)]).toEqual([path, false]);
    }
    const team = `/api/phone-systems/people/days?from=${DAY}&to=${DAY}`;
    expect(await textOf(manager, team)).not.toMatch(/"score":[^n]/);
    const [columns = '', ...lines] = (await textOf(manager, `${team}&format=csv`))
      .split('\r\n')
      .map((line) => line.split(','));
    expect(lines.map((line) => line[columns.indexOf('score')] ?? '').join('')).toBe('');
    for (const sort of ['score', '-score']) {
      const answer = await manager.request(`${team}&sort=${sort}`);
      expect([answer.status, await answer.json()]).toEqual([403, expect.objectContaining({ code: 'points_not_told' })]);
    }
    const own = await ann.json<{ countedSeconds: number; inputs: { countedSeconds: number }[] }>(
      `/api/phone-systems/employees/e3/days/${DAY}`,
    );
    expect({ ...own, explain: 'points' }).toMatchObject(withoutPoints(whole) as object);
  });

  it('tells points again as soon as it is noticed that the terms do', async () => {
    const ann = await signIn(house.url, 'ann@acme.example');
    const path = `/api/phone-systems/employees/e3/days/${DAY}`;
    await explain({ employee: 'points', admin: 'minutes' });
    await until(
      'the terms are noticed',
      async () => {
        await dana.fetchNow();
        return await textOf(ann, path);
      },
      (text) => text.includes(`${A_MINUTE} points a minute`),
    );
    expect(await textOf(dana, path)).not.toContain(`${A_MINUTE}`);
    expect(await textOf(dana, '/api/phone-systems/audit')).not.toContain(`${A_MINUTE}`);
    for (const [method, rules] of [
      ['GET', '/rules'],
      ['PUT', '/rules'],
      ['POST', '/rules/preview'],
    ] as const) {
      const answer =
        method === 'GET' ? await dana.request(`/api/phone-systems${rules}`) : await send(dana, method, rules, RULES);
      expect([rules, answer.status, await answer.json()]).toEqual([
        rules,
        403,
        expect.objectContaining({ code: 'points_not_told' }),
      ]);
    }
  }, 60_000);
});

/** What answers call points by, and what says that they are not told. */
const withoutNames = (text: string): string => text.replaceAll(/points-per-call|points":null|\.points,\r/g, '');

/** All but points, and the lines that are about them. */
function withoutPoints(answer: unknown): unknown {
  if (Array.isArray(answer)) return answer.map(withoutPoints);
  if (typeof answer !== 'object' || answer === null) return answer;
  return Object.fromEntries(
    Object.entries(answer)
      .filter(([name]) => !['score', 'points', 'because', 'mayExclude', 'mayObject', 'staysExcluded'].includes(name))
      .map(([name, value]) => [name, withoutPoints(value)]),
  );
}
