import { type Grant, Secret } from '../../contract/index.js';
import type { Tokens } from './tokens.js';

/** The two words that an administrator makes at a vendor. */
export interface TypedKeys {
  readonly id: string;
  readonly secret: Secret;
}

/**
 * What a request of a connection carries to show that it may ask.
 *
 * @param access an access token, or what {@link keysAsTokens} made of keys
 */
export const authorizationOf = ({ kind }: Grant, access: Secret): string =>
  `${kind === 'keys' ? 'Basic' : 'Bearer'} ${access.reveal()}`;

/** Keys, as they are kept: in the place of a token that nothing renews and that does not run out. */
export const keysAsTokens = ({ id, secret }: TypedKeys): Tokens => ({
  access: new Secret(Buffer.from(`${id}:${secret.reveal()}`).toString('base64')),
  refresh: null,
  expiresAt: null,
});
