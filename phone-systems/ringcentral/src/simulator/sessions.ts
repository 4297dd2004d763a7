import { createHmac, randomBytes } from 'node:crypto';
import type { RingCentralStore, Session } from './state.js';

const MOST_SESSIONS = 5;
const GRACE_MS = 3_600_000;
const GRACE_AFTER_USE_MS = 10_000;
export const REFRESH_SECONDS = 604_800;

/** What the token endpoint answers. */
export interface IssuedTokens {
  readonly accessToken: string;
  readonly refreshToken: string;
  /** Seconds from now. */
  readonly expiresIn: number;
  readonly refreshTokenExpiresIn: number;
}

/** Who consented to what app, for how long. */
export type NewSession = Pick<Session, 'clientId' | 'companyId' | 'extensionId' | 'accessSeconds' | 'refreshSeconds'>;

/**
 * The sessions in force, and the tokens that prove them. A refresh gives a new pair and spends the old one; the same old
 * refresh token answers with the same new pair until the new access token is used, for an hour at most, and for ten
 * seconds after. An unused refresh token dies; so does the oldest of six sessions of one person with one app.
 */
export class Sessions {
  constructor(
    private readonly store: RingCentralStore,
    private readonly now: () => number,
  ) {}

  issue(session: NewSession): IssuedTokens {
    const made: Session = {
      ...session,
      id: randomBytes(12).toString('hex'),
      generation: 0,
      issuedAt: this.now(),
      usedAt: null,
    };
    const isOfTheSame = (one: Session): boolean =>
      one.clientId === made.clientId && one.companyId === made.companyId && one.extensionId === made.extensionId;
    this.store.change(({ sessions }) => {
      const others = sessions.filter((one) => !isOfTheSame(one));
      const own = sessions.filter((one) => isOfTheSame(one) && this.#lives(one));
      return { sessions: [...others, ...own.slice(-(MOST_SESSIONS - 1)), made] };
    });
    return this.#tokensOf(made);
  }

  /** Whose session a token is of, whether it is in force or not; null where there is none. */
  ownerOf(token: string): Pick<Session, 'companyId' | 'extensionId'> | null {
    return this.#named(token);
  }

  /** The pair for a refresh token of this app; null where it is unknown, spent, revoked or died unused. */
  refresh(clientId: string, refreshToken: string): IssuedTokens | null {
    const session = this.#named(refreshToken);
    if (session === null || session.clientId !== clientId || !this.#lives(session)) return null;
    if (refreshToken === this.#token(session, 'refresh')) {
      const renewed = { ...session, generation: session.generation + 1, issuedAt: this.now(), usedAt: null };
      this.#replace(renewed);
      return this.#tokensOf(renewed);
    }
    const before = { ...session, generation: session.generation - 1 };
    return refreshToken === this.#token(before, 'refresh') && this.#isInGrace(session) ? this.#tokensOf(session) : null;
  }

  /**
   * The session behind an access token, which counts as used from now on.
   *
   * @returns or whether it is `unknown` (revoked or spent, too) or `expired`
   */
  use(accessToken: string): Session | 'unknown' | 'expired' {
    const session = this.#named(accessToken);
    if (session === null || accessToken !== this.#token(session, 'access')) return 'unknown';
    if (this.now() >= session.issuedAt + session.accessSeconds * 1000) return 'expired';
    if (session.usedAt !== null) return session;
    const used = { ...session, usedAt: this.now() };
    this.#replace(used);
    return used;
  }

  /** Ends the session of an access or refresh token; nothing happens where there is none. */
  end(clientId: string, token: string): void {
    const session = this.#named(token);
    if (session?.clientId === clientId) this.revoke(({ id }) => id === session.id);
  }

  revoke(fits: (session: Session) => boolean): void {
    this.store.change(({ sessions }) => ({ sessions: sessions.filter((one) => !fits(one)) }));
  }

  #tokensOf(session: Session): IssuedTokens {
    const left = (seconds: number): number => Math.max(0, Math.ceil((session.issuedAt - this.now()) / 1000 + seconds));
    return {
      accessToken: this.#token(session, 'access'),
      refreshToken: this.#token(session, 'refresh'),
      expiresIn: left(session.accessSeconds),
      refreshTokenExpiresIn: left(session.refreshSeconds),
    };
  }

  #lives({ issuedAt, refreshSeconds }: Session): boolean {
    return this.now() < issuedAt + refreshSeconds * 1000;
  }

  #isInGrace({ issuedAt, usedAt }: Session): boolean {
    return (
      this.now() <= (usedAt === null ? issuedAt + GRACE_MS : Math.min(usedAt + GRACE_AFTER_USE_MS, issuedAt + GRACE_MS))
    );
  }

  #replace(session: Session): void {
    this.store.change(({ sessions }) => ({ sessions: sessions.map((one) => (one.id === session.id ? session : one)) }));
  }

  #named(token: string): Session | null {
    return this.store.state.sessions.find(({ id }) => token.startsWith(`${id}.`)) ?? null;
  }

  #token({ id, generation }: Session, kind: 'access' | 'refresh'): string {
    const mac = createHmac('sha256', this.store.state.tokenKey).update(`${id}/${generation}/${kind}`);
    return `${id}.${mac.digest('base64url')}`;
  }
}
