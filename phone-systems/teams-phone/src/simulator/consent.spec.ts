import { createHash } from 'node:crypto';
import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { createRemoteJWKSet, jwtVerify } from 'jose';
import { answerConsent } from 'prodoscore-phone-systems/testing';
import { startTeamsPhoneSimulator } from './index.js';
import type { TeamsPhoneSimulator, TeamsPhoneSimulatorOptions } from './index.js';
import { asked } from './spec-support/asked.js';
import type { WireError } from './spec-support/asked.js';

const CALLBACK = 'http://host.example/callback';
const VERIFIER = 'a-verifier-that-is-long-enough-for-the-rules-of-pkce-1234';
const SCOPE = 'https://graph.microsoft.com/.default';

interface TokenAnswer {
  readonly access_token: string;
  readonly id_token: string;
  readonly expires_in: number;
  readonly error?: string;
  readonly error_description?: string;
  readonly error_codes?: readonly number[];
}

describe('access at Microsoft', () => {
  let teams: TeamsPhoneSimulator;
  let now = Date.UTC(2026, 10, 20, 17);
  const started = async (options: TeamsPhoneSimulatorOptions = {}): Promise<void> => {
    await teams?.stop();
    teams = await startTeamsPhoneSimulator({
      ...{ redirectUris: [CALLBACK], limits: 'off', historyDays: 1, now: () => new Date(now), ...options },
    });
  };
  beforeEach(() => started());
  afterAll(() => teams.stop());

  const tidOf = (name = 'Acme'): string => teams.company(name).id;
  const signInUrl = (changes: Record<string, string> = {}, tenant = 'organizations'): string => {
    const query = new URLSearchParams({
      ...{ response_type: 'code', client_id: teams.clientId, redirect_uri: CALLBACK, state: 'a state & more' },
      ...{ scope: 'openid profile', nonce: 'a nonce' },
      ...{ code_challenge: createHash('sha256').update(VERIFIER).digest('base64url'), code_challenge_method: 'S256' },
      ...changes,
    });
    return `${teams.authorizeUrl}/${tenant}/oauth2/v2.0/authorize?${query.toString()}`;
  };
  const consentUrl = (tenant = tidOf()): string => {
    const query = { client_id: teams.clientId, redirect_uri: CALLBACK, state: 'second', scope: SCOPE };
    return `${teams.authorizeUrl}/${tenant}/v2.0/adminconsent?${new URLSearchParams(query).toString()}`;
  };
  const backFrom = async (url: string, email = 'dana@acme.example', decision: 'allow' | 'deny' = 'allow') =>
    Object.fromEntries(new URL(await answerConsent(url, { email, decision })).searchParams);
  const post = async (fields: Record<string, string>, tenant = tidOf()) => {
    const body = new URLSearchParams({ client_id: teams.clientId, client_secret: teams.clientSecret, ...fields });
    const response = await fetch(`${teams.tokenUrl}/${tenant}/oauth2/v2.0/token`, { method: 'POST', body });
    return { status: response.status, body: (await response.json()) as TokenAnswer };
  };
  const byCode = (code = '', changes: Record<string, string> = {}, tenant = 'organizations') =>
    post(
      { grant_type: 'authorization_code', code, redirect_uri: CALLBACK, code_verifier: VERIFIER, ...changes },
      tenant,
    );
  const minted = (tenant = tidOf(), changes: Record<string, string> = {}) =>
    post({ grant_type: 'client_credentials', scope: SCOPE, ...changes }, tenant);
  const organization = (token: string) => asked<WireError>(`${teams.baseUrl}/v1.0/organization`, token);

  it('has an origin for sign-in and tokens, and another for Graph', () => {
    expect(teams.authorizeUrl).toBe(teams.tokenUrl);
    expect(teams.authorizeUrl).not.toBe(teams.baseUrl);
  });

  it('proves by a signed id token who signed in, whose keys are published', async () => {
    const { code, state } = await backFrom(signInUrl());
    expect(state).toBe('a state & more');
    const { body } = await byCode(code);
    const discovery = `${teams.authorizeUrl}/${tidOf()}/v2.0/.well-known/openid-configuration`;
    const { jwks_uri, issuer } = (await (await fetch(discovery)).json()) as { jwks_uri: string; issuer: string };
    const { payload } = await jwtVerify(body.id_token, createRemoteJWKSet(new URL(jwks_uri)), {
      ...{ issuer, audience: teams.clientId, currentDate: new Date(now) },
    });
    expect(payload).toMatchObject({ tid: tidOf(), nonce: 'a nonce', preferred_username: 'dana@acme.example' });
    expect(issuer).toBe(`${teams.authorizeUrl}/${tidOf()}/v2.0`);
  });

  it('opens nothing at Graph with the token of a person', async () => {
    const { body } = await byCode((await backFrom(signInUrl()))['code']);
    expect(await organization(body.access_token)).toMatchObject({
      status: 403,
      body: { error: { code: 'Forbidden' } },
    });
  });

  it('takes a code once, with its verifier and address, at its tenant', async () => {
    const code = async () => (await backFrom(signInUrl()))['code'];
    const first = await code();
    expect((await byCode(first)).status).toBe(200);
    for (const refused of [
      await byCode(first),
      await byCode(await code(), { code_verifier: 'another' }),
      await byCode(await code(), { redirect_uri: 'http://elsewhere.example/' }),
      await byCode(await code(), {}, tidOf('Globex')),
    ]) {
      expect(refused).toMatchObject({ status: 400, body: { error: 'invalid_grant' } });
    }
  });

  it('lets nobody of another tenant sign in at a tenant’s own address', async () => {
    await expect(backFrom(signInUrl({}, tidOf('Globex')))).rejects.toThrow('Nobody signs in here');
  });

  it('comes back from an administrator’s consent without a code, and mints tokens from then on', async () => {
    expect(await minted()).toMatchObject({
      ...{ status: 400, body: { error: 'unauthorized_client', error_codes: [700016] } },
    });
    expect(await backFrom(consentUrl())).toEqual({
      ...{ admin_consent: 'True', tenant: tidOf(), scope: SCOPE, state: 'second' },
    });
    const { status, body } = await minted();
    expect([status, body.expires_in]).toEqual([200, 3599]);
    expect((await organization(body.access_token)).status).toBe(200);
    expect((await minted(tidOf('Globex'))).body.error_codes).toEqual([700016]);
  });

  it('comes back with an error where it is refused', async () => {
    expect(await backFrom(consentUrl(), 'dana@acme.example', 'deny')).toEqual({
      ...{ error: 'consent_required', admin_consent: 'True', state: 'second' },
      error_description: expect.stringContaining('AADSTS65004') as string,
    });
    expect((await minted()).status).toBe(400);
  });

  it('leads a lesser administrator nowhere, or back with an error', async () => {
    await expect(backFrom(consentUrl(), 'grace@acme.example')).rejects.toThrow('Need admin approval');
    await started({ behaves: { lesserAdministrators: 'error' } });
    expect(await backFrom(consentUrl(), 'grace@acme.example')).toMatchObject({ error: 'access_denied' });
    expect((await minted()).status).toBe(400);
  });

  it('says by its numbers what is wrong with a client or a tenant', async () => {
    await backFrom(consentUrl());
    expect(await minted(tidOf(), { client_secret: 'wrong' })).toMatchObject({
      ...{ status: 401, body: { error: 'invalid_client', error_codes: [7000215] } },
    });
    expect((await minted(tidOf(), { client_id: 'another' })).body.error_codes).toEqual([700016]);
    expect((await minted('00000000-0000-4000-8000-000000000000')).body.error_codes).toEqual([90002]);
    expect((await minted('organizations')).body.error).toBe('invalid_request');
    expect((await minted(tidOf(), { scope: 'https://graph.microsoft.us/.default' })).body.error).toBe('invalid_scope');
    teams.setSecretExpired(true);
    const { body } = await minted();
    expect([body.error_codes, body.error_description]).toEqual([[7000222], expect.stringContaining('AADSTS7000222')]);
  });

  it('is over when an administrator deletes the application: no token, and 403 for those that are out', async () => {
    await started({ behaves: { withoutConsent: 7000229 } });
    const token = teams.grant('Acme');
    expect((await organization(token)).status).toBe(200);
    teams.revokeGrants('Acme');
    expect(await organization(token)).toMatchObject({
      ...{ status: 403, body: { error: { code: 'Authorization_RequestDenied' } } },
    });
    expect((await minted()).body.error_codes).toEqual([7000229]);
  });

  it.each([
    ['no token', 400, null],
    ['forbidden', 200, 403],
  ] as const)('may take a minute to hold: %s', async (freshConsent, ofToken, ofGraph) => {
    await started({ freshConsentSeconds: 60, behaves: { freshConsent } });
    await backFrom(consentUrl());
    const first = await minted();
    expect(first.status).toBe(ofToken);
    if (ofGraph !== null) expect((await organization(first.body.access_token)).status).toBe(ofGraph);
    now += 60_000;
    expect((await organization((await minted()).body.access_token)).status).toBe(200);
  });

  it('ends with the hour (401), and is asked for again', async () => {
    const token = teams.grant('Acme');
    now += 3_599_000;
    expect(await organization(token)).toMatchObject({
      status: 401,
      body: { error: { code: 'InvalidAuthenticationToken' } },
    });
    expect((await organization('strange.token')).status).toBe(401);
    expect((await fetch(`${teams.baseUrl}/v1.0/organization`)).status).toBe(401);
  });

  it('stands after a second start on the same directory', async () => {
    const dataDir = mkdtempSync(join(tmpdir(), 'teams-phone-'));
    await started({ dataDir });
    await backFrom(consentUrl());
    const { clientSecret } = teams;
    await started({ dataDir });
    expect(teams.clientSecret).toBe(clientSecret);
    expect((await minted()).status).toBe(200);
    rmSync(dataDir, { recursive: true });
  });

  it('is of its cloud: another resource, and no user configurations', async () => {
    await started({ cloud: 'usGovernment' });
    teams.grant('Acme');
    expect((await minted()).body.error).toBe('invalid_scope');
    const { access_token } = (await minted(tidOf(), { scope: 'https://graph.microsoft.us/.default' })).body;
    expect((await asked(`${teams.baseUrl}/v1.0/admin/teams/userConfigurations`, access_token)).status).toBe(404);
    expect((await asked(`${teams.baseUrl}/v1.0/communications/callRecords`, access_token)).status).toBe(200);
  });
});
