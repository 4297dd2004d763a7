import { createHmac, timingSafeEqual } from 'node:crypto';
import type { TeamsPhoneStore } from './state.js';

/** What an access token says of itself. */
export interface TokenClaims {
  readonly companyId: string;
  readonly clientId: string;
  /** `application`: made by client credentials. `person`: handed out beside an id token; it opens nothing here. */
  readonly of: 'application' | 'person';
  readonly issuedAt: number;
}

/** Access tokens: what they say follows from themselves, as Microsoft's do, so that none is stored. */
export class AccessTokens {
  constructor(
    private readonly store: TeamsPhoneStore,
    private readonly lifeSeconds: number,
    private readonly now: () => number,
  ) {}

  issue(claims: Omit<TokenClaims, 'issuedAt'>): string {
    const said = Buffer.from(JSON.stringify({ ...claims, issuedAt: this.now() })).toString('base64url');
    return `${said}.${this.#mac(said)}`;
  }

  /** What a token says; or that it is of somebody else's making, or too old. */
  read(token: string): TokenClaims | 'unknown' | 'expired' {
    const [said = '', mac = ''] = token.split('.');
    const [expected, given] = [Buffer.from(this.#mac(said)), Buffer.from(mac)];
    if (expected.length !== given.length || !timingSafeEqual(expected, given)) return 'unknown';
    const claims = JSON.parse(Buffer.from(said, 'base64url').toString('utf8')) as TokenClaims;
    return this.now() >= claims.issuedAt + this.lifeSeconds * 1000 ? 'expired' : claims;
  }

  #mac(said: string): string {
    return createHmac('sha256', this.store.state.tokenKey).update(said).digest('base64url');
  }
}
