import { Injectable, Logger } from '@nestjs/common';
import type { PhoneSystemProvider } from '../contract/index.js';
import { type Actor, audit } from '../access/audit-trail.js';
import { TenantDatabase } from '../access/tenant-database.js';
import { PhoneSystemRegistry } from '../registry/index.js';
import { ConnectionEntity } from '../storage/index.js';
import { eraseConnection } from './erase-connection.js';
import { clientOf } from './sessions.service.js';
import { TokenEndpoint } from './token-endpoint.js';
import { TokenVault } from './token-vault.service.js';
import { WebhookSubscriptions } from './webhook-subscriptions.service.js';

const PATIENCE_MS = 10_000;

/** The connections that there are, and the end of one. */
@Injectable()
export class Connections {
  private readonly logger = new Logger(Connections.name);

  constructor(
    private readonly tenants: TenantDatabase,
    private readonly registry: PhoneSystemRegistry,
    private readonly vault: TokenVault,
    private readonly webhooks: WebhookSubscriptions,
  ) {}

  /** The connection of a tenant at a provider: the present one, else the one that was disconnected last. */
  async find(tenantId: string, providerKey: string): Promise<ConnectionEntity | null> {
    const connections = await this.tenants
      .of(tenantId)
      .find(ConnectionEntity, { providerKey }, { orderBy: { connectedAt: 'desc' } });
    return connections.find(({ status }) => status !== 'disconnected') ?? connections[0] ?? null;
  }

  /** A connection by its id, of whichever tenant: for jobs and webhooks, which know nothing else. */
  async byId(id: string): Promise<ConnectionEntity | null> {
    return await this.tenants.acrossTenants().findOne(ConnectionEntity, { id }, { filters: { tenant: false } });
  }

  /** The key of the tenant's connected phone system, or null. */
  async selected(tenantId: string): Promise<string | null> {
    const connection = await this.tenants.of(tenantId).findOne(ConnectionEntity, { status: { $ne: 'disconnected' } });
    return connection?.providerKey ?? null;
  }

  /**
   * Ends a connection: fetching stops, the vendor takes the grant back, the tokens go. A vendor that cannot be reached
   * does not keep the tokens alive here.
   *
   * @param erase whether everything that came over this connection goes too
   */
  async disconnect(by: Actor, providerKey: string, { erase }: { erase: boolean }): Promise<void> {
    const { tenantId } = by;
    const connection = await this.find(tenantId, providerKey);
    if (connection === null) return;
    const provider = this.registry.find(providerKey);
    if (connection.status !== 'disconnected') {
      await this.stop(connection);
      if (provider !== undefined) await this.revoke(connection, provider);
    }
    await this.tenants.transaction(tenantId, async (em) => {
      await em.nativeUpdate(ConnectionEntity, { id: connection.id }, DISCONNECTED);
      if (erase) await eraseConnection(em, connection);
      if (erase || connection.status !== 'disconnected') {
        const details = { system: providerKey, erase };
        await audit(em, by, { action: 'disconnect', subject: connection.id, details });
      }
    });
  }

  /** From here on no worker can commit, and what is left to do can be done again should this process end. */
  private async stop(connection: ConnectionEntity): Promise<void> {
    await this.tenants.of(connection.tenantId).nativeUpdate(
      ConnectionEntity,
      { id: connection.id },
      {
        status: 'stopped',
        problem: {
          kind: 'disconnecting',
          message: 'This connection is being disconnected. If it stays so, click Disconnect again.',
          action: 'wait',
        },
        fence: connection.fence + 1,
      },
    );
  }

  private async revoke(connection: ConnectionEntity, provider: PhoneSystemProvider): Promise<void> {
    try {
      await this.webhooks.remove(connection, provider);
      if (await this.takeBack(connection, provider)) return;
      this.logger.warn(
        `${provider.descriptor.displayName} did not confirm that the grant is revoked; revoke it there.`,
      );
    } catch (error) {
      this.logger.warn(
        `The grant could not be revoked at ${provider.descriptor.displayName}; revoke it there. ${error instanceof Error ? error.message : String(error)}`,
      );
    }
  }

  /** An access token that has run out revokes nothing: a fresh one does. */
  private async takeBack(connection: ConnectionEntity, provider: PhoneSystemProvider): Promise<boolean> {
    const tokens = await this.vault.read(connection);
    if (tokens === null) return true;
    const client = clientOf(provider);
    const endpoint = new TokenEndpoint(provider.descriptor, client);
    const patience = AbortSignal.timeout(PATIENCE_MS);
    if (await endpoint.revoke(tokens.access, patience)) return true;
    const fresh = await this.vault.access(connection, provider, client, patience, tokens.access);
    return await endpoint.revoke(fresh, patience);
  }
}

const DISCONNECTED = {
  status: 'disconnected',
  problem: null,
  sealedTokens: null,
  tokenExpiresAt: null,
  refreshingUntil: null,
  sealedWebhookSecret: null,
  webhook: null,
  nextNearAt: null,
  nextFarAt: null,
  nextReconciliationAt: null,
} as const;
