import type { Grant } from '../contract/index.js';
import type { Tokens } from './tokens.js';

/** What is asked of a vendor's token endpoint. */
export interface TokenRequest {
  readonly path: string;
  /** Without the client's own id and secret. */
  readonly form: Readonly<Record<string, string>>;
}

/** How another access token is come by where one is over; null where there is no way but an administrator's. */
export function renewalOf(grant: Grant, { refresh }: Tokens): TokenRequest | null {
  switch (grant.kind) {
    case 'code':
      if (refresh === null) return null;
      return { path: grant.tokenPath, form: { grant_type: 'refresh_token', refresh_token: refresh.reveal() } };
    case 'keys':
      return null;
  }
}
