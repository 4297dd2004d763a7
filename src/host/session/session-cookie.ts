import { SignJWT, jwtVerify } from 'jose';
import type { CookieOptions } from 'express';
import type { SessionKeys } from './session-keys.js';

/** Whom a cookie names. What they may do is looked up at each request, so a change of role holds at once. */
export interface Session {
  readonly tenantId: string;
  readonly employeeId: string;
}

export const SESSION_COOKIE = 'host_session';
const DAYS_30_SECONDS = 30 * 24 * 60 * 60;
const ISSUER = 'reference-host';

/** The one cookie of the reference host: signed, without a server session, so that any copy can read it. */
export class SessionCookie {
  readonly name = SESSION_COOKIE;
  readonly options: CookieOptions;

  constructor(
    private readonly keys: SessionKeys,
    secure: boolean,
  ) {
    this.options = { httpOnly: true, sameSite: 'lax', secure, path: '/', maxAge: DAYS_30_SECONDS * 1000 };
  }

  /** The cookie's value for this session. */
  async seal(session: Session): Promise<string> {
    return await new SignJWT({ tenant: session.tenantId })
      .setProtectedHeader({ alg: 'HS256' })
      .setIssuer(ISSUER)
      .setSubject(session.employeeId)
      .setIssuedAt()
      .setExpirationTime(`${DAYS_30_SECONDS}s`)
      .sign(this.keys[0]);
  }

  /** @returns the session in a `Cookie` header; null where there is none, or none that this host signed */
  async read(header: string | undefined): Promise<Session | null> {
    const value = cookieValue(header ?? '', this.name);
    if (value === undefined) return null;
    for (const key of this.keys) {
      const session = await opened(value, key);
      if (session !== null) return session;
    }
    return null;
  }
}

async function opened(value: string, key: Uint8Array): Promise<Session | null> {
  try {
    const { payload } = await jwtVerify(value, key, { algorithms: ['HS256'], issuer: ISSUER });
    if (typeof payload.sub !== 'string' || typeof payload['tenant'] !== 'string') return null;
    return { tenantId: payload['tenant'], employeeId: payload.sub };
  } catch {
    return null;
  }
}

const cookieValue = (header: string, name: string): string | undefined =>
  header
    .split(';')
    .map((pair) => pair.trim())
    .find((pair) => pair.startsWith(`${name}=`))
    ?.slice(name.length + 1);
