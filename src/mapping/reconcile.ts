import type { Day } from '../support/days.js';
import type { EmployeeMatch, Match } from './match.js';
import { cut, isOpen, type MappingRow } from './mapping-row.js';
import { RowBook } from './row-book.js';
import { ALL_TIME, since, without } from './spans.js';

/**
 * Brings the automatic rows in line with what the directories say now.
 *
 * - What was chosen by hand is left alone, and automatic rows give way to it.
 * - A new match gets every day that neither the employee nor the phone user has given to somebody: the past, too. One on
 *   a number gets only the days of which it is sure, and none before somebody else had the line.
 * - A match that no longer holds ends today; what it was before stays, since scores stand on it. But where an e-mail says
 *   whose line it is, what a number gave of the same days was wrong, and goes: the past, too.
 * - Who left keeps what they have, and so does who is gone from the directory.
 *
 * @param matches of the active employees; no phone user is matched twice
 * @param today in the tenant's time zone
 * @returns the rows as they shall be; those that go on keep their id
 */
export function reconcile(
  rows: readonly MappingRow[],
  matches: ReadonlyMap<string, EmployeeMatch>,
  today: Day,
): MappingRow[] {
  const manual = rows.filter(({ source }) => source === 'manual');
  const choices = new RowBook(manual);
  const chosen = new Set(manual.filter(isOpen).map(({ employeeId }) => employeeId));
  const found = [...matches].flatMap(([employeeId, { match }]) =>
    match === null || chosen.has(employeeId) ? [] : [{ employeeId, ...match }],
  );
  const byEmail = new RowBook(found.filter(({ matchedOn }) => matchedOn === 'email'));
  const automatic = rows
    .filter(({ source }) => source === 'auto')
    .flatMap((row) =>
      cut(row, [
        ...choices.of(row),
        ...(row.matchedOn === 'phone' ? byEmail.of(row).filter((match) => !isOf(match)(row)) : []).map((match) =>
          since(match.sureFrom),
        ),
        ...(stillHolds(row, matches) ? [] : [since(today)]),
      ]),
    );

  // No two matches share an employee or a phone user, so that none of them has to see what another one fills.
  const settled = [...manual, ...automatic];
  const settledWith = new RowBook(settled);
  const filled = found.map((match) => fill(match, settledWith));
  const replaced = new Set(filled.flatMap((fill) => fill.replaced));
  return [...settled.filter((row) => !replaced.has(row)), ...filled.flatMap(({ rows }) => rows)];
}

const stillHolds = ({ employeeId, phoneUserId }: MappingRow, matches: ReadonlyMap<string, EmployeeMatch>): boolean => {
  const found = matches.get(employeeId);
  return found === undefined || (found.match?.phoneUserId ?? found.keeps) === phoneUserId;
};

/** A match, and whose. */
type FoundMatch = Match & { readonly employeeId: string };

const isOf =
  ({ employeeId, phoneUserId }: FoundMatch) =>
  (row: MappingRow): boolean =>
    row.employeeId === employeeId && row.phoneUserId === phoneUserId;

/** Gives a match all days that are free; neighbouring days of the same match become one row. */
function fill(
  found: FoundMatch,
  settled: RowBook<MappingRow>,
): { readonly replaced: readonly MappingRow[]; readonly rows: readonly MappingRow[] } {
  const { employeeId, phoneUserId, matchedOn, sureFrom } = found;
  const match = { employeeId, phoneUserId, source: 'auto', matchedOn } as const;
  const rows = settled.of(match);
  const isSame = (row: MappingRow): boolean => row.source === 'auto' && isOf(found)(row);
  const replaced = rows.filter(isSame).sort((a, b) => ((a.fromDay ?? '') < (b.fromDay ?? '') ? -1 : 1));
  const others = rows.filter((row) => !isSame(row));
  const ended = others.filter((row) => row.phoneUserId === phoneUserId && row.employeeId !== employeeId);
  const unsure = matchedOn === 'email' ? [] : [...(sureFrom === null ? [] : [{ untilDay: sureFrom }]), ...ended];
  const before = unsure.flatMap(({ untilDay }) => without({ fromDay: null, untilDay }, replaced));
  const free = without(ALL_TIME, [...others, ...before]);
  return {
    replaced,
    rows: free.map(({ fromDay, untilDay }, index) => ({
      ...match,
      fromDay,
      untilDay,
      id: replaced[index]?.id ?? null,
    })),
  };
}
