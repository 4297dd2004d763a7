import { clientBehind, json } from 'prodoscore-phone-systems/testing';
import type { Answer, Incoming, OAuthClient, Route } from 'prodoscore-phone-systems/testing';
import type { AccessTokens } from './access-tokens.js';
import { userOf } from './people.js';
import type { Companies } from './companies.js';
import type { Consents } from './consents.js';
import { tokenRefusal } from './errors.js';
import type { TeamsPhoneHabits } from './habits.js';
import { MANY } from './id-tokens.js';
import type { IdTokens } from './id-tokens.js';
import type { Login } from './login-routes.js';

export interface TokenOptions {
  readonly clients: readonly OAuthClient[];
  readonly companies: Companies;
  readonly consents: Consents;
  readonly accessTokens: AccessTokens;
  readonly idTokens: IdTokens;
  readonly login: Login;
  readonly habits: TeamsPhoneHabits;
  readonly tokenScope: string;
  readonly accessTokenSeconds: number;
  readonly secretExpired: () => boolean;
}

/** The token endpoint of every tenant, and of the words that stand for many. */
export const tokenRoutes = (options: TokenOptions): readonly Route[] => {
  const { clients, companies, consents, accessTokens, idTokens, login, habits, tokenScope } = options;
  const lives = { expires_in: options.accessTokenSeconds, ext_expires_in: options.accessTokenSeconds };

  const byCredentials = (tenant: string, clientId: string, form: URLSearchParams): Answer => {
    if (MANY.includes(tenant)) {
      return tokenRefusal(400, 'invalid_request', 50059, 'No tenant-identifying information found in the request.');
    }
    if (form.get('scope') !== tokenScope) {
      return tokenRefusal(400, 'invalid_scope', 1002012, 'The provided value for scope is not valid.');
    }
    if (!consents.mints(tenant, clientId)) {
      return tokenRefusal(400, 'unauthorized_client', habits.withoutConsent, UNKNOWN_HERE);
    }
    const access_token = accessTokens.issue({ companyId: tenant, clientId, of: 'application' });
    return json(200, { token_type: 'Bearer', ...lives, access_token });
  };

  const byCode = (tenant: string, clientId: string, form: URLSearchParams): Answer => {
    const code = form.get('code') ?? '';
    const nonce = login.nonceOf(code);
    const said = login.signIns.map((signIn) => signIn.redeem(clientId, form));
    const by = said.find((one) => one !== 'code') ?? 'code';
    if (by === 'redirect_uri') return tokenRefusal(400, 'invalid_grant', 50011, 'The redirect URI is another.');
    if (by === 'code_verifier') return tokenRefusal(400, 'invalid_grant', 50148, 'The code_verifier does not match.');
    if (by === 'code') return tokenRefusal(400, 'invalid_grant', 70008, 'The code has expired or was used already.');
    const company = companies.named(by.companyId);
    if (company.cloud !== undefined) {
      return tokenRefusal(
        400,
        'invalid_request',
        900382,
        'Confidential Client is not supported in Cross Cloud request.',
      );
    }
    if (!MANY.includes(tenant) && tenant !== company.id) {
      return tokenRefusal(400, 'invalid_grant', 700005, 'The code was given for another tenant.');
    }
    const user = userOf(company, by.userId);
    return json(200, {
      token_type: 'Bearer',
      scope: by.scopes.join(' '),
      ...lives,
      access_token: accessTokens.issue({ companyId: company.id, clientId, of: 'person' }),
      id_token: idTokens.issue({ companyId: company.id, user, clientId, nonce }),
    });
  };

  const token = (request: Incoming): Answer => {
    const { tenant = '' } = request.params;
    const form = new URLSearchParams(request.body);
    if (!MANY.includes(tenant) && companies.withId(tenant) === null) {
      return tokenRefusal(400, 'invalid_request', 90002, `Tenant '${tenant}' not found.`);
    }
    const client = clientBehind(clients, request, form);
    if (client === null) {
      return clients.some(({ clientId }) => clientId === form.get('client_id'))
        ? tokenRefusal(401, 'invalid_client', 7000215, 'Invalid client secret provided.')
        : tokenRefusal(400, 'unauthorized_client', 700016, UNKNOWN_HERE);
    }
    if (options.secretExpired()) {
      return tokenRefusal(401, 'invalid_client', 7000222, 'The provided client secret keys are expired.');
    }
    const grantType = form.get('grant_type');
    if (grantType === 'client_credentials') return byCredentials(tenant, client.clientId, form);
    if (grantType === 'authorization_code') return byCode(tenant, client.clientId, form);
    return tokenRefusal(400, 'unsupported_grant_type', 70003, 'The app requested an unsupported grant type.');
  };

  return [{ method: 'POST', path: '/:tenant/oauth2/v2.0/token', handle: token }];
};

const UNKNOWN_HERE = 'The application was not found in the directory. It was not consented to by an administrator.';
