import { startZoomPhoneSimulator } from './index.js';
import type { ZoomPhoneSimulator } from './index.js';
import { asked, everyRow } from './spec-support/asked.js';
import type { WireDetail } from './spec-support/asked.js';

const NOW = Date.UTC(2026, 10, 20, 17);

const partyOf = (side: string): readonly string[] =>
  ['ext_id', 'ext_number', 'ext_type', 'name', 'email', 'did_number', 'number_type'].map((name) => `${side}_${name}`);
const PARTIES = [...partyOf('caller'), ...partyOf('callee')];
const HEAD = [
  ...['call_history_uuid', 'call_id', 'connect_type', 'call_type', 'direction', 'international', 'hide_caller_id'],
  ...['end_to_end', 'start_time', 'answer_time', 'end_time', ...PARTIES],
];
const ROW = [...HEAD, 'duration', 'call_result', 'recording_status'];
const LEG = [
  ...['call_element_id', 'call_id', 'connect_type', 'call_type', 'direction', 'event', 'result', 'result_reason'],
  ...['start_time', 'answer_time', 'end_time', ...PARTIES],
  ...['operator_ext_id', 'operator_ext_number', 'operator_ext_type', 'operator_name', 'press_key', 'segment', 'node'],
  ...['is_node', 'hold_time', 'waiting_time', 'voicemail_id'],
];
const RESULTS = [
  ...['answered', 'accepted', 'picked_up', 'connected', 'succeeded', 'voicemail', 'hang_up', 'canceled', 'call_failed'],
  ...['unconnected', 'rejected', 'busy', 'ring_timeout', 'overflowed', 'no_answer', 'invalid_key'],
  ...['invalid_operation', 'abandoned', 'system_blocked', 'service_unavailable'],
];

const namesOf = (items: readonly object[]): readonly string[] => [...new Set(items.flatMap(Object.keys))];

describe('what goes over the wire', () => {
  let zoom: ZoomPhoneSimulator;
  let rows: Awaited<ReturnType<typeof everyRow>>;
  let details: readonly WireDetail[];
  beforeAll(async () => {
    zoom = await startZoomPhoneSimulator({ limits: 'off', historyDays: 2, now: () => new Date(NOW) });
    const { accessToken } = zoom.grant('dana@acme.example');
    rows = await everyRow(zoom, accessToken, { from: '2026-11-19T05:00:00Z', to: '2026-11-20T05:00:00Z' });
    const read = async (uuid: string) =>
      (await asked<WireDetail>(zoom, `/phone/call_history/${uuid}`, accessToken)).body;
    details = await Promise.all(rows.map(({ call_history_uuid }) => read(call_history_uuid)));
  });
  afterAll(() => zoom.stop());

  it('has the names of Zoom’s description and no others, each of them somewhere', () => {
    expect([...namesOf(rows)].sort()).toEqual([...ROW].sort());
    const heads = details.map(({ call_elements: _, ...head }) => head);
    expect([...namesOf(heads)].sort()).toEqual([...HEAD].sort());
    expect([...namesOf(details.flatMap((detail) => detail.call_elements))].sort()).toEqual([...LEG].sort());
  });

  it('has instants in UTC on whole seconds, and nothing that ends before it begins', () => {
    for (const one of [...rows, ...details.flatMap((detail) => detail.call_elements)]) {
      const { start_time, answer_time = start_time, end_time } = one;
      expect([start_time, answer_time, end_time].every((time) => /^\d{4}-\d\d-\d\dT\d\d:\d\d:\d\dZ$/.test(time))).toBe(
        true,
      );
      expect([start_time, answer_time, end_time]).toEqual([start_time, answer_time, end_time].sort());
    }
  });

  it('has one strange word among the results, and legs within their row', () => {
    const words = new Set(details.flatMap((detail) => detail.call_elements.map(({ result }) => result)));
    expect([...words].filter((word) => !RESULTS.includes(word))).toEqual(['taken_by_assistant']);
    for (const { start_time, end_time, call_elements } of details) {
      expect(call_elements.every((leg) => leg.start_time >= start_time && leg.end_time <= end_time)).toBe(true);
    }
  });
});
