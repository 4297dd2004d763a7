import { setTimeout as sleep } from 'node:timers/promises';
import { type BeforeApplicationShutdown, Injectable } from '@nestjs/common';
import { type PhoneSystemProvider, type ProviderClient, ProviderError, type Secret } from '../contract/index.js';
import { TenantDatabase } from '../access/tenant-database.js';
import { PhoneSystemMetrics } from '../metrics/index.js';
import { ConnectionEntity } from '../storage/index.js';
import { TokenEndpoint } from './token-endpoint.js';
import { TokenKeys } from './token-keys.service.js';
import { readTokens, type Tokens, writeTokens } from './tokens.js';

/** A copy that took the refresh and died holds it no longer than this. */
const LEASE_SECONDS = 60;
const LOOK_AGAIN_MS = 100;
/** While the database is away, a new pair exists only here. It is kept for so long, and offered again so often. */
const STORE_ATTEMPTS = 240;
const STORE_AGAIN_MS = 500;
/** A host that goes waits so long for a refresh that is under way. */
const SHUTDOWN_MS = 5_000;

type ConnectionKey = Pick<ConnectionEntity, 'id' | 'tenantId'>;

/**
 * Keeps a connection's tokens, sealed. A refresh spends the refresh token, so one copy of the host does it, everybody
 * else waits for its result, and the new pair is stored before either is used.
 */
@Injectable()
export class TokenVault implements BeforeApplicationShutdown {
  private readonly underWay = new Map<string, Promise<Secret>>();

  constructor(
    private readonly tenants: TenantDatabase,
    private readonly keys: TokenKeys,
    private readonly metrics: PhoneSystemMetrics,
  ) {}

  /** Before the database closes: the answer of a refresh must not be lost. */
  async beforeApplicationShutdown(): Promise<void> {
    const patience = sleep(SHUTDOWN_MS, undefined, { ref: false });
    await Promise.race([Promise.allSettled(this.underWay.values()), patience]);
  }

  /** The columns that hold these tokens. */
  sealed(connectionId: string, tokens: Tokens): Pick<ConnectionEntity, 'sealedTokens' | 'tokenExpiresAt'> {
    return { sealedTokens: this.keys.seal(writeTokens(tokens), connectionId), tokenExpiresAt: tokens.expiresAt };
  }

  /** The stored tokens, or null where there are none (any more). */
  async read(connection: ConnectionKey): Promise<Tokens | null> {
    const stored = await this.stored(connection);
    return stored === null ? null : this.open(stored);
  }

  /**
   * An access token that should be accepted.
   *
   * @param refused the one that the vendor no longer takes: another one is fetched, unless somebody already did
   * @throws ProviderError of kind `reconnect` when there is no way to get one
   */
  async access(
    connection: ConnectionKey,
    provider: PhoneSystemProvider,
    client: ProviderClient,
    signal: AbortSignal,
    refused?: Secret,
  ): Promise<Secret> {
    const tokens = await this.read(connection);
    if (tokens === null) throw gone();
    if (isUsable(tokens, refused)) return tokens.access;
    const refresh =
      this.underWay.get(connection.id) ??
      this.refresh(connection, provider, client, refused).finally(() => this.underWay.delete(connection.id));
    this.underWay.set(connection.id, refresh);
    return await untilAborted(refresh, signal);
  }

