import { json, refuse } from './answer.js';
import type { Answer, Incoming } from './answer.js';
import { bearerOf } from './bearer.js';
import type { Companies } from './companies.js';
import type { Grants, IssuedTokens } from './grants.js';
import { clientBehind, mayRedirectTo } from './oauth-clients.js';
import type { OAuthClient } from './oauth-clients.js';
import { answersChallenge, Tickets } from './oauth-codes.js';
import type { AuthorizeRequest } from './oauth-codes.js';
import { consentPage, problemPage, SCOPES, signInPage } from './pages.js';
import type { SignInChoice } from './pages.js';
import type { Route } from './router.js';

export interface OAuthOptions {
  readonly clients: readonly OAuthClient[];
  readonly companies: Companies;
  readonly grants: Grants;
  readonly now: () => number;
}

/** Sign-in, consent, tokens, and taking the consent back. */
export const oauthRoutes = ({ clients, companies, grants, now }: OAuthOptions): readonly Route[] => {
  const transactions = Tickets.forTransactions(now);
  const codes = Tickets.forCodes(now);

  const authorize = ({ query }: Incoming): Answer => {
    const client = clients.find(({ clientId }) => clientId === query.get('client_id'));
    if (client === undefined) return problemPage('Dialpad does not know this application (client_id).');
    const redirectUri = query.get('redirect_uri') ?? '';
    if (!mayRedirectTo(client, redirectUri)) {
      return problemPage(
        'This application has not registered the address that the answer should go to (redirect_uri).',
      );
    }
    const state = query.get('state');
    const refuseTo = (error: string) => redirect(redirectUri, { error, state });
    if ((query.get('response_type') ?? 'code') !== 'code') return refuseTo('unsupported_response_type');
    const scopes = [...new Set((query.get('scope') ?? '').split(' ').filter((scope) => scope !== ''))];
    if (scopes.some((scope) => !(scope in SCOPES))) return refuseTo('invalid_scope');
    const challenge = query.get('code_challenge');
    const method = query.get('code_challenge_method') ?? 'plain';
    if (method !== 'S256' && method !== 'plain') return refuseTo('invalid_request');
    if (challenge === null && query.has('code_challenge_method')) return refuseTo('invalid_request');
    const request: AuthorizeRequest = {
      clientId: client.clientId,
      redirectUri,
      state,
      scopes,
      challenge: challenge === null ? null : { value: challenge, method },
    };
    return signInPage(transactions.issue({ request, signedIn: null }), choicesOf(companies));
  };

  const signIn = ({ body }: Incoming): Answer => {
    const form = new URLSearchParams(body);
    const name = form.get('transaction') ?? '';
    const transaction = transactions.read(name);
    if (transaction === null) return problemPage(LAPSED);
    const email = (form.get('email') ?? '').trim();
    const found = companies.signIn(email);
    if (found === null) return signInPage(name, choicesOf(companies), email);
    transactions.redeem(name);
    const { company, user } = found;
    const signedIn = { companyId: company.id, userId: user.id };
    return consentPage(transactions.issue({ ...transaction, signedIn }), {
      client: clients.find(({ clientId }) => clientId === transaction.request.clientId)?.name ?? 'This application',
      name: `${user.firstName} ${user.lastName}`,
      email,
      company: company.name,
      scopes: transaction.request.scopes,
      redirectOrigin: new URL(transaction.request.redirectUri).origin,
    });
  };

  const consent = ({ body }: Incoming): Answer => {
    const form = new URLSearchParams(body);
    const decision = form.get('decision');
    const transaction = transactions.redeem(form.get('transaction') ?? '');
    if (transaction?.signedIn == null || (decision !== 'allow' && decision !== 'deny')) return problemPage(LAPSED);
    const { request, signedIn } = transaction;
    const { redirectUri, state, clientId, scopes } = request;
    if (decision === 'deny') return redirect(redirectUri, { error: 'access_denied', state });
    const code = codes.issue({ request, consent: { clientId, scopes, ...signedIn } });
    return redirect(redirectUri, { code, state });
  };

  const byCode = (client: OAuthClient, form: URLSearchParams): IssuedTokens | string => {
    const code = codes.redeem(form.get('code') ?? '');
    if (code === null || code.request.clientId !== client.clientId) return 'The code is unknown, spent or too old.';
    if (form.get('redirect_uri') !== code.request.redirectUri) return 'The redirect_uri is another one.';
    if (!answersChallenge(code.request, form.get('code_verifier'))) return 'The code_verifier does not fit.';
    return grants.issue(code.consent);
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
    { method: 'GET', path: '/oauth2/authorize', handle: authorize },
    { method: 'POST', path: '/oauth2/sign-in', handle: signIn },
    { method: 'POST', path: '/oauth2/consent', handle: consent },
    { method: 'POST', path: '/oauth2/token', handle: token },
    { method: 'POST', path: '/oauth2/deauthorize', handle: deauthorize },
  ];
};

const LAPSED = 'This sign-in has lapsed or was used already. Go back to the application and begin again.';

const redirect = (to: string, parameters: Readonly<Record<string, string | null>>): Answer => {
  const url = new URL(to);
  for (const [name, value] of Object.entries(parameters)) if (value !== null) url.searchParams.set(name, value);
  return { status: 302, headers: { location: url.href, 'referrer-policy': 'no-referrer' } };
};

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
