import type { SqlEntityManager } from '@mikro-orm/sql';
import type { CallDirection, CallGroup, CallOutcome, Counterparty } from '../contract/index.js';
import { employeeOf, type Ownership, ownersOfLines } from '../mapping/index.js';
import {
  CallRecordEntity,
  DayScoreEntity,
  EmployeeEntity,
  ExclusionEntity,
  type StoredInput,
} from '../storage/index.js';
import { addDays, type Day, dayOf, type Zones } from '../support/days.js';
import { flagOf } from './flags.js';
import { rulesFor } from './rules.js';
import { rulesVersionsOf } from './rules-versions.js';
import { dayOfCall, daysListing } from './scored-call.js';
import { timesOf } from './times-of.js';
import { findCall, scoredCallOf } from './stored-calls.js';
import { SENTENCE_GONE } from './wording.js';
import type { ExclusionRight } from './who-includes.js';

/** A person as an answer names them. */
export interface NamedEmployee {
  readonly id: string;
  readonly name: string;
}

/** One record of a conversation. */
export interface ConversationRecordView {
  readonly callId: string;
  readonly externalId: string;
  /** Whose it is on its day; null where it is nobody's who is mapped. */
  readonly employee: NamedEmployee | null;
  readonly direction: CallDirection;
  readonly outcome: CallOutcome;
  readonly startedAt: string;
  readonly connectedAt: string | null;
  readonly endedAt: string;
  readonly group: CallGroup | null;
}

/** That a call was left out of the score. */
export interface ExclusionView {
  readonly by: NamedEmployee;
  readonly at: string;
  /** By what right; null where that was not noted yet, which counts as an administrator's. */
  readonly as: ExclusionRight | null;
  /** Why, in their words; may be empty. */
  readonly note: string;
}

/** One call with what it earned. */
export interface CallView extends ConversationRecordView {
  readonly counterparty: Counterparty;
  readonly transferred: boolean;
  readonly labels: readonly string[];
  readonly flagged: boolean;
  readonly flagReason: string | null;
  /** Null where it was not left out by anybody. */
  readonly exclusion: ExclusionView | null;
  /** Whose days list it: several where a line passed on while they spoke. */
  readonly owners: readonly string[];
  /** Each day that lists it, and whose day that is. */
  readonly credit: readonly {
    readonly day: Day;
    readonly employeeId: string;
    readonly countedSeconds: number;
    readonly points: number;
    readonly text: string;
  }[];
  /** The other records of its conversation, in order of their start. */
  readonly conversation: readonly ConversationRecordView[];
}

/** A call from what is stored of it and of the days that list it; null where the tenant has none of this id. */
export async function callView(
  em: SqlEntityManager,
  tenantId: string,
  zones: Zones,
  callId: string,
): Promise<CallView | null> {
  const record = await findCall(em, callId);
  if (record === null) return null;
  const { conversationId, connectionId } = record;
  const records = await em.find(
    CallRecordEntity,
    { conversationId, connectionId },
    { orderBy: { startedAt: 'asc', externalId: 'asc' } },
  );
  const lines = records.flatMap(({ connectionId: at, userExternalId: phoneUserId }) =>
    phoneUserId === null ? [] : [{ connectionId: at, phoneUserId }],
  );
  const ownerships = await ownersOfLines(em, tenantId, lines);
  const nameOf = await namesOf(em, tenantId, zones, ownerships, records);
  const entries = await entriesOf(em, tenantId, zones, ownerships, record);
  const exclusion = await em.findOne(ExclusionEntity, { callId });
  // A frozen day tells what held when it was frozen.
  const open = entries.find(({ frozen }) => !frozen);
  const flagReason = open === undefined ? await flagNow(em, tenantId, zones, record, exclusion) : open.input.flagReason;
  return {
    ...recordView(record, nameOf(record)),
    counterparty: scoredCallOf(record).counterparty,
    transferred: record.transferred,
    labels: record.labels,
    flagged: flagReason !== null,
    flagReason,
    exclusion: exclusion === null ? null : await exclusionView(em, tenantId, exclusion),
    owners: [...new Set([...ownersOn(ownerships, record, zones), ...entries.map(({ employeeId }) => employeeId)])],
    credit: entries.map(({ day, employeeId, input: { countedMs, points, text } }) => ({
      day,
      employeeId,
      countedSeconds: countedMs / 1000,
      points: Number(points),
      text: text || SENTENCE_GONE,
    })),
    conversation: records.filter(({ id }) => id !== callId).map((other) => recordView(other, nameOf(other))),
  };
}

