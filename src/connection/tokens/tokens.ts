import { Secret } from '../../contract/index.js';

/** What a vendor granted. */
export interface Tokens {
  readonly access: Secret;
  /** Null where the vendor gave none: the access token is all there is. */
  readonly refresh: Secret | null;
  /** Until when the access token is used, a little before it runs out; null where it does not. */
  readonly expiresAt: Date | null;
}

/** The text that is sealed. */
export const writeTokens = ({ access, refresh }: Tokens): string =>
  JSON.stringify({ access: access.reveal(), refresh: refresh?.reveal() ?? null });

/** Reads what {@link writeTokens} wrote. */
export function readTokens(text: string, expiresAt: Date | null): Tokens {
  const { access, refresh } = JSON.parse(text) as { access: string; refresh: string | null };
  return { access: new Secret(access), refresh: refresh === null ? null : new Secret(refresh), expiresAt };
}