  /** Runs to its end even when the one who asked has gone: the answer of a refresh must not be lost. */
  private async refresh(
    connection: ConnectionKey,
    { descriptor }: PhoneSystemProvider,
    client: ProviderClient,
    refused: Secret | undefined,
  ): Promise<Secret> {
    const lease = await this.takeLease(connection);
    try {
      const before = await this.stored(connection);
      if (before === null) throw gone();
      const tokens = this.open(before);
      if (isUsable(tokens, refused)) return tokens.access;
      if (tokens.refresh === null) throw gone();
      const endpoint = new TokenEndpoint(descriptor, client);
      const grant = { grant_type: 'refresh_token', refresh_token: tokens.refresh.reveal() };
      const fresh = await endpoint.request(grant, NEVER).catch((error: unknown) => {
        this.metrics.refreshed(descriptor.key, isRefusal(error) ? 'refused' : 'failed');
        throw error;
      });
      const kept = { ...fresh, refresh: fresh.refresh ?? tokens.refresh };
      const isKept = await this.replace(before, kept).catch((error: unknown) => {
        this.metrics.refreshed(descriptor.key, 'lost');
        throw error;
      });
      this.metrics.refreshed(descriptor.key, 'ok');
      if (isKept) return kept.access;
      return await this.insteadOf(connection, kept, endpoint);
    } finally {
      await this.giveLeaseBack(connection, lease);
    }
  }

  /** @returns whether the old pair was still the stored one */
  private async replace({ id, tenantId, sealedTokens }: StoredTokens, tokens: Tokens): Promise<boolean> {
    const change = this.sealed(id, tokens);
    for (let attempt = 1; ; attempt++) {
      try {
        return (await this.tenants.of(tenantId).nativeUpdate(ConnectionEntity, { id, sealedTokens }, change)) > 0;
      } catch (error) {
        if (attempt === STORE_ATTEMPTS) throw error;
        await sleep(STORE_AGAIN_MS);
      }
    }
  }

  /** Somebody connected anew during the refresh, and that grant counts; or disconnected, and the new pair must not live on. */
  private async insteadOf(connection: ConnectionKey, fresh: Tokens, endpoint: TokenEndpoint): Promise<Secret> {
    const present = await this.read(connection);
    if (present !== null) return present.access;
    await endpoint.revoke(fresh.access, AbortSignal.timeout(SHUTDOWN_MS)).catch(() => false);
    throw gone();
  }

  private async stored({ id, tenantId }: ConnectionKey): Promise<StoredTokens | null> {
    const row = await this.tenants.of(tenantId).findOne(ConnectionEntity, { id });
    return row === null || row.sealedTokens === null
      ? null
      : { id, tenantId, sealedTokens: row.sealedTokens, tokenExpiresAt: row.tokenExpiresAt };
  }

  private open({ id, sealedTokens, tokenExpiresAt }: StoredTokens): Tokens {
    return readTokens(this.keys.unseal(sealedTokens, id), tokenExpiresAt);
  }

  /** @returns until when it holds: what to give back */
  private async takeLease(connection: ConnectionKey): Promise<string> {
    const { id, tenantId } = connection;
    for (;;) {
      const [row] = await this.tenants.of(tenantId).execute<{ until: string }[]>(
        `update phone_system.connection set refreshing_until = clock_timestamp() + ? * interval '1 second'
         where id = ? and tenant_id = ? and (refreshing_until is null or refreshing_until < clock_timestamp())
         returning refreshing_until::text as until`,
        [LEASE_SECONDS, id, tenantId],
      );
      if (row !== undefined) return row.until;
      if ((await this.stored(connection)) === null) throw gone();
      await sleep(LOOK_AGAIN_MS);
    }
  }

  /** A copy that was paused for longer than its lease must not end the next one's. */
  private async giveLeaseBack({ id, tenantId }: ConnectionKey, until: string): Promise<void> {
    await this.tenants.of(tenantId).execute(
      `update phone_system.connection set refreshing_until = null
       where id = ? and tenant_id = ? and refreshing_until = ?::timestamptz`,
      [id, tenantId, until],
    );
  }
}

type StoredTokens = ConnectionKey & { readonly sealedTokens: string; readonly tokenExpiresAt: Date | null };

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

const isRefusal = (error: unknown): boolean => error instanceof ProviderError && error.failure.kind === 'reconnect';

const gone = (): ProviderError =>
  new ProviderError({ kind: 'reconnect', reason: 'expired' }, 'The phone system no longer accepts this connection.');
