import type { ScoreRule } from './explain.js';

/** A line of a score's explanation, as it is stored and answered. */
interface Line {
  readonly rule: string;
  readonly text: string;
}

/**
 * An answer as it is for whoever is told time alone: every score and all points in it are null, and each line of an
 * explanation ends where its price would begin.
 */
export const inMinutes = <T>(answer: T): T => timeOf(answer) as T;

function timeOf(value: unknown): unknown {
  if (Array.isArray(value))
    return value.flatMap((item: unknown) => (isLine(item) ? lineInMinutes(item) : [timeOf(item)]));
  if (typeof value !== 'object' || value === null) return value;
  return Object.fromEntries(
    Object.entries(value).map(([name, inside]) => [name, PRICED.has(name) ? null : timeOf(inside)]),
  );
}

/** What answers name points by. */
const PRICED: ReadonlySet<string> = new Set(['score', 'points']);

/** The line without its points, or none where it is about nothing else. */
export function lineInMinutes<L extends Line>(line: L): L[] {
  const text = (TOLD as Readonly<Record<string, Telling>>)[line.rule]?.(line.text) ?? null;
  return text === null ? [] : [{ ...(timeOf({ ...line }) as L), text }];
}

type Telling = (text: string) => string | null;

const upToPrice: Telling = (text) => {
  const price = text.indexOf(', at ');
  return price < 0 ? null : `${text.slice(0, price)}.`;
};

const TOLD: Readonly<Record<ScoreRule, Telling>> = {
  'talk-inbound': upToPrice,
  'talk-outbound': upToPrice,
  'talk-internal': upToPrice,
  'points-per-call': upToPrice,
  'daily-cap': () => null,
  objection: (text) => text,
};

const isLine = (item: unknown): item is Line =>
  typeof item === 'object' &&
  item !== null &&
  'rule' in item &&
  'text' in item &&
  typeof item.rule === 'string' &&
  typeof item.text === 'string';
