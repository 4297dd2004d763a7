import { createHash, createPrivateKey, createPublicKey, sign } from 'node:crypto';
import type { KeyObject } from 'node:crypto';
import { json } from 'prodoscore-phone-systems/testing';
import type { Incoming, Route } from 'prodoscore-phone-systems/testing';
import type { SimulatedUser } from './model.js';

const LIFE_SECONDS = 3600;

/** Who signed in, where, for which application. */
export interface SignedInAt {
  readonly companyId: string;
  readonly user: SimulatedUser;
  readonly clientId: string;
  readonly nonce: string | null;
}

/** Signs id tokens (RS256), and publishes what they can be checked with. */
export class IdTokens {
  readonly #key: KeyObject;
  readonly #keyId: string;

  /**
   * @param pem the private key
   * @param addressOf of a path of the sign-in's origin
   */
  constructor(
    pem: string,
    private readonly addressOf: (path: string) => string,
    private readonly now: () => number,
  ) {
    this.#key = createPrivateKey(pem);
    const { n = '' } = createPublicKey(this.#key).export({ format: 'jwk' });
    this.#keyId = createHash('sha256').update(n).digest('base64url').slice(0, 27);
  }

  issue({ companyId, user, clientId, nonce }: SignedInAt): string {
    const seconds = Math.floor(this.now() / 1000);
    const claims = {
      aud: clientId,
      iss: this.addressOf(`/${companyId}/v2.0`),
      ...{ iat: seconds, nbf: seconds, exp: seconds + LIFE_SECONDS },
      name: user.displayName,
      ...(nonce !== null && { nonce }),
      oid: user.id,
      preferred_username: user.userPrincipalName,
      // Another one for each application.
      sub: createHash('sha256').update(`${clientId} ${user.id}`).digest('base64url'),
      tid: companyId,
      ver: '2.0',
    };
    const said = [{ typ: 'JWT', alg: 'RS256', kid: this.#keyId }, claims]
      .map((part) => Buffer.from(JSON.stringify(part)).toString('base64url'))
      .join('.');
    return `${said}.${sign('sha256', Buffer.from(said), this.#key).toString('base64url')}`;
  }

  /** Discovery and keys. Of an address for many tenants, the issuer stands with `{tenantid}` in it. */
  get routes(): readonly Route[] {
    const discovery = ({ params }: Incoming) => {
      const { tenant = '' } = params;
      const issuer = MANY.includes(tenant) ? '{tenantid}' : tenant;
      return json(200, {
        issuer: this.addressOf(`/${issuer}/v2.0`),
        authorization_endpoint: this.addressOf(`/${tenant}/oauth2/v2.0/authorize`),
        token_endpoint: this.addressOf(`/${tenant}/oauth2/v2.0/token`),
        jwks_uri: this.addressOf(`/${tenant}/discovery/v2.0/keys`),
        response_types_supported: ['code'],
        response_modes_supported: ['query'],
        scopes_supported: ['openid', 'profile', 'email', 'offline_access'],
        subject_types_supported: ['pairwise'],
        id_token_signing_alg_values_supported: ['RS256'],
        token_endpoint_auth_methods_supported: ['client_secret_post', 'client_secret_basic'],
        claims_supported: ['aud', 'iss', 'iat', 'exp', 'nonce', 'sub', 'tid', 'oid', 'name', 'preferred_username'],
      });
    };
    const keys = () => {
      const { kty, n, e } = createPublicKey(this.#key).export({ format: 'jwk' });
      return json(200, { keys: [{ kty, use: 'sig', alg: 'RS256', kid: this.#keyId, n, e }] });
    };
    return [
      { method: 'GET', path: '/:tenant/v2.0/.well-known/openid-configuration', handle: discovery },
      { method: 'GET', path: '/:tenant/discovery/v2.0/keys', handle: keys },
    ];
  }
}

/** Words in the place of a tenant that stand for many. */
export const MANY: readonly string[] = ['organizations', 'common'];
