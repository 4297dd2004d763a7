import { randomBytes } from 'node:crypto';
import { answerConsent, type DialpadSimulator, startDialpadSimulator } from '../../src/testing/index.js';
import { partyOf } from '../../src/testing/simulator/index.js';
import { dump, type Dump } from '../support/database-dump.js';
import { type HostProcess, killHosts, removeDir, startHost } from '../support/host-process.js';
import { overhearVendor, type OverheardSecret, type OverheardVendor } from '../support/overheard-vendor.js';
import { newDataDir } from '../support/test-database.js';
import { connectDialpad, locationOf, type Person, signIn, until } from '../support/way.js';

const SYSTEM = '/api/phone-systems/dialpad';
const TOKEN = '/oauth2/token';
/** So much of a secret in one piece is a leak: errors of parsers quote what stands around a mistake. */
const PIECE = 12;

/** How a secret may be written down. */
const spellings = (secret: string): readonly string[] => [
  secret,
  encodeURIComponent(secret),
  Buffer.from(secret).toString('base64').replace(/=+$/, ''),
  Buffer.from(secret).toString('hex'),
];

const piecesOf = (text: string): readonly string[] =>
  Array.from({ length: Math.max(1, text.length - PIECE + 1) }, (_, at) => text.slice(at, at + PIECE));

/** The secrets of which a piece stands in a text; the text itself is not told. */
function leaksIn(text: string, where: string, secrets: readonly OverheardSecret[]): readonly string[] {
  const pieces = new Set<string>();
  for (let at = 0; at + PIECE <= text.length; at++) pieces.add(text.slice(at, at + PIECE));
  return secrets.flatMap(({ what, value }) =>
    spellings(value).some((spelt) => piecesOf(spelt).some((piece) => pieces.has(piece))) ? [`${what} in ${where}`] : [],
  );
}

