import type { CookieOptions } from 'express';

export const SESSION_COOKIE = 'host_session';
export const SESSION_DAYS = 30;

/** The one cookie of the reference host. It holds the id of a session, which the host keeps itself. */
export class SessionCookie {
  readonly name = SESSION_COOKIE;
  readonly options: CookieOptions;

  constructor(secure: boolean) {
    this.options = { httpOnly: true, sameSite: 'lax', secure, path: '/', maxAge: SESSION_DAYS * 86_400_000 };
  }

  /** @returns the id in a `Cookie` header, or null */
  idIn(header: string | undefined): string | null {
    const pairs = (header ?? '').split(';').map((pair) => pair.trim());
    return pairs.find((pair) => pair.startsWith(`${this.name}=`))?.slice(this.name.length + 1) ?? null;
  }
}
