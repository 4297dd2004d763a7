import { setTimeout as sleep } from 'node:timers/promises';
import { type BeforeApplicationShutdown, Injectable } from '@nestjs/common';
import { type PhoneSystemProvider, type ProviderClient, ProviderError, type Secret } from '../../contract/index.js';
import { TenantDatabase } from '../../access/tenant-database.js';
import { TokenKeys } from '../../access/token-keys.service.js';
import { PhoneSystemMetrics } from '../../metrics/index.js';
import type { ConnectionEntity } from '../../storage/index.js';
import { effectOf } from '../requests/failure-effect.js';
import { giveLeaseBack, takeLease } from './refresh-lease.js';
import { renewalOf } from './renewal.js';
import { TokenEndpoint } from './token-endpoint.js';
import { type ConnectionKey, type StoredTokens, TokenRows } from './token-rows.js';
import type { Tokens } from './tokens.js';

/** How long a host that is stopping waits for a token refresh in progress. */
const SHUTDOWN_MS = 5_000;

/** What a refresh needs to know. */
interface Refresh {
  readonly connection: ConnectionKey;
  readonly provider: PhoneSystemProvider;
  readonly client: ProviderClient;
  /** The token that the vendor no longer takes, where that is why there is a refresh. */
  readonly refused: Secret | undefined;
}

/**
 * Keeps a connection's tokens, sealed. A refresh spends the refresh token, so one copy of the host does it, everybody
 * else waits for its result, and the new pair is stored before either is used. A refusal counts only against the pair
 * that was sent: a copy that was paused, and comes late with a spent one, changes nothing.
 */
@Injectable()
export class TokenVault implements BeforeApplicationShutdown {
  private readonly underWay = new Map<string, Promise<Secret>>();
  private readonly rows: TokenRows;

  constructor(
    private readonly tenants: TenantDatabase,
    keys: TokenKeys,
    private readonly metrics: PhoneSystemMetrics,
  ) {
    this.rows = new TokenRows(tenants, keys);
  }

  /** Before the database closes: the answer of a refresh must not be lost. */
  async beforeApplicationShutdown(): Promise<void> {
    const patience = sleep(SHUTDOWN_MS, undefined, { ref: false });
    await Promise.race([Promise.allSettled(this.underWay.values()), patience]);
  }

  /** The columns that hold these tokens. */
  sealed(connectionId: string, tokens: Tokens): Pick<ConnectionEntity, 'sealedTokens' | 'tokenExpiresAt'> {
    return this.rows.sealed(connectionId, tokens);
  }

  /** The stored tokens, or null where there are none (any more). */
  async read(connection: ConnectionKey): Promise<Tokens | null> {
    return (await this.rows.read(connection))?.tokens ?? null;
  }

  /**
   * An access token that should be accepted.
   *
   * @param refused the one that the vendor no longer takes: another one is fetched, unless somebody already did
   * @throws ProviderError of kind `reconnect` when there is no way to get one; the vendor is not asked again
   */
  async access(
    connection: ConnectionKey,
    provider: PhoneSystemProvider,
    client: ProviderClient,
    signal: AbortSignal,
    refused?: Secret,
  ): Promise<Secret> {
    const { tokens } = await this.live(connection);
    if (isUsable(tokens, refused)) return tokens.access;
    const refresh =
      this.underWay.get(connection.id) ??
      this.refresh({ connection, provider, client, refused }).finally(() => this.underWay.delete(connection.id));
    this.underWay.set(connection.id, refresh);
    return await untilAborted(refresh, signal);
  }

  /** @throws ProviderError where there are no tokens, or none that the vendor takes */
  private async live(connection: ConnectionKey): Promise<StoredTokens> {
    const stored = await this.rows.read(connection);
    if (stored === null || stored.status === 'needs-reconnect') throw gone();
    return stored;
  }

  /** Runs to its end even when the one who asked has gone: the answer of a refresh must not be lost. */
  private async refresh(refresh: Refresh): Promise<Secret> {
    const { connection, refused } = refresh;
    for (;;) {
      const lease = await takeLease(this.tenants, connection);
      if (lease === null) throw gone();
      try {
        const stored = await this.live(connection);
        if (isUsable(stored.tokens, refused)) return stored.tokens.access;
        if (lease.isUsable()) return await this.exchange(refresh, stored);
      } finally {
        await giveLeaseBack(this.tenants, connection, lease);
      }
    }
  }

  /** Spends the refresh token. */
  private async exchange(refresh: Refresh, spent: StoredTokens): Promise<Secret> {
    const { descriptor } = refresh.provider;
    const renewal = renewalOf(descriptor.grant, spent.tokens, spent.accountExternalId);
    if (renewal === null) return await this.giveUp(refresh, spent, gone());
    const endpoint = new TokenEndpoint(refresh.provider, refresh.client);
    let fresh: Tokens;
    try {
      fresh = await endpoint.request(renewal, NEVER);
    } catch (error) {
      if (error instanceof ProviderError && error.failure.kind === 'reconnect') {
        return await this.giveUp(refresh, spent, error);
      }
      this.metrics.refreshed(descriptor.key, 'failed');
      throw error;
    }
    return await this.keep(refresh, spent, { ...fresh, refresh: fresh.refresh ?? spent.tokens.refresh }, endpoint);
  }

  /** From here on the new pair exists only in this process, until it is stored. */
  private async keep(
    { connection, provider }: Refresh,
    spent: StoredTokens,
    fresh: Tokens,
    endpoint: TokenEndpoint,
  ): Promise<Secret> {
    const { key } = provider.descriptor;
    const isKept = await this.rows.replace(spent, fresh).catch((error: unknown) => {
      this.metrics.refreshed(key, 'lost');
      throw error;
    });
    this.metrics.refreshed(key, 'ok');
    if (isKept) return fresh.access;
    // Somebody connected anew during the refresh, and that grant counts; or disconnected, and this pair must not live on.
    const present = await this.rows.read(connection);
    if (present !== null) return present.tokens.access;
    await endpoint.revoke(fresh.access, AbortSignal.timeout(SHUTDOWN_MS)).catch(() => false);
    throw gone();
  }

  /** The vendor refuses a pair for good. Unless another one stands there by now, the connection needs somebody. */
  private async giveUp({ provider, refused }: Refresh, spent: StoredTokens, refusal: ProviderError): Promise<Secret> {
    const { key, displayName } = provider.descriptor;
    const { problem } = effectOf(refusal.failure, displayName);
    const isLast = await this.rows.refuse(spent, problem);
    this.metrics.refreshed(key, isLast ? 'refused' : 'failed');
    const present = isLast ? null : await this.rows.read(spent);
    if (present !== null && isUsable(present.tokens, refused)) return present.tokens.access;
    throw refusal;
  }
}

const NEVER = new AbortController().signal;

function isUsable({ access, expiresAt }: Tokens, refused: Secret | undefined): boolean {
  if (refused !== undefined && refused.reveal() === access.reveal()) return false;
  return expiresAt === null || expiresAt.getTime() > Date.now();
}

/** The work goes on; only the waiting for it ends. */
async function untilAborted<T>(work: Promise<T>, signal: AbortSignal): Promise<T> {
  return await new Promise<T>((resolve, reject) => {
    const abort = (): void => reject(signal.reason as Error);
    if (signal.aborted) abort();
    signal.addEventListener('abort', abort, { once: true });
    work.then(resolve, reject).finally(() => signal.removeEventListener('abort', abort));
  });
}

const gone = (): ProviderError =>
  new ProviderError({ kind: 'reconnect', reason: 'expired' }, 'The phone system no longer accepts this connection.');
