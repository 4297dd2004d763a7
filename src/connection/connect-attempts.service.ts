import { createHash, randomBytes } from 'node:crypto';
import { Injectable } from '@nestjs/common';
import { type Caller, Secret } from '../contract/index.js';
import { TenantDatabase } from '../access/tenant-database.js';
import { ConnectAttemptEntity } from '../storage/index.js';
import { TokenKeys } from '../access/token-keys.service.js';

const LIFETIME_MS = 10 * 60_000;
/** How long after its end an attempt is still told apart from one that never was. */
const REMEMBERED_MS = 24 * 3_600_000;

/** An authorisation that somebody began. */
export interface ConnectAttempt {
  readonly tenantId: string;
  readonly employeeId: string;
  readonly providerKey: string;
  readonly returnTo: string;
  /** The PKCE verifier; null where the vendor takes none. */
  readonly verifier: Secret | null;
}

/** What a state that came back is worth. */
export type TakenAttempt =
  | { readonly kind: 'valid'; readonly attempt: ConnectAttempt }
  | { readonly kind: 'expired'; readonly attempt: ConnectAttempt }
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
    caller: Caller,
    providerKey: string,
    returnTo: string,
    browser: string,
    verifier: string | undefined,
  ): Promise<string> {
    const state = randomBytes(32).toString('base64url');
    const stateHash = hash(state);
    const em = this.tenants.of(caller.tenantId);
    await em.insert(ConnectAttemptEntity, {
      stateHash,
      tenantId: caller.tenantId,
      employeeId: caller.employeeId,
      providerKey,
      returnTo,
      browserHash: hash(browser),
      sealedVerifier: verifier === undefined ? null : this.keys.seal(verifier, stateHash),
      expiresAt: new Date(Date.now() + LIFETIME_MS),
    });
    await em.nativeDelete(ConnectAttemptEntity, { expiresAt: { $lt: new Date(Date.now() - REMEMBERED_MS) } });
    return state;
  }

  /** Takes an attempt out, so that its state is worth nothing a second time. */
  async take(state: string, browser: string | undefined, providerKey: string): Promise<TakenAttempt> {
    const stateHash = hash(state);
    const [row] = await this.tenants.acrossTenants().execute<AttemptRow[]>(
      `delete from phone_system.connect_attempt
       where state_hash = ? and browser_hash = ? and provider_key = ?
       returning tenant_id, employee_id, provider_key, return_to, sealed_verifier, expires_at < clock_timestamp() as expired`,
      [stateHash, hash(browser ?? ''), providerKey],
    );
    if (row === undefined) return { kind: 'unknown' };
    const attempt = {
      tenantId: row.tenant_id,
      employeeId: row.employee_id,
      providerKey: row.provider_key,
      returnTo: row.return_to,
      verifier: row.sealed_verifier === null ? null : new Secret(this.keys.unseal(row.sealed_verifier, stateHash)),
    };
    return { kind: row.expired ? 'expired' : 'valid', attempt };
  }
}

interface AttemptRow {
  tenant_id: string;
  employee_id: string;
  provider_key: string;
  return_to: string;
  sealed_verifier: string | null;
  expired: boolean;
}

const hash = (text: string): string => createHash('sha256').update(text).digest('base64url');
