import type { SurfaceDayInput } from '../shared/surface.js';
import { hoursBetween, timeline } from './timeline-bars.js';

const BEGINS = '2026-11-20T05:00:00.000Z';
const ENDS = '2026-11-21T05:00:00.000Z';
const at = (clock: string): string => new Date(Date.parse(`2026-11-20T${clock}:00-05:00`)).toISOString();

const call = (id: string, from: string, to: string, minutes: number, more: Partial<SurfaceDayInput> = {}) =>
  ({
    callId: id,
    externalId: id,
    title: id,
    direction: 'outbound',
    internal: false,
    outcome: 'answered',
    startedAt: at(from),
    connectedAt: at(from),
    endedAt: at(to),
    flagged: false,
    flagReason: null,
    countedSeconds: minutes * 60,
    points: minutes,
    text: '',
    ...more,
  }) satisfies SurfaceDayInput;

const HOUR = 3_600_000;

describe('the timeline of a day', () => {
  it('is none where there are no calls', () => expect(timeline([], BEGINS, ENDS)).toBeNull());

  it('stacks calls that overlap, and shows of each what was credited', () => {
    const drawing = timeline([call('Ann', '10:00', '10:10', 10), call('Sam', '10:06', '10:15', 5)], BEGINS, ENDS);
    expect(drawing?.lanes).toBe(2);
    const [ann, sam] = drawing?.bars ?? [];
    expect(ann).toMatchObject({ lane: 0, credited: [ann?.whole] });
    expect(sam?.lane).toBe(1);
    expect(sam?.credited).toHaveLength(1);
    expect(sam?.credited[0]?.x).toBeCloseTo(1000 / 6);
    expect(sam?.credited[0]?.width).toBeCloseTo(1000 / 12);
  });

  it('lets calls that only touch share a lane', () => {
    const drawing = timeline([call('a', '10:00', '10:10', 10), call('b', '10:10', '10:20', 10)], BEGINS, ENDS);
    expect(drawing?.lanes).toBe(1);
  });

  it('shows no credit where it would say another number than the score', () => {
    const drawing = timeline([call('a', '10:00', '10:10', 3)], BEGINS, ENDS);
    expect(drawing?.bars[0]?.credited).toEqual([]);
  });

  it('shows no credit for what is flagged, and lets it cover nothing', () => {
    const flagged = call('a', '10:00', '10:10', 0, { flagged: true, flagReason: 'excluded' });
    const drawing = timeline([flagged, call('b', '10:05', '10:10', 5)], BEGINS, ENDS);
    expect(drawing?.bars.map(({ credited }) => credited.length)).toEqual([0, 1]);
  });

  it('stays inside the day with a call over midnight', () => {
    const drawing = timeline([call('a', '23:50', '24:00', 10, { endedAt: '2026-11-21T05:20:00.000Z' })], BEGINS, ENDS);
    expect(drawing?.to).toBe(Date.parse(ENDS));
    const whole = drawing?.bars[0]?.whole;
    expect((whole?.x ?? 0) + (whole?.width ?? 0)).toBeCloseTo(1000);
    expect(drawing?.bars[0]?.credited).toHaveLength(1);
  });

  it('marks full hours, fewer of them in a long day', () => {
    const hourAt = (instant: number): number => new Date(instant - 5 * HOUR).getUTCHours();
    const marked = (from: string, to: string): number[] =>
      hoursBetween(Date.parse(from), Date.parse(to), hourAt).map(hourAt);
    expect(marked(at('08:00'), at('10:00'))).toEqual([8, 9, 10]);
    expect(marked(at('09:00'), at('17:00'))).toEqual([10, 12, 14, 16]);
    expect(marked(BEGINS, ENDS)).toEqual([0, 3, 6, 9, 12, 15, 18, 21, 0]);
  });

  it('marks the hours of the clock on a day on which it is set back', () => {
    const [from, to] = [Date.parse('2026-11-01T04:00:00.000Z'), Date.parse('2026-11-02T05:00:00.000Z')];
    const hourAt = (instant: number): number =>
      new Date(instant - (instant < from + 2 * HOUR ? 4 : 5) * HOUR).getUTCHours();
    expect(hoursBetween(from, to, hourAt).map(hourAt)).toEqual([0, 3, 6, 9, 12, 15, 18, 21, 0]);
  });
});
