import { randomUUID } from 'node:crypto';
import { LockMode } from '@mikro-orm/core';
import { Injectable } from '@nestjs/common';
import { type CallRecord, type ProviderEvent, type WebhookDelivery, WebhookRefused } from '../contract/index.js';
import { ErasedPeople, type Mentions, TenantDatabase } from '../access/index.js';
import { Connections, WebhookSubscriptions } from '../connection/index.js';
import { PhoneSystemRegistry } from '../registry/index.js';
import { ConnectionEntity, WebhookDeliveryEntity } from '../storage/index.js';
import { Problem } from '../support/problem.js';
import { writeCalls } from './call-writer.js';
import { holdPlace, type Place } from '../connection/place.js';

const APPLIED_AT_ONCE = 200;

/**
 * What vendors tell as it happens. A delivery is verified and stored before it is answered, and applied by whoever
 * holds the connection, through the one writer: lost, doubled, late and reordered ones change nothing that the next
 * round would not.
 */
@Injectable()
export class WebhookInbox {
  constructor(
    private readonly tenants: TenantDatabase,
    private readonly registry: PhoneSystemRegistry,
    private readonly connections: Connections,
    private readonly subscriptions: WebhookSubscriptions,
    private readonly erased: ErasedPeople,
  ) {}

  /**
   * @returns whether it says something that is needed
   * @throws Problem 401 for anything but a delivery that this connection's vendor signed
   */
  async receive(providerKey: string, connectionId: string, delivery: WebhookDelivery): Promise<'stored' | 'ignored'> {
    const facet = this.registry.find(providerKey)?.webhooks;
    const connection = isUuid(connectionId) ? await this.connections.byId(connectionId) : null;
    const secret = connection?.providerKey === providerKey ? this.subscriptions.secretOf(connection) : null;
    if (facet === undefined || connection === null || secret === null) throw refused();
    let events: readonly ProviderEvent[];
    try {
      events = await facet.open(delivery, secret);
    } catch (error) {
      if (error instanceof WebhookRefused) throw refused();
      throw error;
    }
    const kept = events.filter(({ kind }) => kind !== 'ignored');
    if (kept.length === 0) return 'ignored';
    return await this.tenants.transaction(connection.tenantId, async (em) => {
      // A disconnect may have erased everything since: nothing is stored after it.
      const { id, tenantId } = connection;
      const present = await em.findOne(ConnectionEntity, { id }, { lockMode: LockMode.PESSIMISTIC_READ });
      if (present === null || present.status === 'disconnected') throw refused();
      await em.insert(WebhookDeliveryEntity, {
        id: randomUUID(),
        tenantId,
        connectionId: id,
        events: kept,
        receivedAt: new Date(),
      });
      return 'stored' as const;
    });
  }

  /**
   * Applies what is stored, oldest event first, and removes it.
   *
   * @param mentions how the directories, as they were last read, still name erased people
   */
  async apply(place: Place, timeZone: string, mentions?: Mentions): Promise<void> {
    const { connection } = place;
    for (let left = true; left;) {
      left = await this.tenants.transaction(connection.tenantId, async (em) => {
        await holdPlace(em, place);
        const deliveries = await em.find(
          WebhookDeliveryEntity,
          { connectionId: connection.id },
          { orderBy: { receivedAt: 'asc' }, limit: APPLIED_AT_ONCE },
        );
        const calls = deliveries
          .flatMap(({ events }) => events.flatMap((event) => (event.kind === 'callFinished' ? [event.call] : [])))
          .map(revived);
        await writeCalls(
          em,
          { connection, timeZone, erased: this.erased, toldBy: 'event', ...(mentions && { mentions }) },
          calls,
        );
        await em.nativeDelete(WebhookDeliveryEntity, { id: { $in: deliveries.map(({ id }) => id) } });
        return deliveries.length === APPLIED_AT_ONCE;
      });
    }
  }
}

/** Stored as JSON, instants come back as text. */
const revived = (call: CallRecord): CallRecord => ({
  ...call,
  startedAt: new Date(call.startedAt),
  connectedAt: call.connectedAt === null ? null : new Date(call.connectedAt),
  endedAt: new Date(call.endedAt),
});

const isUuid = (text: string): boolean => /^[0-9a-f]{8}(-[0-9a-f]{4}){3}-[0-9a-f]{12}$/i.test(text);

const refused = (): Problem =>
  new Problem(401, 'unsigned', 'This delivery is not signed for a connection that is known here.');
