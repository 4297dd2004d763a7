import { createHash } from 'node:crypto';
import { answerConsent, startDialpadSimulator } from './index.js';
import type { DialpadSimulator } from './index.js';

const CALLBACK = 'http://host.example/callback';
const VERIFIER = 'a-verifier-that-is-long-enough-for-the-rules-of-pkce-1234';

describe('consent', () => {
  let dialpad: DialpadSimulator;
  let now = Date.now();

  beforeAll(async () => {
    dialpad = await startDialpadSimulator({ redirectUris: [CALLBACK], limits: 'off', now: () => new Date(now) });
  });
  afterAll(() => dialpad.stop());

  const authorizeUrl = (changes: Record<string, string | undefined> = {}): string => {
    const url = new URL('/oauth2/authorize', dialpad.baseUrl);
    const query = {
      client_id: dialpad.clientId,
      redirect_uri: CALLBACK,
      response_type: 'code',
      state: 'a state & more',
      scope: 'calls:list offline_access',
      code_challenge: createHash('sha256').update(VERIFIER).digest('base64url'),
      code_challenge_method: 'S256',
      ...changes,
    };
    for (const [name, value] of Object.entries(query)) if (value !== undefined) url.searchParams.set(name, value);
    return url.href;
  };

  const answered = async (url: string, decision: 'allow' | 'deny' = 'allow'): Promise<URLSearchParams> =>
    new URL(await answerConsent(url, { email: 'DANA@acme.example', decision })).searchParams;

  const exchange = async (fields: Record<string, string>, headers: Record<string, string> = {}) => {
    const response = await fetch(`${dialpad.baseUrl}/oauth2/token`, {
      method: 'POST',
      headers,
      body: new URLSearchParams(fields),
    });
    return { status: response.status, body: (await response.json()) as Record<string, string> };
  };

  const own = () => ({ client_id: dialpad.clientId, client_secret: dialpad.clientSecret });
  const byCode = (code: string | null, changes: Record<string, string> = {}) =>
    exchange({
      grant_type: 'authorization_code',
      code: code ?? '',
      redirect_uri: CALLBACK,
      code_verifier: VERIFIER,
      ...own(),
      ...changes,
    });
  const company = async (token: string | undefined): Promise<number> =>
    (await fetch(`${dialpad.baseUrl}/api/v2/company`, { headers: { authorization: `Bearer ${token ?? ''}` } })).status;

  it('gives a code for Allow, tokens for the code, and the company for the token', async () => {
    const back = await answered(authorizeUrl());
    expect(back.get('state')).toBe('a state & more');
    const tokens = await byCode(back.get('code'));
    expect(tokens).toMatchObject({ status: 200, body: { token_type: 'bearer', expires_in: 3600 } });
    expect(await company(tokens.body.access_token)).toBe(200);
  });

  it('answers Deny with access_denied and the state', async () => {
    const back = await answered(authorizeUrl(), 'deny');
    expect(Object.fromEntries(back)).toEqual({ error: 'access_denied', state: 'a state & more' });
  });

  it('takes a code once', async () => {
    const code = (await answered(authorizeUrl())).get('code');
    expect((await byCode(code)).status).toBe(200);
    expect(await byCode(code)).toMatchObject({ status: 400, body: { error: 'invalid_grant' } });
  });

  it('takes a code for a minute only', async () => {
    const code = (await answered(authorizeUrl())).get('code');
    now += 60_001;
    expect(await byCode(code)).toMatchObject({ status: 400, body: { error: 'invalid_grant' } });
  });

  it.each([
    ['another verifier', { code_verifier: 'another' }],
    ['another redirect_uri', { redirect_uri: `${CALLBACK}/` }],
  ])('refuses a code with %s', async (_, changes) => {
    const code = (await answered(authorizeUrl())).get('code');
    expect(await byCode(code, changes)).toMatchObject({ status: 400, body: { error: 'invalid_grant' } });
  });

  it('compares a plain challenge as it is', async () => {
    const plain = { code_challenge: VERIFIER, code_challenge_method: 'plain' };
    expect((await byCode((await answered(authorizeUrl(plain))).get('code'))).status).toBe(200);
  });

  it('refuses a client with another secret', async () => {
    const code = (await answered(authorizeUrl())).get('code');
    expect(await byCode(code, { client_secret: 'wrong' })).toMatchObject({
      status: 401,
      body: { error: 'invalid_client' },
    });
  });

  it('takes client and secret from a Basic header, and fields from JSON', async () => {
    const { body } = await byCode((await answered(authorizeUrl())).get('code'));
    const basic = Buffer.from(`${dialpad.clientId}:${dialpad.clientSecret}`).toString('base64');
    const response = await fetch(`${dialpad.baseUrl}/oauth2/token`, {
      method: 'POST',
      headers: { authorization: `Basic ${basic}`, 'content-type': 'application/json' },
      body: JSON.stringify({ grant_type: 'refresh_token', refresh_token: body.refresh_token }),
    });
    expect(response.status).toBe(200);
  });

  it('spends a refresh token at once', async () => {
    const { body: first } = await byCode((await answered(authorizeUrl())).get('code'));
    const refresh = (token: string | undefined) =>
      exchange({ grant_type: 'refresh_token', refresh_token: token ?? '', ...own() });
    const second = await refresh(first.refresh_token);
    expect(second.status).toBe(200);
    expect(second.body.refresh_token).not.toBe(first.refresh_token);
    expect(await refresh(first.refresh_token)).toMatchObject({ status: 400, body: { error: 'invalid_grant' } });
    expect((await refresh(second.body.refresh_token)).status).toBe(200);
  });

  it('gives no refresh token without offline_access', async () => {
    const tokens = await byCode((await answered(authorizeUrl({ scope: 'calls:list' }))).get('code'));
    expect(tokens.status).toBe(200);
    expect(tokens.body).not.toHaveProperty('refresh_token');
  });

  it('lets access tokens expire', async () => {
    const { accessToken } = dialpad.grant('dana@acme.example');
    now += 3_600_000;
    expect(await company(accessToken)).toBe(401);
  });

  it('takes a consent back with deauthorize', async () => {
    const { body } = await byCode((await answered(authorizeUrl())).get('code'));
    const response = await fetch(`${dialpad.baseUrl}/oauth2/deauthorize`, {
      method: 'POST',
      headers: { authorization: `Bearer ${body.access_token ?? ''}` },
    });
    expect(response.status).toBe(204);
    expect(await company(body.access_token)).toBe(401);
    expect(
      await exchange({ grant_type: 'refresh_token', refresh_token: body.refresh_token ?? '', ...own() }),
    ).toMatchObject({ status: 400, body: { error: 'invalid_grant' } });
  });

  it.each([
    ['an unknown client', { client_id: 'nobody' }],
    ['an address that is not registered', { redirect_uri: 'http://elsewhere.example/callback' }],
    ['no address', { redirect_uri: undefined }],
  ])('sends nobody anywhere for %s', async (_, changes) => {
    const response = await fetch(authorizeUrl(changes), { redirect: 'manual' });
    expect(response.status).toBe(400);
    expect(response.headers.get('location')).toBeNull();
  });

  it.each([
    ['response_type', { response_type: 'token' }, 'unsupported_response_type'],
    ['scope', { scope: 'everything' }, 'invalid_scope'],
    ['code_challenge_method', { code_challenge_method: 'MD5' }, 'invalid_request'],
  ])('tells the application of a wrong %s', async (_, changes, error) => {
    const response = await fetch(authorizeUrl(changes), { redirect: 'manual' });
    const back = new URL(response.headers.get('location') ?? '');
    expect(Object.fromEntries(back.searchParams)).toEqual({ error, state: 'a state & more' });
  });

  it('shows what was typed as text, under a policy that runs no script', async () => {
    const typed = '"><script>alert(1)</script>@x.example';
    const first = await fetch(authorizeUrl());
    const transaction = /name="transaction" value="([^"]+)"/.exec(await first.text())?.[1] ?? '';
    const page = await fetch(`${dialpad.baseUrl}/oauth2/sign-in`, {
      method: 'POST',
      body: new URLSearchParams({ transaction, email: typed }),
    });
    expect(page.headers.get('content-security-policy')).toContain("default-src 'none'");
    const text = await page.text();
    expect(text).not.toContain('<script');
    expect(text).toContain('Dialpad simulator');
  });

  it('gives consent once per sign-in', async () => {
    const text = await (await fetch(authorizeUrl())).text();
    const transaction = /name="transaction" value="([^"]+)"/.exec(text)?.[1] ?? '';
    const consent = await fetch(`${dialpad.baseUrl}/oauth2/consent`, {
      method: 'POST',
      body: new URLSearchParams({ transaction, decision: 'allow' }),
      redirect: 'manual',
    });
    expect(consent.status).toBe(400);
  });
});
