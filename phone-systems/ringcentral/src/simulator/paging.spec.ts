import { startRingCentralSimulator } from './index.js';
import type { RingCentralSimulatorOptions } from './index.js';
import { asked } from './spec-support/asked.js';
import type { WireList } from './spec-support/asked.js';

const NOW = Date.UTC(2026, 10, 20, 17);
const LOG = '/restapi/v1.0/account/~/call-log';
const DAY = { dateFrom: '2026-11-19T05:00:00Z', dateTo: '2026-11-20T05:00:00Z' };

/** A simulator, and a way to its log. */
const started = async (options: RingCentralSimulatorOptions = {}) => {
  let now = NOW;
  const ringCentral = await startRingCentralSimulator({
    limits: 'off',
    historyDays: 4,
    now: () => new Date(now),
    ...options,
  });
  const { accessToken } = ringCentral.grant('dana@acme.example');
  return {
    ringCentral,
    later: (ms: number) => (now += ms),
    list: async (query: Readonly<Record<string, string>> = {}): Promise<WireList> =>
      (await asked(`${ringCentral.baseUrl}${LOG}?${new URLSearchParams(query).toString()}`, accessToken)).body,
    follow: async (uri: string): Promise<WireList> => (await asked(uri, accessToken)).body,
    stop: () => ringCentral.stop(),
  };
};

describe('pages of the log', () => {
  it('are followed by `navigation.nextPage`; `totalPages` is absent, as it was seen', async () => {
    const { list, follow, stop } = await started();
    const whole = (await list({ ...DAY, perPage: '1000' })).records.map(({ id }) => id);
    const found: string[] = [];
    let page = await list({ ...DAY, perPage: '7' });
    expect(page.paging).toEqual({ page: 1, perPage: 7, pageStart: 0, pageEnd: 6 });
    expect(page.navigation.lastPage).toBeUndefined();
    for (;;) {
      found.push(...page.records.map(({ id }) => id));
      if (page.navigation.nextPage === undefined) break;
      page = await follow(page.navigation.nextPage.uri);
    }
    expect(whole.length).toBeGreaterThan(30);
    expect(found).toEqual(whole);
    await stop();
  });

  it('are counted as documented', async () => {
    const { list, stop } = await started({ behaves: 'documented' });
    const { paging, navigation } = await list({ ...DAY, perPage: '7' });
    expect(paging.totalPages).toBeGreaterThan(4);
    expect(navigation.lastPage).toBeDefined();
    await stop();
  });

  it('hold 100 records where nothing is said, and at most as many as the vendor allows', async () => {
    const { list, stop } = await started({ mostOnPage: 5 });
    expect((await list(DAY)).records).toHaveLength(5);
    expect((await list({ ...DAY, perPage: '1000' })).paging.perPage).toBe(5);
    await stop();
    const usual = await started();
    expect((await usual.list({ dateFrom: '2026-11-16T05:00:00Z' })).records).toHaveLength(100);
    await usual.stop();
  });

  it('shift where the list grows at the front: a record comes twice', async () => {
    const { ringCentral, list, follow, stop } = await started();
    const first = await list({ perPage: '5' });
    const [one] = ringCentral.company('acme.example').extensions;
    ringCentral.addCall('acme.example', {
      ...{ extensionId: one?.id ?? '', direction: 'inbound', other: { name: 'Anonymous' } },
      ...{ startedAt: new Date(NOW - 1000), answeredAt: null, endedAt: new Date(NOW) },
    });
    const second = await follow(first.navigation.nextPage?.uri ?? '');
    expect(second.records[0]?.id).toBe(first.records.at(-1)?.id);
    await stop();
  });

  it('come oldest first where the simulator is told so', async () => {
    const { list, stop } = await started({ behaves: { order: 'oldest first' } });
    const starts = (await list({ ...DAY, perPage: '1000' })).records.map(({ startTime }) => startTime);
    expect(starts).toEqual(starts.toSorted());
    await stop();
  });

  it('hold what starts on the bound itself, or not, as the simulator is told', async () => {
    for (const includesBounds of [true, false]) {
      const { ringCentral, list, stop } = await started({ behaves: { includesBounds } });
      const at = ringCentral.stories('acme.example', '2026-11-19').missed.call?.startedAt ?? 0;
      const bound = new Date(at).toISOString();
      expect((await list({ dateFrom: bound, dateTo: bound })).records).toHaveLength(includesBounds ? 1 : 0);
      await stop();
    }
  });
});

describe('what is documented and what was seen', () => {
  it('differ in calls in progress and in the milliseconds of legs', async () => {
    for (const behaves of ['documented', 'seen'] as const) {
      const { list, stop } = await started({ behaves });
      const { records } = await list({ view: 'Detailed', perPage: '1000' });
      const isSeen = behaves === 'seen';
      expect(records.some(({ result }) => result === 'In Progress')).toBe(isSeen);
      expect(records.flatMap(({ legs }) => legs).some(({ durationMs }) => durationMs === undefined)).toBe(isSeen);
      await stop();
    }
  });

  it('a call between colleagues is one record or two with one session, and two parts either way', async () => {
    const parts = [];
    for (const internalCalls of ['one record', 'two records'] as const) {
      const { ringCentral, list, stop } = await started({ behaves: { internalCalls } });
      const { caller, callee } = ringCentral.stories('acme.example', '2026-11-19').colleagues;
      const { records } = await list({ sessionId: caller?.sessionId ?? '', view: 'Detailed' });
      expect(records.map(({ id }) => id).toSorted()).toEqual(
        [...new Set([caller?.recordId, callee?.recordId])].toSorted(),
      );
      expect(records).toHaveLength(internalCalls === 'one record' ? 1 : 2);
      const all = ringCentral.records('acme.example', new Date(NOW - 86_400_000), new Date(NOW));
      parts.push(
        all.map(({ extensionId, startedAt, direction }) => `${extensionId} ${startedAt} ${direction}`).toSorted(),
      );
      await stop();
    }
    expect(parts[0]).toEqual(parts[1]);
  });
});
