import { randomUUID } from 'node:crypto';
import { Injectable } from '@nestjs/common';
import {
  type CallRecord,
  ProviderError,
  type ProviderEvent,
  type SharedWebhooks,
  type WebhookDelivery,
  type WebhookReceipt,
  WebhookRefused,
  type WebhookReading,
  type WebhookReply,
} from '../contract/index.js';
import { boundedCall, BoundsBook, type StorageBounds, TenantDatabase } from '../access/index.js';
import { Connections, WebhookSubscriptions } from '../connection/index.js';
import { PhoneSystemRegistry } from '../registry/index.js';
import { type ConnectionEntity, type ConnectionStatus, jsonLiteral } from '../storage/index.js';
import type { Problem } from '../support/problem.js';
import { problem } from '../support/problems.js';
import { ApartTimes, apartTimesOf } from './apart-spans.js';
import { withoutApartEvents } from './without-apart.js';

/** What became of a delivery, and what its sender is answered with. */
export interface Received {
  readonly outcome: 'stored' | 'ignored' | 'answered';
  readonly reply: WebhookReply;
  /** Whom it is about, where that is known. */
  readonly connectionId?: string;
}

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
    private readonly bounds: BoundsBook,
  ) {}

  /**
   * Takes what comes to a connection's own address. Where that rests or has stopped, nothing is stored and nothing is wrong:
   * a vendor that is answered with errors would stop telling, and the list brings what was missed.
   *
   * @throws Problem 401 for anything but a delivery of this connection's vendor
   */
  async receive(providerKey: string, connectionId: string, delivery: WebhookDelivery): Promise<Received> {
    const connection = isUuid(connectionId) ? await this.connections.byId(connectionId) : null;
    const facet = this.registry.find(providerKey)?.webhooks;
    const secret = connection?.providerKey === providerKey ? this.subscriptions.secretOf(connection) : null;
    if (connection === null || secret === null || facet === undefined || 'accountOf' in facet) throw refused();
    const receipt = { receivedAt: new Date(), account: connection.accountExternalId };
    if (isBeingSubscribed(connection)) {
      const reply = answerOf(facet, delivery, secret, receipt);
      if (reply !== null) return { outcome: 'answered', reply };
    }
    const events = await open(facet, delivery, secret, receipt);
    const status = events.length === 0 ? connection.status : await this.store(connection, events);
    if (status === null || status === 'disconnected') throw refused();
    const isStored = events.length > 0 && (status === 'connected' || events.some(isGone));
    const outcome = isStored ? 'stored' : 'ignored';
    return { outcome, reply: facet.taken ?? NO_CONTENT, connectionId };
  }

  /**
   * Takes what comes to the one address of all accounts. What is about an account that nobody has connected is answered like
   * anything else.
   *
   * @throws Problem 401 for anything but a delivery of the vendor
   */
  async receiveForAll(providerKey: string, delivery: WebhookDelivery): Promise<Received> {
    const provider = this.registry.find(providerKey);
    const facet = provider?.webhooks;
    const secret = provider?.client?.webhookSecret?.reveal();
    if (facet === undefined || !('accountOf' in facet) || secret === undefined) throw refused();
    const receipt = { receivedAt: new Date(), account: null };
    const reply = answerOf(facet, delivery, secret, receipt);
    if (reply !== null) return { outcome: 'answered', reply };
    const events = await open(facet, delivery, secret, receipt);
    const account = events.length === 0 ? null : accountOf(facet, delivery);
    const taken = facet.taken ?? NO_CONTENT;
    if (account === null) return { outcome: 'ignored', reply: taken };
    if (events.some(isGone)) return { ...(await this.receiveGone(providerKey, account, events)), reply: taken };
    const connection = await this.connections.ofAccount(providerKey, account);
    const status = connection && (await this.store(connection, events));
    return {
      outcome: status === 'connected' ? 'stored' : 'ignored',
      reply: taken,
      ...(connection && { connectionId: connection.id }),
    };
  }

  /** What an account that let this host go has anywhere is to be erased: where it was connected before, too. */
  private async receiveGone(
    providerKey: string,
    account: string,
    events: readonly ProviderEvent[],
  ): Promise<Omit<Received, 'reply'>> {
    const connections = await this.connections.everOfAccount(providerKey, account);
    for (const connection of connections) await this.store(connection, events);
    const [first] = connections;
    return { outcome: first ? 'stored' : 'ignored', ...(first && { connectionId: first.id }) };
  }

  /**
   * In one statement, which a worker that holds the connection's row does not keep waiting, but a disconnect that erases
   * does: nothing is stored after that. That the account is gone is stored whatever the status is.
   *
   * @returns the status by which it was decided; null where there is no such connection any more
   */
  private async store(
    { id, tenantId }: ConnectionEntity,
    events: readonly ProviderEvent[],
  ): Promise<ConnectionStatus | null> {
    const em = this.tenants.of(tenantId);
    const { bounds, hasApart } = await this.bounds.noted(em, tenantId);
    const apart = hasApart ? await apartTimesOf(em, { id, tenantId }, callsIn(events)) : new ApartTimes([]);
    const stored = boundedEvents(withoutApartEvents(events, apart), bounds);
    const [row] = await em.execute<{ status: ConnectionStatus }[]>(
      `with present as (
         select id, tenant_id, status from phone_system.connection where id = ? and tenant_id = ? for key share),
       stored as (
         insert into phone_system.webhook_delivery (id, tenant_id, connection_id, events, received_at)
         select ?, tenant_id, id, ?::jsonb, now() from present where status = 'connected' or ?)
       select status from present`,
      [id, tenantId, randomUUID(), jsonLiteral(stored), events.some(isGone)],
    );
    return row?.status ?? null;
  }
}

