import { createHash } from 'node:crypto';
import { mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import {
  answerConsent,
  clientBehind,
  json,
  RequestCounter,
  SignIn,
  Store,
  VendorServer,
  wideInteger,
} from './index.js';

const CALLBACK = 'http://host.example/callback';
const VERIFIER = 'a-verifier-that-is-long-enough-for-the-rules-of-pkce-1234';
const client = { clientId: 'an application', clientSecret: 'made up', redirectUris: [CALLBACK] };

describe('a vendor that is made from the kit', () => {
  let server: VendorServer;
  let laterMs = 0;

  beforeAll(async () => {
    const signIn = new SignIn({
      vendor: 'Example Phone',
      paths: { authorize: '/authorize', signIn: '/in', consent: '/allow' },
      clients: [client],
      choices: () => [{ name: 'Dana', email: 'dana@acme.example', company: 'Acme', standing: 'owner' }],
      find: (email) =>
        email === 'dana@acme.example' ? { companyId: '7', userId: '8', name: 'Dana', company: 'Acme' } : null,
      scopesOf: (query) => (query.get('scope') === 'calls' ? ['calls'] : null),
      inWords: (scope) => `see ${scope}`,
      besidesCode: { expires_in: '5' },
      codeSeconds: 5,
      now: () => Date.now() + laterMs,
    });
    server = await VendorServer.open({
      refusal: (status, message, headers) => json(status, { wrong: message }, headers),
      names: { 'GET /v1/calls/{id}': ['view'] },
      routes: [
        ...signIn.routes,
        {
          method: 'POST',
          path: '/token',
          handle: (request) => {
            const form = new URLSearchParams(request.body);
            const known = clientBehind([client], request, form);
            return json(known === null ? 401 : 200, signIn.redeem(known?.clientId ?? '', form));
          },
        },
        {
          method: 'GET',
          path: '/v1/calls/:id',
          handle: ({ params }) => json(200, { id: wideInteger(params.id ?? '') }),
        },
      ],
    });
  });
  afterAll(() => server.close());

  const authorizeUrl = (changes: Record<string, string> = {}): string => {
    const query = new URLSearchParams({
      client_id: client.clientId,
      redirect_uri: CALLBACK,
      scope: 'calls',
      state: 's',
      code_challenge: createHash('sha256').update(VERIFIER).digest('base64url'),
      code_challenge_method: 'S256',
      ...changes,
    });
    return `${server.baseUrl}/authorize?${query.toString()}`;
  };
  const consent = { email: 'dana@acme.example', decision: 'allow' } as const;
  const redeemed = async (verifier: string, waitsMs = 0): Promise<unknown> => {
    const code = new URL(await answerConsent(authorizeUrl(), consent)).searchParams.get('code') ?? '';
    laterMs += waitsMs;
    const response = await fetch(`${server.baseUrl}/token`, {
      method: 'POST',
      headers: { authorization: `Basic ${Buffer.from('an%20application:made%20up').toString('base64')}` },
      body: new URLSearchParams({ code, redirect_uri: CALLBACK, code_verifier: verifier }),
    });
    return response.json();
  };

  it('signs people in on its own pages, and hands out a code with what goes beside it', async () => {
    const back = new URL(await answerConsent(authorizeUrl(), consent));
    expect(Object.fromEntries(back.searchParams)).toEqual({ code: expect.any(String), state: 's', expires_in: '5' });
  });

  it('gives for a code who consented, to what', async () => {
    expect(await redeemed(VERIFIER)).toEqual({
      companyId: '7',
      userId: '8',
      clientId: client.clientId,
      scopes: ['calls'],
    });
  });

  it('says which part of a token request does not fit', async () => {
    expect(await redeemed('another')).toBe('code_verifier');
  });

  it('keeps a code for as long as the vendor does', async () => {
    expect(await redeemed(VERIFIER, 4_000)).toMatchObject({ userId: '8' });
    expect(await redeemed(VERIFIER, 5_000)).toBe('code');
  });

  it('sends scopes that it does not have back to the application', async () => {
    const back = new URL(await answerConsent(authorizeUrl({ scope: 'all' }), consent));
    expect(back.searchParams.get('error')).toBe('invalid_scope');
  });

  it('names the vendor on its pages, and nobody else', async () => {
    const page = await (await fetch(authorizeUrl())).text();
    expect(page).toContain('Example Phone simulator');
    expect(page).not.toContain('Dialpad');
  });

  it('writes wide ids digit by digit, and logs the names that are not in its description', async () => {
    const response = await fetch(`${server.baseUrl}/v1/calls/9007199254740993?view=all&colour=red`);
    expect(await response.text()).toBe('{"id":9007199254740993}');
    expect(server.requests.at(-1)).toMatchObject({
      path: '/v1/calls/9007199254740993',
      ignored: ['colour'],
      status: 200,
    });
  });

  it('words planned faults and unknown paths in the way of the vendor', async () => {
    server.faults.plan({ path: '/v1/calls/1', answer: { kind: 'status', status: 503, retryAfter: 2 } });
    const faulty = await fetch(`${server.baseUrl}/v1/calls/1`);
    expect([faulty.status, faulty.headers.get('retry-after'), await faulty.json()]).toEqual([
      503,
      '2',
      { wrong: 'A planned fault.' },
    ]);
    expect(await (await fetch(`${server.baseUrl}/v1/elsewhere`)).json()).toEqual({ wrong: 'Not found.' });
  });
});

describe('a counter of requests', () => {
  it('counts against all spans or none, and says how long until there is room', () => {
    let now = 0;
    const counter = new RequestCounter(() => now);
    const second = { key: 'a second', allowed: 2, ms: 1000 };
    const minute = { key: 'a minute', allowed: 3, ms: 60_000 };
    expect([counter.admit([second, minute]), counter.admit([second, minute])]).toEqual([null, null]);
    now = 400;
    expect(counter.admit([second, minute])).toBe(600);
    expect(counter.left(minute)).toBe(1);
    now = 1000;
    expect(counter.admit([second, minute])).toBeNull();
    expect(counter.admit([second, minute])).toBe(59_000);
  });
});

describe('a store with a directory', () => {
  const open = (dataDir: string) =>
    Store.open({
      vendor: 'Example Phone',
      dataDir,
      file: 'kept.json',
      fresh: () => ({ version: 1, lastId: 0, word: 'a' }),
    });

  it('finds at the second start what the first one kept, and hands out no number twice', () => {
    const dataDir = mkdtempSync(join(tmpdir(), 'vendor-'));
    const first = open(dataDir);
    first.change(({ word }) => ({ word: `${word}b` }));
    expect(first.nextId()).toBe(1);
    const second = open(dataDir);
    expect([second.state.word, second.nextId()]).toEqual(['ab', 2]);
    rmSync(dataDir, { recursive: true });
  });

  it('never overwrites what it cannot read', () => {
    const dataDir = mkdtempSync(join(tmpdir(), 'vendor-'));
    const file = join(dataDir, 'kept.json');
    for (const [text, said] of [
      ['{', /The Example Phone simulator cannot read .* no JSON/],
      ['{"version":2}', /does not know the format/],
    ] as const) {
      writeFileSync(file, text);
      expect(() => open(dataDir)).toThrow(said);
      expect(readFileSync(file, 'utf8')).toBe(text);
    }
    rmSync(dataDir, { recursive: true });
  });
});
