import { Injectable } from '@nestjs/common';
import type { SqlEntityManager } from '@mikro-orm/sql';
import { ErasedPeople, erasuresAsOf, type KnownMentions, TenantDatabase } from '../access/index.js';
import { holdConnected } from '../connection/life/place.js';
import type { CallRecord, ProviderEvent, RejectedItem } from '../contract/index.js';
import { checkedCall } from '../registry/checked-call.js';
import { idIn, NotValid } from '../registry/checked-fields.js';
import { CallRecordEntity, type ConnectionEntity, WebhookDeliveryEntity } from '../storage/index.js';
import { nameCalls } from './announced-calls.js';
import { writeCalls } from './call-writer.js';
import { setAside } from './rejected-records.js';

const APPLIED_AT_ONCE = 200;

/** What an application of deliveries must know of the tenant. */
export interface DeliveryTerms {
  readonly timeZone: string;
  /** How the directories still name erased people; null where this copy of the host does not know. */
  readonly mentions: KnownMentions | null;
}

/** A connection that deliveries wait for. */
export interface WaitingDeliveries {
  readonly connectionId: string;
}

/** Which connections have deliveries, whatever their status: one index lookup for each. */
export async function connectionsWithDeliveries(tenants: TenantDatabase): Promise<WaitingDeliveries[]> {
  return await tenants.acrossTenants().execute<WaitingDeliveries[]>(
    `with recursive waiting (id) as (
       (select connection_id from phone_system.webhook_delivery order by connection_id limit 1)
       union all
       select (select d.connection_id from phone_system.webhook_delivery d
               where d.connection_id > waiting.id order by d.connection_id limit 1)
       from waiting where waiting.id is not null)
     select c.id as "connectionId" from waiting join phone_system.connection c on c.id = waiting.id`,
  );
}

/**
 * Applies stored deliveries through the one writer, notes which calls they only name, and removes them: lost, doubled, late and reordered ones change nothing
 * that the next round would not. None blocks another: what cannot be stored is set aside with its reason. Those of a
 * connection that is not connected (any more) are removed as they are.
 */
@Injectable()
export class Deliveries {
  constructor(
    private readonly tenants: TenantDatabase,
    private readonly erased: ErasedPeople,
  ) {}

  /**
   * @param signal ends it after the present batch
   * @returns how many records were new or say something else
   */
  async apply(connection: ConnectionEntity, terms: DeliveryTerms, signal: AbortSignal): Promise<number> {
    const changed = { records: 0 };
    for (let left = true; left && !signal.aborted;) {
      const ids = await this.waiting(connection);
      left = ids.length === APPLIED_AT_ONCE;
      changed.records += await this.applyApart(connection, terms, ids, signal);
    }
    return changed.records;
  }

  /** When the account of a connection let this host go, of what waits; null where nothing says so. */
  async goneAt({ id, tenantId }: ConnectionEntity): Promise<Date | null> {
    const [row] = await this.tenants.of(tenantId).execute<{ readonly atMs: number | null }[]>(
      `select (extract(epoch from max(coalesce((event ->> 'at')::timestamptz, d.received_at))) * 1000)::float8 as "atMs"
       from phone_system.webhook_delivery d cross join lateral jsonb_array_elements(d.events) event
       where d.connection_id = ? and d.tenant_id = ? and event ->> 'kind' = 'accountGone'`,
      [id, tenantId],
    );
    return row?.atMs == null ? null : new Date(row.atMs);
  }

  private async waiting({ id, tenantId }: ConnectionEntity): Promise<string[]> {
    const rows = await this.tenants
      .of(tenantId)
      .find(
        WebhookDeliveryEntity,
        { connectionId: id },
        { fields: ['id'], orderBy: { receivedAt: 'asc' }, limit: APPLIED_AT_ONCE },
      );
    return rows.map((row) => row.id);
  }

  /** Together, and where that cannot be, in halves: so that what cannot be stored is found, and nothing else is lost. */
  private async applyApart(
    connection: ConnectionEntity,
    terms: DeliveryTerms,
    ids: readonly string[],
    signal: AbortSignal,
  ): Promise<number> {
    if (ids.length === 0 || signal.aborted) return 0;
    try {
      return await this.tenants.transaction(connection.tenantId, (em) => this.applyIn(em, connection, terms, ids));
    } catch (error) {
      if (!liesInContent(error)) throw error;
    }
    const [only] = ids;
    if (ids.length === 1 && only !== undefined) {
      await this.tenants.transaction(connection.tenantId, (em) => giveUp(em, connection, only));
      return 0;
    }
    const half = Math.ceil(ids.length / 2);
    const first = await this.applyApart(connection, terms, ids.slice(0, half), signal);
    return first + (await this.applyApart(connection, terms, ids.slice(half), signal));
  }

