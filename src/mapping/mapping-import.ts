import { setImmediate as nextTurn } from 'node:timers/promises';
import { bareText } from '../support/plain-text.js';
import { choose, forget, holdersAgainst } from './choose.js';
import { LINES_A_TURN, type MappingFile, type MappingLine } from './mapping-csv.js';
import { isOpen, type MappingRow } from './mapping-row.js';
import type { MappedEmployee, MappedPhoneUser, MappingState } from './mapping-view.js';
import { RowBook } from './row-book.js';
import { takenSentence } from './taken.js';
import { WrongLines } from './wrong-lines.js';

/** What the lines of a file would make of a mapping. */
export interface ImportPlan {
  /** As they shall be; automatic matching has yet to be asked about those who are left to it. */
  readonly rows: readonly MappingRow[];
  /** The lines that change something. */
  readonly changes: readonly MappingLine[];
  /** Of the file and of its lines. */
  readonly wrong: WrongLines;
}

/** Who is who in the two directories, and what holds now. */
interface Present {
  readonly employees: ReadonlyMap<string, MappedEmployee>;
  readonly phoneUsers: ReadonlyMap<string, MappedPhoneUser>;
  readonly open: ReadonlyMap<string, MappingRow>;
}

/**
 * Takes the lines of a file together: two who swap their phone users stand in nobody's way. A line that says what holds
 * already changes nothing. There may be far more lines than employees: others have their turn meanwhile.
 */
export async function planImport(state: MappingState, file: MappingFile): Promise<ImportPlan> {
  const present: Present = {
    employees: new Map(state.employees.map((it) => [it.id, it])),
    phoneUsers: new Map(state.phoneUsers.map((it) => [it.externalId, it])),
    open: new Map(state.rows.filter(isOpen).map((it) => [it.employeeId, it])),
  };
  const wrong = new WrongLines();
  wrong.include(file.wrong);
  const changes: MappingLine[] = [];
  const firstLines = new Map<string, number>();
  const known = idReader(present);
  for await (const written of inTurns(file.lines)) {
    const line = known(written);
    const message = problemOf(present, line, firstLines.get(line.employeeId) ?? null);
    if (message !== null) wrong.add({ line: line.line, message });
    else if (!holdsAlready(present, line)) changes.push(line);
    if (present.employees.has(line.employeeId) && !firstLines.has(line.employeeId)) {
      firstLines.set(line.employeeId, line.line);
    }
  }
  const book = new RowBook(state.rows);
  for await (const line of inTurns(changes)) giveUp(book, line);
  for await (const line of inTurns(changes.filter(({ source }) => source === 'manual').sort(inOrderOfDays))) {
    const near = book.of(line);
    const holders = holdersAgainst(near, line);
    if (holders === null) book.replace(near, choose(near, line));
    else wrong.add({ line: line.line, message: taken(present, line, holders) });
  }
  return { rows: book.all(), changes, wrong };
}

/** Others have their turn between some of them. */
async function* inTurns(lines: readonly MappingLine[]): AsyncIterable<MappingLine> {
  for (const [at, line] of lines.entries()) {
    if (at % LINES_A_TURN === 0) await nextTurn();
    yield line;
  }
}

/** An id that is none here may have been written with blanks, or what nobody sees. */
function idReader({ employees, phoneUsers }: Present): (line: MappingLine) => MappingLine {
  const plainly = (id: string): string => bareText(id).trim();
  const reader = (known: ReadonlyMap<string, unknown>): ((id: string) => string) => {
    const ids = Map.groupBy(known.keys(), plainly);
    return (id) => {
      const [meant = id, ...more] = known.has(id) ? [] : (ids.get(plainly(id)) ?? []);
      return more.length === 0 ? meant : id;
    };
  };
  const [employee, phoneUser] = [reader(employees), reader(phoneUsers)];
  return (line) => ({
    ...line,
    employeeId: employee(line.employeeId),
    phoneUserId: line.phoneUserId === null ? null : phoneUser(line.phoneUserId),
  });
}

function problemOf(
  { employees, phoneUsers, open }: Present,
  { employeeId, phoneUserId, source }: MappingLine,
  firstLine: number | null,
): string | null {
  const employee = employees.get(employeeId);
  if (employee === undefined) return `There is no employee “${short(employeeId)}” here.${hintOn(employeeId)}`;
  if (employee.erasedAt !== null)
    return `What was stored of “${employeeId}” was erased, so they cannot be matched again.`;
  if (firstLine !== null) return `${employee.name} has line ${firstLine} already.`;
  if (phoneUserId !== null && !phoneUsers.has(phoneUserId)) {
    return `There is no user “${short(phoneUserId)}” in the phone system.${hintOn(phoneUserId)}`;
  }
  if (source !== 'manual' && phoneUserId !== (open.get(employeeId)?.phoneUserId ?? null) && phoneUserId !== null) {
    return `To choose a phone user for ${employee.name} by hand, write manual as the source.`;
  }
  return null;
}

const hintOn = (id: string): string =>
  /^\d(?:[.,]\d+)?E\+\d+$/i.test(id)
    ? ' A spreadsheet has shortened it: have it show that column as text, and export again.'
    : '';

const SHOWN = 100;
const short = (id: string): string => (id.length > SHOWN ? `${id.slice(0, SHOWN)}…` : id);

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
  holders: readonly string[],
): string =>
  takenSentence({
    phoneUser: phoneUsers.get(phoneUserId ?? '')?.displayName ?? '',
    employee: employees.get(employeeId)?.name ?? '',
    holders: holders.flatMap((id) => employees.get(id)?.name ?? []).sort(),
  });
