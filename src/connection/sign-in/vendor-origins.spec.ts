import { randomUUID } from 'node:crypto';
import { json, type LoopbackVendor, providerOf, startLoopbackVendor } from '../../../test/support/loopback-vendor.js';
import { openStage, type Stage } from '../../../test/support/stage.js';
import { TokenKeys } from '../../access/token-keys.service.js';
import {
  type PhoneSystemProvider,
  ProviderError,
  type ProviderFailure,
  type Refusal,
  Secret,
} from '../../contract/index.js';
import { type PhoneSystemRegistry, readProviderClient } from '../../registry/index.js';
import { ConnectAttempts } from './connect-attempts.service.js';
import { TokenEndpoint } from '../tokens/token-endpoint.js';
import { VendorSignIn } from './vendor-sign-in.service.js';

const SIGNAL = new AbortController().signal;

describe('a vendor that signs people in, gives tokens and has its API at three origins', () => {
  let api: LoopbackVendor;
  let pages: LoopbackVendor;
  let tokens: LoopbackVendor;
  let provider: PhoneSystemProvider;

  beforeEach(async () => {
    [api, pages, tokens] = await Promise.all([startLoopbackVendor(), startLoopbackVendor(), startLoopbackVendor()]);
    tokens.answer = (_request, response) => json(response, 200, { access_token: 'access', refresh_token: 'refresh' });
    provider = providerOf({ ...api.client, authorizeUrl: pages.baseUrl, tokenUrl: tokens.baseUrl });
  });
  afterEach(async () => await Promise.all([api.close(), pages.close(), tokens.close()]));

  const endpoint = (): TokenEndpoint => {
    if (provider.client === null) throw new Error('It has a client.');
    return new TokenEndpoint(provider, provider.client);
  };
  const refusal = async (): Promise<ProviderFailure> => {
    const error: unknown = await endpoint()
      .request({ path: '/oauth/token', form: { grant_type: 'refresh_token' } }, SIGNAL)
      .catch((reason: unknown) => reason);
    if (error instanceof ProviderError) return error.failure;
    throw new Error(`Expected a ProviderError, got ${String(error)}.`);
  };

  it('is asked for tokens, and has them revoked, where it gives them', async () => {
    const form = { grant_type: 'refresh_token', refresh_token: 'refresh' };
    await endpoint().request({ path: '/oauth/token', form }, SIGNAL);
    await endpoint().revoke(new Secret('access'), SIGNAL);
    expect(tokens.requests.map(({ path }) => path)).toEqual(['/oauth/token', '/oauth/revoke']);
    expect([...api.requests, ...pages.requests]).toEqual([]);
  });

  it('is left for at the origin of its sign-in, and has the code exchanged at that of its tokens', async () => {
    const stage: Stage = await openStage();
    try {
      const attempts = new ConnectAttempts(stage.tenants, new TokenKeys(stage.settings));
      const registry = { all: () => [provider] } as unknown as PhoneSystemRegistry;
      const signIn = new VendorSignIn(registry, attempts, { ...stage.settings, publicUrl: 'https://host.example' });
      signIn.onModuleInit();
      const caller = { tenantId: randomUUID(), employeeId: 'e1', role: 'admin' as const };
      const path = '/api/phone-systems/loopback/callback';
      const away = new URL(await signIn.begin('loopback', { ...caller, returnTo: '/', browser: 'browser' }, path));
      expect(away.origin + away.pathname).toBe(`${pages.baseUrl}/oauth/authorize`);

      const taken = await attempts.take(away.searchParams.get('state') ?? '', 'browser', 'loopback');
      if (taken.kind !== 'valid') throw new Error(`The state is ${taken.kind}.`);
      await signIn.finish('loopback', { code: 'code', state: 'state' }, taken.attempt, path);
      expect(tokens.requests.map((request) => request.path)).toEqual(['/oauth/token']);
    } finally {
      await stage.close();
    }
  });

  it('says in its own words why it gives no token', async () => {
    const shown: Refusal[] = [];
    const read = (seen: Refusal): ProviderFailure | null => {
      shown.push(seen);
      return (seen.json as { errorCode?: string }).errorCode === 'OAU-141'
        ? { kind: 'closed', state: 'suspended' }
        : null;
    };
    provider = { ...provider, failureOf: read };
    tokens.answer = (_request, response) => json(response, 400, { error: 'invalid_grant', errorCode: 'OAU-141' });
    expect(await refusal()).toEqual({ kind: 'closed', state: 'suspended' });
    tokens.answer = (_request, response) => json(response, 400, { error: 'invalid_grant' });
    expect(await refusal()).toEqual({ kind: 'reconnect', reason: 'refused' });
    expect(shown[0]).toMatchObject({ from: 'tokens', path: '/oauth/token', status: 400 });
  });
});

describe('the origins of a client', () => {
  const ZOOM = {
    key: 'zoom-phone',
    environments: {
      production: {
        label: 'Production',
        baseUrl: 'https://api.zoom.us',
        authorizeUrl: 'https://zoom.us',
        tokenUrl: 'https://zoom.us',
      },
    },
  };
  const read = (variables: Readonly<Record<string, string>>) =>
    readProviderClient(
      ZOOM,
      (name) => ({ ZOOM_PHONE_CLIENT_ID: 'id', ZOOM_PHONE_CLIENT_SECRET: 'secret', ...variables })[name],
    );

  it('are the descriptor’s, as long as the base URL is', () => {
    const own = { baseUrl: 'https://api.zoom.us', authorizeUrl: 'https://zoom.us', tokenUrl: 'https://zoom.us' };
    expect(read({}).client).toMatchObject(own);
    expect(read({ ZOOM_PHONE_BASE_URL: 'https://api.zoom.us/' }).client).toMatchObject(own);
  });

  it('are all the base URL’s where the operator gives another one, so that no secret goes to the real vendor', () => {
    const baseUrl = 'http://127.0.0.1:4010';
    expect(read({ ZOOM_PHONE_BASE_URL: baseUrl }).client).toMatchObject({
      baseUrl,
      authorizeUrl: baseUrl,
      tokenUrl: baseUrl,
    });
  });

  it('are what the operator says, each for itself, and named where they are wrong', () => {
    expect(
      read({ ZOOM_PHONE_BASE_URL: 'http://127.0.0.1:4010', ZOOM_PHONE_AUTHORIZE_URL: 'http://127.0.0.1:4011/' }).client,
    ).toMatchObject({ authorizeUrl: 'http://127.0.0.1:4011', tokenUrl: 'http://127.0.0.1:4010' });
    expect(
      read({ ZOOM_PHONE_AUTHORIZE_URL: 'http://zoom.us', ZOOM_PHONE_TOKEN_URL: 'https://zoom.us/x' }).problems,
    ).toEqual([
      'ZOOM_PHONE_AUTHORIZE_URL must be an https origin without a path, such as https://api.zoom.us',
      'ZOOM_PHONE_TOKEN_URL must be an https origin without a path, such as https://api.zoom.us',
    ]);
    expect(read({ ZOOM_PHONE_BASE_URL: 'api.zoom.us' }).problems).toEqual([
      expect.stringMatching(/^ZOOM_PHONE_BASE_URL /),
    ]);
  });
});
