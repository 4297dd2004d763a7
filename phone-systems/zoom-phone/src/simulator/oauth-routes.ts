import { clientBehind, json, SignIn } from 'prodoscore-phone-systems/testing';
import type { Answer, Incoming, OAuthClient, Route, SignInChoice } from 'prodoscore-phone-systems/testing';
import { signsIn } from './companies.js';
import type { Companies } from './companies.js';
import { inWords } from './scopes.js';
import type { IssuedTokens, Sessions } from './sessions.js';
import type { Session, SessionEnd } from './state.js';

/** Codes live for five minutes. */
const CODE_SECONDS = 300;

export interface OAuthOptions {
  readonly clients: readonly OAuthClient[];
  readonly companies: Companies;
  readonly sessions: Sessions;
  /** What stands on the app now. */
  readonly appScopes: () => readonly string[];
  readonly numbersErrors: boolean;
  /** The origin of the API, for the answer of the token endpoint. */
  readonly apiUrl: () => string;
  readonly now: () => number;
}

/** Sign-in, consent, tokens, and taking the consent back: what `zoom.us` answers. */
export const oauthRoutes = (options: OAuthOptions): readonly Route[] => {
  const { clients, companies, sessions, appScopes, apiUrl, now } = options;
  const signIn = new SignIn({
    vendor: 'Zoom',
    paths: { authorize: '/oauth/authorize', signIn: '/oauth/sign-in', consent: '/oauth/consent' },
    clients,
    choices: () => choicesOf(companies),
    find: (email) => {
      const found = companies.signIn(email);
      if (found === null) return null;
      const { company, user } = found;
      return { companyId: company.accountId, userId: user.id, name: user.name, company: company.name };
    },
    // Scopes are chosen on the app: what a request asks for makes no difference.
    scopesOf: appScopes,
    inWords,
    codeSeconds: CODE_SECONDS,
    now,
  });

  const refused = (number: TokenError): Answer => {
    const { status, error, reason } = TOKEN_ERRORS[number];
    return json(status, { ...(options.numbersErrors && { code: number }), reason, error });
  };

  const answered = ({ scopes }: Pick<Session, 'scopes'>, tokens: IssuedTokens): Answer =>
    json(200, {
      access_token: tokens.accessToken,
      token_type: 'bearer',
      refresh_token: tokens.refreshToken,
      expires_in: tokens.expiresIn - 1,
      scope: scopes.join(' '),
      api_url: apiUrl(),
    });

  /** Why nobody gets tokens here any more; null where they do. */
  const standing = ({ accountId, userId }: Pick<Session, 'accountId' | 'userId'>): SessionEnd | 4735 | null => {
    if (companies.stateOf(accountId).app === 'disabled') return 4738;
    const owner = companies.named(accountId).users.find(({ id }) => id === userId);
    return owner !== undefined && signsIn(owner) ? null : 4735;
  };

  const byCode = (client: OAuthClient, form: URLSearchParams): Answer => {
    const consent = signIn.redeem(client.clientId, form);
    if (consent === 'code') return refused(4733);
    if (consent === 'redirect_uri') return refused(4709);
    if (consent === 'code_verifier') return refused(4734);
    const { clientId, companyId: accountId, userId, scopes } = consent;
    const end = standing({ accountId, userId });
    if (end !== null) return refused(end);
    return answered({ scopes }, sessions.issue({ clientId, accountId, userId, scopes }));
  };

  const byRefresh = (client: OAuthClient, form: URLSearchParams): Answer => {
    const renewed = sessions.refresh(client.clientId, form.get('refresh_token') ?? '', standing);
    return typeof renewed === 'number' ? refused(renewed) : answered(renewed.session, renewed.tokens);
  };

  /** By Basic header only. */
  const clientOf = (request: Incoming): OAuthClient | null => clientBehind(clients, request, new URLSearchParams());

  const token = (request: Incoming): Answer => {
    const client = clientOf(request);
    if (client === null) return refused(4702);
    const form = new URLSearchParams(request.body);
    const grantType = form.get('grant_type');
    if (grantType === 'authorization_code') return byCode(client, form);
    if (grantType === 'refresh_token') return byRefresh(client, form);
    return json(400, { reason: 'The grant type is not supported.', error: 'unsupported_grant_type' });
  };

  const revoke = (request: Incoming): Answer => {
    const client = clientOf(request);
    if (client === null) return refused(4702);
    const given = request.query.get('token') ?? new URLSearchParams(request.body).get('token');
    sessions.revoke(client.clientId, given ?? '');
    return json(200, { status: 'success' });
  };

  return [
    ...signIn.routes,
    { method: 'POST', path: '/oauth/token', handle: token },
    { method: 'POST', path: '/oauth/revoke', handle: revoke },
  ];
};

const grant = (reason: string) => ({ status: 400, error: 'invalid_grant', reason });

const TOKEN_ERRORS = {
  4702: { status: 401, error: 'invalid_client', reason: 'The client is not known, or its secret is wrong.' },
  4709: grant('The redirect address is not that of the request.'),
  4711: grant('The refresh token is not valid.'),
  4733: grant('The code is not known, or is spent or too old.'),
  4734: grant('The code does not fit its verifier.'),
  4735: grant('The owner of the token is not there any more.'),
  4738: grant('The app was disabled by an administrator.'),
  4740: grant('The token was revoked.'),
  4741: grant('The token was revoked by a later authorisation.'),
};

type TokenError = keyof typeof TOKEN_ERRORS;

const choicesOf = (companies: Companies): readonly SignInChoice[] =>
  companies.all().flatMap((company) =>
    company.users.filter(signsIn).map(({ name, email, roleName, managesPhone }) => ({
      name,
      email,
      company: company.name,
      standing: `${roleName.toLowerCase()}${managesPhone ? ', manages Zoom Phone' : ''}`,
    })),
  );
