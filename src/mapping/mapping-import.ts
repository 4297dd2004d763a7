import { bareText } from '../support/plain-text.js';
import { choose, forget, type Holders, holdersAgainst } from './choose.js';
import type { MappingLine, WrongLine } from './mapping-csv.js';
import { isOpen, type MappingRow } from './mapping-row.js';
import type { MappedEmployee, MappedPhoneUser, MappingState } from './mapping-view.js';
import { RowBook } from './row-book.js';
import { takenSentence } from './taken.js';

/** What the lines of a file would make of a mapping. */
export interface ImportPlan {
  /** As they shall be; automatic matching has yet to be asked about those who are left to it. */
  readonly rows: readonly MappingRow[];
  /** The lines that change something. */
  readonly changes: readonly MappingLine[];
  readonly wrong: readonly WrongLine[];
}

/** Who is who in the two directories, and what holds now. */
interface Present {
  readonly employees: ReadonlyMap<string, MappedEmployee>;
  readonly phoneUsers: ReadonlyMap<string, MappedPhoneUser>;
  readonly open: ReadonlyMap<string, MappingRow>;
}

/**
 * Takes the lines of a file together: two who swap their phone users stand in nobody's way. A line that says what holds
 * already changes nothing.
 */
export function planImport(state: MappingState, written: readonly MappingLine[]): ImportPlan {
  const present: Present = {
    employees: new Map(state.employees.map((it) => [it.id, it])),
    phoneUsers: new Map(state.phoneUsers.map((it) => [it.externalId, it])),
    open: new Map(state.rows.filter(isOpen).map((it) => [it.employeeId, it])),
  };
  const lines = withKnownIds(present, written);
  const wrong = wrongByThemselves(present, lines);
  const known = new Set(wrong.map(({ line }) => line));
  const changes = lines.filter((line) => !known.has(line.line) && !holdsAlready(present, line));
  const book = new RowBook(state.rows);
  for (const line of changes) giveUp(book, line);
  for (const line of changes.filter(({ source }) => source === 'manual').sort(inOrderOfDays)) {
    const near = book.of(line);
    const holders = holdersAgainst(near, line);
    if (holders === null) book.replace(near, choose(near, line));
    else wrong.push({ line: line.line, message: taken(present, line, holders) });
  }
  return { rows: book.all(), changes, wrong: wrong.sort((a, b) => a.line - b.line) };
}

/** An id that is none here may have been written with blanks, or what nobody sees. */
function withKnownIds({ employees, phoneUsers }: Present, lines: readonly MappingLine[]): MappingLine[] {
  const plainly = (id: string): string => bareText(id).trim();
  const reader = (known: ReadonlyMap<string, unknown>): ((id: string) => string) => {
    const ids = Map.groupBy(known.keys(), plainly);
    return (id) => {
      const [meant = id, ...more] = known.has(id) ? [] : (ids.get(plainly(id)) ?? []);
      return more.length === 0 ? meant : id;
    };
  };
  const [employee, phoneUser] = [reader(employees), reader(phoneUsers)];
  return lines.map((line) => ({
    ...line,
    employeeId: employee(line.employeeId),
    phoneUserId: line.phoneUserId === null ? null : phoneUser(line.phoneUserId),
  }));
}

function wrongByThemselves(present: Present, lines: readonly MappingLine[]): WrongLine[] {
  const firstLines = new Map<string, number>();
  return lines.flatMap((line) => {
    const message = problemOf(present, line, firstLines.get(line.employeeId) ?? null);
    if (!firstLines.has(line.employeeId)) firstLines.set(line.employeeId, line.line);
    return message === null ? [] : [{ line: line.line, message }];
  });
}

function problemOf(
  { employees, phoneUsers, open }: Present,
  { employeeId, phoneUserId, source }: MappingLine,
  firstLine: number | null,
): string | null {
  const employee = employees.get(employeeId);
  if (employee === undefined) return `There is no employee “${employeeId}” here.`;
  if (employee.erasedAt !== null)
    return `What was stored of “${employeeId}” was erased, so they cannot be matched again.`;
  if (firstLine !== null) return `${employee.name} has line ${firstLine} already.`;
  if (phoneUserId !== null && !phoneUsers.has(phoneUserId)) {
    const shortened = /^\d[.,]\d+E\+\d+$/i.test(phoneUserId);
    const hint = shortened
      ? ' A spreadsheet has shortened it: have it show that column as text, and export again.'
      : '';
    return `There is no user “${phoneUserId}” in the phone system.${hint}`;
  }
  if (source !== 'manual' && phoneUserId !== (open.get(employeeId)?.phoneUserId ?? null) && phoneUserId !== null) {
    return `To choose a phone user for ${employee.name} by hand, write manual as the source.`;
  }
  return null;
}

function holdsAlready({ open }: Present, { employeeId, phoneUserId, source, from }: MappingLine): boolean {
  const row = open.get(employeeId);
  if (source !== 'manual') return row?.source !== 'manual';
  return row?.source === 'manual' && row.phoneUserId === phoneUserId && row.fromDay === from;
}

/** Before anybody takes: what an employee has for all time is given up by a line that says otherwise. */
function giveUp(book: RowBook<MappingRow>, { employeeId, source, from }: MappingLine): void {
  const rows = book.of({ employeeId, phoneUserId: null });
  if (source !== 'manual') book.replace(rows, forget(rows, employeeId));
  else if (from === null) book.replace(rows, []);
}

/** What holds for all time comes first, so that days given to somebody else are taken from it. */
const inOrderOfDays = (a: MappingLine, b: MappingLine): number =>
  (a.from ?? '') < (b.from ?? '') ? -1 : (a.from ?? '') > (b.from ?? '') ? 1 : a.line - b.line;

const taken = (
  { employees, phoneUsers }: Present,
  { employeeId, phoneUserId }: MappingLine,
  { employeeIds, firstDay }: Holders,
): string =>
  takenSentence({
    phoneUser: phoneUsers.get(phoneUserId ?? '')?.displayName ?? '',
    employee: employees.get(employeeId)?.name ?? '',
    firstDay,
    holders: employeeIds.flatMap((id) => employees.get(id)?.name ?? []).sort(),
  });
