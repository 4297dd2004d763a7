import { decodeJwt, type JWTPayload } from 'jose';

/** What an id token must say for the account that it names to count. */
export interface Expected {
  /** The client's id. */
  readonly audience: string;
  readonly nonce: string;
  /** The claim that names the account. */
  readonly accountClaim: string;
  /** @param account as the token names it */
  issuerOf(account: string): string;
}

/** An id token that proves nothing. It quotes none of it. */
export class IdTokenRefused extends Error {
  override readonly name = 'IdTokenRefused';
}

/** Clocks differ by so much. */
const LEEWAY_MS = 60_000;
/** It becomes a part of a path. */
const ACCOUNT = /^(?!\.+$)[\w.-]{1,200}$/;

/**
 * Whose account it is that somebody signed in to. The token came from the vendor's token endpoint itself, over TLS: that
 * stands for its signature (OpenID Connect Core, 3.1.3.7), and everything else is looked at.
 *
 * @throws IdTokenRefused
 */
export function accountOfIdToken(idToken: string, expected: Expected, now: Date): string {
  const claims = claimsOf(idToken);
  const account = claims[expected.accountClaim];
  const { aud, nonce, exp, iss } = claims;
  const reason =
    aud !== expected.audience && !(Array.isArray(aud) && aud.length === 1 && aud[0] === expected.audience)
      ? 'it is for another application'
      : nonce !== expected.nonce
        ? 'it is of another sign-in'
        : typeof exp !== 'number' || exp * 1_000 + LEEWAY_MS <= now.getTime()
          ? 'it has run out'
          : typeof account !== 'string' || !ACCOUNT.test(account)
            ? 'it names no account'
            : iss !== expected.issuerOf(account)
              ? 'it is of another issuer'
              : null;
  if (reason !== null) throw new IdTokenRefused(`The phone system’s word on who signed in does not count: ${reason}.`);
  return account as string;
}

function claimsOf(idToken: string): JWTPayload {
  try {
    return decodeJwt(idToken);
  } catch {
    throw new IdTokenRefused('The phone system’s word on who signed in cannot be read.');
  }
}
