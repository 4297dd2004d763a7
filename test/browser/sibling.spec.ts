import { mkdir, readFile, symlink, writeFile } from 'node:fs/promises';
import { join, resolve } from 'node:path';
import { pathToFileURL } from 'node:url';
import type { Browser } from 'playwright-core';
import { dayOf } from '../../src/support/days.js';
import { type World, type WorldCall, type WorldLeg, type WorldPerson } from '../../src/testing/index.js';
import { type HostProcess, killHosts, removeDir, startHost } from '../support/host-process.js';
import {
  type PackedHouse,
  compile,
  lint,
  newProvider,
  packHouse,
  runNodeTests,
  writeAsShown,
} from '../support/packed-house.js';
import { type Person, signIn, until } from '../support/way.js';
import { startChromium } from './chromium.js';
import { foundWrong, look } from './looks.js';
import { choose, visit } from './visitor.js';

const ROOT = join(import.meta.dirname, '..', '..');
const SIBLING = join(ROOT, 'phone-systems', 'ringcentral');
/** Yesterday where the company is: it is over, and lies wholly in a history of two days. */
const DAY = dayOf(new Date(Date.now() - 24 * 3_600_000), 'America/New_York');

interface VendorServer {
  readonly baseUrl: string;
  readonly clientId: string;
  readonly clientSecret: string;
  readonly events: readonly string[];
  close(): Promise<void>;
}

