import { createHash } from 'node:crypto';
import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { answerConsent } from 'prodoscore-phone-systems/testing';
import { NEEDED_SCOPES, startZoomPhoneSimulator } from './index.js';
import type { ZoomPhoneSimulator } from './index.js';
import { asked } from './spec-support/asked.js';

const CALLBACK = 'http://host.example/callback';
const VERIFIER = 'a-verifier-that-is-long-enough-for-the-rules-of-pkce-1234';
const DAY_MS = 86_400_000;

interface Tokens {
  readonly access_token: string;
  readonly refresh_token: string;
}

describe('consent at Zoom', () => {
  let zoom: ZoomPhoneSimulator;
  let now = Date.UTC(2026, 10, 20, 17);
  beforeAll(async () => {
    zoom = await startZoomPhoneSimulator({
      ...{ redirectUris: [CALLBACK], limits: 'off', historyDays: 1, now: () => new Date(now), behaves: 'documented' },
    });
  });
  afterAll(() => zoom.stop());

  const authorizeUrl = (changes: Record<string, string> = {}): string => {
    const query = new URLSearchParams({
      ...{ response_type: 'code', client_id: zoom.clientId, redirect_uri: CALLBACK, state: 'a state & more' },
      ...{ code_challenge: createHash('sha256').update(VERIFIER).digest('base64url'), code_challenge_method: 'S256' },
      ...changes,
    });
    return `${zoom.signInUrl}/oauth/authorize?${query.toString()}`;
  };
  const back = async (email = 'DANA@acme.example', decision: 'allow' | 'deny' = 'allow') =>
    new URL(await answerConsent(authorizeUrl(), { email, decision })).searchParams;
  const basic = (secret = zoom.clientSecret): string =>
    `Basic ${Buffer.from(`${zoom.clientId}:${secret}`).toString('base64')}`;
  const post = async (
    path: string,
    fields: Record<string, string>,
    authorization = basic(),
    origin = zoom.signInUrl,
  ) => {
    const body = new URLSearchParams(fields);
    const response = await fetch(`${origin}/oauth/${path}`, { method: 'POST', headers: { authorization }, body });
    return { status: response.status, body: (await response.json()) as Tokens & Record<string, unknown> };
  };
  const byCode = (code: string | null, changes: Record<string, string> = {}) =>
    post('token', {
      ...{ grant_type: 'authorization_code', code: code ?? '', redirect_uri: CALLBACK, code_verifier: VERIFIER },
      ...changes,
    });
  const connected = async (email?: string): Promise<Tokens> => (await byCode((await back(email)).get('code'))).body;
  const refreshed = (refresh_token: string) => post('token', { grant_type: 'refresh_token', refresh_token });
  const me = async (token: string) => (await asked(zoom, '/users/me', token)).status;

  it('gives back code and state for Allow, and access_denied for Deny', async () => {
    expect(Object.fromEntries(await back())).toEqual({ code: expect.any(String), state: 'a state & more' });
    expect((await back('dana@acme.example', 'deny')).get('error')).toBe('access_denied');
  });

  it('answers tokens in Zoom’s form, with the scopes of the app and not those of the request', async () => {
    const asking = authorizeUrl({ scope: 'everything' });
    const code = new URL(await answerConsent(asking, { email: 'dana@acme.example', decision: 'allow' })).searchParams;
    expect(await byCode(code.get('code'))).toEqual({
      status: 200,
      body: {
        ...{ access_token: expect.any(String), refresh_token: expect.any(String), token_type: 'bearer' },
        ...{ expires_in: 3599, scope: NEEDED_SCOPES.join(' '), api_url: zoom.baseUrl },
      },
    });
    expect(zoom.signInRequests.find(({ query }) => query['scope'] === 'everything')?.ignored).toEqual(['scope']);
  });

  it('keeps a code for five minutes, and takes it once (4733)', async () => {
    const [inTime, late] = [(await back()).get('code'), (await back()).get('code')];
    now += 299_000;
    expect((await byCode(inTime)).status).toBe(200);
    expect(await byCode(inTime)).toMatchObject({ status: 400, body: { error: 'invalid_grant', code: 4733 } });
    now += 2000;
    expect(await byCode(late)).toMatchObject({ status: 400, body: { code: 4733 } });
  });

  it('wants the verifier (4734), the redirect address (4709), and the secret by Basic header (4702)', async () => {
    expect((await byCode((await back()).get('code'), { code_verifier: 'another' })).body).toMatchObject({ code: 4734 });
    const elsewhere = { redirect_uri: 'http://elsewhere.example/' };
    expect((await byCode((await back()).get('code'), elsewhere)).body).toMatchObject({ code: 4709 });
    const inForm = { grant_type: 'refresh_token', client_id: zoom.clientId, client_secret: zoom.clientSecret };
    for (const authorization of [basic('wrong'), '']) {
      expect(await post('token', inForm, authorization)).toMatchObject({
        ...{ status: 401, body: { error: 'invalid_client', code: 4702, reason: expect.any(String) } },
      });
    }
  });

  it('gives a new refresh token each time, and spends the old one (4711)', async () => {
    const first = await connected();
    const second = (await refreshed(first.refresh_token)).body;
    expect(await refreshed(first.refresh_token)).toMatchObject({ status: 400, body: { code: 4711 } });
    expect([await me(first.access_token), await me(second.access_token)]).toEqual([200, 200]);
    expect((await refreshed(second.refresh_token)).status).toBe(200);
  });

  it('ends what went before with a second authorisation of the same person (4741), and nobody else’s', async () => {
    const [first, another] = [await connected(), await connected('grace@acme.example')];
    const second = await connected();
    expect(await refreshed(first.refresh_token)).toMatchObject({ status: 400, body: { code: 4741 } });
    expect([await me(first.access_token), await me(second.access_token), await me(another.access_token)]).toEqual([
      ...[401, 200, 200],
    ]);
  });

  it('lets an access token live an hour (401, 124), and a refresh token ninety days', async () => {
    const tokens = await connected();
    now += 3_600_000;
    expect(await asked(zoom, '/users/me', tokens.access_token)).toMatchObject({ status: 401, body: { code: 124 } });
    now += 90 * DAY_MS - 3_600_001;
    const inTime = await refreshed(tokens.refresh_token);
    expect(inTime.status).toBe(200);
    now += 90 * DAY_MS;
    expect((await refreshed(inTime.body.refresh_token)).body).toMatchObject({ code: 4711 });
  });

  it('answers a revocation with success, by query or form, and ends the session (4740)', async () => {
    const { access_token, refresh_token } = await connected();
    expect(await post('revoke', { token: access_token })).toEqual({ status: 200, body: { status: 'success' } });
    expect(await me(access_token)).toBe(401);
    expect((await refreshed(refresh_token)).body).toMatchObject({ code: 4740 });
    const again = await connected();
    await post(`revoke?token=${again.access_token}`, {});
    expect(await me(again.access_token)).toBe(401);
  });

  it('refuses the owner who is gone (4735), and an app that was disabled (4738)', async () => {
    const omar = await connected('omar@acme.example');
    zoom.changeUser('Acme', 'zoom-user-acme-0011', { gone: true });
    expect((await refreshed(omar.refresh_token)).body).toMatchObject({ code: 4735 });
    const dana = await connected();
    zoom.setAccount('Acme', { app: 'disabled' });
    expect((await refreshed(dana.refresh_token)).body).toMatchObject({ code: 4738 });
    expect(await me(dana.access_token)).toBe(401);
    zoom.setAccount('Acme', { app: 'allowed' });
  });

  it('is at one origin, and the API at the other: neither answers for the other', async () => {
    const { access_token, refresh_token } = await connected();
    const read = await fetch(`${zoom.signInUrl}/v2/users/me`, { headers: { authorization: `Bearer ${access_token}` } });
    expect(read.status).toBe(404);
    const fields = { grant_type: 'refresh_token', refresh_token };
    expect((await post('token', fields, basic(), zoom.baseUrl)).status).toBe(404);
    expect((await refreshed(refresh_token)).status).toBe(200);
  });

  it('tells scopes that were chosen since with the next consent alone', async () => {
    const before = await connected();
    zoom.chooseScopes(NEEDED_SCOPES.filter((scope) => !scope.includes('list_call_logs')));
    const after = await connected('lee@acme.example');
    zoom.chooseScopes(NEEDED_SCOPES);
    const refusal = await asked(zoom, '/phone/call_history', after.access_token);
    expect(refusal).toMatchObject({
      status: 400,
      body: { code: 4711, message: expect.stringContaining('list_call_logs') },
    });
    expect((await asked(zoom, '/phone/call_history', before.access_token)).status).toBe(200);
  });
});

