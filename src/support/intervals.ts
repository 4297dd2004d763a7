/** A half-open span of integer milliseconds since the epoch: `from` is inside, `to` is not. Empty where `to <= from`. */
export interface Interval {
  readonly from: number;
  readonly to: number;
}

/** The same moments as sorted, disjoint, non-empty intervals; those that overlap or touch become one. */
export function normalise(intervals: Iterable<Interval>): Interval[] {
  const sorted = [...intervals].filter((it) => it.to > it.from).sort((a, b) => a.from - b.from);
  const merged: { from: number; to: number }[] = [];
  for (const { from, to } of sorted) {
    const last = merged.at(-1);
    if (last !== undefined && from <= last.to) last.to = Math.max(last.to, to);
    else merged.push({ from, to });
  }
  return merged;
}

/** The moments that are in both; normalised. */
export function intersect(a: Iterable<Interval>, b: Iterable<Interval>): Interval[] {
  const left = normalise(a);
  const right = normalise(b);
  const both: Interval[] = [];
  for (let i = 0, j = 0; i < left.length && j < right.length;) {
    const l = left[i]!;
    const r = right[j]!;
    const from = Math.max(l.from, r.from);
    const to = Math.min(l.to, r.to);
    if (to > from) both.push({ from, to });
    if (l.to < r.to) i++;
    else j++;
  }
  return both;
}

/** The moments of a span that are in none of the intervals; normalised. */
export function without({ from, to }: Interval, intervals: Iterable<Interval>): Interval[] {
  const left: Interval[] = [];
  let at = from;
  for (const gap of normalise(intervals)) {
    if (gap.from > at) left.push({ from: at, to: Math.min(gap.from, to) });
    at = Math.max(at, gap.to);
  }
  left.push({ from: at, to });
  return normalise(left);
}

/** The summed length in milliseconds. Moments that are in two intervals count twice: normalise first where that matters. */
export function totalLength(intervals: Iterable<Interval>): number {
  let sum = 0;
  for (const { from, to } of intervals) sum += Math.max(0, to - from);
  return sum;
}
