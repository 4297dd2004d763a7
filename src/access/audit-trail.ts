import { Injectable } from '@nestjs/common';
import type { SqlEntityManager } from '@mikro-orm/sql';
import type { Caller } from '../contract/index.js';
import { type AuditAction, type AuditDetails, AuditEntryEntity } from '../storage/index.js';
import { TenantDatabase } from './tenant-database.js';

/** So many are written in one statement. */
const AT_ONCE = 1_000;

/** Who does something. */
export type Actor = Pick<Caller, 'tenantId' | 'employeeId'>;

/** Something that somebody did. Opaque ids and choices only: the trail outlives the people in it. */
export interface AuditedAction {
  readonly action: AuditAction;
  /** A connection, an employee or a call, by its id; for rules, the day from which they hold. */
  readonly subject: string;
  readonly details?: AuditDetails;
}

/** Writes actions down in the transaction that does them: neither happens without the other. */
export async function audit(
  em: SqlEntityManager,
  { tenantId, employeeId: actor }: Actor,
  ...actions: readonly AuditedAction[]
): Promise<void> {
  const at = new Date();
  const rows = actions.map(({ action, subject, details = {} }) => ({ tenantId, at, actor, action, subject, details }));
  for (let from = 0; from < rows.length; from += AT_ONCE) {
    await em.insertMany(AuditEntryEntity, rows.slice(from, from + AT_ONCE));
  }
}

/** What was done at a tenant, for its administrators. */
@Injectable()
export class AuditTrail {
  constructor(private readonly database: TenantDatabase) {}

  /** Everything that was ever written down, newest first. */
  async list(tenantId: string): Promise<AuditEntryEntity[]> {
    return await this.database.of(tenantId).find(AuditEntryEntity, { tenantId }, { orderBy: { id: 'desc' } });
  }

  /** What a person did, and what was done about them, newest first. */
  async about(tenantId: string, employeeId: string): Promise<AuditEntryEntity[]> {
    return await this.database
      .of(tenantId)
      .find(
        AuditEntryEntity,
        { tenantId, $or: [{ actor: employeeId }, { subject: employeeId }] },
        { orderBy: { id: 'desc' } },
      );
  }
}