describe('a sibling that depends on the packed tarball alone', () => {
  let house: PackedHouse;
  let vendor: VendorServer;
  let host: HostProcess;
  let browser: Browser;
  let dana: Person;
  let begun: string;

  beforeAll(async () => {
    [house, browser] = await Promise.all([packHouse(SIBLING), startChromium()]);
    const { startVendorServer } = (await import(
      pathToFileURL(join(house.sibling, 'dist', 'test', 'vendor-server.js')).href
    )) as { startVendorServer: (world: (now: Date) => World) => Promise<VendorServer> };
    vendor = await startVendorServer(worldAt);
    begun = await newProvider(house, 'nimbus-voice', 'Nimbus Voice');
    await compile(begun);
    await installPlugins(house, begun);
    host = await startHost(
      {
        PHONE_SYSTEMS: 'nimbus-voice',
        RINGCENTRAL_CLIENT_ID: vendor.clientId,
        RINGCENTRAL_CLIENT_SECRET: vendor.clientSecret,
        RINGCENTRAL_BASE_URL: vendor.baseUrl,
        // The first day is not complete: a call that began before may last into it.
        HISTORY_DAYS: '4',
      },
      house.host,
    );
    dana = await signIn(host.url, 'dana@acme.example', 'ringcentral');
  }, 400_000);

  afterAll(async () => {
    await browser?.close();
    await vendor?.close();
    killHosts();
    if (host) await removeDir(host.dataDir);
    if (house) await removeDir(house.dir);
  });

  it('keeps the laws, under node:test', async () => {
    const output = await runNodeTests(house.sibling);
    expect(output).toMatch(/^# fail 0$/m);
    expect(output).toContain('calls-round-trip');
    expect(output).toContain('left out, because pages are found by their number');
  });

  it('stands in the drop-down, connects, and is shown as connected', async () => {
    const { page, complaints } = await visit(browser, host.url, 'dana@acme.example');
    const options = (which: string) =>
      page.getByLabel('Phone system', { exact: true }).locator(`option${which}`).allTextContents();
    expect((await options(':not([disabled])')).map((name) => name.trim())).toEqual([
      'Dialpad',
      'Microsoft Teams Phone',
      'Nimbus Voice – settings missing: NIMBUS_VOICE_CLIENT_ID and NIMBUS_VOICE_CLIENT_SECRET are not set.',
      'RingCentral',
      'Zoom Phone',
    ]);
    expect((await options('[disabled][value]:not([value=""])')).map((name) => name.trim()).sort()).toEqual([
      'Old Voice – incompatible: It needs prodoscore-phone-systems >=9.0.0 (here is 0.1.0).',
      'Quiet Voice – disabled: Name quiet-voice in PHONE_SYSTEMS and start this site again.',
    ]);
    await page.getByLabel('Phone system', { exact: true }).click();
    await look(page, 'settings-plugins-that-cannot-be-connected');
    expect(foundWrong()).toEqual([]);
    await page.keyboard.press('Escape');

    await choose(page, 'RingCentral');
    await page.getByRole('link', { name: 'Authenticate with RingCentral' }).click();
    await page.getByText('Connected to Acme at RingCentral.').waitFor();
    expect(await page.locator('#connection').innerText()).toMatch(/RingCentral/);
    expect(complaints).toEqual([]);
  });

  it('maps, fetches, scores, and opens a call', async () => {
    await dana.untilComplete();
    const { items } = await dana.json<{
      items: readonly { employee: { id: string; name: string }; matchedOn: string | null }[];
    }>('/api/phone-systems/ringcentral/mappings');
    const matched = items.filter(({ matchedOn }) => matchedOn === 'email').map(({ employee }) => employee.id);
    expect(matched).toHaveLength(2);

    // Ten minutes from 10:00 and nine from 10:06: fifteen are counted, five of them for the second.
    const day = await until(
      'the day is scored',
      () =>
        dana.json<{
          complete: boolean;
          score: number;
          inputs: readonly { callId: string; externalId: string; countedSeconds: number; flagReason: string | null }[];
        }>(`/api/phone-systems/employees/${matched[0]}/days/${DAY}`),
      ({ complete, inputs }) => complete && inputs.length > 0,
    );
    expect(day.score).toBe(15);
    expect(
      day.inputs.map(({ externalId, countedSeconds, flagReason }) => [externalId, countedSeconds, flagReason]),
    ).toEqual([
      ['ABc9101:62001', 600, null],
      ['ABc9102:62001', 300, null],
      ['ABc9103:62001', 0, 'voicemail'],
    ]);
    const call = await dana.json<object>(`/api/phone-systems/calls/${day.inputs[0]?.callId}`);
    expect(call).toMatchObject({
      externalId: 'ABc9101:62001',
      outcome: 'answered',
      counterparty: { number: '+12125550123' },
    });

    const path = `/calls/${day.inputs[1]?.callId}`;
    const { page, complaints } = await visit(browser, host.url, 'dana@acme.example', path);
    expect(await page.locator('main').innerText()).toMatch(/5\smin.*counted/);
    expect(complaints).toEqual([]);
  });

  it('renews its tokens, each refresh token once, and gives the grant back by form', async () => {
    const fetches = (): Promise<Response> => dana.request('/api/phone-systems/ringcentral/fetches', { method: 'POST' });
    await until('tokens are renewed', fetches, () => vendor.events.includes('refresh taken'));
    const gone = await dana.request('/api/phone-systems/ringcentral/connection', { method: 'DELETE' });
    expect(gone.status).toBe(204);
    expect(vendor.events.at(-1)).toBe('revoked');
    expect(vendor.events.filter((event) => event.endsWith('refused'))).toEqual([]);
  });

  it('has a next one develop with this very checkout, which its own host can then load without a second copy', async () => {
    const { devDependencies, peerDependencies } = JSON.parse(await readFile(join(begun, 'package.json'), 'utf8')) as {
      readonly devDependencies: Readonly<Record<string, string>>;
      readonly peerDependencies: Readonly<Record<string, string>>;
    };
    const [, folder = ''] = /^file:(.+)$/.exec(devDependencies['prodoscore-phone-systems'] ?? '') ?? [];
    expect(resolve(begun, folder)).toBe(ROOT);
    expect(peerDependencies).toHaveProperty('prodoscore-phone-systems');
  });

  it('has a next one begin from the template: it compiles, lints, and each law that is not written says what to do', async () => {
    await lint(begun);
    const output = await runNodeTests(begun);
    const laws = [...output.matchAll(/^ {4}(not ok|ok) \d+ - ([a-z-]+):/gm)];
    const named = (outcome: string) => laws.filter(([, was]) => was === outcome).map(([, , law]) => law);
    expect(named('ok')).toEqual(
      expect.arrayContaining([
        'descriptor',
        'failure-kinds',
        'budgets',
        'known-names',
        'abort',
        'refusals',
        'secrecy',
        'lost-page-token',
      ]),
    );
    expect(named('not ok')).toEqual([
      'whose-account',
      'people-round-trip',
      'calls-round-trip',
      'one-conversation',
      'wide-ids',
      'emails-and-numbers',
      'nobodys-record',
      'unreadable-record',
      'hostile-records',
      'window-edges',
      'split-anywhere',
      'every-page',
      'listing-twice',
      'late-conclusions',
      'moving-list',
    ]);
    expect(output.match(/What to do: /g)?.length).toBeGreaterThanOrEqual(named('not ok').length);
  });

  it.each([
    ['code', 'none', ['they are not written yet']],
    ['consent', 'shared', ['it has one address for all accounts']],
    ['keys', 'each', []],
  ])(
    'has the next one (%s, events: %s) keep the laws with what docs/add-a-provider.md writes',
    async (grant, events, reasons) => {
      const acme = await newProvider(house, 'acme-phone', 'Acme Phone', ['--grant', grant, '--webhooks', events]);
      expect(await writeAsShown(acme, 'docs/add-a-provider.md')).toEqual(['test/vendor.ts', 'src/wire.ts']);
      await compile(acme);
      await lint(acme);
      const output = await runNodeTests(acme);
      expect(output).toMatch(/^# fail 0$/m);
      const said = [...output.matchAll(/left out, because (.*)$/gm)].map(([, why]) => why);
      expect([...new Set(said)]).toEqual(reasons);
    },
  );

  it('is refused at start where its package is not installed', async () => {
    await expect(startHost({ PHONE_SYSTEMS: 'no-such-phone-system' }, house.host)).rejects.toThrow(
      'PHONE_SYSTEMS: no-such-phone-system is not installed',
    );
  });
});

/** Into what is installed: the package that was begun, one for a later version of this package, and one that nobody switched on. */
async function installPlugins({ dir }: PackedHouse, begun: string): Promise<void> {
  await symlink(begun, join(dir, 'node_modules', 'nimbus-voice'));
  const text = await readFile(join(begun, 'plugin.manifest.json'), 'utf8');
  const changed = { 'Old Voice': text.replace('">=0.1.0"', '">=9.0.0"'), 'Quiet Voice': text };
  for (const [name, manifest] of Object.entries(changed)) {
    const key = name.toLowerCase().replace(' ', '-');
    await mkdir(join(dir, 'node_modules', key));
    const named = manifest.replaceAll('nimbus-voice', key).replaceAll('Nimbus Voice', name);
    await writeFile(join(dir, 'node_modules', key, 'plugin.manifest.json'), named);
  }
}

const PEOPLE = [
  ['62001', 'Dana Reyes', 'dana@acme.example'],
  ['62002', 'Lee Park', 'lee@acme.example'],
] as const;

const people: readonly WorldPerson[] = PEOPLE.map(([id, name, email]) => ({
  id,
  name,
  emails: [email],
  numbers: [],
  extension: id.slice(-3),
  status: 'active',
  unreadable: false,
}));

/** On one day, two calls of Dana's that overlap, and a message. */
function worldAt(now: Date): World {
  const at = (time: string): Date => new Date(`${DAY}T${time}Z`);
  const leg = (id: string, from: string, to: string, changes: Partial<WorldLeg> = {}): WorldLeg => ({
    id,
    owner: { kind: 'person', id: '62001' },
    direction: 'outbound',
    startedAt: at(from),
    connectedAt: at(from),
    endedAt: at(to),
    other: { kind: 'number', number: '+12125550123', name: 'Robin Vale', personId: null },
    line: '+14155550170',
    groupId: null,
    voicemail: false,
    transferred: false,
    recorded: false,
    unreadable: false,
    ...changes,
  });
  const listed = { listedAt: at('18:00:00'), changedAt: at('18:00:00') };
  const call = (...legs: readonly WorldLeg[]): WorldCall => ({ id: `c${legs[0]?.id}`, ...listed, legs });
  return {
    now,
    account: { id: '37439510', name: 'Acme', domain: 'acme.example' },
    people,
    groups: [],
    calls: [
      call(leg('9101', '15:00:00', '15:10:00')),
      call(leg('9102', '15:06:00', '15:15:00')),
      call(leg('9103', '16:00:00', '16:00:30', { direction: 'inbound', connectedAt: null, voicemail: true })),
    ],
    ongoing: [],
    pageSize: 2,
    emptyPages: false,
    tokensLapsed: false,
    grant: 'administrator',
  };
}
