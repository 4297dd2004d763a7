import type { CallBook } from './call-book.js';
import { badRequest } from './errors.js';
import type { SimulatedCall, SimulatedRow } from './model.js';
import type { RecordWriting } from './wire-end.js';
import { wireDirectRow, wirePstnRow } from './wire-row.js';

const DAY_MS = 86_400_000;
const MOST_AT_ONCE_MS = 90 * DAY_MS;
const KEPT_MS = 365 * DAY_MS;
/** No call is longer: how far before its rows a call may have begun. */
const LONGEST_MS = DAY_MS;

/** A row with its call. */
export interface RowOfCall {
  readonly call: SimulatedCall;
  readonly row: SimulatedRow;
}

/** One of the two logs of telephone lines, as it was asked for. */
export interface RowList {
  /** Of its rows, as the context names it. */
  readonly type: string;
  readonly list: (book: CallBook, now: number) => readonly RowOfCall[];
  readonly wire: (call: SimulatedCall, row: SimulatedRow, writing: RecordWriting) => object;
}

const FUNCTION =
  /^(?:microsoft\.graph\.callRecords\.)?(getPstnCalls|getDirectRoutingCalls)\(fromDateTime=([^,()]{1,40}),toDateTime=([^,()]{1,40})\)$/;
const INSTANT = /^\d{4}-\d\d-\d\d(?:T\d\d:\d\d:\d\d(?:\.\d{1,7})?Z)?$/;

/**
 * The log that the last part of a path asks for, with its parameters; null where it is no such function. Rows are found by
 * their start: to the end of both bounds in the log of calling plans, before the second one in direct routing's.
 *
 * @throws Refused for bounds that are none, or more than 90 days apart
 */
export const rowsFor = (part: string): RowList | null => {
  const [, name, fromText = '', toText = ''] = FUNCTION.exec(part) ?? [];
  if (name === undefined) return null;
  const [from, to] = [fromText, toText].map((text) => (INSTANT.test(text) ? Date.parse(text) : NaN)) as [
    number,
    number,
  ];
  if (Number.isNaN(from) || Number.isNaN(to) || from > to) return badRequest('The time range is not valid.');
  if (to - from > MOST_AT_ONCE_MS) return badRequest('The time range must not be longer than 90 days.');
  const isDirect = name === 'getDirectRoutingCalls';
  const end = isDirect ? to : to + 1;
  return {
    type: isDirect ? 'directRoutingLogRow' : 'pstnCallLogRow',
    wire: isDirect ? wireDirectRow : wirePstnRow,
    list: (book, now) =>
      book
        .between(Math.max(from, now - KEPT_MS) - LONGEST_MS, end)
        .flatMap((call) => call.rows.map((row) => ({ call, row })))
        .filter(({ row }) => (row.line === 'directRouting') === isDirect && row.listedAt <= now)
        .filter(({ row }) => row.startedAt >= Math.max(from, now - KEPT_MS) && row.startedAt < end),
  };
};