describe('a whole run with the most talkative log, searched for every secret in it', () => {
  let dataDir: string;
  let dialpad: DialpadSimulator;
  let vendor: OverheardVendor;
  let host: HostProcess;
  let dana: Person;
  const states: OverheardSecret[] = [];
  const answers: { where: string; text: string }[] = [];
  const dumps: Dump[] = [];
  const tokenKey = randomBytes(32).toString('base64');
  const fetched = globalThis.fetch;

  const secrets = (): readonly OverheardSecret[] => [
    ...vendor.secrets,
    ...states,
    { what: 'token key', value: tokenKey },
  ];

  /**
   * Listens to what the host answers; where it leads to the vendor, the state goes with it as it must, also where the
   * answer's text says again where it leads.
   */
  const listening: typeof fetch = async (input, init) => {
    const response = await fetched(input, init);
    const url = new URL(input instanceof Request ? input.url : input);
    if (url.origin !== new URL(host.url).origin) return response;
    const led = response.headers.get('location') ?? '';
    const location = new URL(led, url);
    const away = location.origin !== url.origin;
    if (away) states.push({ what: 'OAuth state', value: location.searchParams.get('state') ?? '' });
    const headers = [...response.headers].filter(([name]) => name !== 'location' && name !== 'set-cookie');
    const isStream = response.headers.get('content-type') === 'text/event-stream';
    const body = isStream ? '' : await response.clone().text();
    const rest = away ? ['', body.replaceAll(led, '')] : [led, body];
    answers.push({ where: url.pathname, text: JSON.stringify([response.status, headers, ...rest]) });
    return response;
  };

  const dumpNow = async (when: string): Promise<void> => void dumps.push(await dump(when, host));
  const begin = async (): Promise<string> => locationOf(await dana.request(`${SYSTEM}/connect`));
  const allow = (at: string): Promise<string> => answerConsent(at, { email: 'dana@acme.example', decision: 'allow' });

  beforeAll(async () => {
    dataDir = await newDataDir();
    dialpad = await startDialpadSimulator({ limits: 'off', historyDays: 3, accessTokenSeconds: 7 });
    vendor = await overhearVendor(dialpad.baseUrl);
    host = await startHost({
      DATA_DIR: dataDir,
      LOG_LEVEL: 'trace',
      TOKEN_KEYS: `k1:${tokenKey}`,
      DIALPAD_CLIENT_ID: dialpad.clientId,
      DIALPAD_CLIENT_SECRET: dialpad.clientSecret,
      DIALPAD_BASE_URL: vendor.baseUrl,
      HISTORY_DAYS: '2',
      FETCH_EVERY_SECONDS: '5',
    });
    globalThis.fetch = listening;
    dana = await signIn(host.url, 'dana@acme.example');

    // What does not lead to a connection.
    expect(await connectDialpad(dana, 'dana@acme.example', 'deny')).toContain('code=access_denied');
    vendor.repeatNext(TOKEN);
    expect(await connectDialpad(dana, 'dana@acme.example', 'allow')).toContain('code=vendor_error');
    vendor.breakNext(TOKEN);
    expect(await connectDialpad(dana, 'dana@acme.example', 'allow')).toContain('code=vendor_error');

    // Connected; the same way back only tells so a second time, and is none for another browser.
    const at = await begin();
    await dumpNow('while a sign-in is under way');
    const back = await allow(at);
    expect(locationOf(await dana.request(back))).toContain('outcome=connected');
    expect(locationOf(await dana.request(back))).toContain('outcome=connected');
    expect(locationOf(await fetch(back, { redirect: 'manual' }))).toContain('code=state_unknown');
    const nowhere = back.replace('/callback', '/nowhere');
    expect((await fetch(nowhere, { redirect: 'manual' })).status).toBe(404);
    expect((await dana.request(`${SYSTEM}/connect?returnTo=//evil.example`)).status).toBe(400);
    await dana.untilComplete();

    // Deliveries, true and forged; refreshed tokens; a vendor that repeats what it was sent.
    const now = Date.now();
    const acme = dialpad.company('acme.example');
    dialpad.addCall('acme.example', {
      target: partyOf(acme, acme.users[0]!.id),
      direction: 'inbound',
      startedAt: now - 60_000,
      connectedAt: now - 50_000,
      endedAt: now - 1_000,
    });
    await until(
      'a delivery is taken',
      async () => {
        await dialpad.tellWhatIsDue();
        return dialpad.deliveries.filter(({ status }) => status === 204).length;
      },
      (taken) => taken > 0,
    );
    const hook = new URL(dialpad.deliveries[0]!.url);
    const forged = await fetch(hook, { method: 'POST', body: 'e30.e30.c2lnbmF0dXJl' });
    expect(forged.status).toBe(401);
    vendor.repeatNext('/api/v2/users');
    vendor.repeatNext('/api/v2/call');
    vendor.repeatNext(TOKEN);
    await until(
      'tokens are refreshed twice',
      async () => {
        await dana.fetchNow();
        return vendor.count('refresh token');
      },
      (count) => count > 3,
    );
    await dumpNow('while connected');

    // The consent is gone, and comes again; then the connection goes.
    dialpad.revokeGrants();
    await until(
      'the consent is missed',
      async () => {
        await dana.request(`${SYSTEM}/fetches`, { method: 'POST' });
        return (await dana.connection()).status;
      },
      (status) => status === 'needs-reconnect',
    );
    expect(await connectDialpad(dana, 'dana@acme.example', 'allow')).toContain('outcome=connected');
    await dana.untilComplete();
    await dana.json('/api/phone-systems/audit');
    expect((await dana.request(`${SYSTEM}/connection?erase=true`, { method: 'DELETE' })).status).toBe(204);
    globalThis.fetch = fetched;
    await host.stop();
    dumps.push(await dump('after the disconnect', host));
  }, 200_000);

  afterAll(async () => {
    globalThis.fetch = fetched;
    killHosts();
    await vendor?.close();
    await dialpad?.stop();
    await removeDir(dataDir);
  });

  it('knows every kind of secret there is, and finds one where it stands', () => {
    expect(new Set(secrets().map(({ what }) => what))).toEqual(
      new Set([
        'access token',
        'refresh token',
        'client secret',
        'authorisation code',
        'PKCE verifier',
        'webhook secret',
        'OAuth state',
        'token key',
      ]),
    );
    for (const { what, value } of secrets()) {
      const quoted = `… ${value.slice(5, 5 + PIECE)} …`;
      expect([what, leaksIn(quoted, 'a quote', secrets())]).toEqual([what, [`${what} in a quote`]]);
    }
  });

  it('looks at every table while there is something to hide, and at a log that tells of everything', () => {
    const tablesOf = (when: string) => new Set(dumps.find((one) => one.when === when)?.rows.map(({ table }) => table));
    expect(tablesOf('while a sign-in is under way')).toContain('phone_system.connect_attempt');
    for (const table of ['connection', 'call_record', 'phone_user', 'audit_entry', 'day_score']) {
      expect(tablesOf('while connected')).toContain(`phone_system.${table}`);
    }
    expect([...tablesOf('while connected')].filter((name) => name.startsWith('phone_system_queue.'))).not.toEqual([]);
    const lines = host.output().split('\n');
    for (const path of ['connect', 'callback', 'hooks', 'fetches']) {
      expect(lines.filter((line) => line.includes(`${SYSTEM}/${path}`))).not.toEqual([]);
    }
  });

  it('finds none in a row of any table, the queue’s included', () => {
    for (const { when, rows } of dumps) {
      const text = rows.map((row) => row.text).join('\n');
      if (leaksIn(text, when, secrets()).length === 0) continue;
      expect(rows.flatMap((row) => leaksIn(row.text, `${row.table} ${when}`, secrets()))).toEqual([]);
    }
  });

  it('finds none in the database’s own files', () => {
    const found = dumps.flatMap(({ when, files }) =>
      files.flatMap(({ path, bytes }) =>
        secrets()
          .filter(({ value }) => spellings(value).some((spelt) => bytes.includes(spelt)))
          .map(({ what }) => `${what} in ${path} ${when}`),
      ),
    );
    expect(found).toEqual([]);
  });

  it('finds none in what the host printed', () => {
    expect(leaksIn(host.output(), 'the log', secrets())).toEqual([]);
  });

  it('finds none in an answer of the host’s, nor in an address that it leads to', () => {
    expect(answers.filter(({ text }) => text.startsWith('[4')).length).toBeGreaterThanOrEqual(3);
    expect(answers.flatMap(({ where, text }) => leaksIn(text, where, secrets()))).toEqual([]);
  });
});
