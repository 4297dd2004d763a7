import { Injectable } from '@nestjs/common';
import { LockMode } from '@mikro-orm/core';
import type { SqlEntityManager } from '@mikro-orm/sql';
import {
  boundedCall,
  boundedPhones,
  BoundsBook,
  boundedUser,
  notedBounds,
  notedIn,
  type StorageBounds,
  TenantDatabase,
} from '../access/index.js';
import { boundedEvents } from '../calls/index.js';
import {
  CallRecordEntity,
  ConnectionEntity,
  EmployeeEntity,
  MappingCountEntity,
  MappingPlaceEntity,
  PhoneUserEntity,
  TenantEntity,
  WebhookDeliveryEntity,
} from '../storage/index.js';
import type { Zones } from '../support/days.js';
import { markTouched, timesOf } from './erase-mentions.js';
import { takeOutCalls } from './take-out-calls.js';
import { HAS_APART_DUE } from './taking-no-part.service.js';

const CALLS_AT_ONCE = 500;
/** After so many batches others have their turn. */
const BATCHES_A_TURN = 40;

/** What a tenant lets be stored of whom its people speak with, and how far that is true of what was stored before. */
export interface BoundsStanding {
  readonly counterparties: StorageBounds['counterparties'];
  /** Of how many numbers nothing is stored. */
  readonly neverStored: number;
  /** Records that were looked through since the bounds changed, of how many; null where all that is stored is within them. */
  readonly applying: { readonly since: Date; readonly done: number; readonly total: number } | null;
}

/**
 * Applies a tenant's bounds to what is stored already. What is told after a change is stored within them; this looks through
 * what was stored before, some records at a time: killed anywhere, it goes on where it was.
 */
@Injectable()
export class Bounding {
  constructor(
    private readonly database: TenantDatabase,
    private readonly bounds: BoundsBook,
  ) {}

  /** @param signal ends it after the present batch */
  async apply(tenantId: string, signal: AbortSignal): Promise<void> {
    for (let batch = 0, isLeft = true; isLeft && batch < BATCHES_A_TURN && !signal.aborted; batch++) {
      isLeft = await this.database.transaction(tenantId, (em) => this.applyBatch(em, tenantId));
    }
  }

  async standing(tenantId: string): Promise<BoundsStanding> {
    const em = this.database.of(tenantId);
    const tenant = await em.findOne(TenantEntity, { tenantId }, { disableIdentityMap: true });
    const numbers = this.bounds.open(tenantId, tenant?.sealedNeverStore ?? null)?.numbers ?? [];
    const since = tenant?.boundsDueSince ?? null;
    return {
      counterparties: tenant?.terms.counterparties ?? 'full',
      neverStored: numbers.length,
      applying: since && { since, ...(await doneOf(em, tenantId, tenant?.bounded ?? 0)) },
    };
  }

  /** @returns whether anything is left */
  private async applyBatch(em: SqlEntityManager, tenantId: string): Promise<boolean> {
    // Nobody notes other terms, scores or writes calls of the tenant meanwhile.
    const tenant = await em.findOneOrFail(TenantEntity, { tenantId }, { lockMode: LockMode.PESSIMISTIC_WRITE });
    if (tenant.boundsDueSince === null) return false;
    await em.execute('select id from phone_system.connection where tenant_id = ? order by id for no key update', [
      tenantId,
    ]);
    const bounds = this.bounds.under(tenantId, notedBounds(tenant));
    const calls = await nextCalls(em, tenantId, tenant.boundedTo);
    const last = calls.at(-1);
    if (last === undefined) {
      await applyBesideCalls(em, tenantId, bounds);
      await em.nativeUpdate(TenantEntity, { tenantId }, { boundsDueSince: null, boundedTo: null });
      return false;
    }
    await boundCalls(em, tenantId, notedIn(tenant), calls, bounds);
    const bounded = tenant.bounded + calls.length;
    await em.nativeUpdate(TenantEntity, { tenantId }, { boundedTo: [last.connectionId, last.externalId], bounded });
    return true;
  }
}

async function doneOf(
  em: SqlEntityManager,
  tenantId: string,
  bounded: number,
): Promise<{ readonly done: number; readonly total: number }> {
  const connections = await em.find(ConnectionEntity, { tenantId }, { fields: ['records'], disableIdentityMap: true });
  const total = connections.reduce((sum, { records }) => sum + records, 0);
  return { done: Math.min(bounded, total), total };
}

