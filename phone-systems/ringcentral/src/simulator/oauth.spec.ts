import { createHash } from 'node:crypto';
import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { answerConsent } from 'prodoscore-phone-systems/testing';
import { startRingCentralSimulator } from './index.js';
import type { RingCentralSimulator } from './index.js';
import { asked } from './spec-support/asked.js';

const CALLBACK = 'http://host.example/callback';
const VERIFIER = 'a-verifier-that-is-long-enough-for-the-rules-of-pkce-1234';
const DAY_MS = 86_400_000;

interface Tokens {
  readonly access_token: string;
  readonly refresh_token?: string;
}

describe('consent at RingCentral', () => {
  let ringCentral: RingCentralSimulator;
  let now = Date.UTC(2026, 10, 20, 17);
  beforeAll(async () => {
    ringCentral = await startRingCentralSimulator({
      ...{ redirectUris: [CALLBACK], limits: 'off', historyDays: 1, now: () => new Date(now) },
    });
  });
  afterAll(() => ringCentral.stop());

  const authorizeUrl = (changes: Record<string, string> = {}): string => {
    const query = new URLSearchParams({
      ...{ response_type: 'code', client_id: ringCentral.clientId, redirect_uri: CALLBACK, state: 'a state & more' },
      ...{ code_challenge: createHash('sha256').update(VERIFIER).digest('base64url'), code_challenge_method: 'S256' },
      ...changes,
    });
    return `${ringCentral.baseUrl}/restapi/oauth/authorize?${query.toString()}`;
  };
  const back = async (decision: 'allow' | 'deny' = 'allow', email = 'DANA@acme.example') =>
    new URL(await answerConsent(authorizeUrl(), { email, decision })).searchParams;
  const basic = (secret = ringCentral.clientSecret): string =>
    `Basic ${Buffer.from(`${ringCentral.clientId}:${secret}`).toString('base64')}`;
  const post = async (path: string, fields: Record<string, string>, authorization = basic()) => {
    const headers = { authorization };
    const body = new URLSearchParams(fields);
    const response = await fetch(`${ringCentral.baseUrl}/restapi/oauth/${path}`, { method: 'POST', headers, body });
    const text = await response.text();
    return { status: response.status, body: (text === '' ? {} : JSON.parse(text)) as Tokens & Record<string, unknown> };
  };
  const byCode = (code: string | null, changes: Record<string, string> = {}) =>
    post('token', {
      ...{ grant_type: 'authorization_code', code: code ?? '', redirect_uri: CALLBACK, code_verifier: VERIFIER },
      ...changes,
    });
  const connected = async (): Promise<Tokens> => (await byCode((await back()).get('code'))).body;
  const refreshed = (refresh_token = '') => post('token', { grant_type: 'refresh_token', refresh_token });
  const account = async (token: string) => (await asked(`${ringCentral.baseUrl}/restapi/v1.0/account/~`, token)).status;

  it('gives back code, state and `expires_in=60` for Allow, and access_denied for Deny', async () => {
    expect(Object.fromEntries(await back())).toEqual({
      ...{ code: expect.any(String), state: 'a state & more', expires_in: '60' },
    });
    expect((await back('deny')).get('error')).toBe('access_denied');
  });

  it('answers a code with the pair, its lives, the permissions of the app and the extension that consented', async () => {
    const { status, body } = await byCode((await back()).get('code'));
    const { extensions } = ringCentral.company('acme.example');
    expect(status).toBe(200);
    expect(body).toMatchObject({
      ...{ token_type: 'bearer', expires_in: 3600, refresh_token_expires_in: 604_800, owner_id: extensions[0]?.id },
      scope: 'ReadAccounts ReadCallLog SubscriptionWebhook CallControl',
    });
    expect(await account(body.access_token)).toBe(200);
  });

  it('lets a code live a minute: OAU-106 after, and for one that was used', async () => {
    const code = (await back()).get('code');
    expect((await byCode(code)).status).toBe(200);
    expect(await byCode(code)).toMatchObject({ status: 403, body: { errorCode: 'OAU-106' } });
    const late = (await back()).get('code');
    now += 60_001;
    expect(await byCode(late)).toMatchObject({ status: 403, body: { errorCode: 'OAU-106' } });
  });

  it('wants the redirect of the request (OAU-109), the verifier, and the secret by Basic header', async () => {
    const redirect_uri = 'http://elsewhere.example/';
    expect(await byCode((await back()).get('code'), { redirect_uri })).toMatchObject({
      ...{ status: 403, body: { errorCode: 'OAU-109' } },
    });
    expect(await byCode((await back()).get('code'), { code_verifier: 'another' })).toMatchObject({
      ...{ status: 400, body: { error: 'invalid_grant' } },
    });
    const form = { client_id: ringCentral.clientId, client_secret: ringCentral.clientSecret };
    for (const authorization of [basic('wrong'), '']) {
      expect(await post('token', { grant_type: 'refresh_token', ...form }, authorization)).toMatchObject({
        ...{ status: 401, body: { error: 'invalid_client' } },
      });
    }
  });

  it('answers the same old refresh token with the same new pair until the new access token is used, and ten seconds after', async () => {
    const first = await connected();
    const second = (await refreshed(first.refresh_token)).body;
    expect(second.access_token).not.toBe(first.access_token);
    now += 59 * 60_000;
    expect((await refreshed(first.refresh_token)).body).toMatchObject({
      ...{ access_token: second.access_token, refresh_token: second.refresh_token, expires_in: 60 },
    });
    expect(await account(second.access_token)).toBe(200);
    now += 10_000;
    expect((await refreshed(first.refresh_token)).status).toBe(200);
    now += 1;
    expect(await refreshed(first.refresh_token)).toMatchObject({ status: 400, body: { error: 'invalid_grant' } });
    expect((await refreshed(second.refresh_token)).status).toBe(200);
  });

  it('ends the grace after an hour without use', async () => {
    const first = await connected();
    await refreshed(first.refresh_token);
    now += 3_600_001;
    expect((await refreshed(first.refresh_token)).status).toBe(400);
  });

  it('spends the old access token with a refresh (401)', async () => {
    const first = await connected();
    await refreshed(first.refresh_token);
    expect(await account(first.access_token)).toBe(401);
  });

  it('lets an access token live an hour (OAU-128), and a refresh token seven days without use', async () => {
    const tokens = await connected();
    now += 3_600_000;
    const url = `${ringCentral.baseUrl}/restapi/v1.0/account/~`;
    expect(await asked(url, tokens.access_token)).toMatchObject({ status: 401, body: { errorCode: 'OAU-128' } });
    now += 7 * DAY_MS - 3_600_001;
    const inTime = await refreshed(tokens.refresh_token);
    expect(inTime.status).toBe(200);
    now += 7 * DAY_MS;
    expect((await refreshed(inTime.body.refresh_token)).status).toBe(400);
  });

  it('lets the oldest of six sessions of one person go', async () => {
    const all: Tokens[] = [];
    for (let session = 0; session < 6; session++) all.push(await connected());
    const statuses: number[] = [];
    for (const { access_token } of all) statuses.push(await account(access_token));
    expect(statuses).toEqual([401, 200, 200, 200, 200, 200]);
  });

  it('ends the whole session with a revoked token', async () => {
    const { access_token, refresh_token = '' } = await connected();
    expect((await post('revoke', { token: refresh_token })).status).toBe(200);
    expect([await account(access_token), (await refreshed(refresh_token)).status]).toEqual([401, 400]);
  });

  it('answers an API request without a token OAU-151, and one with a strange token OAU-129', async () => {
    const url = `${ringCentral.baseUrl}/restapi/v1.0/account/~`;
    expect(await (await fetch(url)).json()).toMatchObject({ errorCode: 'OAU-151', errors: [{ errorCode: 'OAU-151' }] });
    expect(await asked(url, 'strange')).toMatchObject({ status: 401, body: { errorCode: 'OAU-129' } });
  });
});

