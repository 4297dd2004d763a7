import { type Line, type Ownership, phoneUsersOn } from '../mapping/index.js';
import type { ConnectionEntity } from '../storage/index.js';
import { type Day, dayBounds, type Span, type Zones } from '../support/days.js';
import type { PhoneSystemSettings } from '../support/settings.js';

/** What is known of a day besides its score. */
export interface DayState {
  /** Whether the employee is somebody in the vendor's directory on this day. */
  readonly mapped: boolean;
  /** Whether every call of the day is stored and scored. */
  readonly complete: boolean;
  /** Whether a part of it lies before the first calls that were ever fetched: then it never will be. */
  readonly beforeHistory: boolean;
}

/** Every reason for which a day may not be known. */
export const WHY_UNKNOWN = ['to-come', 'not-mapped', 'before-history', 'not-complete'] as const;

export type WhyUnknown = (typeof WHY_UNKNOWN)[number];

/** A day whose calls retention deleted is final, whatever becomes of its line. */
export function whyUnknown(
  day: Day,
  today: Day,
  { mapped, complete, beforeHistory }: DayState,
  callsKept: boolean,
): WhyUnknown | null {
  if (day > today) return 'to-come';
  if (!callsKept) return null;
  if (!mapped) return 'not-mapped';
  if (complete) return null;
  return beforeHistory ? 'before-history' : 'not-complete';
}

/** How far the calls of a connection are stored. */
export type Reach = Pick<ConnectionEntity, 'status' | 'historyFrom' | 'completeUntil'>;

/** What connections hold of a day: every call, calls that more may come to, or what no history reaches back to. */
type Fetching = 'whole' | 'open' | 'before-history';

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
  const isHeld = connections.some((connection) => isWhole(connection) && reachesBack(connection));
  return isHeld && !connections.some(isBehind) ? 'whole' : 'open';
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
  ])[];
  readonly ownerships: readonly Ownership[];
  readonly waiting: readonly Day[];
  readonly waitingLines: readonly { readonly connectionId: string; readonly phoneUserId: string; readonly day: Day }[];
}

/** What is held of a day: by some connections, by all where none is named. */
export type Fetched = (day: Day, connectionIds: readonly string[]) => Fetching;

/** Answers from what is known of the tenant's connections; each question is thought through once, whoever asks it again. */
export function fetchedDays(
  reaches: KnownOfDays['reaches'],
  zones: Zones,
  { longestCallHours }: Pick<PhoneSystemSettings, 'longestCallHours'>,
): Fetched {
  const all = reaches.map(([id, status, historyFrom, completeUntil]) => ({
    id,
    status,
    historyFrom: new Date(historyFrom),
    completeUntil: completeUntil === null ? null : new Date(completeUntil),
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
  known: Pick<KnownOfDays, 'ownerships' | 'waiting' | 'waitingLines'>,
  employeeId: string,
  fetchedOn: Fetched,
): (day: Day) => DayState {
  const waiting = new Set(known.waiting);
  const waitingLines = new Set(known.waitingLines.map((it) => lineDay(it, it.day)));
  return (day) => {
    const lines = phoneUsersOn(known.ownerships, employeeId, day);
    const isScored = !waiting.has(day) && !lines.some((line) => waitingLines.has(lineDay(line, day)));
    // Who is nobody there on this day still asks whether the day is known: of every phone system, then.
    const fetching = fetchedOn(
      day,
      lines.map(({ connectionId }) => connectionId),
    );
    return {
      mapped: lines.length > 0,
      complete: isScored && fetching === 'whole',
      beforeHistory: fetching === 'before-history',
    };
  };
}

const HOUR_MS = 3_600_000;

const lineDay = ({ connectionId, phoneUserId }: Line, day: Day): string => `${connectionId} ${day} ${phoneUserId}`;
