import { AS_DANA, type BareHost, openBareHost } from '../../test/support/bare-host.js';
import { APP, ConsentPhone, ConsentVendor } from '../../test/support/consent-phone.js';
import { until } from '../../test/support/way.js';
import { TenantDatabase } from '../access/index.js';
import { TokenKeys } from '../access/token-keys.service.js';
import { Consents } from '../connection/sign-in/consents.service.js';
import { ConnectAttemptEntity, ConnectionEntity } from '../storage/index.js';

const ACME = '11111111-aaaa-4aaa-8aaa-111111111111';
const GLOBEX = '22222222-bbbb-4bbb-8bbb-222222222222';
const CALLBACK = '/phone-systems/consent-phone/callback';

describe('an administrator’s consent', () => {
  let vendor: ConsentVendor;
  let host: BareHost;
  let cookie: string;
  const logged: string[] = [];
  const note = (...words: unknown[]): void => void logged.push(JSON.stringify(words));

  beforeAll(async () => {
    vendor = await ConsentVendor.start();
    host = await openBareHost({
      imports: [new ConsentPhone(vendor.server.baseUrl).installed()],
      logger: { log: note, error: note, warn: note, debug: note, verbose: note, fatal: note },
    });
    Object.assign(host.app.get(Consents, { strict: false }), { pausesMs: [1, 1] });
  }, 60_000);

  afterAll(async () => {
    await host?.close();
    await vendor?.server.close();
  }, 30_000);

  const database = () => host.app.get(TenantDatabase, { strict: false }).acrossTenants();
  const rows = (): Promise<ConnectionEntity[]> =>
    database().find(ConnectionEntity, {}, { filters: { tenant: false }, disableIdentityMap: true });
  const ask = (path: string, method = 'GET'): Promise<Response> =>
    fetch(new URL(path, host.url), { method, headers: { ...AS_DANA, cookie }, redirect: 'manual' });
  const connection = async (): Promise<{ status: string; problem: { kind: string; message: string } | null }> =>
    (await (await ask('/phone-systems/consent-phone/connection')).json()) as never;

  /** Has the connection looked at soon, also where somebody is just looking at it. */
  const woken = (): Promise<unknown> =>
    database().execute(`update phone_system.connection set wake_at = clock_timestamp(), account_checked_at = null
       where status = 'connected'`);

  /** Opens an address in the browser; answers where it is led. */
  const open = async (path: string): Promise<string> => {
    const response = await ask(path);
    expect(response.status).toBe(302);
    for (const set of response.headers.getSetCookie()) cookie = set.split(';', 1)[0] ?? '';
    return response.headers.get('location') ?? '';
  };
  const outcomeIn = (address: string): string | null => {
    const { searchParams } = new URL(address, host.url);
    return searchParams.get('code') ?? searchParams.get('outcome');
  };
  const begin = (): Promise<string> => open('/phone-systems/consent-phone/connect');
  /** As far as the address at which the application is allowed. */
  const prove = async (account = ACME): Promise<string> => await open(vendor.signIn(await begin(), account));
  const connect = async (account = ACME): Promise<string | null> =>
    outcomeIn(await open(vendor.allow(await prove(account))));

  beforeEach(async () => {
    vendor.companies.clear();
    vendor.companies.set(ACME, { domain: 'acme.example', consented: false });
    vendor.companies.set(GLOBEX, { domain: 'globex.example', consented: true });
    Object.assign(vendor, { otherClaims: {}, lateConsents: 0, refusal: null, otherAccount: null });
    vendor.server.requests.length = 0;
    cookie = '';
    logged.length = 0;
    await database().nativeDelete(ConnectAttemptEntity, {}, { filters: { tenant: false } });
  });

  describe('connects nothing, and says why,', () => {
    afterEach(async () => {
      expect(await rows()).toEqual([]);
    });

    it('where it comes back for another account than the one that signed in', async () => {
      const address = await prove();
      for (const named of [GLOBEX, `${ACME}0`]) {
        const back = vendor.wayBack(named === GLOBEX ? address : await prove(), {
          admin_consent: 'True',
          tenant: named,
        });
        expect(outcomeIn(await open(back))).toBe('other_account');
      }
      // Nobody can have a token made for it by naming it.
      expect(vendor.tokenRequests).toEqual(['/organizations/token', '/organizations/token']);
    });

    it('where the account that is opened is another than the one that signed in', async () => {
      vendor.otherAccount = GLOBEX;
      expect(await connect()).toBe('other_account');
    });

    it('where it is of another company than the tenant’s', async () => {
      expect(await connect(GLOBEX)).toBe('wrong_domain');
    });

    it('where it names no account', async () => {
      expect(outcomeIn(await open(vendor.wayBack(await prove(), { admin_consent: 'True' })))).toBe('vendor_error');
    });

    it('where somebody would leave the sign-in out', async () => {
      const back = vendor.wayBack(await begin(), { admin_consent: 'True', tenant: GLOBEX });
      expect(outcomeIn(await open(back))).toBe('vendor_error');
      expect(vendor.tokenRequests).toEqual([]);
    });

    it.each(['access_denied', 'consent_required'])('where it was refused with %s, in either step', async (error) => {
      expect(outcomeIn(await open(vendor.wayBack(await begin(), { error })))).toBe('access_denied');
      expect(outcomeIn(await open(vendor.wayBack(await prove(), { error, tenant: ACME })))).toBe('access_denied');
    });

    it('where it says that the account is of a kind that is not supported, in any step', async () => {
      const error = 'other_cloud';
      expect(outcomeIn(await open(vendor.wayBack(await begin(), { error })))).toBe('not_supported');
      expect(outcomeIn(await open(vendor.wayBack(await prove(), { error })))).toBe('not_supported');
      Object.assign(vendor, { refusal: { status: 400, error } });
      expect(await connect()).toBe('not_supported');
    });

    it('where the vendor knows of none', async () => {
      const back = vendor.wayBack(await prove(), { admin_consent: 'True', tenant: ACME });
      expect(outcomeIn(await open(back))).toBe('consent_missing');
    });

    it('where the token endpoint does not take this host, or is out of order', async () => {
      for (const refusal of [
        { status: 401, error: 'invalid_client' },
        { status: 503, error: 'away' },
      ]) {
        Object.assign(vendor, { refusal });
        expect(await connect()).toBe('vendor_error');
      }
      expect(logged.join('\n')).not.toContain(APP.secret);
    });

    it.each([
      ['for another application', { aud: 'another-app' }],
      ['of another sign-in', { nonce: 'another' }],
      ['that has run out', { exp: 1_000 }],
      ['of another issuer', { iss: 'https://evil.example/v2.0' }],
      ['of another account’s issuer', { tid: GLOBEX }],
      ['that names no account', { tid: undefined }],
      ['that names a path', { tid: '../organizations' }],
    ])('where the vendor’s word on who signed in is one %s', async (_what, otherClaims) => {
      Object.assign(vendor, { otherClaims });
      expect(outcomeIn(await prove())).toBe('vendor_error');
    });

    it('where another browser comes back, in either step', async () => {
      const first = vendor.signIn(await begin(), ACME);
      cookie = '';
      expect(outcomeIn(await open(first))).toBe('state_unknown');
      const second = vendor.allow(await prove());
      cookie = '';
      expect(outcomeIn(await open(second))).toBe('state_unknown');
    });

    it('where the state of a step is used again: a sign-in that is opened twice begins anew', async () => {
      const first = vendor.signIn(await begin(), ACME);
      const consent = await open(first);
      const again = await open(first);
      expect(new URL(again).pathname).toBe('/organizations/authorize');
      const states = [first, consent, again].map((address) => new URL(address).searchParams.get('state'));
      expect(new Set(states).size).toBe(3);
      expect(vendor.tokenRequests).toEqual(['/organizations/token']);
    });
  });

  it('is led to by a sign-in that proves the account, and then connects that', async () => {
    const away = new URL(await begin());
    expect(away.origin + away.pathname).toBe(`${vendor.server.baseUrl}/organizations/authorize`);
    expect(Object.fromEntries(away.searchParams)).toEqual({
      response_type: 'code',
      client_id: APP.id,
      redirect_uri: host.url + CALLBACK,
      scope: 'openid profile',
      state: expect.stringMatching(/^[\w-]{43}$/),
      nonce: expect.stringMatching(/^[\w-]{43}$/),
      code_challenge: expect.stringMatching(/^[\w-]{43}$/),
      code_challenge_method: 'S256',
    });
    const consent = new URL(await open(vendor.signIn(away.href, ACME)));
    expect(consent.origin + consent.pathname).toBe(`${vendor.server.baseUrl}/${ACME}/adminconsent`);
    expect(Object.fromEntries(consent.searchParams)).toEqual({
      client_id: APP.id,
      redirect_uri: host.url + CALLBACK,
      scope: 'https://api.consent.example/.default',
      state: expect.stringMatching(/^[\w-]{43}$/),
    });
    // It is not known everywhere at once.
    vendor.lateConsents = 1;
    const back = vendor.allow(consent.href);
    expect(outcomeIn(await open(back))).toBe('connected');
    const made = vendor.tokenRequests;
    expect(made).toEqual(['/organizations/token', `/${ACME}/token`, `/${ACME}/token`]);
    // Opened again, it tells what it came to, and does nothing.
    expect(outcomeIn(await open(back))).toBe('connected');
    expect(vendor.tokenRequests).toEqual(made);
  });

  it('leaves the account’s id and a sealed token, and nothing to renew it with', async () => {
    const [row] = await rows();
    expect(row).toMatchObject({ status: 'connected', accountExternalId: ACME, accountDomains: ['acme.example'] });
    const sealed = host.app.get(TokenKeys, { strict: false }).unseal(row?.sealedTokens ?? '', row?.id ?? '');
    expect(JSON.parse(sealed)).toEqual({ access: expect.stringMatching(/^token-/), refresh: null });
  });

  it('has a token that has run out made anew by the account’s own token endpoint', async () => {
    vendor.companies.set(ACME, { domain: 'acme.example', consented: true });
    const change = { tokenExpiresAt: new Date(0) };
    await database().nativeUpdate(ConnectionEntity, {}, change, { filters: { tenant: false } });
    await until(
      'a token is made and stored',
      () => woken().then(rows),
      ([row]) => (row?.tokenExpiresAt?.getTime() ?? 0) > Date.now(),
    );
    expect(vendor.tokenRequests).toEqual([`/${ACME}/token`]);
    expect(await connection()).toMatchObject({ status: 'connected', problem: null });
  });

  it('that is withdrawn ends as reconnect, and another takes its place', async () => {
    const [before] = await rows();
    const { problem } = await until(
      'it is told',
      () => woken().then(connection),
      ({ status }) => status === 'needs-reconnect',
    );
    expect(problem).toMatchObject({ kind: 'reconnect' });
    expect(await connect()).toBe('connected');
    expect(await connection()).toMatchObject({ status: 'connected', problem: null });
    expect((await rows()).map(({ id }) => id)).toEqual([before?.id]);
  });

  it('cannot be taken back by this host, and whoever disconnects is told where it can', async () => {
    vendor.companies.set(ACME, { domain: 'acme.example', consented: true });
    expect((await ask('/phone-systems/consent-phone/connection', 'DELETE')).status).toBe(204);
    expect((await connection()).problem).toMatchObject({
      message:
        'Nothing of the permission is kept here, and Consent Phone still allows this application: an administrator removes it at Consent Phone.',
    });
    expect(await rows()).toMatchObject([{ status: 'disconnected', sealedTokens: null }]);
  });
});
