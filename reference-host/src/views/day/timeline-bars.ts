import type { SurfaceDayInput } from '../shared/surface.js';

/** Where a bar begins and how long it is, in thousandths of the time that is drawn. */
export interface BarSpan {
  readonly x: number;
  readonly width: number;
}

/** One call on the timeline. */
export interface Bar {
  readonly input: SurfaceDayInput;
  /** Bars that overlap lie in different lanes, the first from 0. */
  readonly lane: number;
  readonly whole: BarSpan;
  /** The parts that were credited. */
  readonly credited: readonly BarSpan[];
}

/** What the timeline shows: bars, how many lanes they need, and between which instants. */
export interface Timeline {
  readonly bars: readonly Bar[];
  readonly lanes: number;
  readonly from: number;
  readonly to: number;
}

interface Span {
  readonly from: number;
  readonly to: number;
}

const HOUR = 3_600_000;
const LEAST_WIDTH = 3;

/** Lays a day's calls out between the first and the last full hour in which something happened. */
export function timeline(inputs: readonly SurfaceDayInput[], begins: string, ends: string): Timeline | null {
  const day = { from: Date.parse(begins), to: Date.parse(ends) };
  const drawn = inputs
    .map((input) => ({ input, span: within(callSpan(input), day) }))
    .sort((a, b) => a.span.from - b.span.from || a.span.to - b.span.to);
  if (drawn.length === 0) return null;
  const from = Math.max(day.from, floorHour(Math.min(...drawn.map(({ span }) => span.from)), day.from));
  const to = Math.min(day.to, ceilHour(Math.max(...drawn.map(({ span }) => span.to)), day.from));
  const place = (span: Span): BarSpan => {
    const x = ((span.from - from) / (to - from)) * 1000;
    return { x, width: Math.max(LEAST_WIDTH, ((span.to - span.from) / (to - from)) * 1000) };
  };
  const credit = creditedSpans(inputs, day);
  const laneEnds: number[] = [];
  const bars = drawn.map(({ input, span }) => {
    const free = laneEnds.findIndex((end) => end <= span.from);
    const lane = free === -1 ? laneEnds.length : free;
    laneEnds[lane] = Math.max(span.to, span.from + ((to - from) * LEAST_WIDTH) / 1000);
    return { input, lane, whole: place(span), credited: (credit.get(input.callId) ?? []).map(place) };
  });
  return { bars, lanes: laneEnds.length, from, to };
}

/**
 * The full hours to mark between two instants: each, or every second or third on the clock where there are many.
 *
 * @param hourAt what the clock of the day's zone shows at an instant
 */
export function hoursBetween(from: number, to: number, hourAt: (instant: number) => number): number[] {
  const every = to - from > 12 * HOUR ? 3 : to - from > 6 * HOUR ? 2 : 1;
  const hours: number[] = [];
  for (let at = from; at <= to; at += HOUR) if (hourAt(at) % every === 0) hours.push(at);
  return hours;
}

/**
 * Which moments were credited, for the eye alone: it repeats the order in which talk is credited and is believed for a
 * call only where it comes to the seconds that the score says.
 */
function creditedSpans(inputs: readonly SurfaceDayInput[], day: Span): Map<string, Span[]> {
  const covered: Span[] = [];
  const spans = new Map<string, Span[]>();
  const talks = inputs
    .filter((input) => !input.flagged && input.connectedAt !== null)
    .map((input) => ({ input, from: Date.parse(input.connectedAt ?? ''), to: Date.parse(input.endedAt) }))
    .sort((a, b) => a.from - b.from || a.to - b.to || (a.input.externalId < b.input.externalId ? -1 : 1));
  for (const { input, from, to } of talks) {
    const own = subtract({ from, to }, covered).map((span) => within(span, day));
    covered.push({ from, to });
    const seconds = own.reduce((sum, span) => sum + span.to - span.from, 0) / 1000;
    if (Math.abs(seconds - input.countedSeconds) < 1) spans.set(input.callId, own);
  }
  return spans;
}

function subtract(span: Span, covered: readonly Span[]): Span[] {
  return covered.reduce<Span[]>(
    (left, { from, to }) =>
      left
        .flatMap((part) => [
          { from: part.from, to: Math.min(part.to, from) },
          { from: Math.max(part.from, to), to: part.to },
        ])
        .filter((part) => part.to > part.from),
    [span],
  );
}

const callSpan = (input: SurfaceDayInput): Span => ({
  from: Date.parse(input.connectedAt ?? input.startedAt),
  to: Date.parse(input.endedAt),
});

const within = (span: Span, limits: Span): Span => {
  const from = Math.min(Math.max(span.from, limits.from), limits.to);
  return { from, to: Math.max(from, Math.min(span.to, limits.to)) };
};

const floorHour = (at: number, origin: number): number => origin + Math.floor((at - origin) / HOUR) * HOUR;
const ceilHour = (at: number, origin: number): number => origin + (Math.floor((at - origin) / HOUR) + 1) * HOUR;
