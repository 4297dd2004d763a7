import { setTimeout as sleep } from 'node:timers/promises';
import type { TenantDatabase } from '../../access/tenant-database.js';
import { ConnectionEntity, type ConnectionStatus, type StoredProblem } from '../../storage/index.js';
import type { TokenKeys } from '../../access/token-keys.service.js';
import { readTokens, type Tokens, writeTokens } from './tokens.js';

/** While the database is away, a new pair exists only here. It is kept for so long, and offered again so often. */
const STORE_ATTEMPTS = 240;
const STORE_AGAIN_MS = 500;

export type ConnectionKey = Pick<ConnectionEntity, 'id' | 'tenantId'>;

/** A connection's pair as it was read. Every change names the pair that it replaces or judges: a newer one stays. */
export interface StoredTokens extends ConnectionKey {
  readonly tokens: Tokens;
  readonly sealedTokens: string;
  readonly status: ConnectionStatus;
  readonly accountExternalId: string;
}

interface TokenRow extends Pick<StoredTokens, 'sealedTokens' | 'status' | 'accountExternalId'> {
  /** Milliseconds since 1970. */
  readonly expiresAt: number | null;
}

/** Tokens in the database, sealed. */
export class TokenRows {
  constructor(
    private readonly tenants: TenantDatabase,
    private readonly keys: TokenKeys,
  ) {}

  /** The columns that hold these tokens. */
  sealed(connectionId: string, tokens: Tokens): Pick<ConnectionEntity, 'sealedTokens' | 'tokenExpiresAt'> {
    return { sealedTokens: this.keys.seal(writeTokens(tokens), connectionId), tokenExpiresAt: tokens.expiresAt };
  }

  /** The stored tokens, or null where there are none (any more). */
  async read({ id, tenantId }: ConnectionKey): Promise<StoredTokens | null> {
    // Before every request: four columns, and no entity.
    const [row] = await this.tenants.of(tenantId).execute<TokenRow[]>(
      `select sealed_tokens as "sealedTokens", status, account_external_id as "accountExternalId",
         (extract(epoch from token_expires_at) * 1000)::float8 as "expiresAt"
       from phone_system.connection where id = ? and tenant_id = ? and sealed_tokens is not null`,
      [id, tenantId],
    );
    if (row === undefined) return null;
    const { sealedTokens, status, accountExternalId, expiresAt } = row;
    const tokens = readTokens(this.keys.unseal(sealedTokens, id), expiresAt === null ? null : new Date(expiresAt));
    return { id, tenantId, tokens, sealedTokens, status, accountExternalId };
  }

  /**
   * Puts a new pair in the place of the one that was spent for it. Where another copy has meanwhile found the spent one
   * refused, that verdict was about a pair that is gone: the connection goes on. Whose account the new one opens is not
   * known yet.
   *
   * @returns whether the spent pair was still the stored one
   */
  async replace(spent: StoredTokens, tokens: Tokens): Promise<boolean> {
    return await this.judge(spent, ({ id, tenantId, sealedTokens: stored }) =>
      patiently(async () => {
        const { sealedTokens, tokenExpiresAt } = this.sealed(id, tokens);
        const rows = await this.tenants.of(tenantId).execute<unknown[]>(
          `update phone_system.connection set sealed_tokens = ?, token_expires_at = ?, account_checked_at = null,
             status = case status when 'needs-reconnect' then 'connected' else status end,
             problem = case status when 'needs-reconnect' then null else problem end,
             fence = case status when 'needs-reconnect' then fence + 1 else fence end,
             next_near_at = case status when 'needs-reconnect' then null else next_near_at end,
             wake_at = case status when 'needs-reconnect' then clock_timestamp() else wake_at end
           where id = ? and tenant_id = ? and sealed_tokens = ? returning id`,
          [sealedTokens, tokenExpiresAt, id, tenantId, stored],
        );
        return rows.length > 0;
      }),
    );
  }

  /**
   * Notes that the vendor refuses this pair for good.
   *
   * @returns whether it was still the stored one
   */
  async refuse(pair: StoredTokens, problem: StoredProblem): Promise<boolean> {
    return await this.judge(pair, async ({ id, tenantId, sealedTokens }) => {
      const refused = { id, sealedTokens, status: 'connected' as const };
      const change = { status: 'needs-reconnect' as const, problem };
      return (await this.tenants.of(tenantId).nativeUpdate(ConnectionEntity, refused, change)) > 0;
    });
  }

  /** Changes what is still the same pair. It may have been sealed anew with another key since it was read. */
  private async judge(pair: StoredTokens, change: (stored: StoredTokens) => Promise<boolean>): Promise<boolean> {
    for (let stored = pair; ;) {
      if (await change(stored)) return true;
      const present = await this.read(pair);
      if (present === null || present.sealedTokens === stored.sealedTokens) return false;
      if (writeTokens(present.tokens) !== writeTokens(pair.tokens)) return false;
      stored = present;
    }
  }
}

async function patiently<T>(work: () => Promise<T>): Promise<T> {
  for (let attempt = 1; ; attempt++) {
    try {
      return await work();
    } catch (error) {
      if (attempt === STORE_ATTEMPTS) throw error;
      await sleep(STORE_AGAIN_MS);
    }
  }
}
