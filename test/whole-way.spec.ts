import { isDeepStrictEqual } from 'node:util';
import type { NestExpressApplication } from '@nestjs/platform-express';
import type { DayStories } from '../src/testing/simulator/stories.js';
import { type DialpadSimulator, startDialpadSimulator } from '../src/testing/index.js';
import { buildHost } from '../reference-host/src/host-app.js';
import { readHostSettings } from '../reference-host/src/settings/host-settings.js';
import { dayBounds } from '../src/support/days.js';
import { parseJson } from '../src/support/json.js';
import { freePort } from './support/host-process.js';
import { createTestDatabase, type TestDatabase } from './support/test-database.js';
import { connectDialpad, type Person, signIn, until } from './support/way.js';

interface DayJson {
  readonly complete: boolean;
  readonly score: number;
  readonly countedSeconds: number;
  readonly inputs: readonly {
    readonly callId: string;
    readonly externalId: string;
    readonly outcome: string;
    readonly flagged: boolean;
    readonly flagReason: string | null;
    readonly countedSeconds: number;
    readonly points: number;
    readonly internal: boolean;
  }[];
  readonly because: readonly { readonly points: number }[];
}

const SYSTEM = '/api/phone-systems/dialpad';
/** The last day that is over in the company's zone. */
const DAY = new Date(Date.now() - 36 * 3_600_000).toISOString().slice(0, 10);