/** The tenants whose bounds, or people whose calls are not stored, have changed since that was applied. */
export async function tenantsToBound(database: TenantDatabase): Promise<string[]> {
  const rows = await database
    .acrossTenants()
    .execute<{ tenantId: string }[]>(
      `select t.tenant_id as "tenantId" from phone_system.tenant t where t.bounds_due_since is not null or ${HAS_APART_DUE}`,
    );
  return rows.map(({ tenantId }) => tenantId);
}

/** In the order of an index, so that no batch reads more than it looks through. */
async function nextCalls(
  em: SqlEntityManager,
  tenantId: string,
  after: TenantEntity['boundedTo'],
): Promise<readonly CallRecordEntity[]> {
  const connections = await em.find(
    ConnectionEntity,
    { tenantId, ...(after && { id: { $gte: after[0] } }) },
    { fields: ['id'], orderBy: { id: 'asc' }, disableIdentityMap: true },
  );
  for (const { id: connectionId } of connections) {
    const behind = after?.[0] === connectionId ? { externalId: { $gt: after[1] } } : {};
    const calls = await em.find(
      CallRecordEntity,
      { connectionId, ...behind },
      { orderBy: { externalId: 'asc' }, limit: CALLS_AT_ONCE, disableIdentityMap: true },
    );
    if (calls.length > 0) return calls;
  }
  return [];
}

/** The days of what changes are marked: their sentences may name it. */
async function boundCalls(
  em: SqlEntityManager,
  tenantId: string,
  zones: Zones,
  calls: readonly CallRecordEntity[],
  bounds: StorageBounds,
): Promise<void> {
  const looked = calls.map((call) => ({ call, before: partsOf(call), after: boundedCall(partsOf(call), bounds) }));
  const gone = looked.flatMap(({ call, after }) => (after === null ? [call] : []));
  const changed = looked.flatMap(({ call, before, after }) =>
    after === null || JSON.stringify(after) === JSON.stringify(before) ? [] : [{ call, after }],
  );
  const rows = changed.map(({ call: { id }, after: { counterparty, viaNumber, group, labels } }) => ({
    id,
    number: counterparty.number,
    name: counterparty.name,
    via: viaNumber,
    groupName: group?.name ?? null,
    labels,
  }));
  await em.execute(
    `update phone_system.call_record as call set counterparty_number = bounded.number, counterparty_name = bounded.name,
       via_number = bounded.via, group_name = bounded."groupName", labels = bounded.labels
     from jsonb_to_recordset(?::jsonb) as bounded
       (id uuid, number text, name text, via text, "groupName" text, labels jsonb)
     where call.id = bounded.id and call.tenant_id = ?`,
    [JSON.stringify(rows), tenantId],
  );
  const touched = changed.map(({ call }) => ({ ...timesOf(call), connectionId: call.connectionId }));
  await markTouched(em, tenantId, zones, [...(await takeOutCalls(em, tenantId, gone)), ...touched]);
}

const partsOf = ({
  counterpartyNumber,
  counterpartyName,
  viaNumber,
  groupExternalId,
  groupName,
  labels,
}: CallRecordEntity) => ({
  counterparty: { number: counterpartyNumber, name: counterpartyName },
  viaNumber,
  group: groupExternalId === null ? null : { externalId: groupExternalId, name: groupName },
  labels,
});

/** What was told and is not applied yet, and both directories. */
async function applyBesideCalls(em: SqlEntityManager, tenantId: string, bounds: StorageBounds): Promise<void> {
  for (const delivery of await em.find(WebhookDeliveryEntity, { tenantId })) {
    delivery.events = boundedEvents(delivery.events, bounds);
  }
  if (bounds.never !== null) {
    for (const user of await em.find(PhoneUserEntity, { tenantId })) {
      const { displayName, numbers } = boundedUser(user, bounds);
      if (numbers.length < user.numbers.length || displayName !== user.displayName)
        Object.assign(user, { displayName, numbers });
    }
    for (const employee of await em.find(EmployeeEntity, { tenantId })) {
      const phones = boundedPhones(employee.phones, bounds);
      if (phones.length < employee.phones.length) employee.phones = [...phones];
    }
  }
  await em.flush();
  // What the directories are searched by is made from them, and made anew when somebody lists it.
  if (bounds.never === null) return;
  await em.nativeDelete(MappingPlaceEntity, { tenantId });
  await em.nativeDelete(MappingCountEntity, { tenantId });
}
