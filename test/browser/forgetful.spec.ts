import type { Browser, Page } from 'playwright-core';
import { dayOf } from '../../src/support/days.js';
import { ACME_TIME_ZONE } from '../../src/testing/index.js';
import { type HostProcess, killHosts, removeDir, startHost } from '../support/host-process.js';
import { newDataDir } from '../support/test-database.js';
import { connectDialpad, type Person, signIn, until } from '../support/way.js';
import { startChromium } from './chromium.js';
import { foundWrong, look } from './looks.js';
import { authenticate, chooseDialpad, comeBackUntil, live, visit, type Visitor } from './visitor.js';

const DANA = 'dana@acme.example';
const SYSTEM = '/api/phone-systems/dialpad';
const day = (ago: number): string => dayOf(new Date(Date.now() - ago * 86_400_000), ACME_TIME_ZONE);

interface Round {
  readonly outcome: string;
  readonly difference: number | null;
  readonly letGo: number | null;
  readonly unlisted: number | null;
}

describe('a reference host whose simulated Dialpad forgets', () => {
  let browser: Browser;
  let host: HostProcess;
  let dataDir: string;
  let visitors: Visitor[] = [];
  let expected: RegExp | null;

  beforeAll(async () => {
    browser = await startChromium();
  });
  afterAll(() => browser.close());

  beforeEach(async () => {
    expected = null;
    dataDir = await newDataDir();
  });
  afterEach(async () => {
    const complaints = visitors.flatMap((visitor) => visitor.complaints).filter((it) => !expected?.test(it));
    await Promise.all(visitors.map(({ context }) => context.close()));
    visitors = [];
    killHosts();
    await removeDir(dataDir);
    expect([...complaints, ...foundWrong()]).toEqual([]);
  });

  const start = async (world: string, env: Record<string, string>): Promise<Person> => {
    const often = { FETCH_EVERY_SECONDS: '60', FAR_EVERY_SECONDS: '60', RECONCILE_EVERY_SECONDS: '10' };
    host = await startHost({ DATA_DIR: dataDir, DIALPAD_SIMULATOR: world, ...often, ...env });
    return await signIn(host.url, DANA);
  };
  const come = async (path?: string): Promise<Page> => {
    const visitor = await visit(browser, host.url, DANA, path);
    visitors.push(visitor);
    return visitor.page;
  };
  const wordsOf = async (page: Page, selector: string): Promise<string> =>
    (await page.locator(selector).innerText()).replace(/\s+/g, ' ');

  it('says why calls of three people who were deleted are no longer listed', async () => {
    const connected = await start('', { HISTORY_DAYS: '3' });
    expect(await connectDialpad(connected, DANA, 'allow')).toContain('outcome=connected');
    await connected.untilComplete();
    await host.stop();
    await start('deleted-users=3', { HISTORY_DAYS: '3', RECONCILE_EVERY_SECONDS: '1' });
    const page = await come();
    await comeBackUntil(page, page.locator('#comparison').filter({ hasText: 'because their people are gone there' }));
    expect(await wordsOf(page, '#connection')).not.toContain('has removed the personal data');
    await look(page, 'settings-deleted-three');
  });

  it('tells of no room for its subscription, and fetches on; a day that was anonymised before is not known', async () => {
    const dana = await start('policy-days=2,other-subscriptions=10,call-page=25', { HISTORY_DAYS: '6' });
    const page = await come();
    await chooseDialpad(page);
    await authenticate(page, DANA, 'Allow');
    await page.getByText('Calls arrive with the next round, not at once.').waitFor();
    const { completeUntil } = await dana.untilComplete();
    expect((await dana.fetchNow()).outcome).toBe('done');
    const after = await until('polling goes on', dana.connection, (now) => now.completeUntil! > completeUntil!);
    expect(after.problem).toMatchObject({ kind: 'events-refused', action: 'wait' });
    await page.reload();
    await live(page);
    expect(await wordsOf(page, '#connection')).toContain('There is nothing you need to do.');
    await look(page, 'settings-no-room');

    const untold = await come(`/employees/e2/days/${day(4)}`);
    await untold.getByText('The phone system no longer tells about this day.').waitFor();
    await look(untold, 'day-no-longer-told-really');
    const told = await come(`/employees/e2/days/${day(1)}`);
    expect(await told.locator('main').innerText()).not.toContain('no longer tells about this day');
    await look(told, 'month-told-and-not');
  });

  it('fetches days again from the page: once, however often it is asked, and no days that there are not', async () => {
    const dana = await start('', { HISTORY_DAYS: '3', RECONCILE_EVERY_SECONDS: '86400' });
    expect(await connectDialpad(dana, DANA, 'allow')).toContain('outcome=connected');
    await dana.untilComplete();
    const page = await come();
    const again = async () => (await dana.json<{ items: Round[] }>(`${SYSTEM}/fetches?kind=again`)).items;
    await page.getByText('Fetch days again', { exact: true }).click();
    const button = page.getByRole('button', { name: 'Fetch these days again' });
    const [first, last] = [page.getByLabel('First day'), page.getByLabel('Last day')];
    await first.fill(day(1));
    await last.fill(day(1));
    await button.dblclick();
    await page.getByText('These days are being fetched again.').waitFor();
    await comeBackUntil(page, page.locator('#fetched-again').filter({ hasText: 'nothing was missing here.' }));
    expect(await again()).toHaveLength(1);
    expect(await again()).toMatchObject([{ outcome: 'done', difference: 0, letGo: 0, unlisted: 0 }]);
    await look(page, 'settings-fetched-again');

    expected = /400/;
    for (const [from, to, words] of [
      [day(0), day(1), 'from must not be after to'],
      [day(40), day(1), 'the first day of which calls are kept'],
    ] as const) {
      await first.fill(from);
      await last.fill(to);
      await button.click();
      await page.getByText(words).first().waitFor();
      await look(page, `settings-again-refused-${words.length}`);
    }
    // The browser itself lets nobody ask for tomorrow, or for no day.
    for (const from of [day(-2), '']) {
      await first.fill(from);
      await button.click();
      expect(await first.evaluate((field) => (field as HTMLInputElement).checkValidity())).toBe(false);
    }
    expect(await again()).toHaveLength(1);
  });
});
