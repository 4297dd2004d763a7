import { startZoomPhoneSimulator } from './index.js';
import type { ExpectedRecord, ZoomPhoneHabits, ZoomPhoneSimulator } from './index.js';
import { asked, everyRow } from './spec-support/asked.js';
import type { WireDetail } from './spec-support/asked.js';
import { readByTheSheet } from './spec-support/read-by-the-sheet.js';
import type { ReadRecord } from './spec-support/read-by-the-sheet.js';

const NOW = Date.UTC(2026, 10, 20, 17);
const second = (instant: number): string => `${new Date(instant).toISOString().slice(0, 19)}Z`;

const asRead = (record: ExpectedRecord): ReadRecord => ({
  recordId: record.recordId,
  extensionId: record.extensionId,
  direction: record.direction,
  outcome: record.outcome,
  startedAt: second(record.startedAt),
  connectedAt: record.connectedAt === null ? null : second(record.connectedAt),
  endedAt: second(record.endedAt),
  groupId: record.groupId,
  internal: record.other.internal,
});

const byId = (a: ReadRecord, b: ReadRecord): number => (a.recordId < b.recordId ? -1 : 1);

/** Every call of a span, read leg by leg. */
const readAll = async (zoom: ZoomPhoneSimulator, from: number, to: number): Promise<readonly ReadRecord[]> => {
  const { accessToken } = zoom.grant('dana@acme.example');
  const rows = await everyRow(zoom, accessToken, { from: second(from), to: second(to - 1000) });
  const ids = rows.map(({ call_id }) => call_id);
  const read: ReadRecord[] = [];
  for (const { call_history_uuid, call_id } of rows) {
    const { body } = await asked<WireDetail>(zoom, `/phone/call_history/${call_history_uuid}`, accessToken);
    read.push(...readByTheSheet({ ...body, ...{ other_row: ids.indexOf(call_id) !== ids.lastIndexOf(call_id) } }));
  }
  return read;
};

const WAYS: readonly (readonly [string, 'documented' | 'seen' | Partial<ZoomPhoneHabits>])[] = [
  ['as documented', 'documented'],
  ['as seen', 'seen'],
  ['with one leg for colleagues', { internalCalls: 'one leg' }],
  ['with two rows for colleagues', { internalCalls: 'two rows' }],
  [
    'with the unanswered empty, steps from 0, merged legs, and warm transfers in two rows',
    {
      ...{
        noAnswerTime: 'empty',
        firstSegment: 0,
        warmTransferIsOneRowSince: Infinity,
        addedParticipants: 'merged legs',
      },
    },
  ],
];

describe('what a complete fetch must find', () => {
  it.each(WAYS)('is what the legs tell, read by the plainest rule: %s', async (_, behaves) => {
    const zoom = await startZoomPhoneSimulator({ behaves, limits: 'off', historyDays: 2, now: () => new Date(NOW) });
    const [from, to] = [NOW - 86_400_000, NOW];
    const expected = zoom.records('acme.example', new Date(from), new Date(to)).map(asRead);
    expect([...(await readAll(zoom, from, to))].sort(byId)).toEqual([...expected].sort(byId));
    expect(expected.length).toBeGreaterThan(100);
    await zoom.stop();
  });

  it('names every record once', async () => {
    const zoom = await startZoomPhoneSimulator({ historyDays: 30, now: () => new Date(NOW) });
    const ids = zoom.records('acme.example', new Date(0), new Date(NOW)).map(({ recordId }) => recordId);
    expect(new Set(ids).size).toBe(ids.length);
    await zoom.stop();
  });

  it('grows where a leg comes late, under the end that the call had', async () => {
    let now = NOW;
    const zoom = await startZoomPhoneSimulator({
      ...{ behaves: { legsComeLate: true }, historyDays: 1, now: () => new Date(now) },
    });
    const startedAt = new Date(NOW - 400_000);
    const [{ callUuid } = { callUuid: '' }] = zoom.addCall('acme.example', { story: 'ringGroup', startedAt });
    const { accessToken } = zoom.grant('dana@acme.example');
    const read = async () => (await asked<WireDetail>(zoom, `/phone/call_history/${callUuid}`, accessToken)).body;
    const before = await read();
    const known = () =>
      zoom.records('acme.example', startedAt, new Date(NOW)).filter((one) => one.callUuid === callUuid);
    expect([before.call_elements.length, known().length]).toEqual([3, 2]);
    now += 600_000;
    const after = await read();
    expect([after.call_elements.length, known().length, after.end_time]).toEqual([4, 3, before.end_time]);
    await zoom.stop();
  });
});
