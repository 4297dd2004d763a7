import type { Browser, Page } from 'playwright-core';
import { type HostProcess, killHosts, removeDir, startHost } from '../support/host-process.js';
import { newVisitor, startChromium, type Visitor } from './chromium.js';
import { shoot } from './screenshots.js';

const SETTINGS = '/settings/products/phone-system';

describe('an administrator, from nothing to an opened call', () => {
  let host: HostProcess;
  let browser: Browser;
  const visitors: Visitor[] = [];

  const visit = async (email: string): Promise<Visitor> => {
    const visitor = await newVisitor(browser, [host.url, 'loopback']);
    visitors.push(visitor);
    await visitor.page.goto(`${host.url}${SETTINGS}`);
    await visitor.page.getByLabel('E-mail').fill(email);
    await visitor.page.getByRole('button', { name: 'Sign in', exact: true }).click();
    await visitor.page.waitForURL(`**${SETTINGS}*`);
    return visitor;
  };

  const chooseDialpad = async (page: Page): Promise<void> => {
    await page.getByLabel('Phone system').selectOption({ label: 'Dialpad' });
    await page.getByRole('link', { name: 'Authenticate with Dialpad' }).waitFor();
  };

  const authenticate = async (page: Page, email: string, decision: 'Allow' | 'Deny'): Promise<void> => {
    await page.getByRole('link', { name: /^(Authenticate with Dialpad|Reconnect)$/ }).click();
    await page.getByLabel('E-mail').fill(email);
    await page.getByRole('button', { name: 'Sign in', exact: true }).click();
    await page.getByRole('button', { name: 'Allow' }).waitFor();
    await page.getByRole('button', { name: 'Deny' }).waitFor();
    await shoot(page, `vendor-consent-${decision.toLowerCase()}`);
    await page.getByRole('button', { name: decision }).click();
    await page.waitForURL(`${host.url}${SETTINGS}*`);
  };

  beforeAll(async () => {
    [host, browser] = await Promise.all([startHost(), startChromium()]);
  });

  afterAll(async () => {
    await browser.close();
    killHosts();
    await removeDir(host.dataDir);
  });

  afterEach(() => {
    expect(visitors.flatMap(({ complaints }) => complaints)).toEqual([]);
  });

  it('sees Dialpad beside another installed phone system, what it asks for and what it does not show', async () => {
    const { page } = await visit('dana@acme.example');
    const offered = await page.getByLabel('Phone system').locator('option:not([disabled])').allTextContents();
    expect(offered.map((name) => name.trim())).toEqual(['Dialpad', 'Example Phone']);
    await chooseDialpad(page);
    await shoot(page, 'settings-before-connecting');
    const text = await page.locator('main').innerText();
    expect(text).toContain('calls:list');
    expect(text).toMatch(/Video calls .* are not shown/);
  });

  it.each([
    ['Dana denies', 'dana@acme.example', 'dana@acme.example', 'Deny', /Access was not allowed/],
    [
      'Lee is no company administrator',
      'dana@acme.example',
      'lee@acme.example',
      'Allow',
      /reads? neither the company|read neither the company/,
    ],
    [
      'Iris brings another company',
      'dana@acme.example',
      'iris@globex.example',
      'Allow',
      /domain that is not registered/,
    ],
  ] as const)('is told what happened when %s', async (_what, here, there, decision, sentence) => {
    const { page } = await visit(here);
    await chooseDialpad(page);
    await authenticate(page, there, decision);
    expect(await page.locator('main').innerText()).toMatch(sentence);
    await shoot(page, `settings-failed-${there.split('@')[0]}-${decision.toLowerCase()}`);
  });

  it('is told at once when the company has no licence', async () => {
    const { page } = await visit('uma@initech.example');
    await chooseDialpad(page);
    await page.getByRole('link', { name: 'Authenticate with Dialpad' }).click();
    await page.waitForURL(`**${SETTINGS}*code=no_licence*`);
    expect(await page.locator('main').innerText()).toContain('phone-system licence');
    await shoot(page, 'settings-no-licence');
  });

  it('allows, sees who was matched and the first fetch finish, and opens a day and a call', async () => {
    const { page } = await visit('dana@acme.example');
    await chooseDialpad(page);
    await authenticate(page, 'dana@acme.example', 'Allow');
    await page.getByText('Connected to Acme at Dialpad.').waitFor();
    await shoot(page, 'settings-connected');

    await page.getByText('Calls are complete until').waitFor();
    await page.reload();
    await page
      .getByRole('cell', { name: /Priya Nair/ })
      .first()
      .waitFor();
    const rows = await page.getByRole('row').allInnerTexts();
    expect(rows.find((row) => row.startsWith('Priya Nair'))).toContain('Same e-mail');
    expect(rows.find((row) => row.startsWith('Marco Ruiz'))).toContain('Same number');
    expect(rows.find((row) => row.startsWith('Luis Ortega'))).toContain('Several fit');

    await page.waitForFunction(
      () => document.body.innerText.includes('History') && /Done/.test(document.body.innerText),
    );
    await shoot(page, 'settings-steady');

    const day = lastWorkday();
    await page.goto(`${host.url}/employees/e1/days/${day}`);
    await page.getByRole('link', { name: 'Call with Sam Okafor' }).first().waitFor();
    const added = await page.getByRole('row').filter({ hasText: '10:06' }).innerText();
    expect(added).toMatch(/9 min\s+5 min\s+5$/m);
    await shoot(page, 'day');

    await page.getByRole('row').filter({ hasText: '10:06' }).getByRole('link').click();
    await page.waitForURL('**/calls/*');
    expect(await page.locator('main').innerText()).toMatch(/5 min.*counted/);
    await shoot(page, 'call');
  });

  it('lets an employee see their own day, and nobody else’s', async () => {
    const { page, complaints } = await visitDay('lee@acme.example', `/employees/e2/days/${lastWorkday()}`);
    expect(await page.locator('main').innerText()).toContain('Score');
    await shoot(page, 'day-of-an-employee');
    const [answer] = await Promise.all([
      page.waitForResponse(/\/employees\/e1\/days\//),
      page.goto(`${host.url}/employees/e1/days/${lastWorkday()}`),
    ]);
    expect(answer.status()).toBe(403);
    (complaints as string[]).length = 0;
  });

  const visitDay = async (email: string, path: string): Promise<Visitor> => {
    const visitor = await newVisitor(browser, [host.url, 'loopback']);
    visitors.push(visitor);
    await visitor.page.goto(`${host.url}${path}`);
    await visitor.page.getByLabel('E-mail').fill(email);
    await visitor.page.getByRole('button', { name: 'Sign in', exact: true }).click();
    await visitor.page.waitForURL(`**${path}`);
    return visitor;
  };
});

/** The last day before today that is over everywhere in America. */
function lastWorkday(): string {
  return new Date(Date.now() - 36 * 3_600_000).toISOString().slice(0, 10);
}
