import type { CallRecord, Counterparty } from '../contract/index.js';
import {
  checkedFlag,
  checkedId,
  checkedInstant,
  checkedList,
  checkedObject,
  checkedText,
  checkedWord,
  type Clocks,
  orNull,
  refuse,
  refuseAhead,
  type Unchecked,
} from './checked-fields.js';

/** Whatever takes longer is a wrong date: each day of it would be scored. */
export const LONGEST_CALL_DAYS = 31;
const DAY_MS = 86_400_000;
/** Clocks differ by minutes: by more, a call that has ended would end ahead of now. */
const ENDS_AHEAD_MS = 15 * 60_000;

/**
 * A record as it may be stored, made anew of the fields that the contract names.
 *
 * @throws NotValid where it is no valid record
 */
export function checkedCall(item: unknown, clocks: Clocks): CallRecord {
  const record = checkedObject(item, 'The record');
  return {
    externalId: checkedId(record['externalId'], 'externalId'),
    relatedIds: checkedList(record['relatedIds'], 'relatedIds', checkedId),
    userExternalId: orNull(record['userExternalId'], 'userExternalId', checkedId),
    direction: checkedWord(record['direction'], 'direction', ['inbound', 'outbound']),
    outcome: checkedWord(record['outcome'], 'outcome', ['answered', 'unanswered', 'missed', 'voicemail']),
    ...checkedTimes(record, clocks),
    counterparty: checkedCounterparty(record['counterparty']),
    viaNumber: orNull(record['viaNumber'], 'viaNumber', checkedText),
    group: orNull(record['group'], 'group', checkedGroup),
    transferred: checkedFlag(record['transferred'], 'transferred'),
    recorded: checkedFlag(record['recorded'], 'recorded'),
    labels: checkedList(record['labels'], 'labels', checkedText),
    revision: checkedRevision(record['revision']),
  };
}

function checkedTimes(record: Unchecked, clocks: Clocks): Pick<CallRecord, 'startedAt' | 'connectedAt' | 'endedAt'> {
  const instant = (value: unknown, field: string): Date => checkedInstant(value, field, clocks);
  const startedAt = instant(record['startedAt'], 'startedAt');
  const connectedAt = orNull(record['connectedAt'], 'connectedAt', instant);
  const endedAt = instant(record['endedAt'], 'endedAt');
  if (endedAt < startedAt) refuse('endedAt lies before startedAt.');
  refuseAhead('endedAt lies ahead, though the call is told as over', endedAt.getTime() - ENDS_AHEAD_MS, clocks);
  if (connectedAt !== null && (connectedAt < startedAt || connectedAt > endedAt)) {
    refuse('connectedAt lies outside of startedAt to endedAt.');
  }
  if (endedAt.getTime() - startedAt.getTime() > LONGEST_CALL_DAYS * DAY_MS) {
    refuse(`endedAt lies more than ${LONGEST_CALL_DAYS} days after startedAt.`);
  }
  return { startedAt, connectedAt, endedAt };
}

function checkedCounterparty(value: unknown): Counterparty {
  const party = checkedObject(value, 'counterparty');
  const { userExternalId } = party;
  return {
    number: orNull(party['number'], 'counterparty.number', checkedText),
    name: orNull(party['name'], 'counterparty.name', checkedText),
    internal: checkedFlag(party['internal'], 'counterparty.internal'),
    ...(userExternalId !== undefined && {
      userExternalId: checkedId(userExternalId, 'counterparty.userExternalId'),
    }),
  };
}

function checkedGroup(value: unknown): NonNullable<CallRecord['group']> {
  const group = checkedObject(value, 'group');
  return {
    externalId: checkedId(group['externalId'], 'group.externalId'),
    name: orNull(group['name'], 'group.name', checkedText),
  };
}

export const checkedRevision = (value: unknown): number =>
  typeof value === 'number' && Number.isSafeInteger(value) ? value : refuse('revision is no whole number.');
