import { Injectable } from '@nestjs/common';
import type { SqlEntityManager } from '@mikro-orm/sql';
import { AuditTrail, People, TenantDatabase, TenantTermsBook } from '../access/index.js';
import {
  type AuditEntryEntity,
  CallRecordEntity,
  DayScoreEntity,
  type EmployeeEntity,
  ExclusionEntity,
  MappingEntity,
  PhoneUserEntity,
} from '../storage/index.js';
import { Problem } from '../support/problem.js';
import { callsOn, type Line, linesOf } from './lines.js';

/** Everything that is stored about one employee, as it is stored. */
export interface StoredPerson {
  readonly employee: EmployeeEntity;
  readonly lines: readonly Line[];
  readonly mappings: readonly MappingEntity[];
  readonly phoneUsers: readonly PhoneUserEntity[];
  readonly calls: readonly { readonly call: CallRecordEntity; readonly exclusion: ExclusionEntity | null }[];
  readonly days: readonly DayScoreEntity[];
  readonly actions: readonly AuditEntryEntity[];
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
    if (employee === null) throw new Problem(404, 'unknown_employee', 'There is no such employee here.');
    const em = this.database.of(tenantId);
    const lines = await linesOf(em, tenantId, employeeId, terms);
    return {
      employee,
      lines,
      mappings: await em.find(MappingEntity, { tenantId, employeeId }, { orderBy: { fromDay: 'asc', id: 'asc' } }),
      phoneUsers: await phoneUsersOn(em, lines),
      calls: await callsWith(em, lines),
      // Of somebody who was erased they stand there empty, so that the host is told.
      days:
        employee.erasedAt === null
          ? await em.find(DayScoreEntity, { tenantId, employeeId }, { orderBy: { day: 'asc' } })
          : [],
      actions: await this.trail.about(tenantId, employeeId),
    };
  }
}

/** The directory entry of a line belongs to whoever has it now. */
async function phoneUsersOn(em: SqlEntityManager, lines: readonly Line[]): Promise<PhoneUserEntity[]> {
  const present = lines.filter(({ untilDay }) => untilDay === null);
  const whose = present.map(({ connection, phoneUserId }) => ({
    connectionId: connection.id,
    externalId: phoneUserId,
  }));
  return whose.length === 0 ? [] : await em.find(PhoneUserEntity, { $or: whose });
}

async function callsWith(em: SqlEntityManager, lines: readonly Line[]): Promise<StoredPerson['calls']> {
  if (lines.length === 0) return [];
  const calls = await em.find(
    CallRecordEntity,
    { $or: lines.map(callsOn) },
    { orderBy: { startedAt: 'asc', externalId: 'asc' } },
  );
  const exclusions = await em.find(ExclusionEntity, { callId: { $in: calls.map(({ id }) => id) } });
  const exclusionOf = new Map(exclusions.map((exclusion) => [exclusion.callId, exclusion]));
  return calls.map((call) => ({ call, exclusion: exclusionOf.get(call.id) ?? null }));
}
