import { randomBytes } from 'node:crypto';
import { setTimeout as sleep } from 'node:timers/promises';
import { Inject, Injectable } from '@nestjs/common';
import { type ConsentGrant, type PhoneSystemProvider, ProviderError, Secret } from '../../contract/index.js';
import { PHONE_SYSTEM_SETTINGS } from '../../storage/index.js';
import type { PhoneSystemSettings } from '../../support/settings.js';
import { EventLog } from '../../tracing/index.js';
import { type AttemptOf, type ConnectAttempt, ConnectAttempts } from './connect-attempts.service.js';
import { ConnectService } from './connect.service.js';
import { codeRequest, consentAddress, issuerOf, nonceOf, signInAddress } from './consent-addresses.js';
import { accountOfIdToken } from './id-token.js';
import { credentialsOf } from '../tokens/renewal.js';
import type { ConnectOutcome } from './return-to.js';
import { clientOf } from '../requests/sessions.service.js';
import { TokenEndpoint } from '../tokens/token-endpoint.js';
import { VendorRefused } from './vendor-sign-in.service.js';

/** A phone system whose administrators consent. */
export interface ConsentingProvider {
  readonly provider: PhoneSystemProvider;
  readonly grant: ConsentGrant;
}

/** What may come of a consent that does not hold everywhere yet. */
const MAY_PASS: ReadonlySet<ConnectOutcome> = new Set(['consent_missing', 'not_an_admin', 'scope_missing']);

/**
 * The two steps of an administrator's consent. Each has an attempt with a state of its own, which is good once: the first
 * proves the account by a sign-in; the second is bound to that account, and its way back brings no code.
 */
@Injectable()
export class Consents {
  private readonly log = new EventLog(Consents.name);
  /** How long it is waited before each further try, while a fresh consent is not known everywhere at the vendor. */
  readonly pausesMs: readonly number[] = [1_000, 2_000, 4_000, 8_000];

  constructor(
    private readonly attempts: ConnectAttempts,
    private readonly connecting: ConnectService,
    @Inject(PHONE_SYSTEM_SETTINGS) private readonly settings: PhoneSystemSettings,
  ) {}

  /**
   * Begins the first step.
   *
   * @param path of the callback route, with the host's prefix
   * @returns where the browser goes to sign in
   */
  async begin({ provider, grant }: ConsentingProvider, of: AttemptOf, path: string): Promise<string> {
    const verifier = randomBytes(32).toString('base64url');
    const { key } = provider.descriptor;
    const state = await this.attempts.begin(of, key, of.returnTo, of.browser, verifier);
    return signInAddress(grant, clientOf(provider), new Secret(verifier), {
      redirectUri: this.redirectUri(path),
      state,
    });
  }

  /**
   * Ends the first step and begins the second.
   *
   * @param code that the browser brought back from the sign-in
   * @returns where the browser goes to allow the application
   * @throws VendorRefused, ProviderError, IdTokenRefused where nobody's account is proven
   */
  async leadOn(
    { provider, grant }: ConsentingProvider,
    attempt: ConnectAttempt,
    browser: string,
    code: string,
    path: string,
  ): Promise<string> {
    if (attempt.verifier === null) throw new VendorRefused('Nobody asked for this sign-in.');
    const client = clientOf(provider);
    const redirectUri = this.redirectUri(path);
    const request = codeRequest(grant, code, attempt.verifier, redirectUri);
    const idToken = await new TokenEndpoint(provider, client).idToken(request, AbortSignal.timeout(30_000));
    const expected = {
      audience: client.clientId ?? '',
      nonce: nonceOf(attempt.verifier),
      accountClaim: grant.signIn.accountClaim,
      issuerOf: (account: string) => issuerOf(grant, client, account),
    };
    const account = accountOfIdToken(idToken, expected, new Date());
    const state = await this.attempts.beginConsent(attempt, browser, account);
    return consentAddress(grant, client, account, { redirectUri, state });
  }

  /**
   * Ends the second step: looks whether the consent is for the account that was proven, and connects that.
   *
   * @param account that was proven
   * @param query of the way back
   * @param prefix what the host puts in front of this package's routes, such as `/api`
   * @throws ProviderError where the vendor cannot be asked
   */
  async finish(
    { provider, grant }: ConsentingProvider,
    attempt: ConnectAttempt,
    account: string,
    query: Readonly<Record<string, unknown>>,
    prefix: string,
  ): Promise<ConnectOutcome> {
    const named = query[grant.consent.accountParam];
    if (typeof named !== 'string' || named === '') return 'vendor_error';
    // It proves nothing, whatever it says: tokens are made for the account that was proven.
    if (named.toLowerCase() !== account.toLowerCase()) return 'other_account';
    for (const pauseMs of this.pausesMs) {
      const outcome = await this.connect(provider, grant, attempt, account, prefix);
      if (!MAY_PASS.has(outcome)) return outcome;
      await sleep(pauseMs);
    }
    return await this.connect(provider, grant, attempt, account, prefix);
  }

  private async connect(
    provider: PhoneSystemProvider,
    grant: ConsentGrant,
    attempt: ConnectAttempt,
    account: string,
    prefix: string,
  ): Promise<ConnectOutcome> {
    const { key, displayName } = provider.descriptor;
    try {
      const endpoint = new TokenEndpoint(provider, clientOf(provider));
      const tokens = await endpoint.request(credentialsOf(grant, account), AbortSignal.timeout(30_000));
      return await this.connecting.complete(attempt, provider, { ...tokens, refresh: null }, prefix, account);
    } catch (error) {
      if (!(error instanceof ProviderError) || error.failure.kind !== 'reconnect') throw error;
      this.log.warn('no-consent', `${displayName} gives no token for this account: ${error.message}`, {
        provider: key,
      });
      return 'consent_missing';
    }
  }

  private redirectUri(path: string): string {
    return new URL(path, this.settings.publicUrl).href;
  }
}

/** A phone system as one of those whose administrators consent; null where it is none. */
export function consenting(provider: PhoneSystemProvider): ConsentingProvider | null {
  const { grant } = provider.descriptor;
  return grant.kind === 'consent' ? { provider, grant } : null;
}
