import { randomUUID } from 'node:crypto';
import { Injectable } from '@nestjs/common';
import { ProviderError, type ProviderEvent, type WebhookDelivery, WebhookRefused } from '../contract/index.js';
import { TenantDatabase } from '../access/index.js';
import { Connections, WebhookSubscriptions } from '../connection/index.js';
import { PhoneSystemRegistry } from '../registry/index.js';
import { type ConnectionEntity, type ConnectionStatus, jsonLiteral } from '../storage/index.js';
import { Problem } from '../support/problem.js';

/**
 * What vendors tell as it happens. A delivery is verified and stored before it is answered, and applied by whoever works
 * on it ({@link Deliveries}).
 */
@Injectable()
export class WebhookInbox {
  constructor(
    private readonly tenants: TenantDatabase,
    private readonly registry: PhoneSystemRegistry,
    private readonly connections: Connections,
    private readonly subscriptions: WebhookSubscriptions,
  ) {}

  /**
   * Stores what a delivery says, where its connection is connected. Where that rests or has stopped, nothing is stored and
   * nothing is wrong: a vendor that is answered with errors would stop telling, and the list brings what was missed.
   *
   * @returns whether it says something that is needed
   * @throws Problem 401 for anything but a delivery that this connection's vendor signed
   */
  async receive(providerKey: string, connectionId: string, delivery: WebhookDelivery): Promise<'stored' | 'ignored'> {
    const connection = isUuid(connectionId) ? await this.connections.byId(connectionId) : null;
    const secret = connection?.providerKey === providerKey ? this.subscriptions.secretOf(connection) : null;
    if (connection === null || secret === null) throw refused();
    const events = await this.open(providerKey, delivery, secret);
    if (events.length === 0) return 'ignored';
    const status = await this.store(connection, events);
    if (status === null || status === 'disconnected') throw refused();
    return status === 'connected' ? 'stored' : 'ignored';
  }

  /** @returns what is to be applied: calls, and what is said of those that cannot be believed */
  private async open(
    providerKey: string,
    delivery: WebhookDelivery,
    secret: string,
  ): Promise<readonly ProviderEvent[]> {
    const facet = this.registry.find(providerKey)?.webhooks;
    if (facet === undefined) throw refused();
    try {
      const events = await facet.open(delivery, secret);
      return events.filter((event) => event.kind === 'callFinished' || event.rejected !== undefined);
    } catch (error) {
      if (error instanceof WebhookRefused) throw refused();
      // The provider's own fault, which is logged. The list brings the call.
      if (error instanceof ProviderError) return [];
      throw error;
    }
  }

  /**
   * In one statement, which a worker that holds the connection's row does not keep waiting, but a disconnect that erases
   * does: nothing is stored after that.
   *
   * @returns the status by which it was decided; null where there is no such connection any more
   */
  private async store(
    { id, tenantId }: ConnectionEntity,
    events: readonly ProviderEvent[],
  ): Promise<ConnectionStatus | null> {
    const [row] = await this.tenants.of(tenantId).execute<{ status: ConnectionStatus }[]>(
      `with present as (
         select id, tenant_id, status from phone_system.connection where id = ? and tenant_id = ? for key share),
       stored as (
         insert into phone_system.webhook_delivery (id, tenant_id, connection_id, events, received_at)
         select ?, tenant_id, id, ?::jsonb, now() from present where status = 'connected')
       select status from present`,
      [id, tenantId, randomUUID(), jsonLiteral(events)],
    );
    return row?.status ?? null;
  }
}

const isUuid = (text: string): boolean => /^[0-9a-f]{8}(-[0-9a-f]{4}){3}-[0-9a-f]{12}$/i.test(text);

const refused = (): Problem =>
  new Problem(401, 'unsigned', 'This delivery is not signed for a connection that is known here.');
