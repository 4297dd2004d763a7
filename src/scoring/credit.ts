import type { Interval } from '../support/intervals.js';
import type { OverlapScope } from './rules.js';

/** The talk of one unflagged record of an employee. */
export interface Talk extends Interval {
  readonly externalId: string;
  readonly conversationId: string;
}

/** What one talk is credited, whole: before any cut at midnight or to a work shift. */
export interface Credit<T extends Talk> {
  readonly talk: T;
  /** The part that no earlier talk covers. Always one span, at the end of the talk; null where all of it is covered. */
  readonly credited: Interval | null;
}

/** A part of a talk that was credited to an earlier one. */
export interface Covered<T extends Talk> extends Interval {
  readonly by: T;
}

/**
 * Credits every moment once. Talks are taken in order of start, then end, then external id; each is credited the part
 * that no earlier one covers, so the credits add up to the length of the union. The answer is in that order and does not
 * depend on the order of the argument.
 *
 * Every earlier talk began before this one or with it. So what they cover of it is its beginning, up to the latest end so
 * far: one number has to be remembered, and sorting is the only cost.
 *
 * @param overlap `conversation` credits each conversation by itself
 */
export function creditTalk<T extends Talk>(talks: Iterable<T>, overlap: OverlapScope): Credit<T>[] {
  const latestEnds = new Map<string, number>();
  return sorted(talks).map((talk) => {
    const scope = scopeOf(talk, overlap);
    const from = Math.max(talk.from, latestEnds.get(scope) ?? talk.from);
    if (from >= talk.to) return { talk, credited: null };
    latestEnds.set(scope, talk.to);
    return { talk, credited: { from, to: talk.to } };
  });
}

/** Of each conversation the talk that is first in the order of credit. */
export function firstOfConversations<T extends Talk>(talks: Iterable<T>): T[] {
  const first = new Map<string, T>();
  for (const talk of talks) {
    const held = first.get(talk.conversationId);
    if (held === undefined || inOrderOfCredit(talk, held) < 0) first.set(talk.conversationId, talk);
  }
  return [...first.values()];
}

/** To which earlier talks the rest of a talk was credited, in order of time. */
export function coveredParts<T extends Talk>(
  credits: readonly Credit<T>[],
  of: Credit<T>,
  overlap: OverlapScope,
): Covered<T>[] {
  const { talk } = of;
  const end = of.credited?.from ?? talk.to;
  const scope = scopeOf(talk, overlap);
  return credits.flatMap(({ talk: by, credited }) => {
    if (credited === null || by === talk || scopeOf(by, overlap) !== scope) return [];
    const part = { from: Math.max(credited.from, talk.from), to: Math.min(credited.to, end), by };
    return part.to > part.from ? [part] : [];
  });
}

function scopeOf(talk: Talk, overlap: OverlapScope): string {
  return overlap === 'conversation' ? talk.conversationId : '';
}

/**
 * In order of credit. Beginnings are sorted as plain numbers, each with its place in the argument as its last digits: that
 * takes less than half the time of comparing talks, which is left to those that begin at the same moment.
 */
function sorted<T extends Talk>(talks: Iterable<T>): T[] {
  const given = [...talks];
  const count = given.length;
  let [earliest, latest] = [Infinity, -Infinity];
  for (const { from } of given) {
    if (from < earliest) earliest = from;
    if (from > latest) latest = from;
  }
  if ((latest - earliest + 1) * count > Number.MAX_SAFE_INTEGER) return given.sort(inOrderOfCredit);
  const keys = new Float64Array(count);
  for (let place = 0; place < count; place++) keys[place] = (given[place]!.from - earliest) * count + place;
  keys.sort();
  const inOrder: T[] = [];
  let together = false;
  for (const key of keys) {
    const talk = given[key - Math.floor(key / count) * count]!;
    together ||= inOrder.at(-1)?.from === talk.from;
    inOrder.push(talk);
  }
  return together ? inOrder.sort(inOrderOfCredit) : inOrder;
}

function inOrderOfCredit(a: Talk, b: Talk): number {
  return a.from - b.from || a.to - b.to || (a.externalId < b.externalId ? -1 : a.externalId > b.externalId ? 1 : 0);
}
