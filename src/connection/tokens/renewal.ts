import type { ConsentGrant, Grant } from '../../contract/index.js';
import type { Tokens } from './tokens.js';

/** What is asked of a vendor's token endpoint. */
export interface TokenRequest {
  readonly path: string;
  /** Without the client's own id and secret. */
  readonly form: Readonly<Record<string, string>>;
}

/**
 * How another access token is come by where one is over; null where there is no way but an administrator's.
 *
 * @param account the id of the connected account
 */
export function renewalOf(grant: Grant, { refresh }: Pick<Tokens, 'refresh'>, account: string): TokenRequest | null {
  switch (grant.kind) {
    case 'code':
      if (refresh === null) return null;
      return { path: grant.tokenPath, form: { grant_type: 'refresh_token', refresh_token: refresh.reveal() } };
    case 'consent':
      return credentialsOf(grant, account);
    case 'keys':
      return null;
  }
}

/** How a token of an account is made that an administrator's consent has opened. */
export const credentialsOf = (grant: ConsentGrant, account: string): TokenRequest => ({
  path: pathOf(grant.tokenPath, account),
  form: { grant_type: 'client_credentials', scope: grant.tokenScope },
});

/** A path of a grant, of an account. */
export const pathOf = (path: string, account: string): string =>
  path.replaceAll('{account}', encodeURIComponent(account));
