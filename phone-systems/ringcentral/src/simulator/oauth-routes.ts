import { clientBehind, json, SignIn } from 'prodoscore-phone-systems/testing';
import type { Answer, Incoming, OAuthClient, Route, SignInChoice } from 'prodoscore-phone-systems/testing';
import type { Companies } from './companies.js';
import { refusalOf } from './errors.js';
import { nameOf } from './parties.js';
import type { RateKeeper } from './rate-limits.js';
import { REFRESH_SECONDS } from './sessions.js';
import type { IssuedTokens, Sessions } from './sessions.js';
import type { Session } from './state.js';

export interface OAuthOptions {
  readonly clients: readonly OAuthClient[];
  readonly companies: Companies;
  readonly sessions: Sessions;
  readonly limits: RateKeeper;
  readonly appPermissions: readonly string[];
  readonly accessTokenSeconds: number;
  readonly issuesRefreshTokens: boolean;
  readonly now: () => number;
}

/** Sign-in, consent, tokens, and taking the consent back. */
export const oauthRoutes = (options: OAuthOptions): readonly Route[] => {
  const { clients, companies, sessions, limits, appPermissions, now } = options;
  const signIn = new SignIn({
    vendor: 'RingCentral',
    paths: {
      authorize: '/restapi/oauth/authorize',
      signIn: '/restapi/oauth/sign-in',
      consent: '/restapi/oauth/consent',
    },
    clients,
    choices: () => choicesOf(companies),
    find: (email) => {
      const found = companies.signIn(email);
      if (found === null) return null;
      const { company, extension } = found;
      return { companyId: company.id, userId: extension.id, name: nameOf(extension), company: company.name };
    },
    // Permissions are fixed on the app: what a request asks for makes no difference.
    scopesOf: () => appPermissions,
    inWords: (permission) => IN_WORDS[permission] ?? permission,
    besidesCode: { expires_in: '60' },
    now,
  });

  const answered = (session: Pick<Session, 'extensionId' | 'companyId'>, tokens: IssuedTokens): Answer =>
    json(200, {
      access_token: tokens.accessToken,
      token_type: 'bearer',
      expires_in: tokens.expiresIn,
      ...(options.issuesRefreshTokens && {
        refresh_token: tokens.refreshToken,
        refresh_token_expires_in: tokens.refreshTokenExpiresIn,
      }),
      scope: appPermissions.join(' '),
      owner_id: session.extensionId,
      endpoint_id: `endpoint-${session.companyId}`,
    });

  const isActive = (companyId: string, extensionId: string): boolean =>
    companies.named(companyId).extensions.some(({ id, status }) => id === extensionId && status === 'Enabled');

  /** Counted for the person, once it is known who that is. */
  const counted = (client: OAuthClient, extensionId: string, answer: () => Answer): Answer => {
    const { headers, refusal } = limits.admit(`${client.clientId} ${extensionId}`, 'Auth');
    const given = refusal ?? answer();
    return { ...given, headers: { ...headers, ...given.headers } };
  };

  const byCode = (client: OAuthClient, form: URLSearchParams): Answer => {
    const consent = signIn.redeem(client.clientId, form);
    if (consent === 'code') return refusalOf(403, 'OAU-106', 'Authorization code is invalid or expired');
    if (consent === 'redirect_uri') return refusalOf(403, 'OAU-109', 'Redirect URI does not match');
    if (consent === 'code_verifier') return invalidGrant('Code verifier does not match');
    const { companyId, userId: extensionId, clientId } = consent;
    return counted(client, extensionId, () => {
      if (!isActive(companyId, extensionId))
        return refusalOf(403, 'OAU-105', 'Login is not allowed for this extension');
      const [accessSeconds, refreshSeconds] = [
        lifeOf(form, 'access_token_ttl', 600, options.accessTokenSeconds),
        lifeOf(form, 'refresh_token_ttl', 1, REFRESH_SECONDS),
      ];
      const session = { clientId, companyId, extensionId, accessSeconds, refreshSeconds };
      return answered(session, sessions.issue(session));
    });
  };

  const byRefresh = (client: OAuthClient, form: URLSearchParams): Answer => {
    const refreshToken = form.get('refresh_token') ?? '';
    const owner = options.issuesRefreshTokens ? sessions.ownerOf(refreshToken) : null;
    // A request too many spends no token.
    return counted(client, owner?.extensionId ?? 'nobody', () => {
      if (owner === null || !isActive(owner.companyId, owner.extensionId)) return invalidGrant('Token not found');
      const tokens = sessions.refresh(client.clientId, refreshToken);
      return tokens === null ? invalidGrant('Token not found') : answered(owner, tokens);
    });
  };

  /** @param request by Basic header only */
  const clientOf = (request: Incoming): OAuthClient | null => clientBehind(clients, request, new URLSearchParams());

  const token = (request: Incoming): Answer => {
    const client = clientOf(request);
    if (client === null) return invalidClient();
    const form = new URLSearchParams(request.body);
    const grantType = form.get('grant_type');
    if (grantType === 'authorization_code') return byCode(client, form);
    if (grantType === 'refresh_token') return byRefresh(client, form);
    return refusalOf(400, 'OAU-250', 'Unsupported grant type');
  };

  const revoke = (request: Incoming): Answer => {
    const client = clientOf(request);
    if (client === null) return invalidClient();
    sessions.end(client.clientId, new URLSearchParams(request.body).get('token') ?? '');
    return { status: 200 };
  };

  return [
    ...signIn.routes,
    { method: 'POST', path: '/restapi/oauth/token', handle: token },
    { method: 'POST', path: '/restapi/oauth/revoke', handle: revoke },
  ];
};

const IN_WORDS: Readonly<Record<string, string>> = {
  ReadAccounts: 'see the account, its people and its extensions',
  ReadCallLog: 'see the log of calls',
  SubscriptionWebhook: 'be told of events',
  CallControl: 'be told of calls as they happen',
};

const lifeOf = (form: URLSearchParams, name: string, least: number, most: number): number => {
  const asked = Number(form.get(name) ?? most);
  return Number.isInteger(asked) ? Math.min(most, Math.max(least, asked)) : most;
};

const invalidGrant = (message: string): Answer => oauthError(400, 'invalid_grant', 'OAU-210', message);
const invalidClient = (): Answer => oauthError(401, 'invalid_client', 'OAU-146', 'Invalid client credentials');

const oauthError = (status: number, error: string, errorCode: string, message: string): Answer =>
  json(status, { error, error_description: message, errors: [{ errorCode, message }] });

const choicesOf = (companies: Companies): readonly SignInChoice[] =>
  companies.all().flatMap((company) =>
    company.extensions
      .filter(({ status, type, email, deleted }) => status === 'Enabled' && type === 'User' && email && !deleted)
      .map((extension) => ({
        name: nameOf(extension),
        email: extension.email ?? '',
        company: company.name,
        standing: extension.readsCompanyCallLog
          ? 'super administrator'
          : extension.administers === 'site'
            ? 'administrator of a site'
            : 'no administrator',
      })),
  );
