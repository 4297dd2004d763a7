import { Decimal } from 'decimal.js';
import type { ScoringRules } from './rules.js';
import type { ScoredCall } from './scored-call.js';

const Exact = Decimal.clone({ precision: 100 });
const minuteMs = 60_000;
/** Enough for any product of rules; beyond it there are only recurring decimals. */
const places = 20;

/**
 * Points, kept exact as 60,000ths: a millisecond's points are seldom a finite decimal (a third of a minute is none).
 * They become decimals at the edge only, through {@link asDecimals}.
 */
export type Points = Decimal & { readonly __unit: '1/60000 point' };

export const noPoints = new Exact(0) as Points;

export const addPoints = (a: Points, b: Points): Points => a.plus(b) as Points;

/** What counted time of calls of one weight is worth. */
export function pointsForTime(countedMs: number, weight: Weight, rules: ScoringRules): Points {
  return new Exact(countedMs).times(rules.pointsPerMinute).times(rules.weights[weight]) as Points;
}

/** What so many calls are worth besides their time. */
export function pointsForCalls(count: number, rules: ScoringRules): Points {
  return new Exact(rules.pointsPerCall).times(minuteMs).times(count) as Points;
}

export type Weight = keyof ScoringRules['weights'];

/** Which weight a call has: its direction's, or the internal one where it is with a colleague. */
export function weightOf({ counterparty, direction }: ScoredCall): Weight {
  return counterparty.internal ? 'internal' : direction;
}

/**
 * Amounts as decimals that add up, to the last digit, to their exact sum (cut after 20 places where it recurs). However
 * the same points are divided into amounts, by record or by rule, the decimals have the same sum.
 */
export function asDecimals(amounts: readonly Points[]): Decimal[] {
  let sum = noPoints;
  let written = new Exact(0);
  return amounts.map((amount) => {
    sum = addPoints(sum, amount);
    const sumWritten = sum.div(minuteMs).toDecimalPlaces(places, Decimal.ROUND_DOWN);
    const decimal = sumWritten.minus(written);
    written = sumWritten;
    return decimal;
  });
}

/** The sum of decimals, exact. */
export function sumOf(decimals: readonly Decimal[]): Decimal {
  return decimals.reduce((sum, it) => sum.plus(it), new Exact(0));
}

/** A score as people see it: two places, rounded half up, once. */
export function rounded(points: Decimal): string {
  return points.toFixed(2, Decimal.ROUND_HALF_UP);
}
