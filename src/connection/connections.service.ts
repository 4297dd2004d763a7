import { Injectable } from '@nestjs/common';
import { type PhoneSystemProvider, ProviderError } from '../contract/index.js';
import { type Actor, audit } from '../access/audit-trail.js';
import { TenantDatabase } from '../access/tenant-database.js';
import { PhoneSystemRegistry } from '../registry/index.js';
import { ConnectionEntity, type StoredProblem } from '../storage/index.js';
import { EventLog, wordsOf } from '../tracing/index.js';
import { eraseConnection } from './erase-connection.js';
import { holdRounds } from './held-rounds.js';
import { clientOf } from './sessions.service.js';
import { TokenEndpoint } from './token-endpoint.js';
import { TokenVault } from './token-vault.service.js';
import { WebhookSubscriptions } from './webhook-subscriptions.service.js';

const PATIENCE_MS = 10_000;

/** The connections that there are, and the end of one. */
@Injectable()
export class Connections {
  private readonly log = new EventLog(Connections.name);

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
   * does not keep the tokens alive here; the problem of the ended connection then says that it still has the grant.
   *
   * @param erase whether everything that came over this connection goes too
   */
  async disconnect(by: Actor, providerKey: string, { erase }: { erase: boolean }): Promise<void> {
    const { tenantId } = by;
    const connection = await this.find(tenantId, providerKey);
    if (connection === null) return;
    const problem = connection.status === 'disconnected' ? connection.problem : await this.end(connection);
    await this.tenants.transaction(tenantId, async (em) => {
      await em.nativeUpdate(ConnectionEntity, { id: connection.id }, { ...DISCONNECTED, problem });
      await holdRounds(em, connection, UNTIL_CONNECTED);
      if (erase) await eraseConnection(em, connection);
      if (erase || connection.status !== 'disconnected') {
        const details = { system: providerKey, erase };
        await audit(em, by, { action: 'disconnect', subject: connection.id, details });
      }
    });
  }

  /** @returns what is left to do at the vendor */
  private async end(connection: ConnectionEntity): Promise<StoredProblem | null> {
    await this.stop(connection);
    const provider = this.registry.find(connection.providerKey);
    if (provider !== undefined && (await this.revoke(connection, provider))) return null;
    const name = provider?.descriptor.displayName ?? connection.providerKey;
    return {
      kind: 'not-revoked',
      message: `${name} did not confirm that access was taken back. Nothing here can use it any more; to be sure, remove this app at ${name} itself, or connect and disconnect once more.`,
      action: 'reconnect',
    };
  }

  /** From here on no worker can commit, and what is left to do can be done again should this process end. */
  private async stop(connection: ConnectionEntity): Promise<void> {
    await this.tenants.of(connection.tenantId).execute(
      `update phone_system.connection set status = 'stopped', problem = ?::jsonb, fence = fence + 1
       where id = ? and tenant_id = ?`,
      [JSON.stringify(DISCONNECTING), connection.id, connection.tenantId],
    );
  }

  /** @returns whether the vendor no longer has the grant */
  private async revoke(connection: ConnectionEntity, provider: PhoneSystemProvider): Promise<boolean> {
    const { displayName, key } = provider.descriptor;
    const facts = { provider: key, connection: connection.id };
    try {
      await this.webhooks.remove(connection, provider);
      if (await this.takeBack(connection, provider)) return true;
      this.log.warn('not-revoked', `${displayName} did not confirm that the grant is revoked; revoke it there.`, facts);
    } catch (error) {
      // It was taken back there before.
      if (error instanceof ProviderError && error.failure.kind === 'reconnect') return true;
      this.log.warn(
        'not-revoked',
        `The grant could not be revoked at ${displayName}; revoke it there. ${wordsOf(error)}`,
        facts,
      );
    }
    return false;
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

const DISCONNECTING: StoredProblem = {
  kind: 'disconnecting',
  message: 'This connection is being disconnected. If it stays so, click Disconnect again.',
  action: 'wait',
};

const UNTIL_CONNECTED: StoredProblem = {
  kind: 'disconnected',
  message: 'The phone system was disconnected. What is left to fetch is fetched once it is connected again.',
  action: 'reconnect',
};

const DISCONNECTED = {
  status: 'disconnected',
  sealedTokens: null,
  tokenExpiresAt: null,
  refreshingUntil: null,
  sealedWebhookSecret: null,
  webhook: null,
  nextNearAt: null,
  nextFarAt: null,
  nextReconciliationAt: null,
} as const;
