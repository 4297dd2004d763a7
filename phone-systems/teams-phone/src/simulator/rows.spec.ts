import { startTeamsPhoneSimulator } from './index.js';
import type { StoryName, TeamsPhoneSimulator, TeamsPhoneSimulatorOptions } from './index.js';
import { allOf, asked } from './spec-support/asked.js';
import type { WireError, WireRow } from './spec-support/asked.js';

const NOW = Date.UTC(2026, 10, 20, 17);
const DAY_MS = 86_400_000;

describe('rows of telephone lines', () => {
  let teams: TeamsPhoneSimulator;
  let token: string;
  let now = NOW;
  const started = async (options: TeamsPhoneSimulatorOptions = {}): Promise<void> => {
    await teams?.stop();
    now = NOW;
    teams = await startTeamsPhoneSimulator({ limits: 'off', historyDays: 60, now: () => new Date(now), ...options });
    token = teams.grant('Acme');
  };
  afterAll(() => teams.stop());

  const at = (name: string, from: number | string, to: number | string): string => {
    const [start, end] = [from, to].map((one) => (typeof one === 'string' ? one : new Date(one).toISOString()));
    return `${teams.baseUrl}/v1.0/communications/callRecords/${name}(fromDateTime=${start ?? ''},toDateTime=${end ?? ''})`;
  };
  const rows = async (name: string, from: number | string, to: number | string) =>
    (await allOf<WireRow>(at(name, from, to), token)).items;
  const both = async (from: number, to: number) => ({
    pstn: await rows('getPstnCalls', from, to),
    direct: await rows('getDirectRoutingCalls', from, to),
  });
  const typesOf = (list: readonly WireRow[]) => new Set(list.map(({ callType }) => callType));
  const idOf = (name: string) => teams.company('Acme').users.find((one) => one.displayName === name)?.id ?? '';
  const tell = (name: StoryName) => teams.addStory('Acme', name, new Date(NOW - 3_600_000)).calls;
  const daysOn = (days: number): void => {
    now = NOW + days * DAY_MS;
    token = teams.grant('Acme');
  };

  it('come a day later, or two', async () => {
    await started();
    const [call] = tell('rowOnly');
    const window = [NOW - 2 * 3_600_000, NOW] as const;
    expect(await rows('getPstnCalls', ...window)).toEqual([]);
    now = NOW - 3_300_000 + DAY_MS - 1;
    token = teams.grant('Acme');
    expect((await rows('getPstnCalls', ...window)).filter(({ id }) => id === call?.rows[0]?.id)).toEqual([]);
    daysOn(2);
    const row = (await rows('getPstnCalls', ...window)).find(({ id }) => id === call?.rows[0]?.id);
    expect(row).toMatchObject({ userId: idOf('Dana Reyes'), callType: 'user_out', calleeNumber: '+16175550155' });
    expect(row?.startDateTime).toMatch(/\.\d{7}Z$/);
    expect(Date.parse(row?.endDateTime ?? '') - Date.parse(row?.startDateTime ?? '')).toBe((row?.duration ?? 0) * 1000);
  });

  it('are of Microsoft’s lines, a carrier’s, or the customer’s own, each in its words', async () => {
    await started();
    const { pstn, direct } = await both(NOW - 5 * DAY_MS, NOW - 3 * DAY_MS);
    expect([...typesOf(pstn)]).toEqual(
      expect.arrayContaining(['user_in', 'user_out', 'oc_user_in', 'oc_user_out', 'ucap_in', 'conf_in']),
    );
    expect([...typesOf(direct)]).toEqual(expect.arrayContaining(['ByotIn', 'ByotOut', 'ByotOutUserTransfer']));
    await started({ behaves: 'documented' });
    const again = await both(NOW - 5 * DAY_MS, NOW - 3 * DAY_MS);
    expect([...typesOf(again.direct)]).toEqual(expect.arrayContaining(['dr_in', 'dr_out', 'dr_out_user_transfer']));
  });

  it('name the resource account of a queue as it was seen, and nobody as it is documented', async () => {
    const ofQueues = async () =>
      (await both(NOW - 5 * DAY_MS, NOW - 3 * DAY_MS)).pstn.filter(({ callType }) => callType === 'ucap_in');
    await started();
    expect(new Set((await ofQueues()).map(({ userId }) => userId))).toEqual(
      new Set([idOf('Order desk'), idOf('Main menu')]),
    );
    await started({ behaves: 'documented' });
    expect(new Set((await ofQueues()).map(({ userId }) => userId))).toEqual(new Set([null]));
  });

  it.each([
    ['seen', '0001-01-01T00:00:00Z'],
    ['documented', undefined],
  ] as const)('tell of failed calls over the customer’s own lines, as %s', async (behaves, endDateTime) => {
    await started({ behaves });
    tell('unanswered');
    daysOn(3);
    const failed = (await rows('getDirectRoutingCalls', NOW - 7_200_000, NOW)).find(
      (row) => row.successfulCall === false && row.calleeNumber.startsWith('+1206555'),
    );
    expect(failed).toMatchObject({ duration: 0, userId: idOf('Ann Moss') });
    expect(failed?.endDateTime).toBe(endDateTime);
    expect(Date.parse(failed?.failureDateTime ?? '')).toBe(NOW - 3_600_000 + 45_000);
  });

  it('have the call record’s id for what they call their call, but not over Microsoft’s own lines', async () => {
    await started();
    const { pstn, direct } = await both(NOW - 5 * DAY_MS, NOW - 4 * DAY_MS);
    const isRecord = (id: string | undefined): boolean => {
      try {
        return teams.call('Acme', id ?? '').id === id;
      } catch {
        return false;
      }
    };
    expect(direct.every(({ correlationId }) => isRecord(correlationId))).toBe(true);
    expect(pstn.filter(({ callType }) => callType.startsWith('oc_')).every(({ callId }) => isRecord(callId))).toBe(
      true,
    );
    expect(pstn.filter(({ callType }) => !callType.startsWith('oc_')).some(({ callId }) => isRecord(callId))).toBe(
      false,
    );
  });

  it('include the end of the window in the one log, and not in the other', async () => {
    await started();
    for (const [name, included] of [
      ['getPstnCalls', true],
      ['getDirectRoutingCalls', false],
    ] as const) {
      const [first] = await rows(name, NOW - 5 * DAY_MS, NOW - 4 * DAY_MS);
      const start = Date.parse(first?.startDateTime ?? '');
      expect((await rows(name, start - 1000, start)).some(({ id }) => id === first?.id)).toBe(included);
      expect((await rows(name, start, start + 1000)).some(({ id }) => id === first?.id)).toBe(true);
    }
  });

  it('take dates as well, and 90 days at most', async () => {
    await started();
    expect((await rows('getPstnCalls', '2026-11-10', '2026-11-11')).length).toBeGreaterThan(0);
    expect((await rows('microsoft.graph.callRecords.getPstnCalls', '2026-11-10', '2026-11-11')).length).toBeGreaterThan(
      0,
    );
    for (const [from, to] of [
      ['2026-08-01', '2026-11-01'],
      ['2026-11-02', '2026-11-01'],
      ['yesterday', 'today'],
    ] as const) {
      expect(await asked<WireError>(at('getPstnCalls', from, to), token)).toMatchObject({
        status: 400,
        body: { error: { code: 'BadRequest' } },
      });
    }
  });

  it('come in pages', async () => {
    await started({ pageSizes: { rows: 10 } });
    const { items, pages } = await allOf<WireRow>(at('getPstnCalls', NOW - 5 * DAY_MS, NOW - 3 * DAY_MS), token);
    expect(pages).toBe(Math.ceil(items.length / 10));
    expect(new Set(items.map(({ id }) => id)).size).toBe(items.length);
  });

  it('mask some numbers, as it was seen', async () => {
    await started();
    const { direct } = await both(NOW - 10 * DAY_MS, NOW - 3 * DAY_MS);
    expect(direct.some(({ callerNumber, calleeNumber }) => `${callerNumber}${calleeNumber}`.includes('****'))).toBe(
      true,
    );
  });
});
