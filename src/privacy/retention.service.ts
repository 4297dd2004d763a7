import { Injectable } from '@nestjs/common';
import type { SqlEntityManager } from '@mikro-orm/sql';
import { firstKeptDay, KEPT_KINDS, type NotedTerms, TenantDatabase, TenantTermsBook } from '../access/index.js';
import { holdConnections } from '../connection/index.js';
import { DayScorer, takeTurn } from '../scoring/index.js';
import {
  AnnouncedCallEntity,
  ConnectAttemptEntity,
  ConnectionEntity,
  ErasedIdentityEntity,
  LookEntity,
  ObjectionEntity,
  RejectedRecordEntity,
  TenantEntity,
  WebhookDeliveryEntity,
} from '../storage/index.js';
import { addDays, type Day, dayBounds, dayOf } from '../support/days.js';
import { deleteCalls } from '../calls/index.js';
import { looksKeptDaysOf } from './kept.js';

const CALLS_AT_ONCE = 1_000;
const ATTEMPTS_KEPT_MS = 24 * 3_600_000;

/**
 * Deletes what is older than a tenant keeps. A day's totals stay when its calls go, and are frozen: nothing that
 * changes later scores such a day again.
 */
@Injectable()
export class Retention {
  constructor(
    private readonly database: TenantDatabase,
    private readonly terms: TenantTermsBook,
    private readonly scorer: DayScorer,
  ) {}

  /**
   * Sweeps one tenant. Each batch is one transaction: killed anywhere, the next sweep goes on.
   *
   * @param signal ends it after the present batch
   * @returns how many calls were deleted
   */
  async sweep(tenantId: string, now: Date, signal: AbortSignal): Promise<number> {
    const terms = await this.terms.last(tenantId);
    // What still waits is scored first: afterwards its calls are gone.
    await this.scorer.scoreChanged(tenantId, signal);
    let deleted = 0;
    while (!signal.aborted) {
      const batch = await this.database.transaction(tenantId, (em) => sweepBatch(em, tenantId, now));
      deleted += batch;
      if (batch < CALLS_AT_ONCE) break;
    }
    if (signal.aborted) return deleted;
    await this.database.transaction(tenantId, (em) => sweepLooks(em, tenantId, terms, now));
    await this.database.of(tenantId).nativeUpdate(TenantEntity, { tenantId }, { sweptAt: now });
    return deleted;
  }
}

/** The tenants whose last sweep is a day old, or that never were. */
export async function tenantsToSweep(database: TenantDatabase): Promise<string[]> {
  const rows = await database.acrossTenants().execute<{ tenantId: string }[]>(
    `select tenant_id as "tenantId" from phone_system.tenant
     where swept_at is null or swept_at < clock_timestamp() - interval '1 day'`,
  );
  return rows.map(({ tenantId }) => tenantId);
}

/** @returns how many calls were deleted; fewer than a batch holds where none is left */
async function sweepBatch(em: SqlEntityManager, tenantId: string, now: Date): Promise<number> {
  const terms = await takeTurn(em, tenantId);
  await holdConnections(em, tenantId);
  const firstKept = firstKeptDay(terms, now);
  const before = dayBounds(firstKept, terms).from;
  await freezeBefore(em, tenantId, firstKept);
  // A call that lasted into a kept day is kept with it, and so are the earlier calls of a conversation that goes on there.
  const calls = await em.execute<{ id: string }[]>(
    `select r.id from phone_system.call_record r
     where r.tenant_id = ? and r.connection_id in (select id from phone_system.connection where tenant_id = ?)
       and r.started_at < ? and r.ended_at < ? and not exists (
         select from phone_system.call_record later
         where later.conversation_id = r.conversation_id and later.ended_at >= ?)
     limit ?`,
    [tenantId, tenantId, before, before, before, CALLS_AT_ONCE],
  );
  await deleteCalls(
    em,
    tenantId,
    calls.map(({ id }) => id),
  );
  const keepsLonger = { $or: [{ keptFrom: null }, { keptFrom: { $lt: before } }] };
  await em.nativeUpdate(ConnectionEntity, { historyFrom: { $lt: before }, ...keepsLonger }, { keptFrom: before });
  await em.nativeDelete(AnnouncedCallEntity, {
    $or: [{ startedAt: { $lt: before } }, { startedAt: null, notedAt: { $lt: before } }],
  });
  // What waits for an answer stays.
  await em.nativeDelete(ObjectionEntity, { day: { $lt: firstKept }, answeredAt: { $lt: before } });
  await em.nativeDelete(RejectedRecordEntity, { seenAt: { $lt: before } });
  await em.nativeDelete(WebhookDeliveryEntity, { receivedAt: { $lt: before } });
  // A release before hashed the names and numbers of erased people as well. Not deleted with the migration: its copies
  // may run on for a while, and refuse by them.
  await em.nativeDelete(ErasedIdentityEntity, { kind: { $nin: [...KEPT_KINDS] } });
  await em.nativeDelete(ConnectAttemptEntity, { expiresAt: { $lt: new Date(now.getTime() - ATTEMPTS_KEPT_MS) } });
  return calls.length;
}

/** A look may have been written down while the person was erased. */
async function sweepLooks(em: SqlEntityManager, tenantId: string, terms: NotedTerms, now: Date): Promise<void> {
  const { from: before } = dayBounds(addDays(dayOf(now, terms), -looksKeptDaysOf(terms)), terms);
  await em.nativeDelete(LookEntity, { tenantId, hour: { $lt: before } });
  await em.execute(
    `delete from phone_system.look l using phone_system.employee e
     where l.tenant_id = ? and e.tenant_id = l.tenant_id and e.id = l.employee_id and e.erased_at is not null`,
    [tenantId],
  );
}

/**
 * Totals and points stay, and over which connection each call came, should one be erased; sentences that name the other
 * party go.
 */
async function freezeBefore(em: SqlEntityManager, tenantId: string, day: Day): Promise<void> {
  await em.execute(
    `update phone_system.day_score set frozen_at = clock_timestamp(), answer = null,
       inputs = coalesce((
         select jsonb_agg(input || jsonb_build_object('text', '', 'connectionId', (
           select r.connection_id from phone_system.call_record r where r.id = (input ->> 'callId')::uuid)))
         from jsonb_array_elements(inputs) input), '[]'),
       because = coalesce((select jsonb_agg(line || '{"callIds": []}'::jsonb) from jsonb_array_elements(because) line), '[]')
     where tenant_id = ? and day < ?::date and frozen_at is null`,
    [tenantId, day],
  );
}