describe('sessions of a simulator', () => {
  it('stand after a second start on the same directory, and so do calls that were added', async () => {
    const dataDir = mkdtempSync(join(tmpdir(), 'zoom-phone-'));
    const startedAt = new Date(Date.now() - 3_600_000);
    const first = await startZoomPhoneSimulator({ dataDir, historyDays: 1 });
    const { accessToken } = first.grant('dana@acme.example');
    const [added] = first.addCall('Acme', { story: 'missed', startedAt });
    await first.stop();
    const second = await startZoomPhoneSimulator({ dataDir, historyDays: 1 });
    const uuid = added?.callUuid ?? '';
    expect((await asked(second, `/phone/call_history/${uuid}`, accessToken)).status).toBe(200);
    expect([second.clientSecret, second.webhookSecret]).toEqual([first.clientSecret, first.webhookSecret]);
    await second.stop();
    rmSync(dataDir, { recursive: true });
  });

  it('are refused without a number where none was seen', async () => {
    const zoom = await startZoomPhoneSimulator({ historyDays: 1 });
    const headers = {
      authorization: `Basic ${Buffer.from(`${zoom.clientId}:${zoom.clientSecret}`).toString('base64')}`,
    };
    const body = new URLSearchParams({ grant_type: 'refresh_token', refresh_token: 'strange' });
    const response = await fetch(`${zoom.signInUrl}/oauth/token`, { method: 'POST', headers, body });
    expect(await response.json()).toEqual({ reason: expect.any(String), error: 'invalid_grant' });
    await zoom.stop();
  });
});
