import {
  type CallRecord,
  type CallStub,
  type TimeWindow,
  type Wire,
  readId,
  readInstant,
  readNumber,
  readText,
  required,
} from 'prodoscore-phone-systems';

/** Microsoft's two logs of calls with the telephone network: over its own lines, and over the customer's. */
export const LOGS = { pstn: 'getPstnCalls', direct: 'getDirectRoutingCalls' } as const;

export type Log = keyof typeof LOGS;

/** A row of a log, by what is announced of it. */
export interface NamedRow {
  readonly log: Log;
  readonly id: string;
  readonly beganAt: Date;
}

const MINUTE = 60_000;
/** Until then a call record may still come that tells the same call. */
const SETTLED_MS = 4 * 60 * MINUTE;
/** Of a person, in or out: conferences, services and those whose talk is others' are left out. Both spellings occur. */
const OWN = /^((oc_)?user_(in|out)|dr_(in|out|emergency_out)|byot(in|out|emergencyout))$/i;

/**
 * A row as the list announces it: it tells the same call as a call record, and is a record of its own only where there is
 * none. None where it is nobody's call, or too young for its call record to be there for certain.
 */
export function readRowStub(log: Log, row: Wire, people: ReadonlySet<string>, now: Date): readonly CallStub[] {
  const startedAt = startOf(row);
  const id = required(readId(row['id']), 'The row of the log has no id.');
  if (!people.has(readId(row['userId']) ?? '') || !OWN.test(readText(row['callType']) ?? '')) return [];
  if (now.getTime() - startedAt.getTime() < SETTLED_MS) return [];
  return [{ externalId: `${log}:${id}:${startedAt.getTime()}`, startedAt, revision: 1 }];
}

/** What an id names, where it is a row's. */
export function rowNamed(externalId: string): NamedRow | null {
  const [, log, id = '', ms] = /^(pstn|direct):(.+):(\d+)$/.exec(externalId) ?? [];
  return log === undefined ? null : { log: log as Log, id, beganAt: new Date(Number(ms)) };
}

/** The record that a row is where no call record tells its call. */
export function readRow(row: Wire): CallRecord {
  const startedAt = startOf(row);
  const direction = isInbound(row) ? 'inbound' : 'outbound';
  const endedAt =
    [row['endDateTime'], row['failureDateTime']].map(readInstant).find((each) => each !== null) ?? startedAt;
  const seconds = Math.min(Number(row['duration']) || 0, (endedAt.getTime() - startedAt.getTime()) / 1_000);
  const connectedAt =
    seconds > 0 && row['successfulCall'] !== false ? new Date(endedAt.getTime() - seconds * 1_000) : null;
  return {
    externalId: `pstn:${required(readId(row['id']), 'The row of the log has no id.')}`,
    relatedIds: [conversationOf(row)].flatMap((id) => id ?? []),
    userExternalId: readId(row['userId']),
    direction,
    outcome: connectedAt !== null ? 'answered' : direction === 'inbound' ? 'missed' : 'unanswered',
    ...{ startedAt, connectedAt, endedAt },
    counterparty: { number: readNumber(farOf(row)), name: null, internal: false },
    viaNumber: readNumber(row[isInbound(row) ? 'calleeNumber' : 'callerNumber']),
    group: null,
    transferred: false,
    recorded: false,
    labels: [],
    revision: 1,
  };
}

/**
 * Whether a person's part in a call record is what a row tells: the same person and number outside, at the same time or in
 * the conversation that the row names. Numbers may be masked from a place on.
 */
export function isSameCall(row: Wire, part: CallRecord): boolean {
  const [shown = ''] = (readText(farOf(row)) ?? '').split('*');
  const { number, internal } = part.counterparty;
  const isNear = (each: Date | null): boolean =>
    each !== null && Math.abs(each.getTime() - startOf(row).getTime()) <= MINUTE;
  return (
    part.userExternalId === row['userId'] &&
    part.direction === (isInbound(row) ? 'inbound' : 'outbound') &&
    !internal &&
    (number === null || number.startsWith(shown)) &&
    (isNear(part.startedAt) || isNear(part.connectedAt) || part.relatedIds.includes(conversationOf(row) ?? ''))
  );
}

const conversationOf = ({ callId, correlationId }: Wire): string | null => readId(callId ?? correlationId);

/** The call record that a row names as its own. Over Microsoft's own lines it names none. */
export const recordOf = (row: Wire): string | null =>
  /^user_/i.test(readText(row['callType']) ?? '') ? null : conversationOf(row);

/** The span in which a call record of a row's call began, where it has no id in common with it. */
export const aroundRow = (row: Wire): TimeWindow => ({
  from: new Date(startOf(row).getTime() - MINUTE),
  to: new Date(startOf(row).getTime() + MINUTE + 1),
});

const farOf = (row: Wire): unknown => row[isInbound(row) ? 'callerNumber' : 'calleeNumber'];

const isInbound = ({ callType }: Wire): boolean => /in$/i.test(readText(callType) ?? '');

/** A call that failed may have no beginning but that of its invitation. */
const startOf = ({ startDateTime, inviteDateTime }: Wire): Date =>
  required(readInstant(startDateTime) ?? readInstant(inviteDateTime), 'startDateTime of the row is missing.');
