import { CsvError, parse } from 'csv-parse/sync';
import { stringify } from 'csv-stringify/sync';
import { type Day, isDay } from '../support/days.js';
import { Problem } from '../support/problem.js';
import { isOpen } from './mapping-row.js';
import { itemsOf, type MappingState } from './mapping-view.js';

/** Who an employee shall be, as one line of a file says. */
export interface MappingLine {
  /** As an editor counts them: 1 is the heading. */
  readonly line: number;
  readonly employeeId: string;
  readonly phoneUserId: string | null;
  /** `auto` and `none` leave it to automatic matching. */
  readonly source: MappingSource;
  readonly from: Day | null;
}

/** A line that cannot be taken, and why, in a sentence. */
export interface WrongLine {
  readonly line: number;
  readonly message: string;
}

/** What a file says. */
export interface MappingFile {
  readonly lines: readonly MappingLine[];
  readonly wrong: readonly WrongLine[];
}

const SOURCES = ['manual', 'auto', 'none'] as const;
type MappingSource = (typeof SOURCES)[number];

/** Those that are read; the others are for people. */
const READ = ['employeeId', 'phoneUserId', 'source', 'from'] as const;
type Column = (typeof READ)[number];
const REQUIRED: readonly Column[] = ['employeeId', 'phoneUserId'];

/**
 * A connection's mapping as a file: one line an employee, in the order of the mapping page, with what holds until further notice. It can be changed in a
 * spreadsheet and read again; as it is, it changes nothing. What a spreadsheet would run as a formula is disarmed by an
 * apostrophe in front, which {@link readMappingCsv} takes off again.
 */
export function writeMappingCsv(state: MappingState): string {
  const openOf = new Map(state.rows.filter(isOpen).map((row) => [row.employeeId, row]));
  const nameOf = new Map(state.phoneUsers.map(({ externalId, displayName }) => [externalId, displayName]));
  const rows = itemsOf(state).map(({ employee }) => {
    const row = openOf.get(employee.id);
    return {
      employeeId: employee.id,
      phoneUserId: row?.phoneUserId ?? '',
      source: row?.source ?? 'none',
      from: row?.fromDay ?? '',
      employeeName: employee.name,
      employeeEmails: employee.emails.join(' '),
      phoneUserName: nameOf.get(row?.phoneUserId ?? '') ?? '',
      matchedOn: row?.matchedOn ?? '',
    };
  });
  const columns = [...READ, 'employeeName', 'employeeEmails', 'phoneUserName', 'matchedOn'];
  return stringify(rows, { header: true, columns, bom: true, escape_formulas: true, record_delimiter: 'windows' });
}

/**
 * Reads a file with a heading. The order of the columns does not matter, and others than `employeeId`, `phoneUserId`,
 * `source` and `from` are passed over; commas, semicolons and tabulators separate. Without a `source` a line is a choice
 * by hand, and one without a phone user then "None".
 *
 * @throws Problem 400 `unreadable_csv` where it is no such file
 */
export function readMappingCsv(text: string): MappingFile {
  const lines: MappingLine[] = [];
  const wrong: WrongLine[] = [];
  for (const { line, uneven, record } of recordsOf(text)) {
    const read = uneven ? 'It has not as many fields as the heading.' : lineOf(line, record);
    if (typeof read === 'string') wrong.push({ line, message: read });
    else lines.push(read);
  }
  return { lines, wrong };
}

interface CsvRecord {
  readonly line: number;
  readonly uneven: boolean;
  readonly record: Readonly<Partial<Record<Column, string>>>;
}

function recordsOf(text: string): readonly CsvRecord[] {
  const [heading = ''] = text.split(/\r?\n|\r/, 1);
  const missing = REQUIRED.filter((column) => !heading.toLowerCase().includes(column.toLowerCase()));
  if (missing.length > 0) {
    throw unreadable(`its first line must be a heading with the columns ${REQUIRED.join(' and ')}`);
  }
  try {
    return parse<CsvRecord, Record<string, string>>(text, {
      bom: true,
      columns: (names) => names.map((name) => READ.find((it) => it.toLowerCase() === name.toLowerCase()) ?? name),
      delimiter: [',', ';', '\t'].find((it) => heading.includes(it)) ?? ',',
      on_record: (record, { lines, error }) => ({ line: lines, uneven: error !== undefined, record }),
      relax_column_count: true,
      skip_empty_lines: true,
      trim: true,
    });
  } catch (error) {
    if (error instanceof CsvError) throw unreadable(error.message);
    throw error;
  }
}

/** The line, or what is wrong with it. */
function lineOf(line: number, record: CsvRecord['record']): MappingLine | string {
  const [employeeId, phoneUserId, written, from] = READ.map((column) => armed(record[column] ?? ''));
  if (!employeeId) return 'It names no employeeId.';
  const source = SOURCES.find((it) => it === (written?.toLowerCase() || 'manual'));
  if (source === undefined) return 'Its source must be manual, auto or none.';
  if (from && !isDay(from)) return 'Its from must be a day such as 2026-11-22.';
  return { line, employeeId, phoneUserId: phoneUserId || null, source, from: from || null };
}

/** Without the apostrophe that disarms a formula. */
const armed = (field: string): string => (/^'[=+\-@\t\r＝＋－＠]/.test(field) ? field.slice(1) : field);

const unreadable = (why: string): Problem =>
  new Problem(400, 'unreadable_csv', `This is no CSV file of a mapping: ${why}. Export the mapping to see one.`);
