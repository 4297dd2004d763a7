import type { Browser, Page } from 'playwright-core';
import { signIn, until } from '../support/way.js';
import { startChromium } from './chromium.js';
import { foundWrong, look } from './looks.js';
import { openHouse, type SimulatedHouse, withAcme } from './simulated-house.js';
import { authenticate, chooseDialpad, comeBackUntil, focused, live, visit, type Visitor } from './visitor.js';

const secondAdmin = {
  id: 'admin2',
  name: 'Second Admin',
  emails: ['admin2@acme.example'],
  phones: [],
  role: 'admin' as const,
  managerId: null,
  active: true,
};
const people = (licence: boolean) =>
  withAcme(({ employees }) => ({ phoneSystemLicence: licence, employees: [...employees, secondAdmin] }));

describe('what the settings page makes of troubles', () => {
  let house: SimulatedHouse;
  let browser: Browser;
  let visitors: Visitor[] = [];
  let expected: RegExp | null = null;

  const come = async (email = 'dana@acme.example'): Promise<Visitor> => {
    const visitor = await visit(browser, house.host.url, email);
    visitors.push(visitor);
    return visitor;
  };
  const fetchNow = async (): Promise<void> => {
    const dana = await signIn(house.host.url, 'dana@acme.example');
    await dana.request('/api/phone-systems/dialpad/fetches', { method: 'POST' });
  };
  const shown = (page: Page, words: string | RegExp): Promise<void> => page.getByText(words).first().waitFor();
  const comesUp = (page: Page, words: string): Promise<void> => comeBackUntil(page, page.getByText(words).first());

  beforeAll(async () => {
    const dialpad = { callPageSize: 10 };
    const env = { HISTORY_DAYS: '8', FETCH_EVERY_SECONDS: '2' };
    [house, browser] = await Promise.all([openHouse({ dialpad, env, fixture: people(true) }), startChromium()]);
    // Slow enough for somebody to look at the history while it comes in.
    house.dialpad.faults.plan({ path: '/api/v2/call', times: Infinity, answer: { kind: 'late', ms: 1_000 } });
  });

  afterAll(async () => {
    await browser.close();
    await house.close();
  });

  afterEach(async () => {
    const complaints = visitors.flatMap((visitor) => visitor.complaints).filter((it) => !expected?.test(it));
    await Promise.all(visitors.map(({ context }) => context.close()));
    visitors = [];
    expected = null;
    house.dialpad.faults.clear();
    expect([...complaints, ...foundWrong()]).toEqual([]);
  });

  it('shows the history’s progress to two administrators, over a reload and a lost line', async () => {
    const [first, second] = [await come(), await come('admin2@acme.example')];
    await chooseDialpad(first.page);
    await chooseDialpad(second.page);
    await authenticate(first.page, 'dana@acme.example', 'Allow');
    await comeBackUntil(second.page, second.page.locator('#connection'));
    expect(await second.page.locator('#connection').innerText()).toContain('Dana Reyes');

    const { page, context } = first;
    await page.locator('#history-progress').waitFor();
    await shown(page, /of \d+ days · [\d,]+ call records so far/);
    await look(page, 'settings-history');
    const before = await done(page);
    await page.reload();
    await live(page);
    expect(await done(page)).toBeGreaterThanOrEqual(before);

    expected = /ERR_INTERNET_DISCONNECTED/;
    await context.setOffline(true);
    await page.evaluate(() => window.dispatchEvent(new Event('focus')));
    await shown(page, 'The connection to this site was lost. Trying again…');
    await look(page, 'settings-lost-line');
    await context.setOffline(false);
    await page.getByText('The connection to this site was lost.').waitFor({ state: 'detached' });
    house.dialpad.faults.clear();
    await comeBackUntil(page, page.locator('#history-progress'), 'detached');
    await comeBackUntil(page, page.getByText('once the history is fetched'), 'detached');
  });

  it('says that the phone system is out of order, and that it goes on by itself', async () => {
    const { page } = await come();
    const answer = { kind: 'status', status: 429, retryAfter: 10 } as const;
    house.dialpad.faults.plan({ path: '/api/v2/call', times: Infinity, answer });
    await page.getByRole('button', { name: 'Fetch now' }).click();
    await shown(page, 'A fetch has begun.');
    expect(await focused(page)).toBe('Fetch now');
    await page.getByRole('button', { name: 'Close' }).click();
    await page.getByText('A fetch has begun.').waitFor({ state: 'detached' });
    expect(await focused(page)).toBe('Fetch now');
    await comeBackUntil(page, page.locator('#fetching').getByText('Waiting').first());
    await look(page, 'settings-waiting-round');
  });

  it('shows what could not be read', async () => {
    const { page } = await come();
    const start = Date.now() - 3_600_000;
    const bad = (id: string, more: object) => ({
      call_id: id,
      date_started: start,
      date_connected: start,
      date_ended: start - 60_000,
      direction: 'inbound',
      target: { id: '9007199254741001', type: 'user', name: 'Dana Reyes' },
      ...more,
    });
    const items = [bad('71', {}), bad('72', { date_ended: 'soon' }), bad('73', { direction: 'sideways' })];
    const answer = {
      kind: 'body',
      status: 200,
      body: JSON.stringify({ items }),
      contentType: 'application/json',
    } as const;
    house.dialpad.faults.plan({ path: '/api/v2/call', times: 4, answer });
    await fetchNow();
    await comeBackUntil(page, page.locator('.rejected summary'));
    await page.locator('.rejected summary').click();
    await look(page, 'settings-rejected');
  });

  it('asks to reconnect when the grant is lost, and goes on afterwards', async () => {
    const { page } = await come();
    house.dialpad.revokeGrants('acme.example');
    await fetchNow();
    await comesUp(page, 'Needs you to reconnect');
    await look(page, 'settings-needs-reconnect');
    await authenticate(page, 'dana@acme.example', 'Allow');
    await shown(page, 'Connected to Acme at Dialpad.');
    await look(page, 'settings-reconnected');
  });

  it('says that a lost licence stopped it, and goes on once it is back', async () => {
    const { page } = await come();
    await house.setFixture(people(false));
    await fetchNow();
    await comesUp(page, 'Stopped');
    await look(page, 'settings-stopped');
    await house.setFixture(people(true));
    const dana = await signIn(house.host.url, 'dana@acme.example');
    await until('it goes on', dana.connection, ({ status }) => status === 'connected');
    await comesUp(page, 'Fetch now');
  });

  it('disconnects after saying what becomes of tokens and data, and erases where the name was typed', async () => {
    const [{ page }, other] = [await come(), await come('admin2@acme.example')];
    await page.getByRole('button', { name: 'Disconnect' }).click();
    await page.getByLabel(/Also erase every call/).check();
    const erase = page.getByRole('button', { name: 'Disconnect and erase' });
    expect(await erase.isDisabled()).toBe(true);
    await look(page, 'settings-disconnecting');
    await page.keyboard.press('Escape');
    await page.getByRole('button', { name: 'Disconnect' }).click();
    await page.getByRole('button', { name: 'Disconnect', exact: true }).last().click();
    await shown(page, 'Dialpad was disconnected.');
    await shown(page, /Calls that were fetched from Acme are still there/);
    await page.waitForFunction(() => document.activeElement?.id === 'about-title');
    await look(page, 'settings-disconnected');
    await comesUp(other.page, 'Acme was disconnected meanwhile, by somebody else.');
    await look(other.page, 'settings-disconnected-meanwhile');
    await authenticate(page, 'dana@acme.example', 'Allow');
    await page.getByRole('button', { name: 'Disconnect' }).click();
    await page.getByLabel(/Also erase every call/).check();
    await page.getByLabel('Type Acme to erase').fill('Acme');
    await erase.click();
    await page.getByRole('link', { name: 'Authenticate with Dialpad' }).waitFor();
    await page.getByText('Dialpad was disconnected, and everything that came from it was erased.').waitFor();
    await look(page, 'settings-erased');
  });
});

/** Days of history that are done, as the page says; all of them where it no longer says. */
async function done(page: Page): Promise<number> {
  const bar = page.locator('#history-progress');
  return (await bar.count()) === 0 ? Infinity : Number(await bar.getAttribute('value'));
}
