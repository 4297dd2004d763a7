import { randomBytes } from 'node:crypto';
import { Inject, Injectable } from '@nestjs/common';
import {
  ownWebhooks,
  type PhoneSystemProvider,
  ProviderError,
  type ProviderSession,
  type StandingSubscription,
  type WebhookSubscription,
} from '../../contract/index.js';
import { TenantDatabase } from '../../access/tenant-database.js';
import { ConnectionEntity, PHONE_SYSTEM_SETTINGS, type StoredProblem } from '../../storage/index.js';
import { isLoopback } from '../../support/origin.js';
import type { PhoneSystemSettings } from '../../support/settings.js';
import { Sessions } from '../requests/sessions.service.js';
import { TokenKeys } from '../../access/token-keys.service.js';
import { EventLog, wordsOf } from '../../tracing/index.js';

const PATIENCE_MS = 20_000;
/** Whoever connects subscribes, with a few requests of such patience: two at once would take away each other's. */
const BEING_MADE_MS = 4 * PATIENCE_MS;
/** How soon a subscription is renewed again that could not be. */
const TRY_AGAIN_MS = 60_000;

/**
 * Has the vendor tell about calls as they happen, where it can and can reach this host. Without it everything works, a
 * little later: so a failure here is logged and stops nothing.
 */
@Injectable()
export class WebhookSubscriptions {
  private readonly log = new EventLog(WebhookSubscriptions.name);

  constructor(
    private readonly tenants: TenantDatabase,
    private readonly sessions: Sessions,
    private readonly keys: TokenKeys,
    @Inject(PHONE_SYSTEM_SETTINGS) private readonly settings: PhoneSystemSettings,
  ) {}

  /**
   * Subscribes anew, with a new secret.
   *
   * @param prefix what the host puts in front of this package's routes, such as `/api`
   */
  async renew(connection: ConnectionEntity, provider: PhoneSystemProvider, prefix: string): Promise<void> {
    if (ownWebhooks(provider) === undefined) return;
    const hooksPath = `${prefix}/phone-systems/${provider.descriptor.key}/hooks/${connection.id}`;
    await this.update(connection, { hooksPath });
    const url = this.addressOf(connection, provider);
    if (url !== null) await this.subscribe(connection, provider, url);
  }

  /**
   * Follows this host to another address, and away from the vendor where that can no longer reach it. Costs no request
   * while the address stays as it is.
   */
  async follow(connection: ConnectionEntity, provider: PhoneSystemProvider, signal: AbortSignal): Promise<void> {
    const { webhook } = connection;
    if (isBeingMade(connection)) return;
    const url = this.addressOf(connection, provider);
    // Where nothing is to be subscribed, nothing is refused.
    if (url === null && connection.eventsProblem !== null) await this.update(connection, { eventsProblem: null });
    // One that was kept without its address, or made for a path that is not known any more, is left to the next connect.
    if (webhook?.url === undefined || connection.hooksPath === null) return;
    if (webhook.url === url || !(await this.remove(connection, provider, signal))) return;
    if (url !== null) await this.subscribe(connection, provider, url, signal);
  }

  /** Asks the vendor whether the subscription is there still, and subscribes anew where it is not. */
  async mend(connection: ConnectionEntity, provider: PhoneSystemProvider, signal: AbortSignal): Promise<void> {
    const url = this.addressOf(connection, provider);
    const { webhook } = connection;
    if (isBeingMade(connection)) return;
    // What stands elsewhere comes first: see `follow`.
    if (url === null || (webhook !== null && webhook.url !== url)) return;
    let stands = false;
    const isKnown = await this.attempt(connection, provider, 'looked up at', signal, async (session) => {
      const isMade = webhook !== null && Object.keys(webhook.ids).length > 0;
      stands = isMade && ((await ownWebhooks(provider)?.stands?.(session, { url, ids: webhook.ids })) ?? true);
    });
    if (isKnown && !stands) await this.subscribe(connection, provider, url, signal);
  }

  /**
   * Has a subscription that lapses stand for longer. Where that cannot be, it is tried again within minutes; one that has
   * lapsed, or is gone, is made anew.
   */
  async prolong(connection: ConnectionEntity, provider: PhoneSystemProvider, signal: AbortSignal): Promise<void> {
    const { webhook, sealedWebhookSecret, webhookRenewAt } = connection;
    const url = this.addressOf(connection, provider);
    const renew = ownWebhooks(provider)?.renew;
    if (webhookRenewAt === null || isBeingMade(connection)) return;
    // Another address is followed with the next turn.
    if (webhook === null || url === null || webhook.url !== url)
      return this.update(connection, { webhookRenewAt: null });
    const now = new Date();
    const expiresAt = new Date(webhook.expiresAt ?? now);
    let isGone = renew === undefined || expiresAt <= now;
    const isRenewed =
      !isGone &&
      (await this.attempt(connection, provider, 'renewed at', signal, async (session) => {
        const renewed = await renew?.(session, { url, ids: webhook.ids }).catch((error: unknown) => {
          isGone = error instanceof ProviderError && error.failure.kind === 'gone';
          throw error;
        });
        await this.note(connection, sealedWebhookSecret, url, {
          expiresAt,
          ...renewed,
          ids: renewed?.ids ?? webhook.ids,
        });
      }));
    if (isRenewed) return;
    if (isGone) await this.subscribe(connection, provider, url, signal);
    else await this.update(connection, { webhookRenewAt: new Date(Math.min(+now + TRY_AGAIN_MS, +expiresAt)) });
  }