async function exclusionView(
  em: SqlEntityManager,
  tenantId: string,
  { excludedBy: id, excludedAs: as, excludedAt, note }: ExclusionEntity,
): Promise<ExclusionView> {
  const name = (await em.findOne(EmployeeEntity, { tenantId, id }))?.name ?? SOMEBODY_GONE;
  return { by: { id, name }, at: excludedAt.toISOString(), as, note };
}

const SOMEBODY_GONE = 'Somebody who is no longer in the directory';

const recordView = (record: CallRecordEntity, employee: NamedEmployee | null): ConversationRecordView => ({
  callId: record.id,
  externalId: record.externalId,
  employee,
  direction: record.direction,
  outcome: record.outcome,
  ...timesOf(record),
  group: record.groupExternalId === null ? null : { externalId: record.groupExternalId, name: record.groupName },
});

/** Whose a record is on the days that list it. */
function ownersOn(ownerships: readonly Ownership[], record: CallRecordEntity, zones: Zones): string[] {
  const { connectionId, userExternalId: phoneUserId } = record;
  if (phoneUserId === null) return [];
  const days = daysListing(scoredCallOf(record), zones);
  return days.flatMap((day) => employeeOf(ownerships, { connectionId, phoneUserId }, day) ?? []);
}

/** Who is who in a conversation. */
async function namesOf(
  em: SqlEntityManager,
  tenantId: string,
  zones: Zones,
  ownerships: readonly Ownership[],
  records: readonly CallRecordEntity[],
): Promise<(record: CallRecordEntity) => NamedEmployee | null> {
  const idOf = (record: CallRecordEntity): string | null => {
    const { connectionId, userExternalId: phoneUserId } = record;
    if (phoneUserId === null) return null;
    return employeeOf(ownerships, { connectionId, phoneUserId }, dayOfCall(scoredCallOf(record), zones));
  };
  const ids = [...new Set(records.flatMap((record) => idOf(record) ?? []))];
  const people = await em.find(EmployeeEntity, { tenantId, id: { $in: ids } });
  const names = new Map(people.map(({ id, name }) => [id, name]));
  return (record) => {
    const id = idOf(record);
    return id === null ? null : { id, name: names.get(id) ?? SOMEBODY_GONE };
  };
}

/** What the stored days of those whose call it is say about it, in order of days. */
async function entriesOf(
  em: SqlEntityManager,
  tenantId: string,
  zones: Zones,
  ownerships: readonly Ownership[],
  { id, connectionId, userExternalId, startedAt, endedAt }: CallRecordEntity,
): Promise<
  { readonly day: Day; readonly employeeId: string; readonly frozen: boolean; readonly input: StoredInput }[]
> {
  const owners = ownerships.filter((one) => one.connectionId === connectionId && one.phoneUserId === userExternalId);
  if (owners.length === 0) return [];
  const rows = await em.find(
    DayScoreEntity,
    {
      tenantId,
      employeeId: { $in: [...new Set(owners.map(({ employeeId }) => employeeId))] },
      // A day more on both sides: until a change of zone is scored, what is stored has the old one's days.
      day: { $gte: addDays(dayOf(startedAt, zones), -1), $lte: addDays(dayOf(endedAt, zones), 1) },
    },
    { orderBy: { day: 'asc' } },
  );
  return rows.flatMap(({ day, employeeId, frozenAt, inputs }) => {
    const input = inputs.find(({ callId }) => callId === id);
    return input === undefined ? [] : [{ day, employeeId, frozen: frozenAt !== null, input }];
  });
}

/** The flag of a call that no open day lists: one of nobody, one that is yet to be scored, or one of frozen days alone. */
async function flagNow(
  em: SqlEntityManager,
  tenantId: string,
  zones: Zones,
  record: CallRecordEntity,
  exclusion: ExclusionEntity | null,
): Promise<string | null> {
  const call = scoredCallOf(record);
  const rules = rulesFor(dayOfCall(call, zones), await rulesVersionsOf(em, tenantId));
  return flagOf(
    call,
    rules,
    exclusion === null ? null : { callId: record.id, by: null, at: exclusion.excludedAt, note: exclusion.note },
  );
}
