import { Injectable } from '@nestjs/common';
import type { SqlEntityManager } from '@mikro-orm/sql';
import type { Caller } from '../contract/index.js';
import {
  jsonLiteral,
  type AuditAction,
  type AuditDetails,
  AuditEntryEntity,
  ObjectionEntity,
  PhoneUserEntity,
} from '../storage/index.js';
import { TenantDatabase } from './tenant-database.js';

/** Who performs an action, for the audit trail. */
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
  await em.execute(
    `insert into "phone_system"."audit_entry" ("tenant_id", "at", "actor", "action", "subject", "details")
     select ?, ?, ?, row."action", row."subject", coalesce(row."details", '{}')
     from rows from (jsonb_to_recordset(?::jsonb) as ("action" text, "subject" text, "details" jsonb)) with ordinality
       as row ("action", "subject", "details", "place")
     order by row."place"`,
    [tenantId, new Date(), actor, jsonLiteral(actions)],
  );
}

/** A part of the trail. */
export interface TrailPage {
  readonly entries: readonly AuditEntryEntity[];
  /** How many are older: nothing of what is written is ever removed, so the next page begins there. Null after the oldest. */
  readonly next: number | null;
}

/** What was done at a tenant, for its administrators. */
@Injectable()
export class AuditTrail {
  constructor(private readonly database: TenantDatabase) {}

  /**
   * A page of what was written down, newest first.
   *
   * @param after `next` of the page before; null begins with the newest
   * @param size how many entries it has at most
   */
  async page(tenantId: string, after: number | null, size: number): Promise<TrailPage> {
    const em = this.database.of(tenantId);
    const written = await em.count(AuditEntryEntity, { tenantId });
    const newest = Math.min(after ?? written, written);
    const older = Math.max(0, newest - size);
    const rows =
      newest === 0
        ? []
        : await em.find(
            AuditEntryEntity,
            { tenantId },
            { orderBy: { id: 'asc' }, offset: older, limit: newest - older, disableIdentityMap: true },
          );
    return { entries: await withWords(em, await withLines(em, rows.reverse())), next: older === 0 ? null : older };
  }

  /** Everything that was ever written down, newest first, some at a time: the trail only grows. */
  async *pages(tenantId: string, size: number): AsyncGenerator<readonly AuditEntryEntity[], void, undefined> {
    for (let after: number | null | undefined; after !== null;) {
      const page: TrailPage = await this.page(tenantId, after ?? null, size);
      yield page.entries;
      after = page.next;
    }
  }

  /** What a person did, and what was done about them and their calls, newest first. */
  async about(tenantId: string, employeeId: string, callIds: ReadonlySet<string>): Promise<AuditEntryEntity[]> {
    const aboutCalls: AuditAction[] = ['exclude', 'include'];
    const em = this.database.of(tenantId);
    const entries = await em.find(
      AuditEntryEntity,
      { tenantId, $or: [{ actor: employeeId }, { subject: employeeId }, { action: { $in: aboutCalls } }] },
      { orderBy: { id: 'desc' } },
    );
    const own = entries.filter(
      ({ actor, subject }) => actor === employeeId || subject === employeeId || callIds.has(subject),
    );
    return await withWords(em, await withLines(em, own));
  }
}

/** Says the vendor's id of each line that the trail names; null of one that was erased, or is gone with its connection. */
async function withLines(em: SqlEntityManager, entries: readonly AuditEntryEntity[]): Promise<AuditEntryEntity[]> {
  const named = entries.flatMap(({ details: { phoneUser } }) => (typeof phoneUser === 'string' ? [phoneUser] : []));
  const users = named.length === 0 ? [] : await em.find(PhoneUserEntity, { trailId: { $in: [...new Set(named)] } });
  const idOf = new Map(users.map(({ trailId, externalId }) => [trailId, externalId]));
  return entries.map((entry) => {
    const { phoneUser } = entry.details;
    if (typeof phoneUser !== 'string') return entry;
    return Object.assign(new AuditEntryEntity(), entry, {
      details: { ...entry.details, phoneUser: idOf.get(phoneUser) ?? null },
    });
  });
}

/**
 * Says the words of objections and of their answers, which the trail names by their id; null of those that were erased: the
 * trail itself outlives them.
 */
async function withWords(em: SqlEntityManager, entries: readonly AuditEntryEntity[]): Promise<AuditEntryEntity[]> {
  const named = entries.flatMap(({ details: { objection } }) => (typeof objection === 'string' ? [objection] : []));
  const objections = named.length === 0 ? [] : await em.find(ObjectionEntity, { id: { $in: [...new Set(named)] } });
  const objectionOf = new Map(objections.map((objection) => [objection.id, objection]));
  return entries.map((entry) => {
    const { objection: id } = entry.details;
    if (typeof id !== 'string') return entry;
    const objection = objectionOf.get(id);
    const text = (entry.action === 'object' ? objection?.text : objection?.answerText) ?? null;
    return Object.assign(new AuditEntryEntity(), entry, { details: { ...entry.details, text } });
  });
}
