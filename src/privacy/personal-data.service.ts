import { Injectable } from '@nestjs/common';
import type { SqlEntityManager } from '@mikro-orm/sql';
import { AuditTrail, People, TenantDatabase, TenantTermsBook } from '../access/index.js';
import { type WholeObjectionView, wholeObjections } from '../scoring/index.js';
import {
  type AuditEntryEntity,
  CallRecordEntity,
  DayScoreEntity,
  type EmployeeEntity,
  ExclusionEntity,
  LookEntity,
  MappingCandidateEntity,
  MappingEntity,
  NoticeAcknowledgementEntity,
  ObjectionEntity,
  PhoneUserEntity,
  type StoredInput,
} from '../storage/index.js';
import type { Day } from '../support/days.js';
import { problem } from '../support/problems.js';
import { type Kept, keptOf } from './kept.js';
import { callsOn, type Line, linesOf } from './lines.js';
import { type ReaderView, readerViews } from './reader-view.js';

/** Everything that is stored about one employee, as it is stored. */
export interface StoredPerson {
  readonly employee: EmployeeEntity;
  readonly lines: readonly Line[];
  readonly mappings: readonly MappingEntity[];
  /** Phone users who might be them, for an administrator to decide; strongest evidence first. */
  readonly candidates: readonly MappingCandidateEntity[];
  readonly phoneUsers: readonly PhoneUserEntity[];
  readonly calls: readonly {
    readonly call: CallRecordEntity;
    readonly exclusion: ExclusionEntity | null;
    /** What it earned, on each of their days that lists it. */
    readonly credit: readonly { readonly day: Day; readonly input: StoredInput }[];
  }[];
  readonly days: readonly DayScoreEntity[];
  /** What they objected to, and what they were answered; oldest first. */
  readonly objections: readonly WholeObjectionView[];
  /** Which versions of the notice they acknowledged; oldest first. */
  readonly acknowledgements: readonly NoticeAcknowledgementEntity[];
  /** Who looked at what is theirs; newest first. */
  readonly readers: readonly ReaderView[];
  /** At whom they looked; newest first. */
  readonly looks: readonly LookEntity[];
  readonly actions: readonly AuditEntryEntity[];
  readonly kept: readonly Kept[];
}

/** What a person may ask for: all that is known of them here. */
@Injectable()
export class PersonalData {
  constructor(
    private readonly database: TenantDatabase,
    private readonly terms: TenantTermsBook,
    private readonly people: People,
    private readonly trail: AuditTrail,
  ) {}

  /** @throws Problem 404 `unknown_employee` */
  async of(tenantId: string, employeeId: string): Promise<StoredPerson> {
    const terms = await this.terms.last(tenantId);
    const employee = await this.people.find(tenantId, employeeId);
    if (employee === null) throw problem('unknown_employee');
    const em = this.database.of(tenantId);
    const lines = await linesOf(em, tenantId, employeeId, terms);
    // Of somebody who was erased they stand there empty, so that the host is told.
    const days =
      employee.erasedAt === null
        ? await em.find(DayScoreEntity, { tenantId, employeeId }, { orderBy: { day: 'asc' } })
        : [];
    const calls = await callsWith(em, lines, days);
    return {
      employee,
      lines,
      mappings: await em.find(MappingEntity, { tenantId, employeeId }, { orderBy: { fromDay: 'asc', id: 'asc' } }),
      candidates: await em.find(
        MappingCandidateEntity,
        { tenantId, employeeId },
        { orderBy: { connectionId: 'asc', place: 'asc' } },
      ),
      phoneUsers: await phoneUsersOn(em, lines),
      calls,
      days,
      objections: await wholeObjections(
        em,
        tenantId,
        await em.find(ObjectionEntity, { tenantId, employeeId }, { orderBy: { objectedAt: 'asc', id: 'asc' } }),
      ),
      acknowledgements: await em.find(
        NoticeAcknowledgementEntity,
        { tenantId, employeeId },
        { orderBy: { acknowledgedAt: 'asc', version: 'asc' } },
      ),
      readers: await readerViews(
        em,
        tenantId,
        await em.find(LookEntity, { tenantId, employeeId }, { orderBy: { hour: 'desc', lookedAt: 'desc' } }),
      ),
      looks: await em.find(
        LookEntity,
        { tenantId, readerId: employeeId },
        { orderBy: { hour: 'desc', lookedAt: 'desc' } },
      ),
      actions: await this.trail.about(tenantId, employeeId, new Set(calls.map(({ call }) => call.id))),
      kept: keptOf(terms),
    };
  }
}

/** The directory entry of a line belongs to whoever has it now. */
async function phoneUsersOn(em: SqlEntityManager, lines: readonly Line[]): Promise<PhoneUserEntity[]> {
  const present = lines.filter(({ isPresent }) => isPresent);
  const whose = present.map(({ connection, phoneUserId }) => ({
    connectionId: connection.id,
    externalId: phoneUserId,
  }));
  return whose.length === 0 ? [] : await em.find(PhoneUserEntity, { $or: whose });
}

/** The calls of their lines, and those that their days list otherwise: of a line that was another's when they began. */
async function callsWith(
  em: SqlEntityManager,
  lines: readonly Line[],
  days: readonly DayScoreEntity[],
): Promise<StoredPerson['calls']> {
  if (lines.length === 0) return [];
  const own = await em.find(CallRecordEntity, { $or: lines.map(callsOn) });
  const known = new Set(own.map(({ id }) => id));
  const listed = days.filter(({ frozenAt }) => frozenAt === null).flatMap(({ inputs }) => inputs);
  const others = listed.map(({ callId }) => callId).filter((id) => !known.has(id));
  const calls = [...own, ...(await em.find(CallRecordEntity, { id: { $in: others } }))].sort(
    (a, b) => a.startedAt.getTime() - b.startedAt.getTime() || (a.externalId < b.externalId ? -1 : 1),
  );
  const credit = new Map<string, { day: Day; input: StoredInput }[]>();
  for (const { day, inputs } of days) {
    for (const input of inputs) credit.set(input.callId, [...(credit.get(input.callId) ?? []), { day, input }]);
  }
  const exclusions = await em.find(ExclusionEntity, { callId: { $in: calls.map(({ id }) => id) } });
  const exclusionOf = new Map(exclusions.map((exclusion) => [exclusion.callId, exclusion]));
  return calls.map((call) => ({
    call,
    exclusion: exclusionOf.get(call.id) ?? null,
    credit: credit.get(call.id) ?? [],
  }));
}
