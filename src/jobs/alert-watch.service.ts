import { randomUUID } from 'node:crypto';
import { Inject, Injectable, Optional } from '@nestjs/common';
import type { SqlEntityManager } from '@mikro-orm/sql';
import { ALERT_SINK, DEFAULT_OBJECTION_DAYS, TenantDatabase } from '../access/index.js';
import type { AlertSink } from '../contract/index.js';
import { PhoneSystemRegistry } from '../registry/index.js';
import {
  AlertEntity,
  type AlertKind,
  type ConnectionStatus,
  PHONE_SYSTEM_SETTINGS,
  type ProblemKind,
  type StoredProblem,
} from '../storage/index.js';
import type { PhoneSystemSettings } from '../support/settings.js';
import { type Condition, conditionsOf, stillAfter } from './alert-conditions.js';

const KEPT_DAYS = 7;
const DAY_MS = 24 * 3_600_000;

/** A connection about which there is something to tell, or was. */
interface FactsRow {
  readonly id: string;
  readonly tenantId: string;
  readonly providerKey: string;
  readonly status: ConnectionStatus;
  readonly problemKind: ProblemKind | null;
  readonly problemMessage: string | null;
  readonly problemAction: StoredProblem['action'] | null;
  readonly problemSample: string | null;
  readonly completeUntilMs: number | null;
  readonly connectedMs: number;
  readonly movedMs: number;
  readonly difference: number | null;
  readonly waiting: number;
  readonly waitingSinceMs: number | null;
  /** The kinds of alerts that stand, with commas. */
  readonly standing: string | null;
}

/**
 * Notices what begins to be wrong with connections and what is over, from what stands in their rows: so nothing that
 * changes a connection has to think of it, and a copy that dies loses none.
 */
@Injectable()
export class AlertWatch {
  private readonly farMs: number;

  constructor(
    private readonly tenants: TenantDatabase,
    private readonly registry: PhoneSystemRegistry,
    @Inject(PHONE_SYSTEM_SETTINGS) settings: PhoneSystemSettings,
    @Optional() @Inject(ALERT_SINK) private readonly sink?: AlertSink,
  ) {
    this.farMs = settings.farEverySeconds * 1000;
  }

  /** Looks at every connection. Any number of copies may do it at once. */
  async watch(now: Date): Promise<void> {
    const rows = await readFacts(
      this.tenants.acrossTenants(),
      `c.status in ('needs-reconnect', 'stopped') or (c.status = 'connected' and c.problem ->> 'action' = 'ask-operator')
       or (c.status <> 'disconnected' and (c.complete_until < ? or (c.complete_until is null and ${LAST_MOVED} < ?) or c.last_difference <> 0))
       or (c.status <> 'disconnected' and c.tenant_id in (
         select tenant_id from phone_system.objection where answered_at is null and objected_at < ?))
       or exists (select 1 from phone_system.alert a where a.connection_id = c.id and a.over_at is null)`,
      [
        new Date(now.getTime() - 2 * this.farMs),
        new Date(now.getTime() - stillAfter(this.farMs)),
        new Date(now.getTime() - DAY_MS),
      ],
      now,
    );
    for (const row of rows) {
      if (this.changes(row, now).any) await this.note(row, now);
    }
    await this.forget(now);
  }

  /** Looks again under the connection's lock: another copy may have noted the same, or the connection have moved on. */
  private async note({ id, tenantId }: FactsRow, now: Date): Promise<void> {
    await this.tenants.transaction(tenantId, async (em) => {
      await em.execute('select id from phone_system.connection where id = ? and tenant_id = ? for no key update', [
        id,
        tenantId,
      ]);
      const [row] = await readFacts(em, 'c.id = ? and c.tenant_id = ?', [id, tenantId], now);
      if (row === undefined) return;
      const { begun, ended } = this.changes(row, now);
      for (const condition of begun) {
        em.persist(
          em.create(AlertEntity, { ...condition, id: randomUUID(), tenantId, connectionId: id, beganAt: now }),
        );
      }
      await em.flush();
      await em.nativeUpdate(AlertEntity, { connectionId: id, kind: { $in: ended }, overAt: null }, { overAt: now });
    });
  }

  private changes(row: FactsRow, now: Date): { begun: Condition[]; ended: AlertKind[]; any: boolean } {
    const conditions = conditionsOf(this.factsOf(row), this.farMs, now);
    const standing = (row.standing ?? '').split(',').filter((kind): kind is AlertKind => kind !== '');
    const begun = conditions.filter(({ kind }) => !standing.includes(kind));
    const ended = standing.filter((kind) => !conditions.some((condition) => condition.kind === kind));
    return { begun, ended, any: begun.length + ended.length > 0 };
  }

  private factsOf(row: FactsRow): Parameters<typeof conditionsOf>[0] {
    const { problemKind: kind, problemMessage: message, problemAction: action, problemSample: sample } = row;
    const descriptor = this.registry.find(row.providerKey)?.descriptor;
    return {
      name: descriptor?.displayName ?? row.providerKey,
      settleMs: descriptor?.listing.settleMs ?? 0,
      status: row.status,
      problem:
        kind === null || message === null || action === null
          ? null
          : { kind, message, action, ...(sample !== null && { sample }) },
      completeUntil: row.completeUntilMs === null ? null : new Date(row.completeUntilMs),
      connectedAt: new Date(row.connectedMs),
      movedAt: new Date(row.movedMs),
      difference: row.difference,
      objections: row.waitingSinceMs === null ? null : { waiting: row.waiting, since: new Date(row.waitingSinceMs) },
    };
  }

  /** What is over and was told; where nobody wants to be told, what is over. */
  private async forget(now: Date): Promise<void> {
    await this.tenants
      .acrossTenants()
      .execute('delete from phone_system.alert where over_at < ? and (told = 2 or ?::boolean)', [
        new Date(now.getTime() - KEPT_DAYS * DAY_MS),
        this.sink === undefined,
      ]);
  }
}

/** Since when nothing more is complete. */
const LAST_MOVED = 'greatest(c.connected_at, c.moved_at)';

async function readFacts(
  em: SqlEntityManager,
  where: string,
  values: readonly unknown[],
  now: Date,
): Promise<FactsRow[]> {
  return await em.execute<FactsRow[]>(
    `select c.id, c.tenant_id as "tenantId", c.provider_key as "providerKey", c.status,
       c.problem ->> 'kind' as "problemKind", c.problem ->> 'message' as "problemMessage",
       c.problem ->> 'action' as "problemAction", c.problem ->> 'sample' as "problemSample",
       (extract(epoch from c.complete_until) * 1000)::float8 as "completeUntilMs",
       (extract(epoch from c.connected_at) * 1000)::float8 as "connectedMs",
       (extract(epoch from ${LAST_MOVED}) * 1000)::float8 as "movedMs", c.last_difference as difference,
       (select string_agg(a.kind, ',') from phone_system.alert a
        where a.connection_id = c.id and a.over_at is null) as standing,
       late.waiting, (extract(epoch from late.since) * 1000)::float8 as "waitingSinceMs"
     from phone_system.connection c
     cross join lateral (
       select count(*)::int as waiting, min(o.objected_at) as since from phone_system.objection o
       join phone_system.tenant t on t.tenant_id = o.tenant_id
       where o.tenant_id = c.tenant_id and o.answered_at is null
         and o.objected_at < ?::timestamptz - make_interval(days => coalesce((t.terms ->> 'objectionDays')::int, ?))) late
     where ${where}`,
    [now, DEFAULT_OBJECTION_DAYS, ...values],
  );
}
