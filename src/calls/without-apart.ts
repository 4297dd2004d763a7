import type { CallRecord, ProviderEvent } from '../contract/index.js';
import { type ApartTimes, toldOf } from './apart-spans.js';
import { type AdmittedCall, withoutMentions } from './without-erased.js';

/**
 * Records as they may be stored: none of somebody of whom nothing is stored at its time, and none that tells such a
 * person's name or number. Nothing is noted of what is left out: once it may be stored, it comes with what the vendor
 * tells again.
 */
export function withoutApart<Call extends CallRecord>(records: readonly Call[], apart: ApartTimes): readonly Call[] {
  if (apart.isNone) return records;
  return records.filter((record) => !isApart(record, apart)).map((record) => withoutTheirs(record, apart));
}

/** What is told, as it may be stored. */
export const withoutApartEvents = (events: readonly ProviderEvent[], apart: ApartTimes): readonly ProviderEvent[] =>
  events.flatMap((event): readonly ProviderEvent[] =>
    event.kind === 'callFinished' ? withoutApart([event.call], apart).map((call) => ({ ...event, call })) : [event],
  );

const isApart = ({ userExternalId, startedAt }: CallRecord, apart: ApartTimes): boolean =>
  userExternalId !== null && apart.has({ kind: 'line', what: userExternalId }, new Date(startedAt));

function withoutTheirs<Call extends CallRecord>(record: Call, apart: ApartTimes): Call {
  const at = new Date(record.startedAt);
  const hidden = toldOf(record).filter((told) => apart.has(told, at));
  if (hidden.length === 0) return record;
  const told = (kind: 'line' | 'name' | 'number'): ReadonlySet<string> =>
    new Set(hidden.flatMap((one) => (one.kind === kind ? one.what : [])));
  const lines = told('line');
  const { counterparty, viaNumber }: Pick<AdmittedCall, 'counterparty' | 'viaNumber'> = withoutMentions(
    record,
    (phoneUserId) => lines.has(phoneUserId),
    told('name'),
    told('number'),
  );
  return { ...record, counterparty, viaNumber };
}
