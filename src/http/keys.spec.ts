import { AS_DANA, type BareHost, openBareHost } from '../../test/support/bare-host.js';
import { KeysPhone, openTo } from '../../test/support/keys-phone.js';
import { json, type LoopbackVendor, startLoopbackVendor } from '../../test/support/loopback-vendor.js';
import { undocumented } from '../../test/support/documented.js';
import { until } from '../../test/support/way.js';
import { TenantDatabase } from '../access/index.js';
import { ConnectionEntity } from '../storage/index.js';

const SECRET = 'the-secret-word-that-nobody-sees';
const KEYS = { id: 'the-id', secret: SECRET };
const BASIC = `Basic ${Buffer.from(`the-id:${SECRET}`).toString('base64')}`;

describe('keys that an administrator types', () => {
  let vendor: LoopbackVendor;
  let host: BareHost;
  const logged: string[] = [];

  const note = (...words: unknown[]): void => void logged.push(JSON.stringify(words));

  beforeAll(async () => {
    vendor = await startLoopbackVendor();
    host = await openBareHost({
      imports: [new KeysPhone(vendor.baseUrl).installed()],
      logger: { log: note, error: note, warn: note, debug: note, verbose: note, fatal: note },
    });
  }, 60_000);

  afterAll(async () => {
    await host?.close();
    await vendor?.close();
  }, 30_000);

  const ask = async (method: string, path: string, init: RequestInit = {}): Promise<Response> => {
    const at = `/phone-systems${path}`;
    const headers = { ...AS_DANA, ...(init.headers as Record<string, string> | undefined) };
    const response = await fetch(`${host.url}${at}`, { redirect: 'manual', ...init, method, headers });
    const type = response.headers.get('content-type') ?? '';
    const body: unknown = type.includes('json') ? await response.clone().json() : null;
    expect(undocumented(method, `/api${at}`, { status: response.status, type, body })).toBeNull();
    return response;
  };
  const send = (keys: unknown, headers: Record<string, string> = {}): Promise<Response> =>
    ask('POST', '/keys-phone/keys', {
      body: JSON.stringify(keys),
      headers: { 'content-type': 'application/json', ...headers },
    });
  const problemOf = async (response: Response): Promise<{ status: number; code: string; detail: string }> =>
    (await response.json()) as { status: number; code: string; detail: string };
  const rows = (): Promise<ConnectionEntity[]> =>
    host.app
      .get(TenantDatabase, { strict: false })
      .acrossTenants()
      .find(ConnectionEntity, { providerKey: 'keys-phone' }, { filters: { tenant: false }, disableIdentityMap: true });
  /** Has the connection looked at soon, also where somebody is just looking at it. */
  const woken = (): Promise<unknown> =>
    host.app.get(TenantDatabase, { strict: false }).acrossTenants()
      .execute(`update phone_system.connection set wake_at = clock_timestamp(), account_checked_at = null
       where status = 'connected'`);
  const connection = async (): Promise<{ status: string; problem: { kind: string; message: string } | null }> =>
    (await (await ask('GET', '/keys-phone/connection')).json()) as never;

  beforeEach(() => {
    openTo(vendor, new Map([[`the-id:${SECRET}`, 'acme.example']]));
    vendor.requests.length = 0;
    logged.length = 0;
  });

  describe('before anything is connected', () => {
    afterEach(async () => {
      expect(await rows()).toEqual([]);
      expect(logged.join('\n')).not.toContain(SECRET);
    });

    it('are asked for by the words that the vendor has for them', async () => {
      const { items } = (await (await ask('GET', '')).json()) as { items: { key: string }[] };
      expect(items.find(({ key }) => key === 'keys-phone')).toMatchObject({
        configured: true,
        keys: { idLabel: 'API ID', secretLabel: 'API token', keysUrl: 'https://keys.example/api-keys' },
      });
      expect(items.find(({ key }) => key === 'dialpad')).toMatchObject({ keys: null });
    });

    it('are not stored where the vendor does not know them, and that is said', async () => {
      for (const keys of [
        { ...KEYS, secret: `${SECRET}x` },
        { ...KEYS, id: 'another' },
      ]) {
        const response = await send(keys);
        expect([response.status, await problemOf(response)]).toEqual([
          400,
          expect.objectContaining({
            code: 'keys_refused',
            detail: expect.stringMatching(/^Keys Phone does not take these keys: .* Nothing was stored\.$/),
          }),
        ]);
      }
    });

    it('are not stored where they open another company’s account', async () => {
      openTo(vendor, new Map([[`the-id:${SECRET}`, 'globex.example']]));
      expect(await problemOf(await send(KEYS))).toMatchObject({ status: 409, code: 'wrong_domain' });
    });

    it('are not stored where the vendor is out of order, or does not let them read calls', async () => {
      vendor.answer = (_request, response) => json(response, 200, []);
      expect(await problemOf(await send(KEYS))).toMatchObject({ status: 502, code: 'vendor_error' });
      const account = { externalId: '1', name: 'Acme', domains: ['acme.example'], readsAllCalls: false };
      vendor.answer = (_request, response) => json(response, 200, account);
      expect(await problemOf(await send(KEYS))).toMatchObject({ status: 409, code: 'scope_missing' });
    });

    it.each([
      ['a line break', { ...KEYS, secret: `${SECRET}\r\nx-more: 1` }],
      ['a NUL', { ...KEYS, secret: `${SECRET}\0` }],
      ['a blank', { ...KEYS, secret: ` ${SECRET}` }],
      ['10,000 letters', { ...KEYS, secret: SECRET.repeat(320) }],
      ['letters that no key has', { ...KEYS, secret: `${SECRET}é` }],
      ['a colon in the id', { id: `the:id`, secret: SECRET }],
      ['nothing', { id: '', secret: '' }],
      ['no secret', { id: 'the-id' }],
      ['a list', { id: ['the-id'], secret: [SECRET] }],
      ['more than two words', { ...KEYS, baseUrl: 'https://evil.example' }],
    ])('are refused where they have %s, and nobody is asked or told', async (_what, keys) => {
      const response = await send(keys);
      const text = await response.clone().text();
      expect(await problemOf(response)).toMatchObject({ status: 400, code: 'invalid_input' });
      expect(text).not.toContain(SECRET);
      expect(vendor.requests).toEqual([]);
    });

    it('are taken from administrators alone, from this site’s own pages, as JSON', async () => {
      expect((await send(KEYS, { 'x-employee': 'nobody' })).status).toBe(401);
      expect((await send(KEYS, { origin: 'https://evil.example' })).status).toBe(403);
      const form = {
        body: `id=the-id&secret=${SECRET}`,
        headers: { 'content-type': 'application/x-www-form-urlencoded' },
      };
      expect((await ask('POST', '/keys-phone/keys', form)).status).toBe(415);
      expect(vendor.requests).toEqual([]);
    });

    it('are what is said to be needed where somebody wants to sign in, and the other way round', async () => {
      const wanted = await ask('GET', '/keys-phone/connect');
      expect(await problemOf(wanted)).toMatchObject({
        status: 409,
        code: 'keys_needed',
        detail: expect.stringContaining('POST …/phone-systems/keys-phone/keys'),
      });
      const headers = { 'content-type': 'application/json' };
      const typed = await ask('POST', '/dialpad/keys', { body: JSON.stringify(KEYS), headers });
      expect(await problemOf(typed)).toMatchObject({ status: 409, code: 'sign_in_needed' });
    });
  });

  it('connect, are sent as Basic with each request, kept sealed, and shown to nobody', async () => {
    expect((await send(KEYS)).status).toBe(204);
    await until(
      'the directory is read',
      () => Promise.resolve(vendor.requests),
      (requests) => requests.some(({ path }) => path === '/people'),
    );
    expect(new Set(vendor.requests.map(({ authorization }) => authorization))).toEqual(new Set([BASIC]));
    const [row] = await rows();
    expect(row).toMatchObject({ status: 'connected', connectedBy: 'e1', accountExternalId: 'acme.example' });
    const shown = await (await ask('GET', '')).text();
    for (const text of [JSON.stringify(row), shown, logged.join('\n')]) {
      expect(text).not.toContain(SECRET);
      expect(text).not.toContain(BASIC.slice('Basic '.length));
    }
  });

  it('that were deleted at the vendor end as reconnect, and other keys take their place', async () => {
    openTo(vendor, new Map([['new:keys', 'acme.example']]));
    const { problem } = await until(
      'it needs to be reconnected',
      () => woken().then(connection),
      ({ status }) => status === 'needs-reconnect',
    );
    expect(problem).toMatchObject({ kind: 'reconnect' });
    const [before] = await rows();
    expect((await send({ id: 'new', secret: 'keys' })).status).toBe(204);
    expect(await connection()).toMatchObject({ status: 'connected', problem: null });
    const [after, ...more] = await rows();
    expect([after?.id, more]).toEqual([before?.id, []]);
  });

  it('are forgotten on disconnect, and whoever made them is told to delete them', async () => {
    openTo(vendor, new Map([['new:keys', 'acme.example']]));
    expect((await ask('DELETE', '/keys-phone/connection')).status).toBe(204);
    const [row] = await rows();
    expect(row).toMatchObject({ status: 'disconnected', sealedTokens: null });
    expect((await connection()).problem).toMatchObject({
      message: 'The keys are forgotten here, and Keys Phone still takes them: delete them at Keys Phone.',
    });
    expect(vendor.requests.filter(({ method }) => method !== 'GET')).toEqual([]);
  });
});
