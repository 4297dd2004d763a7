import { Injectable } from '@nestjs/common';
import { TenantDatabase } from '../access/index.js';
import { clientOf, Connections, type IdleGrant, idleGrants, TokenVault } from '../connection/index.js';
import { ProviderError } from '../contract/index.js';
import type { WorkDefinition } from '../queue/index.js';
import { PhoneSystemRegistry } from '../registry/index.js';
import { Backoff } from '../support/backoff.js';

export const KEEP_GRANTS = 'keep-grants';

/** What dies within days is looked for once a minute. */
const LOOK_EVERY_MS = 60_000;
const DAY_MS = 86_400_000;

/** Renews grants that would die unused: of a connection that has stopped, or rests for long, nothing else does. */
@Injectable()
export class KeepGrantsJob implements WorkDefinition<IdleGrant> {
  readonly name = KEEP_GRANTS;
  readonly concurrency = 1;
  readonly backoff = new Backoff();

  private lookedAt = Number.NEGATIVE_INFINITY;

  constructor(
    private readonly tenants: TenantDatabase,
    private readonly connections: Connections,
    private readonly registry: PhoneSystemRegistry,
    private readonly vault: TokenVault,
  ) {}

  async due(): Promise<readonly IdleGrant[]> {
    if (performance.now() - this.lookedAt < LOOK_EVERY_MS) return [];
    this.lookedAt = performance.now();
    const idle = await Promise.all(this.registry.all().map(({ descriptor }) => idleGrants(this.tenants, descriptor)));
    return idle.flat().filter(({ connectionId }) => this.backoff.allows(connectionId));
  }

  readonly work = async ({ connectionId }: IdleGrant, signal: AbortSignal): Promise<void> => {
    const connection = await this.connections.byId(connectionId);
    const provider = connection && this.registry.find(connection.providerKey);
    if (!provider || provider.client === null) return;
    try {
      await this.vault.access(connection, provider, clientOf(provider), signal);
      this.backoff.succeeded(connectionId);
    } catch (error) {
      if (signal.aborted) return;
      if (!(error instanceof ProviderError)) {
        this.backoff.failed(connectionId);
        throw error;
      }
      // A connection that has stopped for another reason keeps that, and says so once it is fetched for again.
      if (error.failure.kind === 'reconnect') this.backoff.succeeded(connectionId, DAY_MS);
      else this.backoff.failed(connectionId);
    }
  };
}
