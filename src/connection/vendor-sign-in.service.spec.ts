import { once } from 'node:events';
import { createServer, type IncomingMessage, type Server, type ServerResponse } from 'node:http';
import type { AddressInfo } from 'node:net';
import { randomUUID } from 'node:crypto';
import { openStage, type Stage } from '../../test/support/stage.js';
import { type PhoneSystemProvider, Secret } from '../contract/index.js';
import { DialpadPhoneSystem } from '../providers/dialpad/dialpad.provider.js';
import type { PhoneSystemRegistry } from '../registry/index.js';
import { answerConsent, type DialpadSimulator, startDialpadSimulator } from '../testing/simulator/index.js';
import { ConnectAttempts } from './connect-attempts.service.js';
import { TokenKeys } from '../access/token-keys.service.js';
import type { Tokens } from './tokens.js';
import { VendorSignIn } from './vendor-sign-in.service.js';

const PATH = '/api/phone-systems/dialpad/callback';

describe("the vendor's sign-in", () => {
  let stage: Stage;
  let dialpad: DialpadSimulator;
  let host: Server;
  let origin: string;
  let signIn: VendorSignIn;
  let attempts: ConnectAttempts;
  let finished: Tokens | Error | null;
  let handled: Promise<void>;

  beforeAll(async () => {
    stage = await openStage();
    dialpad = await startDialpadSimulator({ limits: 'off', historyDays: 1 });
    const { baseUrl, clientId, clientSecret } = dialpad;
    const provider: PhoneSystemProvider = new DialpadPhoneSystem({
      baseUrl,
      clientId,
      clientSecret: new Secret(clientSecret),
    });
    host = createServer((request, response) => {
      handled = answer(request, response);
    });
    host.listen(0, '127.0.0.1');
    await once(host, 'listening');
    origin = `http://127.0.0.1:${(host.address() as AddressInfo).port}`;
    attempts = new ConnectAttempts(stage.tenants, new TokenKeys(stage.settings));
    const registry = { all: () => [provider] } as unknown as PhoneSystemRegistry;
    signIn = new VendorSignIn(registry, attempts, { ...stage.settings, publicUrl: origin });
    signIn.onModuleInit();
  });

  afterAll(async () => {
    host.closeAllConnections();
    host.close();
    await dialpad.stop();
    await stage.close();
  });

  beforeEach(() => {
    finished = null;
    dialpad.faults.clear();
  });

  /** The host's two routes, without the rest of it. */
  const answer = async (request: IncomingMessage, response: ServerResponse): Promise<void> => {
    const url = new URL(request.url ?? '', origin);
    Object.assign(request, { query: Object.fromEntries(url.searchParams) });
    if (url.pathname === PATH) {
      const taken = await attempts.take(url.searchParams.get('state') ?? '', 'browser', 'dialpad');
      if (taken.kind === 'valid') {
        finished = await signIn
          .finish('dialpad', request, response, taken.attempt, PATH)
          .catch((error: unknown) => (error instanceof Error ? error : new Error(String(error))));
      }
      response.end();
      return;
    }
    if (url.pathname === '/gone') response.destroy();
    const caller = { tenantId: randomUUID(), employeeId: 'e1', role: 'admin' as const };
    await signIn.begin('dialpad', request, response, { caller, returnTo: '/settings', browser: 'browser' }, PATH);
  };

  const leave = async (): Promise<URL> => {
    const response = await fetch(new URL('/connect', origin), { redirect: 'manual' });
    return new URL(response.headers.get('location') ?? '');
  };

  it('begins with the scopes, a state, and a challenge whose verifier never leaves', async () => {
    const { origin: vendor, pathname, searchParams } = await leave();
    expect([vendor, pathname]).toEqual([dialpad.baseUrl, '/oauth2/authorize']);
    expect(Object.fromEntries(searchParams)).toEqual({
      response_type: 'code',
      client_id: dialpad.clientId,
      redirect_uri: origin + PATH,
      scope: 'calls:list offline_access',
      state: expect.stringMatching(/^[\w-]{43}$/),
      code_challenge: expect.stringMatching(/^[\w-]{43}$/),
      code_challenge_method: 'S256',
    });
  });

  it('brings a grant back that works', async () => {
    const back = await answerConsent((await leave()).href, { email: 'dana@acme.example', decision: 'allow' });
    await fetch(back);
    if (finished === null || finished instanceof Error) throw finished ?? new Error('Nothing came back.');
    expect(finished.refresh).not.toBeNull();
    expect(finished.expiresAt?.getTime()).toBeGreaterThan(Date.now());
    const headers = { authorization: `Bearer ${finished.access.reveal()}` };
    expect((await fetch(new URL('/api/v2/company', dialpad.baseUrl), { headers })).status).toBe(200);
  });

  it.each([
    ['a code that the vendor does not know', (back: URL) => back.searchParams.set('code', 'made-up')],
    ['no code', (back: URL) => back.searchParams.delete('code')],
  ])('fails for %s', async (_what, spoil) => {
    const back = new URL(await answerConsent((await leave()).href, { email: 'dana@acme.example', decision: 'allow' }));
    spoil(back);
    await fetch(back, { redirect: 'manual' });
    expect(finished).toBeInstanceOf(Error);
  });

  it('fails, and shows no secret, where the vendor is out of order', async () => {
    const back = await answerConsent((await leave()).href, { email: 'dana@acme.example', decision: 'allow' });
    dialpad.faults.plan({ path: '/oauth2/token', answer: { kind: 'html' } });
    await fetch(back);
    expect(finished).toBeInstanceOf(Error);
    expect(String(finished)).not.toContain(dialpad.clientSecret);
  });

  it('does not wait for ever for a browser that went away', async () => {
    await expect(fetch(new URL('/gone', origin))).rejects.toThrow();
    await handled;
  });
});
