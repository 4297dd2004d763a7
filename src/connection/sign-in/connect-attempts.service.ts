import { createHash, randomBytes } from 'node:crypto';
import { setTimeout as sleep } from 'node:timers/promises';
import { Injectable } from '@nestjs/common';
import { Secret } from '../../contract/index.js';
import type { Actor } from '../../access/audit-trail.js';
import { TenantDatabase } from '../../access/tenant-database.js';
import { ConnectAttemptEntity } from '../../storage/index.js';
import { TokenKeys } from '../../access/token-keys.service.js';
import type { ConnectOutcome } from './return-to.js';

const LIFETIME_MS = 10 * 60_000;
/** How long after its end an attempt is still told apart from one that never was. */
const REMEMBERED_MS = 24 * 3_600_000;
/** How long a second opening waits for what the first comes to, and how often it looks. */
const PATIENCE_MS = 20_000;
const LOOK_EVERY_MS = 200;

/** An authorisation that somebody began. */
export interface ConnectAttempt {
  readonly tenantId: string;
  readonly employeeId: string;
  readonly providerKey: string;
  readonly returnTo: string;
  /** The PKCE verifier; null where the vendor takes none. */
  readonly verifier: Secret | null;
  /** The account for which a consent is awaited, as a sign-in has proven it; null of a sign-in. */
  readonly provenAccount: string | null;
}

/** Whose attempt it is, in which browser, and where it leads back to. */
export interface AttemptOf extends Actor {
  readonly returnTo: string;
  readonly browser: string;
}

/** What an attempt has come to: `proven` is a sign-in that was followed by an attempt of its own for the consent. */
export type AttemptEnd = ConnectOutcome | 'proven';

/** What a state that came back is worth. */
export type TakenAttempt =
  | { readonly kind: 'valid'; readonly attempt: ConnectAttempt }
  | { readonly kind: 'expired'; readonly attempt: ConnectAttempt }
  /** The same browser has come back with it before, and it is not ten minutes old. */
  | { readonly kind: 'repeated'; readonly attempt: ConnectAttempt }
  | { readonly kind: 'unknown' };

/** Remembers who began to connect, until the browser comes back: once, and only that browser. */
@Injectable()
export class ConnectAttempts {
  constructor(
    private readonly tenants: TenantDatabase,
    private readonly keys: TokenKeys,
  ) {}

  /**
   * Begins an attempt.
   *
   * @param browser a secret that only this browser holds
   * @returns the state to send to the vendor
   */
  async begin(
    { tenantId, employeeId }: Actor,
    providerKey: string,
    returnTo: string,
    browser: string,
    verifier: string | undefined,
  ): Promise<string> {
    return await this.store({ tenantId, employeeId, providerKey, returnTo }, browser, (stateHash) => ({
      sealedVerifier: verifier === undefined ? null : this.keys.seal(verifier, stateHash),
    }));
  }

  /**
   * Begins the second step of an attempt whose first one has proven an account: for that, and with a state of its own.
   *
   * @returns the state to send to the vendor
   */
  async beginConsent(attempt: ConnectAttempt, browser: string, provenAccount: string): Promise<string> {
    return await this.store(attempt, browser, () => ({ provenAccount }));
  }

  private async store(
    { tenantId, employeeId, providerKey, returnTo }: Omit<ConnectAttempt, 'verifier' | 'provenAccount'>,
    browser: string,
    more: (stateHash: string) => Partial<Pick<ConnectAttemptEntity, 'sealedVerifier' | 'provenAccount'>>,
  ): Promise<string> {
    const state = randomBytes(32).toString('base64url');
    const stateHash = hash(state);
    const em = this.tenants.of(tenantId);
    await em.insert(ConnectAttemptEntity, {
      stateHash,
      tenantId,
      employeeId,
      providerKey,
      returnTo,
      browserHash: hash(browser),
      expiresAt: new Date(Date.now() + LIFETIME_MS),
      ...more(stateHash),
    });
    await em.nativeDelete(ConnectAttemptEntity, { expiresAt: { $lt: new Date(Date.now() - REMEMBERED_MS) } });
    return state;
  }

  /** Takes an attempt, so that its state connects nothing a second time. */
  async take(state: string, browser: string | undefined, providerKey: string): Promise<TakenAttempt> {
    const em = this.tenants.acrossTenants();
    const stateHash = hash(state);
    const theirs = [stateHash, hash(browser ?? ''), providerKey];
    const [row] = await em.execute<AttemptRow[]>(
      `update phone_system.connect_attempt a set taken_at = clock_timestamp(), sealed_verifier = null
       from (select state_hash, sealed_verifier as verifier from phone_system.connect_attempt
             where state_hash = ? and browser_hash = ? and provider_key = ? and taken_at is null for update) begun
       where a.state_hash = begun.state_hash
       returning tenant_id, employee_id, provider_key, return_to, verifier, proven_account, expires_at < clock_timestamp() as expired`,
      theirs,
    );
    if (row !== undefined) return { kind: row.expired ? 'expired' : 'valid', attempt: this.attemptOf(row, stateHash) };
    const [repeated] = await em.execute<AttemptRow[]>(
      `select tenant_id, employee_id, provider_key, return_to, null as verifier, proven_account, false as expired
       from phone_system.connect_attempt
       where state_hash = ? and browser_hash = ? and provider_key = ? and expires_at > clock_timestamp()`,
      theirs,
    );
    return repeated === undefined
      ? { kind: 'unknown' }
      : { kind: 'repeated', attempt: this.attemptOf(repeated, stateHash) };
  }

  /** Notes what an attempt that was taken has come to, for whoever opens the same address again. */
  async end(state: string, outcome: AttemptEnd): Promise<void> {
    const em = this.tenants.acrossTenants();
    await em.execute('update phone_system.connect_attempt set outcome = ? where state_hash = ?', [
      outcome,
      hash(state),
    ]);
  }

  /** What an attempt that was taken has come to; waits a while for it, and is null where that was in vain. */
  async outcomeOf(state: string): Promise<AttemptEnd | null> {
    const em = this.tenants.acrossTenants();
    for (const deadline = Date.now() + PATIENCE_MS; ; await sleep(LOOK_EVERY_MS)) {
      const [row] = await em.execute<{ outcome: AttemptEnd | null }[]>(
        'select outcome from phone_system.connect_attempt where state_hash = ?',
        [hash(state)],
      );
      if (row === undefined || row.outcome !== null || Date.now() > deadline) return row?.outcome ?? null;
    }
  }

  private attemptOf(row: AttemptRow, stateHash: string): ConnectAttempt {
    return {
      tenantId: row.tenant_id,
      employeeId: row.employee_id,
      providerKey: row.provider_key,
      returnTo: row.return_to,
      verifier: row.verifier === null ? null : new Secret(this.keys.unseal(row.verifier, stateHash)),
      provenAccount: row.proven_account,
    };
  }
}

interface AttemptRow {
  tenant_id: string;
  employee_id: string;
  provider_key: string;
  return_to: string;
  verifier: string | null;
  proven_account: string | null;
  expired: boolean;
}

const hash = (text: string): string => createHash('sha256').update(text).digest('base64url');
