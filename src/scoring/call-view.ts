import type { SqlEntityManager } from '@mikro-orm/sql';
import type { CallDirection, CallGroup, CallOutcome, Counterparty } from '../contract/index.js';
import { employeeOf, type Ownership, ownersOfLines } from '../mapping/index.js';
import { CallRecordEntity, EmployeeEntity, ExclusionEntity, ObjectionEntity } from '../storage/index.js';
import type { Day, Zones } from '../support/days.js';
import { entriesOf, lineOf, ownersOfCall } from './call-owners.js';
import { flagOf } from './flags.js';
import { type NamedEmployee, SOMEBODY_GONE } from './named-employee.js';
import { type WholeObjectionView, wholeObjections } from './objection-view.js';
import { rulesFor } from './rules.js';
import { rulesVersionsOf } from './rules-versions.js';
import { dayOfCall } from './scored-call.js';
import { timesOf } from './times-of.js';
import { findCall, scoredCallOf } from './stored-calls.js';
import { SENTENCE_GONE } from './wording.js';
import type { ExclusionRight } from './who-includes.js';

/** One record of a conversation. */
export interface ConversationRecordView {
  /** Whose days list it: several where a line passed on while they spoke. */
  readonly owners: readonly string[];
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
  /** Each day that lists it, and whose day that is. */
  readonly credit: readonly {
    readonly day: Day;
    readonly employeeId: string;
    readonly countedSeconds: number;
    readonly points: number;
    readonly text: string;
    /** Whether the day stays as it is for good, because its calls were deleted. */
    readonly frozen: boolean;
  }[];
  /** What was objected to about it, oldest first, and whose objection it is. */
  readonly objections: readonly WholeObjectionView[];
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
  const ownerships = await ownersOfLines(
    em,
    tenantId,
    records.flatMap((one) => lineOf(one) ?? []),
  );
  const nameOf = await namesOf(em, tenantId, zones, ownerships, records);
  const entriesFor = await entriesOf(em, tenantId, zones, ownerships, records);
  const entries = entriesFor(record);
  const viewOf = (one: CallRecordEntity): ConversationRecordView =>
    recordView(one, nameOf(one), ownersOfCall(ownerships, one, zones, entriesFor(one)));
  const exclusion = await em.findOne(ExclusionEntity, { callId });
  // A frozen day tells what held when it was frozen.
  const open = entries.find(({ frozen }) => !frozen);
  const flagReason = open === undefined ? await flagNow(em, tenantId, zones, record, exclusion) : open.input.flagReason;
  return {
    ...viewOf(record),
    counterparty: scoredCallOf(record).counterparty,
    transferred: record.transferred,
    labels: record.labels,
    flagged: flagReason !== null,
    flagReason,
    exclusion: exclusion === null ? null : await exclusionView(em, tenantId, exclusion),
    credit: entries.map(({ day, employeeId, frozen, input: { countedMs, points, text } }) => ({
      day,
      employeeId,
      countedSeconds: countedMs / 1000,
      points: Number(points),
      text: text || SENTENCE_GONE,
      frozen,
    })),
    objections: await wholeObjections(
      em,
      tenantId,
      await em.find(ObjectionEntity, { tenantId, callId }, { orderBy: { objectedAt: 'asc', id: 'asc' } }),
    ),
    conversation: records.filter(({ id }) => id !== callId).map(viewOf),
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

const recordView = (
  record: CallRecordEntity,
  employee: NamedEmployee | null,
  owners: readonly string[],
): ConversationRecordView => ({
  owners,
  callId: record.id,
  externalId: record.externalId,
  employee,
  direction: record.direction,
  outcome: record.outcome,
  ...timesOf(record),
  group: record.groupExternalId === null ? null : { externalId: record.groupExternalId, name: record.groupName },
});

/** Who is who in a conversation. */
async function namesOf(
  em: SqlEntityManager,
  tenantId: string,
  zones: Zones,
  ownerships: readonly Ownership[],
  records: readonly CallRecordEntity[],
): Promise<(record: CallRecordEntity) => NamedEmployee | null> {
  const idOf = (record: CallRecordEntity): string | null => {
    const line = lineOf(record);
    return line && employeeOf(ownerships, line, dayOfCall(scoredCallOf(record), zones));
  };
  const ids = [...new Set(records.flatMap((record) => idOf(record) ?? []))];
  const people = await em.find(EmployeeEntity, { tenantId, id: { $in: ids } });
  const names = new Map(people.map(({ id, name }) => [id, name]));
  return (record) => {
    const id = idOf(record);
    return id === null ? null : { id, name: names.get(id) ?? SOMEBODY_GONE };
  };
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
