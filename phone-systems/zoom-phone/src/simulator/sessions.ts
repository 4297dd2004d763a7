import { createHmac, randomBytes } from 'node:crypto';
import type { Session, SessionEnd, ZoomPhoneStore } from './state.js';

const REFRESH_MS = 90 * 86_400_000;
const SESSIONS_KEPT = 500;

/** What the token endpoint answers. */
export interface IssuedTokens {
  readonly accessToken: string;
  readonly refreshToken: string;
  /** Seconds. */
  readonly expiresIn: number;
}

/** Who consented to what app. */
export type NewSession = Pick<Session, 'clientId' | 'accountId' | 'userId' | 'scopes'>;

/**
 * The sessions, and the tokens that prove them. A refresh gives a new pair and spends the old refresh token; access tokens
 * live on for their hour. A second authorisation of one person and app ends the first. Sessions that are over are kept, so
 * that a refusal can say why.
 */
export class Sessions {
  constructor(
    private readonly store: ZoomPhoneStore,
    private readonly accessSeconds: number,
    private readonly now: () => number,
  ) {}

  issue(session: NewSession): IssuedTokens {
    this.end(
      ({ clientId, accountId, userId }) =>
        clientId === session.clientId && accountId === session.accountId && userId === session.userId,
      4741,
    );
    const id = randomBytes(12).toString('hex');
    const made: Session = { ...session, id, generation: 0, refreshedAt: this.now(), end: null };
    this.store.change(({ sessions }) => ({ sessions: [...sessions.slice(1 - SESSIONS_KEPT), made] }));
    return this.#tokensOf(made);
  }

  /** The pair for a refresh token of this app, and whose it is; or the number of what is wrong. */
  refresh(
    clientId: string,
    refreshToken: string,
    refused: (session: Session) => SessionEnd | 4735 | null,
  ): { readonly session: Session; readonly tokens: IssuedTokens } | 4711 | 4735 | SessionEnd {
    const session = this.#named(refreshToken);
    if (session === null || session.clientId !== clientId || !this.#isRefreshTokenOf(session, refreshToken))
      return 4711;
    const end = session.end ?? refused(session);
    if (end !== null) return end;
    if (session.generation !== generationIn(refreshToken) || this.now() >= session.refreshedAt + REFRESH_MS)
      return 4711;
    const renewed = { ...session, generation: session.generation + 1, refreshedAt: this.now() };
    this.#replace(renewed);
    return { session: renewed, tokens: this.#tokensOf(renewed) };
  }

  /** The session behind an access token; or whether it is `unknown` (its session over, too) or `expired`. */
  use(accessToken: string): Session | 'unknown' | 'expired' {
    const session = this.#named(accessToken);
    const [, , issuedAt = ''] = accessToken.split('.');
    if (session === null || accessToken !== this.#accessToken(session, Number(issuedAt)) || session.end !== null) {
      return 'unknown';
    }
    return this.now() < Number(issuedAt) + this.accessSeconds * 1000 ? session : 'expired';
  }

  /** Ends the session of an access or refresh token of this app; nothing happens where there is none. */
  revoke(clientId: string, token: string): void {
    const session = this.#named(token);
    if (session?.clientId === clientId) this.end(({ id }) => id === session.id, 4740);
  }

  end(fits: (session: Session) => boolean, end: SessionEnd): void {
    this.store.change(({ sessions }) => ({
      sessions: sessions.map((one) => (one.end === null && fits(one) ? { ...one, end } : one)),
    }));
  }

  #tokensOf(session: Session): IssuedTokens {
    return {
      accessToken: this.#accessToken(session, this.now()),
      refreshToken: this.#refreshToken(session, session.generation),
      expiresIn: this.accessSeconds,
    };
  }

  #replace(session: Session): void {
    this.store.change(({ sessions }) => ({ sessions: sessions.map((one) => (one.id === session.id ? session : one)) }));
  }

  #named(token: string): Session | null {
    return this.store.state.sessions.find(({ id }) => token.startsWith(`${id}.`)) ?? null;
  }

  #isRefreshTokenOf(session: Session, token: string): boolean {
    return token === this.#refreshToken(session, generationIn(token));
  }

  #accessToken({ id }: Session, issuedAt: number): string {
    return this.#signed(`${id}.access.${issuedAt}`);
  }

  #refreshToken({ id }: Session, generation: number): string {
    return this.#signed(`${id}.refresh.${generation}`);
  }

  #signed(text: string): string {
    return `${text}.${createHmac('sha256', this.store.state.tokenKey).update(text).digest('base64url')}`;
  }
}

const generationIn = (refreshToken: string): number => Number(refreshToken.split('.')[2]);
