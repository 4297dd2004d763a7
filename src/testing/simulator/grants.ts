import { createHash, randomBytes } from 'node:crypto';
import type { Grant } from './state.js';
import type { DialpadStore } from './state.js';

/** What the token endpoint answers. `refreshToken` is there with scope `offline_access` only. */
export interface IssuedTokens {
  readonly accessToken: string;
  readonly refreshToken: string | null;
  /** Seconds. */
  readonly expiresIn: number;
}

/** Who consented, to what, for whom. */
export type Consent = Pick<Grant, 'clientId' | 'companyId' | 'userId' | 'scopes'>;

/** The consents in force, and the tokens that prove them. */
export class Grants {
  readonly #store: DialpadStore;
  readonly #now: () => number;
  readonly #accessTokenSeconds: number;

  constructor(store: DialpadStore, now: () => number, accessTokenSeconds: number) {
    this.#store = store;
    this.#now = now;
    this.#accessTokenSeconds = accessTokenSeconds;
  }

  issue(consent: Consent): IssuedTokens {
    const empty: Grant = { id: randomBytes(12).toString('hex'), ...consent, accessTokens: [], refreshTokenHash: null };
    return this.#renew(empty);
  }

  /** A new pair for a refresh token of this client, which is spent from now on; null where it is not in force. */
  refresh(clientId: string, refreshToken: string): IssuedTokens | null {
    const hash = hashOf(refreshToken);
    const grant = this.#store.state.grants.find((one) => one.refreshTokenHash === hash && one.clientId === clientId);
    return grant === undefined ? null : this.#renew(grant);
  }

  /** The consent behind an access token that is still in force. */
  behind(accessToken: string): Grant | null {
    const hash = hashOf(accessToken);
    const isInForce = (token: Grant['accessTokens'][number]): boolean =>
      token.hash === hash && token.expiresAt > this.#now();
    return this.#store.state.grants.find((grant) => grant.accessTokens.some(isInForce)) ?? null;
  }

  /** Takes back what fits, with all its tokens. */
  revoke(fits: (grant: Grant) => boolean): void {
    this.#store.change(({ grants }) => ({ grants: grants.filter((grant) => !fits(grant)) }));
  }

  #renew(grant: Grant): IssuedTokens {
    const accessToken = randomBytes(32).toString('base64url');
    const refreshToken = grant.scopes.includes('offline_access') ? randomBytes(32).toString('base64url') : null;
    const now = this.#now();
    const renewed: Grant = {
      ...grant,
      accessTokens: [
        ...grant.accessTokens.filter((token) => token.expiresAt > now),
        { hash: hashOf(accessToken), expiresAt: now + this.#accessTokenSeconds * 1000 },
      ],
      refreshTokenHash: refreshToken === null ? null : hashOf(refreshToken),
    };
    this.#store.change(({ grants }) => ({ grants: [...grants.filter(({ id }) => id !== grant.id), renewed] }));
    return { accessToken, refreshToken, expiresIn: this.#accessTokenSeconds };
  }
}

const hashOf = (token: string): string => createHash('sha256').update(token).digest('base64url');
