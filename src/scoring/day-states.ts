import { type Line, type Ownership, phoneUsersOn } from '../mapping/index.js';
import type { ConnectionEntity } from '../storage/index.js';
import { type Day, dayBounds, type Span, type Zones } from '../support/days.js';
import { isStoredOn } from '../support/stored-days.js';
import { isUntold } from '../support/untold.js';
import type { Interval } from '../support/intervals.js';
import type { PhoneSystemSettings } from '../support/settings.js';

/** What is known of a day besides its score. */
export interface DayState {
  /** Whether the employee is somebody in the vendor's directory on this day, and takes part. */
  readonly mapped: boolean;
  /** Whether their calls of this day are stored, by what the host says. */
  readonly stored: boolean;
  /** Whether every call of the day is stored and scored. */
  readonly complete: boolean;
  /** Why it never will be complete; null where it may. */
  readonly never: NeverKnown | null;
}

/** Every reason for which a day may not be known. */
export const WHY_UNKNOWN = [
  'to-come',
  'not-stored',
  'not-mapped',
  'before-history',
  'no-longer-told',
  'not-complete',
] as const;

export type WhyUnknown = (typeof WHY_UNKNOWN)[number];

/** A part of the day lies before the first calls that were ever fetched; or the vendor told nothing of it. */
export type NeverKnown = Extract<WhyUnknown, 'before-history' | 'no-longer-told'>;

/** A day whose calls retention deleted is final, whatever becomes of its line. */
export function whyUnknown(
  day: Day,
  today: Day,
  { mapped, stored, complete, never }: DayState,
  callsKept: boolean,
): WhyUnknown | null {
  if (day > today) return 'to-come';
  if (!stored) return 'not-stored';
  if (!callsKept) return null;
  if (!mapped) return 'not-mapped';
  if (complete) return null;
  return never ?? 'not-complete';
}

/**
 * Whether a day has no score, which is not a score of 0: nothing of it is stored, or shall be, and nobody will ever know
 * all of it.
 */
export const hasNoScore = (why: WhyUnknown | null, inputs: number): boolean =>
  why === 'not-stored' || (inputs === 0 && (why === 'before-history' || why === 'no-longer-told'));

/** How far the calls of a connection are stored. */
export interface Reach extends Pick<ConnectionEntity, 'status' | 'historyFrom' | 'completeUntil'> {
  /** Spans of which the vendor told nothing. */
  readonly untold: readonly Interval[];
}

/** What connections hold of a day: every call, calls that more may come to, or never all. */
type Fetching = 'whole' | 'open' | NeverKnown;

/**
 * Connections hold every call of a day where one of them does, and none that still fetches and has a part of the day to
 * fetch is behind.
 *
 * @param longestCallMs for so long a call that began before a connection's history, and is not stored, may last
 */
function fetchingOf({ from, to }: Span, connections: readonly Reach[], longestCallMs: number): Fetching {
  const reachesBack = ({ historyFrom }: Reach): boolean => historyFrom.getTime() + longestCallMs <= from.getTime();
  const isWhole = ({ historyFrom, completeUntil }: Reach): boolean =>
    historyFrom <= from && completeUntil !== null && completeUntil >= to;
  const isBehind = (connection: Reach): boolean =>
    connection.status !== 'disconnected' && connection.historyFrom < to && !isWhole(connection);
  if (connections.length > 0 && !connections.some(reachesBack)) return 'before-history';
  const walked = connections.filter((connection) => isWhole(connection) && reachesBack(connection));
  if (walked.length === 0 || connections.some(isBehind)) return 'open';
  const day = { from: from.getTime(), to: to.getTime() };
  return walked.every(({ untold }) => isUntold(day, untold)) ? 'no-longer-told' : 'whole';
}

/** What the states of an employee's days follow from, as it is read with them. Times are milliseconds since the epoch. */
export interface KnownOfDays {
  /** Null where no terms of the tenant were noted yet, or its days have not all the same zone. */
  readonly timeZone: string | null;
  readonly reaches: readonly (readonly [
    id: string,
    status: Reach['status'],
    historyFrom: number,
    completeUntil: number | null,
    untold: readonly (readonly [from: number, to: number])[],
  ])[];
  readonly ownerships: readonly Ownership[];
  /** Of employees whose days are not all stored, or were not; null where there are none. */
  readonly storedSpans: readonly StoredSpan[] | null;
  readonly waiting: readonly Day[];
  readonly waitingLines: readonly { readonly connectionId: string; readonly phoneUserId: string; readonly day: Day }[];
}

/** The days of which an employee's calls are stored, and from which on they are yet to be fetched again. */
export type StoredSpan = readonly [
  employeeId: string,
  storedFrom: Day | null,
  storedUntil: Day | null,
  backFrom: Day | null,
];

/** What is held of a day: by some connections, by all where none is named. */
export type Fetched = (day: Day, connectionIds: readonly string[]) => Fetching;

/** Answers from what is known of the tenant's connections; each question is thought through once, whoever asks it again. */
export function fetchedDays(
  reaches: KnownOfDays['reaches'],
  zones: Zones,
  { longestCallHours }: Pick<PhoneSystemSettings, 'longestCallHours'>,
): Fetched {
  const all = reaches.map(([id, status, historyFrom, completeUntil, untold]) => ({
    id,
    status,
    historyFrom: new Date(historyFrom),
    completeUntil: completeUntil === null ? null : new Date(completeUntil),
    untold: untold.map(([from, to]) => ({ from, to })),
  }));
  const answers = new Map<string, Map<Day, Fetching>>();
  return (day, connectionIds) => {
    const key = connectionIds.join();
    const known = answers.get(key) ?? new Map<Day, Fetching>();
    if (known.size === 0) answers.set(key, known);
    let answer = known.get(day);
    if (answer === undefined) {
      const asked = connectionIds.length === 0 ? all : all.filter(({ id }) => connectionIds.includes(id));
      known.set(day, (answer = fetchingOf(dayBounds(day, zones), asked, longestCallHours * HOUR_MS)));
    }
    return answer;
  };
}

/** The states of an employee's days, of those for which something was read. */
export function statesOf(
  known: Pick<KnownOfDays, 'ownerships' | 'storedSpans' | 'waiting' | 'waitingLines'>,
  employeeId: string,
  fetchedOn: Fetched,
): (day: Day) => DayState {
  const waiting = new Set(known.waiting);
  const waitingLines = new Set(known.waitingLines.map((it) => lineDay(it, it.day)));
  const [, storedFrom = null, storedUntil = null, backFrom = null] =
    known.storedSpans?.find(([id]) => id === employeeId) ?? [];
  return (day) => {
    const stored = isStoredOn({ storedFrom, storedUntil }, day);
    const lines = stored ? phoneUsersOn(known.ownerships, employeeId, day) : [];
    const isFetched = backFrom === null || day < backFrom;
    const isScored = !waiting.has(day) && !lines.some((line) => waitingLines.has(lineDay(line, day)));
    // Who is nobody there on this day still asks whether the day is known: of every phone system, then.
    const fetching = fetchedOn(
      day,
      lines.map(({ connectionId }) => connectionId),
    );
    return {
      mapped: lines.length > 0,
      stored,
      complete: isScored && isFetched && fetching === 'whole',
      never: fetching === 'before-history' || fetching === 'no-longer-told' ? fetching : null,
    };
  };
}

const HOUR_MS = 3_600_000;

const lineDay = ({ connectionId, phoneUserId }: Line, day: Day): string => `${connectionId} ${day} ${phoneUserId}`;
