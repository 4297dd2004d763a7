import { SignIn, bearerOf, clientBehind, json } from '../vendor/index.js';
import type { Answer, Incoming, OAuthClient, Route, SignInChoice } from '../vendor/index.js';
import { refuse } from './answer.js';
import type { Companies } from './companies.js';
import type { Grants, IssuedTokens } from './grants.js';
import { SCOPES } from './scopes.js';

export interface OAuthOptions {
  readonly clients: readonly OAuthClient[];
  readonly companies: Companies;
  readonly grants: Grants;
  readonly now: () => number;
}

/** Sign-in, consent, tokens, and taking the consent back. */
export const oauthRoutes = ({ clients, companies, grants, now }: OAuthOptions): readonly Route[] => {
  const signIn = new SignIn({
    vendor: 'Dialpad',
    paths: { authorize: '/oauth2/authorize', signIn: '/oauth2/sign-in', consent: '/oauth2/consent' },
    clients,
    choices: () => choicesOf(companies),
    find: (email) => {
      const found = companies.signIn(email);
      if (found === null) return null;
      const { company, user } = found;
      const name = `${user.firstName} ${user.lastName}`;
      return { companyId: company.id, userId: user.id, name, company: company.name };
    },
    scopesOf: (query) => {
      const scopes = [...new Set((query.get('scope') ?? '').split(' ').filter((scope) => scope !== ''))];
      return scopes.every((scope) => scope in SCOPES) ? scopes : null;
    },
    inWords: (scope) => SCOPES[scope] ?? scope,
    now,
  });

  const byCode = (client: OAuthClient, form: URLSearchParams): IssuedTokens | string => {
    const consent = signIn.redeem(client.clientId, form);
    return typeof consent === 'string' ? WRONG[consent] : grants.issue(consent);
  };

  const byRefresh = (client: OAuthClient, form: URLSearchParams): IssuedTokens | string =>
    grants.refresh(client.clientId, form.get('refresh_token') ?? '') ?? 'The refresh token is unknown or spent.';

  const token = (request: Incoming): Answer => {
    const form = formOf(request);
    if (form === null) return oauthError(400, 'invalid_request', 'Send a form or a JSON object.');
    const client = clientBehind(clients, request, form);
    if (client === null) return oauthError(401, 'invalid_client', 'The client is unknown or its secret is wrong.');
    const grantType = form.get('grant_type');
    if (grantType !== 'authorization_code' && grantType !== 'refresh_token') {
      return oauthError(400, 'unsupported_grant_type', 'Use authorization_code or refresh_token.');
    }
    const issued = grantType === 'authorization_code' ? byCode(client, form) : byRefresh(client, form);
    if (typeof issued === 'string') return oauthError(400, 'invalid_grant', issued);
    return json(200, {
      access_token: issued.accessToken,
      token_type: 'bearer',
      expires_in: issued.expiresIn,
      ...(issued.refreshToken === null ? {} : { refresh_token: issued.refreshToken }),
    });
  };

  const deauthorize = (request: Incoming): Answer => {
    const grant =
      grants.behind(bearerOf(request) ?? '') ?? refuse(401, 'The access token is unknown, revoked or expired.');
    grants.revoke(({ clientId, userId }) => clientId === grant.clientId && userId === grant.userId);
    return { status: 204 };
  };

  return [
    ...signIn.routes,
    { method: 'POST', path: '/oauth2/token', handle: token },
    { method: 'POST', path: '/oauth2/deauthorize', handle: deauthorize },
  ];
};

const WRONG = {
  code: 'The code is unknown, spent or too old.',
  redirect_uri: 'The redirect_uri is another one.',
  code_verifier: 'The code_verifier does not fit.',
} as const;

const oauthError = (status: number, error: string, description: string): Answer =>
  json(status, { error, error_description: description });

/** The fields of a token request, whether it came as a form or as JSON; null where it is neither. */
const formOf = ({ headers, body }: Incoming): URLSearchParams | null => {
  if (!(headers['content-type'] ?? '').includes('json')) return new URLSearchParams(body);
  try {
    const fields: unknown = JSON.parse(body);
    if (typeof fields !== 'object' || fields === null) return null;
    return new URLSearchParams(
      Object.entries(fields).filter((entry): entry is [string, string] => typeof entry[1] === 'string'),
    );
  } catch {
    return null;
  }
};

const choicesOf = (companies: Companies): readonly SignInChoice[] =>
  companies.all().flatMap((company) =>
    company.users
      .filter((user) => user.state === 'active' && user.emails.length > 0)
      .map((user) => ({
        name: `${user.firstName} ${user.lastName}`,
        email: user.emails[0] ?? '',
        company: company.name,
        standing: user.isSuperAdmin
          ? 'company administrator'
          : user.isAdmin
            ? 'office administrator'
            : 'no administrator',
      })),
  );