describe('sessions of a simulator', () => {
  it('stand after a second start on the same directory', async () => {
    const dataDir = mkdtempSync(join(tmpdir(), 'ringcentral-'));
    const first = await startRingCentralSimulator({ dataDir, historyDays: 1 });
    const { accessToken } = first.grant('dana@acme.example');
    await first.stop();
    const second = await startRingCentralSimulator({ dataDir, historyDays: 1 });
    expect((await asked(`${second.baseUrl}/restapi/v1.0/account/~`, accessToken)).status).toBe(200);
    expect(second.clientSecret).toBe(first.clientSecret);
    await second.stop();
    rmSync(dataDir, { recursive: true });
  });

  it('have no refresh token where the app issues none', async () => {
    const ringCentral = await startRingCentralSimulator({ historyDays: 1, behaves: { issuesRefreshTokens: false } });
    const query = new URLSearchParams({
      response_type: 'code',
      client_id: ringCentral.clientId,
      redirect_uri: CALLBACK,
    });
    const url = `${ringCentral.baseUrl}/restapi/oauth/authorize?${query.toString()}`;
    const back = new URL(await answerConsent(url, { email: 'iris@globex.example', decision: 'allow' }));
    const { clientId, clientSecret } = ringCentral;
    const response = await fetch(`${ringCentral.baseUrl}/restapi/oauth/token`, {
      method: 'POST',
      headers: { authorization: `Basic ${Buffer.from(`${clientId}:${clientSecret}`).toString('base64')}` },
      body: new URLSearchParams({
        ...{ grant_type: 'authorization_code', redirect_uri: CALLBACK, code: back.searchParams.get('code') ?? '' },
      }),
    });
    expect(await response.json()).not.toHaveProperty('refresh_token');
    await ringCentral.stop();
  });
});
