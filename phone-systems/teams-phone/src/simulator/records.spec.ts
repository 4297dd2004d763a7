import { startTeamsPhoneSimulator } from './index.js';
import type { TeamsPhoneSimulator, TeamsPhoneSimulatorOptions } from './index.js';
import { allOf, asked } from './spec-support/asked.js';
import type { WireError, WireList, WireRecord, WireSession } from './spec-support/asked.js';

const NOW = Date.UTC(2026, 10, 20, 17);
const DAY_MS = 86_400_000;
const WHOLE = '?$expand=sessions($expand=segments)';
/** No delays, so that a test says itself when. */
const AT_ONCE = { firstVersionMinutes: [0, 0], nextVersionMinutes: [10, 10], rowHours: [24, 24] } as const;

describe('call records', () => {
  let teams: TeamsPhoneSimulator;
  let token: string;
  let now = NOW;
  const started = async (options: TeamsPhoneSimulatorOptions = {}): Promise<void> => {
    await teams?.stop();
    now = NOW;
    teams = await startTeamsPhoneSimulator({
      ...{ limits: 'off', historyDays: 40, delays: AT_ONCE, now: () => new Date(now), ...options },
    });
    token = teams.grant('Acme');
  };
  afterAll(() => teams.stop());

  const at = (path: string): string => `${teams.baseUrl}/v1.0/communications/callRecords${path}`;
  const ask = <T = WireRecord>(path: string) => asked<T>(at(path), token);
  const filter = (from: number, to: number): string =>
    `?$filter=startDateTime ge ${new Date(from).toISOString()} and startDateTime lt ${new Date(to).toISOString()}`;
  const listed = async (from: number, to: number) => (await allOf<WireRecord>(at(filter(from, to)), token)).items;
  const people = () => teams.company('Acme').users;
  const addCall = (startedAt: number, endedAt = startedAt + 300_000) =>
    teams.addCall('Acme', {
      ...{ userId: people()[0]?.id ?? '', direction: 'outbound', other: people()[2]?.id ?? '' },
      ...{ startedAt: new Date(startedAt), answeredAt: new Date(startedAt + 5000), endedAt: new Date(endedAt) },
    });

  describe('in a list', () => {
    beforeAll(() => started({ pageSizes: { callRecords: 7 } }));

    it('come by their start, in pages, each once', async () => {
      const [from, to] = [NOW - 2 * DAY_MS, NOW - DAY_MS];
      const { items, pages } = await allOf<WireRecord>(at(filter(from, to)), token);
      expect(pages).toBe(Math.ceil(items.length / 7));
      expect(new Set(items.map(({ id }) => id)).size).toBe(items.length);
      const starts = items.map(({ startDateTime }) => Date.parse(startDateTime));
      expect(starts.every((start) => start >= from && start < to)).toBe(true);
      expect(starts.length).toBeGreaterThan(30);
    });

    it('stand still while somebody pages through them', async () => {
      const [from, to] = [NOW - 3 * DAY_MS, NOW - 2 * DAY_MS];
      const first = (await ask<WireList>(filter(from, to))).body;
      // A long call is over meanwhile.
      addCall(from + 1, now + 1000);
      now += 1000;
      const rest = await allOf<WireRecord>(first['@odata.nextLink'] ?? '', token);
      const ids = [...first.value, ...rest.items].map(({ id }) => id);
      expect(new Set(ids).size).toBe(ids.length);
    });

    it('have the fields of the sample, without sessions', async () => {
      const [record] = await listed(NOW - 2 * DAY_MS, NOW - DAY_MS);
      expect(Object.keys(record ?? {})).toEqual([
        ...['id', 'version', 'type', 'modalities', 'startDateTime', 'endDateTime', 'lastModifiedDateTime'],
        ...['joinWebUrl', 'organizer_v2'],
      ]);
    });

    it('can be asked for by who took part', async () => {
      const dana = people()[0]?.id ?? '';
      const path = `${filter(NOW - 2 * DAY_MS, NOW - DAY_MS)} and participants_v2/any(p:p/id eq '${dana}')`;
      const { items } = await allOf<WireRecord>(at(path), token);
      const all = await listed(NOW - 2 * DAY_MS, NOW - DAY_MS);
      expect(items.length).toBeGreaterThan(0);
      expect(items.length).toBeLessThan(all.length);
    });

    it.each([
      ['a window that begins over thirty days ago: 404', filter(NOW - 31 * DAY_MS, NOW), 404],
      ['expanded sessions: 400', '?$expand=sessions', 400],
      ['a filter of anything else: 400', "?$filter=type eq 'groupCall'", 400],
    ])('refuse %s', async (_, path, status) => {
      expect((await ask<WireError>(path)).status).toBe(status);
    });

    it('may leave out what is too old instead', async () => {
      await started({ behaves: { oldWindows: 'what is left' } });
      const records = await listed(NOW - 40 * DAY_MS, NOW - 29 * DAY_MS);
      expect(records.every(({ startDateTime }) => Date.parse(startDateTime) >= NOW - 30 * DAY_MS)).toBe(true);
    });
  });

  describe('one by one', () => {
    beforeAll(() => started());

    it('are of one company alone, and gone after thirty days', async () => {
      const { id } = addCall(NOW - 30 * DAY_MS + 60_000);
      expect((await ask(`/${id}`)).status).toBe(200);
      expect((await asked(at(`/${id}`), teams.grant('Globex'))).status).toBe(404);
      now += 61_000;
      expect(await ask<WireError>(`/${id}`)).toMatchObject({ status: 404, body: { error: { code: 'NotFound' } } });
    });

    it('have a session between two people', async () => {
      const { id } = addCall(now - 600_000);
      const { body } = await ask(`/${id}${WHOLE}`);
      expect(body).toMatchObject({ type: 'peerToPeer', version: 1, joinWebUrl: null });
      expect(body.sessions).toMatchObject([{ failureInfo: null, isTest: false, segments: [{ media: [{}] }] }]);
      expect((await ask(`/${id}?$expand=sessions`)).body.sessions[0]).not.toHaveProperty('segments');
      expect((await ask(`/${id}`)).body).not.toHaveProperty('sessions');
      expect((await ask(`/${id}?$expand=participants_v2`)).status).toBe(400);
    });

    it('tell who took part', async () => {
      const { id } = addCall(now - 600_000);
      const { body } = await ask<WireList<{ id: string }>>(`/${id}/participants_v2`);
      expect(body.value.map((one) => one.id)).toEqual([people()[0]?.id, people()[2]?.id]);
    });

    it('may begin a segment with the talk', async () => {
      await started({ behaves: { segmentsBeginWithTalk: true } });
      const { id, startedAt } = addCall(now - 600_000);
      const [session] = (await ask(`/${id}${WHOLE}`)).body.sessions;
      expect(Date.parse(session?.startDateTime ?? '')).toBe(startedAt);
      expect(Date.parse(session?.segments?.[0]?.startDateTime ?? '')).toBe(startedAt + 5000);
    });
  });

  describe('in versions', () => {
    beforeAll(() => started());

    it('come some minutes after the call, grow, and can shrink', async () => {
      const { calls, records } = teams.addStory('Acme', 'shrinks', new Date(now - 240_000));
      const { id = '' } = calls[0] ?? {};
      const seen: unknown[] = [];
      for (let version = 1; version <= 3; version++) {
        const { body } = await ask(`/${id}${WHOLE}`);
        seen.push([body.version, body.sessions.length, Date.parse(body.lastModifiedDateTime) - NOW]);
        now += 600_000;
      }
      expect(seen).toEqual([
        [1, 1, 0],
        [2, 3, 600_000],
        [3, 2, 1_200_000],
      ]);
      expect(Object.keys(records)).toEqual(['answered']);
      const left = teams.records('Acme', new Date(NOW - 240_000), new Date(NOW - 239_000));
      expect(left).toEqual([records['answered']]);
    });

    it('are not listed before their first one', async () => {
      await started({ delays: { ...AT_ONCE, firstVersionMinutes: [5, 5] } });
      const { id } = addCall(now - 300_000, now);
      now += 299_000;
      expect([(await ask(`/${id}`)).status, await listed(NOW - 300_000, NOW)]).toEqual([404, []]);
      now += 1000;
      expect([(await ask(`/${id}`)).status, (await listed(NOW - 300_000, NOW)).length]).toEqual([200, 1]);
    });

    it('are added by hand, also with fewer sessions', async () => {
      const { id, sessions } = addCall(now - 900_000);
      teams.changeCall('Acme', id, { dropSessions: [sessions[0]?.id ?? ''] });
      expect((await ask(`/${id}${WHOLE}`)).body).toMatchObject({ version: 2, sessions: [] });
      expect(teams.records('Acme', new Date(now - 900_000), new Date(now - 899_000))).toEqual([]);
    });

    it('are gone: from the detail, or from the list as well', async () => {
      const start = now - 1_800_000;
      const { id } = addCall(start);
      teams.changeCall('Acme', id, { gone: 'detail' });
      expect([(await listed(start, start + 1)).length, (await ask(`/${id}`)).status]).toEqual([1, 404]);
      teams.changeCall('Acme', id, { gone: 'everywhere' });
      expect(await listed(start, start + 1)).toEqual([]);
    });
  });

  describe('with more sessions than a page has', () => {
    const longWait = () => teams.addStory('Acme', 'longWait', new Date(now - 1_200_000)).calls[0]?.id ?? '';

    it('lead to the further ones', async () => {
      await started({ behaves: 'documented' });
      const id = longWait();
      now += 600_000;
      const { body } = await ask(`/${id}${WHOLE}`);
      const rest = await allOf<WireSession>(body['sessions@odata.nextLink'] ?? '', token);
      expect([body.sessions.length, rest.items.length]).toEqual([60, 4]);
      expect(rest.items[0]).toHaveProperty('segments');
    });

    it('may lead nowhere, and have them all in their list of sessions', async () => {
      await started({ behaves: { nestedNextLink: 'nowhere' } });
      const id = longWait();
      now += 600_000;
      const link = (await ask(`/${id}${WHOLE}`)).body['sessions@odata.nextLink'];
      expect(link).toContain('/v1.0/$metadata#');
      const { items, pages } = await allOf<WireSession>(at(`/${id}/sessions?$expand=segments`), token);
      expect([items.length, pages]).toEqual([64, 2]);
    });
  });

  it('say `unknown` for the type of some in the list, and name some by `associatedIdentity` alone, as it was seen', async () => {
    await started();
    const records = await listed(NOW - 5 * DAY_MS, NOW);
    expect(new Set(records.map(({ type }) => type))).toEqual(new Set(['peerToPeer', 'groupCall', 'unknown']));
    const ends: (readonly [boolean, boolean])[] = [];
    for (const { id } of records.slice(0, 20)) {
      for (const { caller, callee } of (await ask(`/${id}${WHOLE}`)).body.sessions) {
        for (const end of [caller, callee]) {
          ends.push([end.identity !== undefined, end.associatedIdentity !== undefined]);
        }
      }
    }
    expect(ends).toContainEqual([true, false]);
    expect(ends).toContainEqual([false, true]);
  });

  it('are not there in China', async () => {
    await started({ cloud: 'china' });
    expect(await ask<WireError>('')).toMatchObject({ status: 400, body: { error: { code: 'BadRequest' } } });
  });
});