  /**
   * Ends the subscription at the vendor, if there is one or may be.
   *
   * @returns whether none stands any more
   */
  async remove(connection: ConnectionEntity, provider: PhoneSystemProvider, signal?: AbortSignal): Promise<boolean> {
    const { webhook } = connection;
    if (ownWebhooks(provider) === undefined || webhook === null) return true;
    // Subscriptions of earlier versions were kept without their address.
    if (!(await this.takeAway(connection, provider, { url: '', ...webhook }, signal))) return false;
    await this.update(connection, { webhook: null, sealedWebhookSecret: null, webhookRenewAt: null });
    return true;
  }

  /**
   * Ends what stands at the vendor for a connection that is being disconnected; its row is left to whoever ends it.
   *
   * @param hold asked before each request: what it throws ends the work
   * @returns whether none stands any more
   */
  async end(
    connection: ConnectionEntity,
    provider: PhoneSystemProvider,
    signal: AbortSignal,
    hold: () => Promise<void>,
  ): Promise<boolean> {
    const { webhook } = connection;
    if (ownWebhooks(provider) === undefined || webhook === null) return true;
    return await this.takeAway(connection, provider, { url: '', ...webhook }, signal, hold);
  }

  /** The secret that this connection's deliveries are signed with, or null where there is none. */
  secretOf({ id, sealedWebhookSecret }: ConnectionEntity): string | null {
    return sealedWebhookSecret === null ? null : this.keys.unseal(sealedWebhookSecret, secretPlace(id));
  }

  /** Where the vendor delivers to; null where it cannot, or where nobody has connected since that is noted. */
  private addressOf({ hooksPath }: ConnectionEntity, provider: PhoneSystemProvider): string | null {
    if (hooksPath === null || ownWebhooks(provider) === undefined || !this.reachable(provider)) return null;
    return new URL(hooksPath, this.settings.publicUrl).href;
  }

  /** The vendor reaches a public https address; on one machine, loopback reaches loopback. */
  private reachable({ client }: PhoneSystemProvider): boolean {
    const { publicUrl } = this.settings;
    return publicUrl.startsWith('https://') || (isLoopback(publicUrl) && client !== null && isLoopback(client.baseUrl));
  }

  private async subscribe(
    connection: ConnectionEntity,
    provider: PhoneSystemProvider,
    url: string,
    signal?: AbortSignal,
  ): Promise<void> {
    const isGone = await this.remove(connection, provider, signal);
    // It must not be forgotten as long as it may stand at another address.
    if (!isGone && connection.webhook?.url !== url) return;
    const secret = randomBytes(32).toString('base64url');
    const sealedWebhookSecret = this.keys.seal(secret, secretPlace(connection.id));
    // Written down first: from the request on something may stand there, and deliver before its answer is here. And of two
    // copies that subscribe at once, that one goes on whose secret stands there.
    await this.update(connection, { webhook: { url, ids: {} }, sealedWebhookSecret });
    const hold = (): Promise<void> => this.hold(connection, sealedWebhookSecret);
    // What an earlier connection of this account left behind, because the vendor could not be reached.
    await this.takeAway(connection, provider, { url, ids: {} }, signal, hold);
    let ids: StandingSubscription['ids'] = {};
    const work = async (session: ProviderSession): Promise<void> => {
      const made = (await ownWebhooks(provider)?.subscribe(session, { url, secret })) ?? { ids };
      ids = made.ids;
      await this.note(connection, sealedWebhookSecret, url, made);
    };
    if (await this.attempt(connection, provider, 'subscribed to', signal, work, hold)) {
      if (connection.eventsProblem !== null) await this.update(connection, { eventsProblem: null });
      return;
    }
    if (await this.isHeld(connection, sealedWebhookSecret)) {
      await this.update(connection, { eventsProblem: eventsRefused(provider) });
      await this.remove(connection, provider, signal);
    }
    // The other copy may have looked before this was there.
    else await this.takeAway(connection, provider, { url: '', ids }, signal);
  }