describe('one tenant, from consent to a scored day, over HTTP', () => {
  let dialpad: DialpadSimulator;
  let database: TestDatabase;
  let app: NestExpressApplication;
  let stories: DayStories;
  let dana: Person;
  const people = new Map<string, string>();

  beforeAll(async () => {
    [dialpad, database] = await Promise.all([startDialpadSimulator({ limits: 'off' }), createTestDatabase()]);
    const port = await freePort();
    // As the host's modules read them; jest gives every file an environment of its own.
    Object.assign(process.env, {
      PORT: String(port),
      DATA_DIR: database.options.dataDir,
      DATABASE_URL: database.options.databaseUrl ?? '',
      DIALPAD_CLIENT_ID: dialpad.clientId,
      DIALPAD_CLIENT_SECRET: dialpad.clientSecret,
      DIALPAD_BASE_URL: dialpad.baseUrl,
      HISTORY_DAYS: '4',
    });
    const { settings, problems } = readHostSettings(process.env);
    expect(problems).toEqual([]);
    app = await buildHost(settings);
    await app.listen(port);
    stories = dialpad.stories('acme.example', DAY);
    dana = await signIn(settings.phoneSystems.publicUrl, 'dana@acme.example');
    expect(await connectDialpad(dana, 'dana@acme.example', 'allow')).toBe(
      '/settings/products/phone-system?phoneSystem=dialpad&outcome=connected',
    );
    await dana.untilComplete();
    const { items } = await dana.json<{
      items: { employee: { id: string }; phoneUser: { externalId: string } | null }[];
    }>(`${SYSTEM}/mappings`);
    for (const { employee, phoneUser } of items) if (phoneUser) people.set(phoneUser.externalId, employee.id);
  }, 120_000);

  afterAll(async () => {
    await app?.close();
    await dialpad?.stop();
    await database?.drop();
  }, 30_000);

  const dayOf = (employeeId: string): Promise<DayJson> =>
    until(
      'the day is scored',
      () => dana.json<DayJson>(`/api/phone-systems/employees/${employeeId}/days/${DAY}`),
      ({ complete }) => complete,
    );
  const ownerOf = (call: { readonly target: { readonly id: string } }): string =>
    people.get(call.target.id) ?? 'nobody';
  const inputOf = async (call: { readonly id: string; readonly target: { readonly id: string } }) => {
    const { inputs } = await dayOf(ownerOf(call));
    return inputs.find(({ externalId }) => externalId === call.id);
  };
  const put = (path: string, body: unknown): Promise<Response> =>
    dana.request(path, {
      method: 'PUT',
      headers: { 'content-type': 'application/json' },
      body: JSON.stringify(body),
    });

  it('credits an added participant with the time that the first call did not cover', async () => {
    const { first, added } = stories.addedParticipant;
    expect(await inputOf(first)).toMatchObject({ countedSeconds: 600, points: 10 });
    expect(await inputOf(added)).toMatchObject({ countedSeconds: 300, points: 5 });
  });

  it('shows a voicemail as a call to the one who left it, and flagged to the one who received it', async () => {
    const { sent, received } = stories.voicemail;
    expect(await inputOf(sent)).toMatchObject({ outcome: 'answered', flagged: false });
    expect(await inputOf(received)).toMatchObject({ outcome: 'voicemail', flagReason: 'voicemail', points: 0 });
  });

  it('counts a call between colleagues for both, and marks it as internal', async () => {
    const { caller, callee } = stories.colleagues;
    expect(await inputOf(caller)).toMatchObject({ internal: true, flagged: false });
    expect(await inputOf(callee)).toMatchObject({ internal: true, flagged: false });
  });

  it('shows a department’s record with the conversation, and gives it to nobody', async () => {
    const { group, person } = stories.department;
    const mine = await inputOf(person);
    const call = await dana.json<{ conversation: { externalId: string; employee: unknown }[] }>(
      `/api/phone-systems/calls/${mine?.callId}`,
    );
    expect(call.conversation).toContainEqual(expect.objectContaining({ externalId: group.id, employee: null }));
  });

  it('explains every point: the lines add up to the score, and the calls to the counted time', async () => {
    for (const employeeId of new Set(people.values())) {
      const { score, countedSeconds, inputs, because } = await dayOf(employeeId);
      expect(because.reduce((sum, line) => sum + line.points, 0)).toBeCloseTo(score, 2);
      expect(inputs.reduce((sum, input) => sum + input.countedSeconds, 0)).toBeCloseTo(countedSeconds, 3);
    }
  });

  it('shows each concluded call of a day once, to the person whose it is', async () => {
    const shown: string[] = [];
    for (const employeeId of new Set(people.values())) {
      shown.push(...(await dayOf(employeeId)).inputs.map(({ externalId }) => `${employeeId} ${externalId}`));
    }
    const { from, to } = dayBounds(DAY, 'America/New_York');
    const begun = dialpad
      .calls('acme.example', from, to)
      .filter(({ target }) => people.has(target.id))
      .map((call) => `${ownerOf(call)} ${call.id}`);
    expect(new Set(shown).size).toBe(shown.length);
    expect(shown).toEqual(expect.arrayContaining(begun));
  });

  it('takes an excluded call out of the score and back again', async () => {
    const input = await inputOf(stories.addedParticipant.first);
    const owner = ownerOf(stories.addedParticipant.first);
    const before = await dayOf(owner);
    const path = `/api/phone-systems/calls/${input?.callId}/exclusion`;
    expect((await put(path, { excluded: true, note: 'A test call.' })).status).toBe(200);
    expect(await inputOf(stories.addedParticipant.first)).toMatchObject({ flagReason: 'excluded', points: 0 });
    // What the excluded call no longer covers is the other's.
    expect(await inputOf(stories.addedParticipant.added)).toMatchObject({ countedSeconds: 540 });
    expect((await put(path, { excluded: false, note: '' })).status).toBe(200);
    expect((await dayOf(owner)).score).toBe(before.score);
  });

  it('passes a line on from a day, and leaves the days before where they were', async () => {
    const { first } = stories.addedParticipant;
    const before = await dayOf('e1');
    const next = new Date(Date.parse(DAY) + 86_400_000).toISOString().slice(0, 10);
    const taken = await put(`${SYSTEM}/mappings/e10`, { phoneUserId: first.target.id });
    expect(taken.status).toBe(409);
    expect(await taken.json()).toMatchObject({
      code: 'phone_user_taken',
      detail: expect.stringContaining('Dana Reyes'),
    });
    const passed = await put(`${SYSTEM}/mappings/e10`, { phoneUserId: first.target.id, from: next });
    expect(passed.status).toBe(200);
    expect((await dayOf('e1')).score).toBe(before.score);
    expect(await dayOf('e10')).toMatchObject({ score: 0, inputs: [] });
    const back = await put(`${SYSTEM}/mappings/e1`, { phoneUserId: first.target.id, from: next });
    expect(back.status).toBe(200);
  });

  it('sets a call with impossible dates aside, says why, and keeps its neighbours; mended, it is kept as well', async () => {
    const began = Date.now() - 1_800_000;
    const right = { date_started: began, date_connected: began + 1_000, date_ended: began + 61_000 };
    const { target } = stories.addedParticipant.first;
    const call = (id: string, dates: object = {}) => ({
      call_id: id,
      direction: 'outbound',
      target,
      ...right,
      ...dates,
    });
    const inSeconds = Object.fromEntries(Object.entries(right).map(([name, at]) => [name, Math.floor(at / 1_000)]));
    const impossible = {
      '901': { dates: inSeconds, reason: 'date_started is in seconds, or before 1973.' },
      '902': { dates: { date_ended: began + 4e11 }, reason: 'date_ended lies more than a day in the future.' },
      '903': { dates: { date_ended: began - 1 }, reason: 'date_ended lies before date_started.' },
      '904': {
        dates: { date_connected: began - 1 },
        reason: 'date_connected lies outside of date_started to date_ended.',
      },
    };
    const bad = Object.keys(impossible);
    // In every answer of that time: who reads it first may be a count that stores nothing.
    const listToo = (...calls: object[]): void => {
      const alter = (body: string, query: URLSearchParams): string => {
        const [after, before] = [Number(query.get('started_after')), Number(query.get('started_before'))];
        if (query.has('cursor') || began <= after || began >= before) return body;
        const page = parseJson(body) as { readonly items?: readonly object[] | null };
        return JSON.stringify({ ...page, items: [...calls, ...(page.items ?? [])] });
      };
      dialpad.faults.plan({ path: '/api/v2/call', times: Infinity, answer: { kind: 'altered', alter } });
    };
    const rejected = async (): Promise<object> =>
      Object.fromEntries(
        (await dana.json<{ items: { externalId: string; reason: string }[] }>(`${SYSTEM}/rejected`)).items.map(
          ({ externalId, reason }) => [externalId, reason],
        ),
      );
    const shown = async (id: string): Promise<string[]> => {
      const day = new Intl.DateTimeFormat('en-CA', { timeZone: 'America/New_York' }).format(began);
      const { inputs } = await until(
        `call ${id} is shown`,
        () => dana.json<DayJson>(`/api/phone-systems/employees/${ownerOf({ target })}/days/${day}`),
        (json) => json.inputs.some(({ externalId }) => externalId === id),
      );
      return inputs.map(({ externalId }) => externalId);
    };

    listToo(call('900'), ...Object.entries(impossible).map(([id, { dates }]) => call(id, dates)), call('905'));
    expect(await dana.fetchNow()).toMatchObject({ outcome: 'done' });
    // A round by itself may have read the list in place of the one that was asked for, and store it a moment later.
    const reasons = Object.fromEntries(Object.entries(impossible).map(([id, { reason }]) => [id, reason]));
    await until('the records are set aside', rejected, (now) => isDeepStrictEqual(now, reasons));
    const kept = await shown('905');
    expect(kept).toContain('900');
    expect(kept.filter((id) => bad.includes(id))).toEqual([]);

    dialpad.faults.clear();
    listToo(...bad.map((id) => call(id)), call('906'));
    expect(await dana.fetchNow()).toMatchObject({ outcome: 'done' });
    await until('nothing is set aside any more', rejected, (now) => isDeepStrictEqual(now, {}));
    expect(await shown('906')).toEqual(expect.arrayContaining(bad));
    dialpad.faults.clear();
  });

  it('is ready when its database answers and is migrated, and its queue runs', async () => {
    expect(await dana.json('/health/ready')).toEqual({
      status: 'ready',
      database: 'answers',
      migrations: 'done',
      queue: 'runs',
    });
  });

  it('serves an OpenAPI document that names every route', async () => {
    const { paths } = await dana.json<{ paths: Record<string, unknown> }>('/api/openapi.json');
    expect(Object.keys(paths)).toEqual(expect.arrayContaining(['/api/phone-systems', '/api/phone-systems/rules']));
  });

  it('gives people what is stored of them as a file; who was erased is named in nobody’s, by later rounds neither', async () => {
    const { caller, callee } = stories.colleagues;
    const [leaver, stayer] = ownerOf(callee) === 'e1' ? [caller, callee] : [callee, caller];
    const path = (call: typeof leaver): string => `/api/phone-systems/employees/${ownerOf(call)}/data`;
    const stored = async (call: typeof leaver): Promise<string> => await (await dana.request(path(call))).text();
    const { employee } = JSON.parse(await stored(leaver)) as { employee: { name: string; emails: string[] } };
    const answer = await (await signIn(dana.url, employee.emails[0] ?? '')).request(path(leaver));
    expect(answer.headers.get('content-disposition')).toBe('attachment; filename="personal-data.json"');
    expect(await answer.text()).toContain(`"externalId":"${leaver.id}"`);
    expect(await stored(stayer)).toContain(employee.name);

    expect((await dana.request(path(leaver), { method: 'DELETE' })).status).toBe(204);
    for (let round = 0; round < 2; round++) {
      expect(await stored(leaver)).toMatch(/"calls":\[\]/);
      expect(await stored(stayer)).toContain(`"externalId":"${stayer.id}"`);
      expect(await stored(stayer)).not.toContain(employee.name);
      expect(await dana.fetchNow()).toMatchObject({ outcome: 'done' });
    }
    expect(await dayOf(ownerOf(leaver))).toMatchObject({ inputs: [], score: 0 });
  });

  it('takes the grant back on disconnect, and erases everything that came over it when asked', async () => {
    const gone = await dana.request(`${SYSTEM}/connection?erase=true`, { method: 'DELETE' });
    expect(gone.status).toBe(204);
    expect(dialpad.requests.some(({ path }) => path === '/oauth2/deauthorize')).toBe(true);
    expect(await dana.connection()).toMatchObject({ status: 'disconnected', completeUntil: null });
    const day = await dana.json<DayJson>(`/api/phone-systems/employees/e1/days/${DAY}`);
    expect(day).toMatchObject({ inputs: [], score: 0, countedSeconds: 0, because: [] });
    expect((await dana.request(`${SYSTEM}/fetches`, { method: 'POST' })).status).toBe(409);
  });
});
