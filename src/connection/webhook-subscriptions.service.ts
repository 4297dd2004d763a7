import { randomBytes } from 'node:crypto';
import { Inject, Injectable, Logger } from '@nestjs/common';
import type { PhoneSystemProvider, StandingSubscription, WebhookFacet } from '../contract/index.js';
import { TenantDatabase } from '../access/tenant-database.js';
import { ConnectionEntity, PHONE_SYSTEM_SETTINGS } from '../storage/index.js';
import { isLoopback } from '../support/origin.js';
import type { PhoneSystemSettings } from '../support/settings.js';
import { Sessions } from './sessions.service.js';
import { TokenKeys } from '../access/token-keys.service.js';

const PATIENCE_MS = 20_000;

/**
 * Has the vendor tell about calls as they happen, where it can and can reach this host. Without it everything works, a
 * little later: so a failure here is logged and stops nothing.
 */
@Injectable()
export class WebhookSubscriptions {
  private readonly logger = new Logger(WebhookSubscriptions.name);

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
    const facet = provider.webhooks;
    if (facet === undefined || !this.reachable(provider)) return;
    const path = `${prefix}/phone-systems/${provider.descriptor.key}/hooks/${connection.id}`;
    const { href: url } = new URL(path, this.settings.publicUrl);
    await this.remove(connection, provider);
    // What an earlier connection of this account left behind, because the vendor could not be reached.
    await this.takeAway(connection, provider, facet, { url, ids: {} });
    const secret = randomBytes(32).toString('base64url');
    // Written down first: from the request on something may stand there, and deliver before its answer is here.
    await this.update(connection, {
      webhook: { url, ids: {} },
      sealedWebhookSecret: this.keys.seal(secret, secretPlace(connection.id)),
    });
    const isDone = await this.attempt(connection, provider, 'subscribed to', async (session) => {
      const { ids } = await facet.subscribe(session, { url, secret });
      await this.update(connection, { webhook: { url, ids } });
    });
    if (!isDone) await this.remove(connection, provider);
  }

  /** Ends the subscription at the vendor, if there is one or may be. */
  async remove(connection: ConnectionEntity, provider: PhoneSystemProvider): Promise<void> {
    const { webhook } = connection;
    const facet = provider.webhooks;
    if (facet === undefined || webhook === null) return;
    // Subscriptions of earlier versions were kept without their address.
    if (!(await this.takeAway(connection, provider, facet, { url: '', ...webhook }))) return;
    await this.update(connection, { webhook: null, sealedWebhookSecret: null });
  }

  /** The secret that this connection's deliveries are signed with, or null where there is none. */
  secretOf({ id, sealedWebhookSecret }: ConnectionEntity): string | null {
    return sealedWebhookSecret === null ? null : this.keys.unseal(sealedWebhookSecret, secretPlace(id));
  }

  /** The vendor reaches a public https address; on one machine, loopback reaches loopback. */
  private reachable({ client }: PhoneSystemProvider): boolean {
    const { publicUrl } = this.settings;
    return publicUrl.startsWith('https://') || (isLoopback(publicUrl) && client !== null && isLoopback(client.baseUrl));
  }

  private async update(
    connection: ConnectionEntity,
    change: Partial<Pick<ConnectionEntity, 'webhook' | 'sealedWebhookSecret'>>,
  ): Promise<void> {
    Object.assign(connection, change);
    await this.tenants.of(connection.tenantId).nativeUpdate(ConnectionEntity, { id: connection.id }, change);
  }

  private async takeAway(
    connection: ConnectionEntity,
    provider: PhoneSystemProvider,
    facet: WebhookFacet,
    standing: StandingSubscription,
  ): Promise<boolean> {
    return await this.attempt(connection, provider, 'removed from', (session) => facet.unsubscribe(session, standing));
  }

  /** @returns whether it worked */
  private async attempt(
    connection: ConnectionEntity,
    provider: PhoneSystemProvider,
    what: string,
    work: (session: ReturnType<Sessions['open']>) => Promise<void>,
  ): Promise<boolean> {
    try {
      await work(this.sessions.open(connection, provider, AbortSignal.timeout(PATIENCE_MS)));
      return true;
    } catch (error) {
      this.logger.warn(
        `Call events could not be ${what} ${provider.descriptor.displayName}: ${error instanceof Error ? error.message : String(error)}`,
      );
      return false;
    }
  }
}

/** Where a connection's webhook secret is sealed for. */
export const secretPlace = (connectionId: string): string => `${connectionId}/webhook`;
