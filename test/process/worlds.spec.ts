import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { killHosts, removeDir, startHost } from '../support/host-process.js';
import { newDataDir } from '../support/test-database.js';
import { connectDialpad, type Person, signIn, until } from '../support/way.js';

const DANA = 'dana@acme.example';
const operations = readFileSync(join(import.meta.dirname, '..', '..', 'docs', 'operations.md'), 'utf8');

interface Round {
  readonly startedAt: string;
  readonly outcome: string;
  readonly difference: number | null;
  readonly letGo: number | null;
  readonly unlisted: number | null;
}

/** What a comparison finds in each world in which the reference host can be started, and the page’s words for it. */
const WORLDS: readonly (readonly [world: string, found: string, words: string])[] = [
  ['', '0 | 0 | 0', 'nothing was missing here.'],
  ['deleted-users=3', '0 | some | 0', 'because their people are gone there'],
  ['policy-days=1', '0 | some | 0', 'their personal data was removed'],
  ['access-days=45', '0 | 0 | 0', 'nothing was missing here.'],
  ['access-days=1', '0 | 0 | some', 'and nothing says why. Here they are kept.'],
  ['call-page=25', '0 | 0 | 0', 'nothing was missing here.'],
  ['other-subscriptions=10', '0 | 0 | 0', 'nothing was missing here.'],
];

describe('a reference host whose simulated Dialpad forgets', () => {
  let dataDir: string;

  beforeEach(async () => {
    dataDir = await newDataDir();
  });
  afterEach(async () => {
    killHosts();
    await removeDir(dataDir);
  });

  const compared = async (dana: Person, since: string): Promise<Round> => {
    const isIt = ({ startedAt, outcome }: Round): boolean => startedAt > since && outcome === 'done';
    const { items } = await until(
      'a comparison is done',
      () => dana.json<{ items: Round[] }>('/api/phone-systems/dialpad/fetches?kind=reconciliation'),
      (rounds) => rounds.items.some(isIt),
    );
    return items.find(isIt)!;
  };

  it('says in each world what the comparison found, alarms nobody, and the operators’ table says the same', async () => {
    const settings = { DATA_DIR: dataDir, HISTORY_DAYS: '2', FAR_EVERY_SECONDS: '300', RECONCILE_EVERY_SECONDS: '1' };
    for (const [world, found, words] of WORLDS) {
      const since = new Date().toISOString();
      const host = await startHost({ ...settings, DIALPAD_SIMULATOR: world });
      const dana = await signIn(host.url, DANA);
      if (world === '') {
        expect(await connectDialpad(dana, DANA, 'allow')).toContain('outcome=connected');
        await dana.untilComplete();
      }
      const { difference, letGo, unlisted } = await compared(dana, since);
      const counts = [difference, letGo, unlisted].map((count) => (count === 0 ? '0' : 'some')).join(' | ');
      expect([world, counts]).toEqual([world, found]);
      const page = (await (await dana.request('/settings/products/phone-system')).text()).replace(/\s+/g, ' ');
      expect([world, page.includes(words)]).toEqual([world, true]);
      // Each start is another address, which is subscribed for anew, some time after somebody has connected.
      const mayRefuse = world === 'other-subscriptions=10' ? 'events-refused' : null;
      expect([null, mayRefuse]).toContain((await dana.connection()).problem?.kind ?? null);
      expect(host.output()).not.toContain('difference ');
      expect(operations.replace(/ +/g, ' ')).toContain(`| ${world === '' ? 'none' : `\`${world}\``} | ${found} |`);
      await host.stop();
    }
  }, 600_000);
});