/** The calls that are told. */
export const callsIn = (events: readonly ProviderEvent[]): CallRecord[] =>
  events.flatMap((event) => (event.kind === 'callFinished' ? [event.call] : []));

/** What is told, as it may be stored. */
export const boundedEvents = (events: readonly ProviderEvent[], bounds: StorageBounds): readonly ProviderEvent[] =>
  events.flatMap((event): readonly ProviderEvent[] => {
    if (event.kind !== 'callFinished') return [event];
    const call = boundedCall(event.call, bounds);
    return call === null ? [] : [{ ...event, call }];
  });

/** @returns what is to be applied: calls, which calls are to be read, and what is said of those that cannot be believed */
async function open(
  facet: WebhookReading,
  delivery: WebhookDelivery,
  secret: string,
  receipt: WebhookReceipt,
): Promise<readonly ProviderEvent[]> {
  try {
    const events = await facet.open(delivery, secret, receipt);
    return events.filter((event) => event.kind !== 'ignored' || event.rejected !== undefined);
  } catch (error) {
    if (error instanceof WebhookRefused) throw refused();
    // The provider's own fault, which is logged. The list brings the call.
    if (error instanceof ProviderError) return [];
    throw error;
  }
}

/** @throws Problem 401 where it is a question, and not the vendor's, or the provider cannot answer it */
function answerOf(
  facet: WebhookReading,
  delivery: WebhookDelivery,
  secret: string,
  receipt: WebhookReceipt,
): WebhookReply | null {
  try {
    return facet.answer?.(delivery, secret, receipt) ?? null;
  } catch (error) {
    if (error instanceof WebhookRefused || error instanceof ProviderError) throw refused();
    throw error;
  }
}

/** @returns null where it names none, or the provider fails, which is logged: the list brings the call */
function accountOf(facet: SharedWebhooks, delivery: WebhookDelivery): string | null {
  try {
    return facet.accountOf(delivery);
  } catch (error) {
    if (error instanceof ProviderError) return null;
    throw error;
  }
}

/** Whoever answers unsigned questions at any time is an echo for everybody. */
const isBeingSubscribed = ({ webhook }: ConnectionEntity): boolean =>
  webhook !== null && Object.keys(webhook.ids).length === 0;

const isGone = ({ kind }: ProviderEvent): boolean => kind === 'accountGone';

const NO_CONTENT: WebhookReply = { status: 204 };

const isUuid = (text: string): boolean => /^[0-9a-f]{8}(-[0-9a-f]{4}){3}-[0-9a-f]{12}$/i.test(text);

const refused = (): Problem => problem('unsigned');
