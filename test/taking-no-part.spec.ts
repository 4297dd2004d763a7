import { rm, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { defaultFixture } from '../reference-host/src/fixture/default-fixture.js';
import type { FixtureEmployee } from '../reference-host/src/fixture/fixture.js';
import { addDays } from '../src/support/days.js';
import { type House, openHouse } from './support/house.js';
import { newDataDir } from './support/test-database.js';
import { connectDialpad, type Person, signIn, until } from './support/way.js';

/** The last day that is over in the company's zone, and the one after it. */
const DAY = new Date(Date.now() - 36 * 3_600_000).toISOString().slice(0, 10);
const NEXT = addDays(DAY, 1);

interface DayJson {
  readonly why: string | null;
  readonly known: boolean;
  readonly score: number | null;
  readonly inputs: readonly { readonly callId: string }[];
}

interface MappingsJson {
  readonly items: readonly { readonly notStored: unknown }[];
  readonly summary: { readonly unmatched: number };
}

describe('an employee whom the host lists as taking no part', () => {
  let dir: string;
  let house: House;
  let dana: Person;

  const write = (days: Pick<FixtureEmployee, 'storedFrom' | 'storedUntil'>): Promise<void> => {
    const tenants = defaultFixture.tenants.map((tenant) => ({
      ...tenant,
      employees: tenant.employees.map((one) => (one.id === 'e3' ? { ...one, ...days } : one)),
    }));
    return writeFile(join(dir, 'people.json'), JSON.stringify({ tenants }));
  };
  /** As the host lists them from now on, and matching reads. */
  const list = async (days: Pick<FixtureEmployee, 'storedFrom' | 'storedUntil'>): Promise<void> => {
    await write(days);
    expect((await dana.request('/api/phone-systems/dialpad/mappings/auto', { method: 'POST' })).status).toBe(200);
  };
  const dayOf = (day: string): Promise<DayJson> => dana.json<DayJson>(`/api/phone-systems/employees/e3/days/${day}`);
  const whenDay = (day: string, what: string, holds: (it: DayJson) => boolean): Promise<DayJson> =>
    until(what, () => dayOf(day), holds);
  /** What stands of them: whose calls their data lists, and who names them. */
  const callsOf = async (employeeId: string): Promise<readonly { startedAt: string; counterparty: unknown }[]> =>
    (
      await dana.json<{ calls: readonly { startedAt: string; counterparty: unknown }[] }>(
        `/api/phone-systems/employees/${employeeId}/data`,
      )
    ).calls;

  beforeAll(async () => {
    dir = await newDataDir();
    await write({});
    house = await openHouse({ HOST_FIXTURE: join(dir, 'people.json'), HISTORY_DAYS: '3' }, { historyDays: 4 });
    house.dialpad.stories('acme.example', DAY);
    dana = await signIn(house.url, 'dana@acme.example');
    await connectDialpad(dana, 'dana@acme.example', 'allow');
    await dana.untilComplete();
    await whenDay(DAY, 'the day is scored', ({ known }) => known);
  }, 120_000);

  afterAll(async () => {
    await house?.close();
    await rm(dir, { recursive: true, force: true });
  });

  it('loses what is stored of them, stays out, and comes back with the calls from that day on', async () => {
    const before = await dayOf(DAY);
    expect(before.inputs.length).toBeGreaterThan(0);
    const [{ callId } = { callId: '' }] = before.inputs;

    await list({ storedUntil: '2000-01-01' });
    expect(await whenDay(DAY, 'the day is not stored', ({ why }) => why === 'not-stored')).toMatchObject({
      ...{ known: false, score: null, inputs: [] },
    });
    await until(
      'the calls are gone',
      () => callsOf('e3'),
      (calls) => calls.length === 0,
    );
    expect((await dana.request(`/api/phone-systems/calls/${callId}`)).status).toBe(404);
    const totals = await dana.json<{ items: readonly object[] }>(
      `/api/phone-systems/employees/e3/days?from=${DAY}&to=${DAY}`,
    );
    expect(totals.items).toMatchObject([{ known: false, why: 'not-stored', score: null }]);
    const team = await dana.json<{ items: readonly { days: readonly { why: string | null }[] }[] }>(
      `/api/phone-systems/people/days?from=${DAY}&to=${DAY}&search=Ann`,
    );
    expect(team.items[0]?.days[0]?.why).toBe('not-stored');
    expect(await dana.json<MappingsJson>('/api/phone-systems/dialpad/mappings?search=Ann')).toMatchObject({
      items: [{ notStored: { since: '2000-01-01', until: null } }],
    });
    const page = await dana.request(`/employees/e3/days/${DAY}`);
    expect(await page.text()).toContain('calls of this day are not stored.');

    await list({ storedFrom: NEXT });
    await whenDay(NEXT, 'the day may be known', ({ why }) => why !== 'not-stored');
    const again = await until(
      'the calls were fetched again',
      () => dana.json<{ items: readonly { kind: string; outcome: string }[] }>('/api/phone-systems/dialpad/fetches'),
      ({ items }) => items.some(({ kind, outcome }) => kind === 'again' && outcome === 'done'),
    );
    expect(again.items.filter(({ kind }) => kind === 'again')).toHaveLength(1);
    const calls = await callsOf('e3');
    expect(calls.length).toBeGreaterThan(0);
    const stored = await dana.json<{ days: readonly { day: string; score: number }[] }>(
      '/api/phone-systems/employees/e3/data',
    );
    expect(stored.days.filter(({ day, score }) => day < NEXT && score !== 0)).toEqual([]);
    expect((await dayOf(DAY)).why).toBe('not-stored');
  }, 120_000);

  it('stays as they were while the host lists them with a wrong day', async () => {
    await list({ storedFrom: 'soon' });
    expect((await dayOf(DAY)).why).toBe('not-stored');
  });
});
