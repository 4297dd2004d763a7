import { randomUUID } from 'node:crypto';
import { openStage, type Stage } from '../../../test/support/stage.js';
import { type PhoneSystemProvider, type ProviderFailure, Secret } from '../../contract/index.js';
import { DialpadPhoneSystem } from '../../providers/dialpad/dialpad.provider.js';
import type { PhoneSystemRegistry } from '../../registry/index.js';
import { answerConsent, type DialpadSimulator, startDialpadSimulator } from '../../testing/simulator/index.js';
import { ConnectAttempts } from './connect-attempts.service.js';
import { TokenKeys } from '../../access/token-keys.service.js';
import type { Tokens } from '../tokens/tokens.js';
import { VendorSignIn } from './vendor-sign-in.service.js';

const ORIGIN = 'https://host.example';
const PATH = '/api/phone-systems/dialpad/callback';

const dialpadAt = ({ baseUrl, clientId, clientSecret }: DialpadSimulator): PhoneSystemProvider =>
  new DialpadPhoneSystem({ baseUrl, clientId, clientSecret: new Secret(clientSecret) });

describe("the vendor's sign-in", () => {
  let stage: Stage;
  let dialpad: DialpadSimulator;
  let signIn: VendorSignIn;
  let attempts: ConnectAttempts;

  beforeAll(async () => {
    stage = await openStage();
    dialpad = await startDialpadSimulator({ limits: 'off', historyDays: 1 });
    const provider = dialpadAt(dialpad);
    attempts = new ConnectAttempts(stage.tenants, new TokenKeys(stage.settings));
    const registry = { all: () => [provider] } as unknown as PhoneSystemRegistry;
    signIn = new VendorSignIn(registry, attempts, { ...stage.settings, publicUrl: ORIGIN });
    signIn.onModuleInit();
  });

  afterAll(async () => {
    await dialpad.stop();
    await stage.close();
  });

  beforeEach(() => dialpad.faults.clear());

  const leave = async (): Promise<URL> => {
    const caller = { tenantId: randomUUID(), employeeId: 'e1', role: 'admin' as const };
    return new URL(await signIn.begin('dialpad', { ...caller, returnTo: '/settings', browser: 'browser' }, PATH));
  };

  /** Allows access, and takes the browser that comes back; it may have been changed on the way. */
  const come = async (spoil: (back: URL) => void = () => undefined): Promise<Tokens> => {
    const back = new URL(await answerConsent((await leave()).href, { email: 'dana@acme.example', decision: 'allow' }));
    spoil(back);
    const taken = await attempts.take(back.searchParams.get('state') ?? '', 'browser', 'dialpad');
    if (taken.kind !== 'valid') throw new Error(`The state is ${taken.kind}.`);
    return await signIn.finish('dialpad', Object.fromEntries(back.searchParams), taken.attempt, PATH);
  };

  it('begins with the scopes, a state, and a challenge whose verifier never leaves', async () => {
    const { origin: vendor, pathname, searchParams } = await leave();
    expect([vendor, pathname]).toEqual([dialpad.baseUrl, '/oauth2/authorize']);
    expect(Object.fromEntries(searchParams)).toEqual({
      response_type: 'code',
      client_id: dialpad.clientId,
      redirect_uri: ORIGIN + PATH,
      scope: 'calls:list offline_access',
      state: expect.stringMatching(/^[\w-]{43}$/),
      code_challenge: expect.stringMatching(/^[\w-]{43}$/),
      code_challenge_method: 'S256',
    });
  });

  it('begins without scopes where the vendor has them from the registration of this host', async () => {
    const { client, descriptor } = dialpadAt(dialpad);
    const grant = { ...descriptor.grant, scopesAreRegistered: true };
    const registry = { all: () => [{ client, descriptor: { ...descriptor, grant } }] };
    const other = new VendorSignIn(registry as unknown as PhoneSystemRegistry, attempts, {
      ...stage.settings,
      publicUrl: ORIGIN,
    });
    other.onModuleInit();
    const caller = { tenantId: randomUUID(), employeeId: 'e1', role: 'admin' as const };
    const begun = await other.begin('dialpad', { ...caller, returnTo: '/settings', browser: 'browser' }, PATH);
    expect(new URL(begun).searchParams.has('scope')).toBe(false);
  });

  it('brings a grant back that works', async () => {
    const { access, refresh, expiresAt } = await come();
    expect(refresh).not.toBeNull();
    expect(expiresAt?.getTime()).toBeGreaterThan(Date.now());
    const headers = { authorization: `Bearer ${access.reveal()}` };
    expect((await fetch(new URL('/api/v2/company', dialpad.baseUrl), { headers })).status).toBe(200);
  });

  it.each([
    ['a code that the vendor does not know', (back: URL) => back.searchParams.set('code', 'made-up')],
    ['no code', (back: URL) => back.searchParams.delete('code')],
  ])('fails for %s', async (_what, spoil) => {
    await expect(come(spoil)).rejects.toThrow(Error);
  });

  it('fails of what the provider makes of the vendor’s words', async () => {
    const failure: ProviderFailure = { kind: 'unsupported', what: 'an account of another cloud' };
    const provider = Object.assign(dialpadAt(dialpad), { failureOf: () => failure });
    const registry = { all: () => [provider] } as unknown as PhoneSystemRegistry;
    const reading = new VendorSignIn(registry, attempts, { ...stage.settings, publicUrl: ORIGIN });
    reading.onModuleInit();
    const back = new URL(await answerConsent((await leave()).href, { email: 'dana@acme.example', decision: 'allow' }));
    const taken = await attempts.take(back.searchParams.get('state') ?? '', 'browser', 'dialpad');
    if (taken.kind !== 'valid') throw new Error(`The state is ${taken.kind}.`);
    const query = { ...Object.fromEntries(back.searchParams), code: 'made-up' };
    await expect(reading.finish('dialpad', query, taken.attempt, PATH)).rejects.toMatchObject({ failure });
  });

  it('fails, and shows no secret, where the vendor is out of order', async () => {
    dialpad.faults.plan({ path: '/oauth2/token', answer: { kind: 'html' } });
    const failure: unknown = await come().catch((error: unknown) => error);
    expect(failure).toBeInstanceOf(Error);
    expect(String(failure)).not.toContain(dialpad.clientSecret);
  });

  it.each<[number, string]>([
    [400, '{"error":"invalid_grant"}'],
    [401, '{"error":"invalid_client"}'],
    [400, ''],
    [403, '{}'],
    [404, ''],
    [200, '{"error":{"code":403}}'],
  ])('fails where the code is answered with %i %s', async (status, body) => {
    dialpad.faults.plan({ path: '/oauth2/token', answer: { kind: 'body', status, body } });
    await expect(come()).rejects.toThrow(Error);
    await expect(come()).resolves.toMatchObject({ refresh: expect.anything() });
  });

  it.each(['1e18', '"1e400"', '"soon"', '-1'])('brings a grant back that lasts %s seconds', async (expiresIn) => {
    const body = `{"access_token":"a","refresh_token":"r","expires_in":${expiresIn}}`;
    dialpad.faults.plan({ path: '/oauth2/token', answer: { kind: 'body', status: 200, body } });
    const { access, expiresAt } = await come();
    expect(access.reveal()).toBe('a');
    expect(expiresAt?.getTime()).not.toBeNaN();
  });
});
