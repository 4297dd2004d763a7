import { Readable } from 'node:stream';
import { setImmediate as nextTurn } from 'node:timers/promises';
import { CsvError, parse } from 'csv-parse';
import { stringify } from 'csv-stringify/sync';
import { type Day, isDay } from '../support/days.js';
import { bareText, plainText } from '../support/plain-text.js';
import type { Problem } from '../support/problem.js';
import { problem } from '../support/problems.js';
import { armed, disarmed } from '../support/spreadsheet-cell.js';
import { isOpen } from './mapping-row.js';
import { itemsOf, type PresentMapping } from './mapping-view.js';
import { WrongLines } from './wrong-lines.js';

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

/** What a file says. */
export interface MappingFile {
  readonly lines: readonly MappingLine[];
  readonly wrong: WrongLines;
}

const SOURCES = ['manual', 'auto', 'none'] as const;
type MappingSource = (typeof SOURCES)[number];

/** Those that are read; the others are for people. */
const READ = ['employeeId', 'phoneUserId', 'source', 'from'] as const;
type Column = (typeof READ)[number];
const REQUIRED: readonly Column[] = ['employeeId', 'phoneUserId'];

/**
 * A connection's mapping as a file: one line an employee, in the order of the mapping page, with what holds until further
 * notice. It can be edited in a spreadsheet and imported. Importing the unchanged file changes nothing, unless matches have
 * changed since the export. A field that a spreadsheet would run as a formula has an apostrophe in front of it, which
 * {@link readMappingCsv} removes.
 */
export function writeMappingCsv(state: PresentMapping): string {
  const openOf = new Map(state.rows.filter(isOpen).map((row) => [row.employeeId, row]));
  const nameOf = new Map(state.phoneUsers.map(({ externalId, displayName }) => [externalId, displayName]));
  const rows = itemsOf({ ...state, matches: new Map() }).map(({ employee }) => {
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
  return stringify(rows, {
    ...{ header: true, columns, bom: true, record_delimiter: 'windows' },
    cast: { string: disarmed },
    // Space around a field is the file's, and not the field's, unless it is quoted.
    quoted_match: /^\s|\s$|[\r\n]/,
  });
}

/**
 * Reads a file with a heading. The order of the columns does not matter, and others than `employeeId`, `phoneUserId`,
 * `source` and `from` are passed over; commas, semicolons, tabulators and vertical bars separate. Without a `source` a line
 * is a choice by hand, and one without a phone user then "None". Others have their turn while a large file is read.
 *
 * @throws Problem 400 `unreadable_csv` where it is no such file
 */
export async function readMappingCsv(text: string): Promise<MappingFile> {
  const lines: MappingLine[] = [];
  const wrong = new WrongLines();
  let sinceTurn = 0;
  for await (const { line, uneven, record } of recordsOf(text)) {
    const read = uneven ? 'It has not as many fields as the heading.' : lineOf(line, record);
    if (typeof read === 'string') wrong.add({ line, message: read });
    else lines.push(read);
    if (++sinceTurn % LINES_A_TURN === 0) await nextTurn();
  }
  return { lines, wrong };
}

interface CsvRecord {
  readonly line: number;
  readonly uneven: boolean;
  readonly record: Readonly<Partial<Record<Column, string>>>;
}

/** Empty lines, and the line with which a file tells Excel what separates its fields. */
const PREAMBLE = /^(?:[\s,;]*[\r\n])?(?:\uFEFF?"?sep=(.)"?[^\r\n]*[\r\n])?(?:[\s,;]*[\r\n])?/i;
const LINE_ENDS = /\r\n|\r|\n/g;

/** Some milliseconds of work. */
export const LINES_A_TURN = 500;
const PIECE_BYTES = 8_192;

async function* recordsOf(text: string): AsyncIterable<CsvRecord> {
  const [preamble, told] = PREAMBLE.exec(text) ?? [''];
  const body = text.slice(preamble.length);
  const delimiter = delimiterOf(body.split(LINE_ENDS, 1)[0] ?? '', told);
  let line = linesIn(preamble) + 2;
  try {
    const parser = parse<CsvRecord, RawRecord>({
      columns: (names) => names.map(columnOf),
      delimiter,
      // A record may be of several lines, and is named by its first.
      on_record: ({ record, raw }, { error }) => {
        const said =
          error === undefined ? Object.values(record).join('') : raw.replaceAll(delimiter, '').replaceAll('"', '');
        const isEmpty = bareText(said).trim() === '';
        const read = isEmpty ? null : { line, uneven: error !== undefined, record };
        line += linesIn(raw);
        return read;
      },
      raw: true,
      record_delimiter: ['\r\n', '\n', '\r'],
      relax_column_count: true,
      relax_quotes: true,
      trim: true,
    });
    yield* Readable.from(pieces(Buffer.from(body))).pipe(parser) as AsyncIterable<CsvRecord>;
  } catch (error) {
    if (error instanceof CsvError) throw unreadable(`the quotation mark in line ${line} is never closed`);
    throw error;
  }
}

/** What separates the fields: whatever makes the columns of the heading that have to be there. */
function delimiterOf(heading: string, told: string | undefined): string {
  for (const delimiter of [...(told === undefined ? [] : [told]), ...DELIMITERS]) {
    const columns = heading.split(delimiter).map((field) => columnOf(field.replaceAll('"', '')));
    if (!REQUIRED.every((column) => columns.includes(column))) continue;
    const twice = READ.find((column) => columns.indexOf(column) !== columns.lastIndexOf(column));
    if (twice !== undefined) throw unreadable(`its heading has the column ${twice} more than once`);
    return delimiter;
  }
  throw unreadable(`its first line must be a heading with the columns ${REQUIRED.join(' and ')}`);
}

const DELIMITERS = [',', ';', '\t', '|'] as const;

/** The parser reads each of them at a stretch. */
function* pieces(bytes: Buffer): Iterable<Buffer> {
  for (let from = 0; from < bytes.length; from += PIECE_BYTES) yield bytes.subarray(from, from + PIECE_BYTES);
}

interface RawRecord {
  readonly record: CsvRecord['record'];
  readonly raw: string;
}

const linesIn = (text: string): number => text.match(LINE_ENDS)?.length ?? 0;

/** "Employee ID" and "employee_id" are the same column. */
const columnOf = (written: string): string => {
  const name = plainText(written);
  const letters = name.replace(/[\s_-]/g, '').toLowerCase();
  return READ.find((it) => it.toLowerCase() === letters) ?? name;
};

/** The line, or what is wrong with it. */
function lineOf(line: number, record: CsvRecord['record']): MappingLine | string {
  const [employeeId, phoneUserId, ...words] = READ.map((column) => armed(record[column] ?? ''));
  const [written = '', from] = words.map((word) => plainText(word).trim());
  if (!employeeId) return 'It names no employeeId.';
  const source = SOURCES.find((it) => it === (written.toLowerCase() || 'manual'));
  if (source === undefined) return 'Its source must be manual, auto or none.';
  if (from && !isDay(from)) return 'Its from must be a day such as 2026-11-22.';
  return { line, employeeId, phoneUserId: phoneUserId || null, source, from: from || null };
}

const unreadable = (why: string): Problem =>
  problem('unreadable_csv', `This is no CSV file of a mapping: ${why}. Export the mapping to see one.`);