  private async applyIn(
    em: SqlEntityManager,
    connection: ConnectionEntity,
    { timeZone, mentions }: DeliveryTerms,
    ids: readonly string[],
  ): Promise<number> {
    const events = await this.maySay(em, connection, mentions, ids);
    const readings = events.flatMap(readingOf);
    const calls = readings.flatMap((reading) => ('call' in reading ? [reading.call] : []));
    const context = {
      connection,
      timeZone,
      erased: this.erased,
      toldBy: 'event' as const,
      ...(mentions && { mentions }),
    };
    const changed = await writeCalls(
      em,
      context,
      calls.sort((a, b) => a.revision - b.revision),
    );
    await setAsideUnstored(
      em,
      connection,
      readings.flatMap((reading) => ('rejected' in reading ? [reading.rejected] : [])),
    );
    const named = readings.flatMap((reading) => ('named' in reading ? [reading.named] : []));
    await nameCalls(em, connection, [...new Set(named)]);
    await em.nativeDelete(WebhookDeliveryEntity, { id: { $in: [...ids] } });
    return changed;
  }

  /**
   * Where somebody was erased since this copy read how the directories still name them, what a delivery tells of others
   * may name them: it is left to the list. Which calls are to be read says nothing of anybody.
   */
  private async maySay(
    em: SqlEntityManager,
    connection: ConnectionEntity,
    mentions: KnownMentions | null,
    ids: readonly string[],
  ): Promise<readonly ProviderEvent[]> {
    if (!(await holdConnected(em, connection))) return [];
    const mayName = (mentions?.asOf ?? null) === (await erasuresAsOf(em, connection.tenantId));
    const deliveries = await em.find(
      WebhookDeliveryEntity,
      { id: { $in: [...ids] } },
      { orderBy: { receivedAt: 'asc' }, disableIdentityMap: true },
    );
    return deliveries.flatMap(({ events }) => events.filter(({ kind }) => mayName || kind === 'callChanged'));
  }
}

type Reading = { readonly call: CallRecord } | { readonly named: string } | { readonly rejected: RejectedItem };

function readingOf(event: ProviderEvent): readonly Reading[] {
  if (event.kind === 'callFinished') return [readAgain(event.call)];
  if (event.kind === 'callChanged') {
    const named = idIn(event);
    return named === undefined ? [] : [{ named }];
  }
  // Who has connected again since stays connected.
  if (event.kind === 'accountGone') return [];
  return event.rejected === undefined ? [] : [{ rejected: event.rejected }];
}

/** What an earlier version stored had not been through the gate. */
function readAgain(stored: CallRecord): Reading {
  try {
    return { call: checkedCall(revived(stored), { host: Date.now(), vendor: null }) };
  } catch (error) {
    if (error instanceof NotValid) return { rejected: rejection(stored, error.message) };
    throw error;
  }
}

/** Stored as JSON, instants come back as text. */
const revived = (call: CallRecord): CallRecord => ({
  ...call,
  startedAt: new Date(call.startedAt),
  connectedAt: call.connectedAt === null ? null : new Date(call.connectedAt),
  endedAt: new Date(call.endedAt),
});

function rejection(call: CallRecord, reason: string): RejectedItem {
  const externalId = idIn(call);
  return { ...(externalId !== undefined && { externalId }), reason, raw: call };
}

/**
 * A call that is stored is readable, in whatever order its events came. Where the list cannot read it any more, the list
 * sets it aside.
 */
async function setAsideUnstored(
  em: SqlEntityManager,
  connection: ConnectionEntity,
  items: readonly RejectedItem[],
): Promise<void> {
  if (items.length === 0) return;
  const named = items.flatMap(({ externalId }) => externalId ?? []);
  const rows = await em.find(
    CallRecordEntity,
    { connectionId: connection.id, externalId: { $in: named } },
    { fields: ['externalId'], disableIdentityMap: true },
  );
  const stored = new Set(rows.map(({ externalId }) => externalId));
  await setAside(
    em,
    connection,
    items.filter(({ externalId }) => externalId === undefined || !stored.has(externalId)),
  );
}

/** Removes a delivery that cannot be applied, and says so of its calls. */
async function giveUp(em: SqlEntityManager, connection: ConnectionEntity, id: string): Promise<void> {
  if (!(await holdConnected(em, connection))) return;
  const delivery = await em.findOne(WebhookDeliveryEntity, { id }, { disableIdentityMap: true });
  const calls = (delivery?.events ?? []).flatMap((event) => (event.kind === 'callFinished' ? [event.call] : []));
  await setAsideUnstored(
    em,
    connection,
    calls.map((call) => rejection(call, 'What the phone system told of this call as it ended could not be stored.')),
  );
  await em.nativeDelete(WebhookDeliveryEntity, { id });
}

/** PostgreSQL's classes of errors that lie in what it was given: wrong data, broken constraints, more than fits. */
const OF_CONTENT = /^(22|23|54)/;

/** Whether the same would fail again, and nothing else with it. A database that is away is nobody's fault. */
function liesInContent(error: unknown): boolean {
  if (error instanceof TypeError || error instanceof RangeError) return true;
  const code = error instanceof Error && 'code' in error ? error.code : undefined;
  return typeof code === 'string' && OF_CONTENT.test(code);
}