  /**
   * @param sealedWebhookSecret by which the subscription is still this one
   * @throws Overtaken
   */
  private async note(
    connection: ConnectionEntity,
    sealedWebhookSecret: string | null,
    url: string,
    { ids, secret, expiresAt }: WebhookSubscription,
  ): Promise<void> {
    const change = {
      webhook: { url, ids, ...(expiresAt !== undefined && { expiresAt: expiresAt.toISOString() }) },
      webhookRenewAt: expiresAt === undefined ? null : renewalOf(expiresAt, new Date()),
      ...(secret !== undefined && {
        sealedWebhookSecret: this.keys.seal(secret.reveal(), secretPlace(connection.id)),
      }),
    };
    const where = { ...asConnected(connection), sealedWebhookSecret };
    const changed = await this.tenants.of(connection.tenantId).nativeUpdate(ConnectionEntity, where, change);
    if (changed === 0) throw new Overtaken();
    Object.assign(connection, change);
  }

  private async update(
    connection: ConnectionEntity,
    change: Partial<
      Pick<ConnectionEntity, 'hooksPath' | 'webhook' | 'sealedWebhookSecret' | 'webhookRenewAt' | 'eventsProblem'>
    >,
  ): Promise<void> {
    Object.assign(connection, change);
    // Whoever comes late must not bring a secret back to a connection that was ended, or connected anew.
    await this.tenants.of(connection.tenantId).nativeUpdate(ConnectionEntity, asConnected(connection), change);
  }

  /**
   * Whoever connects last subscribes: what others still have in hand would take that away again.
   *
   * @param sealedWebhookSecret of the subscription that is being made
   * @throws Overtaken where the connection was ended, or somebody has connected or subscribed it anew
   */
  private async hold(connection: ConnectionEntity, sealedWebhookSecret?: string): Promise<void> {
    if (!(await this.isHeld(connection, sealedWebhookSecret))) throw new Overtaken();
  }

  private async isHeld(connection: ConnectionEntity, sealedWebhookSecret?: string): Promise<boolean> {
    const where = {
      ...asConnected(connection),
      ...(sealedWebhookSecret === undefined ? {} : { sealedWebhookSecret }),
    };
    return (await this.tenants.of(connection.tenantId).count(ConnectionEntity, where)) > 0;
  }

  private async takeAway(
    connection: ConnectionEntity,
    provider: PhoneSystemProvider,
    standing: StandingSubscription,
    signal?: AbortSignal,
    hold?: () => Promise<void>,
  ): Promise<boolean> {
    const work = async (session: ProviderSession): Promise<void> => {
      await ownWebhooks(provider)?.unsubscribe(session, standing);
    };
    return await this.attempt(connection, provider, 'removed from', signal, work, hold);
  }

  /** @returns whether it worked */
  private async attempt(
    connection: ConnectionEntity,
    provider: PhoneSystemProvider,
    what: string,
    signal: AbortSignal | undefined,
    work: (session: ProviderSession) => Promise<void>,
    hold?: () => Promise<void>,
  ): Promise<boolean> {
    const patience = AbortSignal.timeout(PATIENCE_MS);
    const either = signal === undefined ? patience : AbortSignal.any([signal, patience]);
    try {
      await work(this.sessions.open(connection, provider, either, hold ?? (() => this.hold(connection))));
      return true;
    } catch (error) {
      if (error instanceof Overtaken) return false;
      const { displayName, key } = provider.descriptor;
      this.log.warn('events-not-changed', `Call events could not be ${what} ${displayName}: ${wordsOf(error)}`, {
        provider: key,
        connection: connection.id,
      });
      return false;
    }
  }
}

/** The last third of its life is for trying more than once. */
const renewalOf = (expiresAt: Date, now: Date): Date => new Date(+now + ((+expiresAt - +now) * 2) / 3);

/** No alert: everything comes with the rounds. It is tried again with the daily comparison. */
const eventsRefused = ({ descriptor: { displayName } }: PhoneSystemProvider): StoredProblem => ({
  kind: 'events-refused',
  message: `Calls arrive with the next round, not at once. ${displayName} did not take the subscription to call events, as where a company has as many of them as it may have. It is tried again once a day.`,
  action: 'wait',
});

const isBeingMade = ({ connectedAt }: ConnectionEntity): boolean => Date.now() - connectedAt.getTime() < BEING_MADE_MS;

/** A connection as long as it is what somebody made it, whatever else changes in its row. */
const asConnected = ({ id, connectedAt }: ConnectionEntity) => ({
  id,
  connectedAt,
  status: { $ne: 'disconnected' as const },
});

/** Somebody else has the connection by now. */
class Overtaken extends Error {
  override readonly name = 'Overtaken';
}

/** Where a connection's webhook secret is sealed for. */
export const secretPlace = (connectionId: string): string => `${connectionId}/webhook`;
