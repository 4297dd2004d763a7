import { createHash } from 'node:crypto';
import { UnsecuredJWT } from 'jose';
import type { Grant, ProviderFailure, Refusal } from '../../src/contract/index.js';
import { PhoneSystem } from '../../src/registry/index.js';
import { GrantedPhone } from './granted-phone.js';
import { json, type LoopbackVendor, startLoopbackVendor, type VendorRequestSeen } from './loopback-vendor.js';

export const APP = { id: 'the-app', secret: 'the-secret-of-the-app' };

export const CONSENT: Grant = {
  kind: 'consent',
  signIn: {
    authorizePath: '/organizations/authorize',
    tokenPath: '/organizations/token',
    scope: 'openid profile',
    accountClaim: 'tid',
    issuerPath: '/{account}/v2.0',
  },
  consent: { path: '/{account}/adminconsent', accountParam: 'tenant' },
  tokenPath: '/{account}/token',
  tokenScope: 'https://api.consent.example/.default',
  scopes: [{ name: 'Calls.Read.All', why: 'To list the calls of your company.' }],
};

/** A phone system whose administrators sign in and then allow the application for their whole account. */
@PhoneSystem()
export class ConsentPhone extends GrantedPhone {
  constructor(baseUrl: string) {
    const app = { baseUrl, clientId: APP.id, clientSecret: APP.secret };
    super({ key: 'consent-phone', displayName: 'Consent Phone', grant: CONSENT }, app, '/organization');
  }

  /** The word by which this vendor says that nobody has consented (any more). */
  failureOf({ from, json: said }: Refusal): ProviderFailure | null {
    const error = (said as { error?: unknown } | null)?.error;
    if (error === 'other_cloud') return { kind: 'unsupported', what: 'an account of another cloud' };
    const isWithdrawn = error === 'unauthorized_client';
    return from === 'tokens' && isWithdrawn ? { kind: 'reconnect', reason: 'revoked' } : null;
  }
}

interface Company {
  readonly domain: string;
  consented: boolean;
}

/** The vendor of {@link ConsentPhone}: companies by their id, and who has consented. */
export class ConsentVendor {
  readonly companies = new Map<string, Company>();
  /** What the id token says otherwise. */
  otherClaims: Readonly<Record<string, unknown>> = {};
  /** How often a consent is not known yet where tokens are made. */
  lateConsents = 0;
  /** How the token endpoint refuses everything, where it does. */
  refusal: { readonly status: number; readonly error: string } | null = null;
  /** What the API says the account of a token is, where it is another. */
  otherAccount: string | null = null;

  private readonly codes = new Map<string, { account: string; nonce: string; challenge: string }>();
  private readonly tokens = new Map<string, string>();

  private constructor(readonly server: LoopbackVendor) {
    server.answer = (request, response) => {
      const [status, body] = this.answerTo(request);
      json(response, status, body);
    };
  }

  static async start(): Promise<ConsentVendor> {
    return new ConsentVendor(await startLoopbackVendor());
  }

  /** Every token endpoint that was asked, in order. */
  get tokenRequests(): readonly string[] {
    return this.server.requests.map(({ path }) => path).filter((path) => path.endsWith('/token'));
  }

  /** Somebody of a company signs in at an address that this host led to. Answers the way back. */
  signIn(address: string, account: string): string {
    const { searchParams } = new URL(address);
    const code = `code-${this.codes.size}`;
    const [nonce, challenge] = [searchParams.get('nonce') ?? '', searchParams.get('code_challenge') ?? ''];
    this.codes.set(code, { account, nonce, challenge });
    return this.wayBack(address, { code });
  }

  /** An administrator allows the application at an address that this host led to. Answers the way back. */
  allow(address: string): string {
    const account = new URL(address).pathname.split('/')[1] ?? '';
    const company = this.companies.get(account);
    if (company !== undefined) company.consented = true;
    return this.wayBack(address, { admin_consent: 'True', tenant: account });
  }

  wayBack(address: string, query: Readonly<Record<string, string>>): string {
    const { searchParams } = new URL(address);
    const back = new URL(searchParams.get('redirect_uri') ?? '');
    for (const [name, value] of Object.entries({ ...query, state: searchParams.get('state') ?? '' })) {
      back.searchParams.set(name, value);
    }
    return back.href;
  }

  private answerTo({ path, body, authorization = '' }: VendorRequestSeen): readonly [number, object] {
    const form = new URLSearchParams(body);
    if (path === '/organizations/token') return this.exchange(form);
    if (path.endsWith('/token')) return this.mint(form, path.split('/')[1] ?? '');
    const account = this.tokens.get(authorization.replace(/^Bearer /, ''));
    const company = this.companies.get(account ?? '');
    if (account === undefined || company?.consented !== true) return [401, { error: 'invalid_token' }];
    if (path !== '/organization') return [200, {}];
    const named = this.otherAccount ?? account;
    return [200, { externalId: named, name: company.domain, domains: [company.domain], readsAllCalls: true }];
  }

  private exchange(form: URLSearchParams): readonly [number, object] {
    const known = this.codes.get(form.get('code') ?? '');
    const challenge = createHash('sha256')
      .update(form.get('code_verifier') ?? '')
      .digest('base64url');
    if (known === undefined || known.challenge !== challenge || !isApp(form)) return [400, { error: 'invalid_grant' }];
    this.codes.delete(form.get('code') ?? '');
    const { account, nonce } = known;
    const claims = { aud: APP.id, iss: `${this.server.baseUrl}/${account}/v2.0`, tid: account, nonce };
    const exp = Math.floor(Date.now() / 1_000) + 3_600;
    const idToken = new UnsecuredJWT({ ...claims, exp, ...this.otherClaims }).encode();
    return [200, { token_type: 'Bearer', access_token: 'of a person', expires_in: 3_600, id_token: idToken }];
  }

  private mint(form: URLSearchParams, account: string): readonly [number, object] {
    if (this.refusal !== null) return [this.refusal.status, { error: this.refusal.error }];
    if (!isApp(form) || form.get('grant_type') !== 'client_credentials') return [401, { error: 'invalid_client' }];
    if (this.companies.get(account)?.consented !== true) return [400, { error: 'unauthorized_client' }];
    if (this.lateConsents > 0) {
      this.lateConsents -= 1;
      return [400, { error: 'unauthorized_client' }];
    }
    const token = `token-${this.tokens.size}`;
    this.tokens.set(token, account);
    return [200, { token_type: 'Bearer', access_token: token, expires_in: 3_600 }];
  }
}

const isApp = (form: URLSearchParams): boolean =>
  form.get('client_id') === APP.id && form.get('client_secret') === APP.secret;
