import { stringify } from 'csv-stringify/sync';
import { disarmed } from '../../support/spreadsheet-cell.js';
import type { PersonalDataAnswer } from './personal-data.answer.js';

/** What is stored of a person as a file for a spreadsheet, which runs nothing of it: a line for each value, with where it belongs. */
export const personalDataCsv = (answer: PersonalDataAnswer): string =>
  stringify(
    Object.entries(answer).flatMap(([part, value]: [string, unknown]) =>
      Array.isArray(value)
        ? value.flatMap((item, place) => linesOf(part, place + 1, item))
        : linesOf(part, null, value),
    ),
    {
      header: true,
      columns: ['part', 'number', 'field', 'value'],
      cast: { boolean: String, string: disarmed },
      record_delimiter: 'windows',
    },
  );

interface CsvLine {
  readonly part: string;
  /** Which of several; null where there is one. */
  readonly number: number | null;
  /** The names that lead to the value. */
  readonly field: string;
  readonly value: unknown;
}

function linesOf(part: string, number: number | null, value: unknown, field = ''): CsvLine[] {
  if (typeof value !== 'object' || value === null) return [{ part, number, field, value }];
  return Object.entries(value).flatMap(([name, inside]) =>
    linesOf(part, number, inside, field === '' ? name : `${field}.${name}`),
  );
}
