import type { Browser } from 'playwright-core';
import { signIn } from '../support/way.js';
import { startChromium } from './chromium.js';
import { foundWrong, look } from './looks.js';
import { openHouse, type SimulatedHouse } from './simulated-house.js';
import {
  authenticate,
  chooseDialpad,
  focused,
  live,
  SETTINGS,
  visit,
  type Visitor,
  visitWithoutScript,
} from './visitor.js';

describe('people who work with a connected Dialpad', () => {
  let house: SimulatedHouse;
  let browser: Browser;
  let visitors: Visitor[] = [];

  const come = async (email = 'dana@acme.example', path?: string): Promise<Visitor> => {
    const visitor = await visit(browser, house.host.url, email, path);
    visitors.push(visitor);
    return visitor;
  };
  const dayOf = (employeeId: string): string => `/employees/${employeeId}/days/${lastDay()}`;

  beforeAll(async () => {
    [house, browser] = await Promise.all([openHouse({ env: { HISTORY_DAYS: '10' } }), startChromium()]);
  });

  afterAll(async () => {
    await browser.close();
    await house.close();
  });

  afterEach(async () => {
    const complaints = visitors.flatMap((visitor) => visitor.complaints);
    await Promise.all(visitors.map(({ context }) => context.close()));
    visitors = [];
    expect([...complaints, ...foundWrong()]).toEqual([]);
  });

  it('leads an administrator from nothing to an opened call', async () => {
    const { page } = await come();
    await chooseDialpad(page);
    await authenticate(page, 'dana@acme.example', 'Allow');
    await page.getByText('Connected to Acme at Dialpad.').waitFor();
    expect(await page.locator('#connection').innerText()).toContain('Dana Reyes');
    await look(page, 'settings-connected');

    const dana = await signIn(house.host.url, 'dana@acme.example');
    await dana.untilComplete();
    await page.reload();
    await live(page);
    const rows = await page.getByRole('row').allInnerTexts();
    expect(rows.find((row) => row.startsWith('Priya Nair'))).toContain('Same e-mail');
    expect(rows.find((row) => row.startsWith('Marco Ruiz'))).toContain('Same number');
    expect(rows.find((row) => row.startsWith('Luis Ortega'))).toContain('Several fit');
    expect(await page.locator('#connection').innerText()).not.toContain('once the history is fetched');
    await look(page, 'settings-steady');

    await page.goto(`${house.host.url}${dayOf('e1')}`);
    await live(page);
    const added = page.getByRole('row').filter({ hasText: '10:06' });
    expect(await added.innerText()).toMatch(/9 min\s+5 min\s+5\s/m);
    await look(page, 'day');
    await added.getByRole('link').first().click();
    await page.waitForURL('**/calls/*');
    await live(page);
    expect(await page.locator('main').innerText()).toMatch(/5\smin counted; 4\smin already counted for “/);
    expect(
      await page
        .locator('#credit')
        .getByRole('link', { name: /^Call with/ })
        .count(),
    ).toBeGreaterThan(0);
    await look(page, 'call');
    await page.getByLabel('Why it does not count').fill('Only the second line,\nnot a call');
    await page.getByRole('button', { name: 'Exclude this call' }).click();
    await page.getByText('This call no longer counts.').waitFor();
    await page.waitForFunction(() => document.activeElement?.id === 'exclusion-title');
    expect(await page.locator('#exclusion').innerText()).toMatch(
      /Dana Reyes excluded this call on \w+ \d+, \d{4}, .* E[SD]T:\s+Only the second line,\s+not a call/,
    );
    await look(page, 'call-excluded');
    await page.getByRole('button', { name: 'Count it again' }).click();
    await page.getByText('This call counts again.').waitFor();
    await page.getByRole('button', { name: 'Exclude this call' }).waitFor();
  });

  it('lets an employee see their own day, and nobody else’s', async () => {
    const { page, complaints } = await come('lee@acme.example', dayOf('e2'));
    expect(await page.locator('main').innerText()).toContain('Score');
    expect(await page.getByRole('button', { name: /^Exclude/ }).count()).toBe(0);
    await look(page, 'day-of-an-employee');
    await page.goto(`${house.host.url}${dayOf('e1')}`);
    expect(await page.locator('h1').innerText()).toBe('You cannot see this page');
    await look(page, 'not-for-you');
    expect(complaints.splice(0)).toEqual([expect.stringContaining('403'), expect.stringContaining('403')]);
  });

  it('leads everybody from the start to what their role is there for, and says where nothing is', async () => {
    const { page, complaints } = await come('lee@acme.example', dayOf('e2'));
    await page.getByRole('link', { name: /Prodoscore/ }).click();
    await page.waitForURL('**/employees/e2/days/*');
    await page.goto(`${house.host.url}/no/such/page`);
    expect(await page.locator('h1').innerText()).toBe('Not found');
    await page.getByRole('link', { name: 'Go to the start' }).click();
    await page.waitForURL('**/employees/e2/days/*');
    expect(complaints.splice(0)).toEqual([expect.stringContaining('404'), expect.stringContaining('404')]);
    const { page: admins } = await come('dana@acme.example', dayOf('e1'));
    await admins.getByRole('link', { name: /Prodoscore/ }).click();
    await admins.waitForURL(`**${SETTINGS}`);
  });

  it('prints a day as a table, without anything to press', async () => {
    const { page } = await come('dana@acme.example', dayOf('e1'));
    await page.setViewportSize({ width: 718, height: 1000 });
    await page.emulateMedia({ media: 'print' });
    expect(await page.locator(':is(button, summary, .neighbours a):visible').count()).toBe(0);
    expect(await page.getByRole('columnheader', { name: 'Counted' }).isVisible()).toBe(true);
  });

  it('offers a manager nothing about a call that an administrator excluded, on the day as on the call', async () => {
    const { page } = await come('grace@acme.example', dayOf('e3'));
    const id = await page.locator('[data-call]').first().getAttribute('data-call');
    const { page: above } = await come('dana@acme.example', `/calls/${id}`);
    await above.getByLabel('Why it does not count').fill('Decided above');
    await above.getByRole('button', { name: 'Exclude this call' }).click();
    await above.getByText('This call no longer counts.').waitFor();

    await page.reload();
    await live(page);
    const row = page.getByRole('row').filter({ has: page.locator(`a[href="/calls/${id}"]`) });
    expect(await row.innerText()).toContain('Stays excluded');
    expect(await row.getByRole('button').count()).toBe(0);
    await row.getByRole('link').click();
    await page.waitForURL(`**/calls/${id}`);
    expect(await page.locator('#exclusion').innerText()).toContain('It stays excluded until Dana Reyes');

    await above.getByRole('button', { name: 'Count it again' }).click();
    await above.getByText('This call counts again.').waitFor();
    await page.goto(`${house.host.url}${dayOf('e3')}`);
    await live(page);
    expect(await page.locator(`[data-call="${id}"]`).innerText()).toMatch(/^Exclude/);
  });

  it('lets a manager exclude a call with a note, over a lost line, and take it back', async () => {
    const { page, context, complaints } = await come('grace@acme.example', dayOf('e3'));
    const call = page
      .getByRole('row')
      .filter({ has: page.locator(`[data-call]`) })
      .filter({ has: page.locator('.outcome', { hasText: /^\s*Answered\s*$/ }) })
      .first();
    const id = await call.locator('[data-call]').getAttribute('data-call');
    const button = page.locator(`[data-call="${id}"]`);
    const score = () => page.locator('.figures dd').first().innerText();
    const before = await score();
    await button.focus();
    await page.keyboard.press('Enter');
    await page.getByLabel('Why it does not count').fill('A test of the new headset');
    await look(page, 'day-excluding');
    await context.setOffline(true);
    await page.getByText('The connection to this site was lost. Trying again…').waitFor();
    const failed = page.waitForEvent('requestfailed', (request) => request.url().includes('/phone-systems/calls/'));
    await page.getByRole('button', { name: 'Exclude', exact: true }).click();
    await failed;
    await context.setOffline(false);
    await page.getByText('This call no longer counts.').waitFor();
    await page.getByText('The connection to this site was lost.').waitFor({ state: 'detached' });
    complaints.splice(0).forEach((complaint) => expect(complaint).toMatch(/ERR_INTERNET_DISCONNECTED/));
    expect(await score()).not.toBe(before);
    expect(await button.innerText()).toContain('Count again');
    await page.waitForFunction((which) => document.activeElement?.getAttribute('data-call') === which, id);
    await look(page, 'day-excluded');
    await page.getByRole('button', { name: 'Undo' }).click();
    await page.getByText('This call counts again.').waitFor();
    expect(await score()).toBe(before);
  });

  it('says of each day what it is', async () => {
    const { page } = await come('dana@acme.example', dayOf('e10'));
    await page.getByText('This person is not matched to a phone line on this day.').waitFor();
    await look(page, 'day-unmapped');
    await page.goto(`${house.host.url}/employees/e1/days/${daysFromNow(2)}`);
    await page.getByText('This day is still to come.').waitFor();
    await look(page, 'day-to-come');
    await page.goto(`${house.host.url}/employees/e1/days/${daysFromNow(0)}`);
    await page.getByText('This day is not complete yet.').waitFor();
    await look(page, 'day-not-complete');
    await page.goto(`${house.host.url}/employees/e13/days/${lastDay()}`);
    await page.getByText('No calls on this day.').waitFor();
    await look(page, 'day-empty');
  });

  it('gives the month’s days one stop for the Tab key, arrow keys between them, and links without a script', async () => {
    const { page } = await come('dana@acme.example', dayOf('e3'));
    const stops = page.locator('.month a:not([tabindex="-1"])');
    await page.locator('#month-keys').waitFor({ state: 'attached' });
    expect(await stops.count()).toBe(1);
    expect(await stops.getAttribute('aria-current')).toBe('date');
    await page.locator('.month a[aria-current]').focus();
    await page.keyboard.press('Home');
    expect(await page.evaluate(() => document.activeElement?.getAttribute('data-day'))).toBe(
      `${lastDay().slice(0, 7)}-01`,
    );
    expect(await stops.count()).toBe(1);
    await page.keyboard.press('End');
    await page.keyboard.press('ArrowRight');
    expect(await page.evaluate(() => document.activeElement?.getAttribute('data-day'))).toBe(
      await page.locator('.month a').last().getAttribute('data-day'),
    );
    await page.keyboard.press('Tab');
    expect(await focused(page)).toBe('The month in numbers');
    await page.keyboard.press('Shift+Tab');
    await page.keyboard.press('Home');
    await page.keyboard.press('Enter');
    await page.waitForURL(`**${dayOf('e3').slice(0, -2)}01`);

    const still = await visitWithoutScript(browser, house.host.url, 'dana@acme.example', dayOf('e3'));
    visitors.push(still);
    expect(await still.page.locator('.month a[tabindex]').count()).toBe(0);
  });

  it('keeps what is being written when the session ends, and for nobody else', async () => {
    const day = dayOf('e3');
    const { page, context, complaints } = await come('grace@acme.example', day);
    const note = page.getByLabel('Why it does not count');
    const asked = page.locator('[data-call]').first();
    const signInAs = async (email: string, back: string): Promise<void> => {
      await page.waitForURL('**/sign-in?ended=1**');
      await page.getByLabel('E-mail').fill(email);
      await page.getByRole('button', { name: 'Sign in', exact: true }).click();
      await page.waitForURL(`**${back}`);
      await live(page);
    };
    await asked.click();
    await note.fill('Rang while the line was tested');
    await context.clearCookies();
    await page.getByRole('button', { name: 'Exclude', exact: true }).click();
    await signInAs('grace@acme.example', day);
    await note.waitFor();
    expect(await note.inputValue()).toBe('Rang while the line was tested');
    await page.getByRole('button', { name: 'Leave it' }).click();
    await page.reload();
    await live(page);
    expect(await note.isVisible()).toBe(false);

    const call = (await page.locator('.calls th a').first().getAttribute('href')) ?? '';
    await page.goto(`${house.host.url}${call}`);
    await live(page);
    await note.fill('Only a test');
    await context.clearCookies();
    await page.getByRole('button', { name: 'Exclude this call' }).click();
    await signInAs('grace@acme.example', call);
    await page.waitForFunction(() => document.activeElement?.id === 'note');
    expect(await note.inputValue()).toBe('Only a test');
    await context.clearCookies();
    await page.getByRole('button', { name: 'Exclude this call' }).click();
    await signInAs('dana@acme.example', call);
    expect(await note.inputValue()).toBe('');
    expect(await page.evaluate(() => Object.values(sessionStorage).join())).not.toContain('Only a test');

    const rules = `${SETTINGS}/rules`;
    await page.goto(`${house.host.url}${rules}`);
    await live(page);
    await context.clearCookies();
    await page.getByLabel('Points per minute of talk').fill('2');
    await signInAs('dana@acme.example', rules);
    expect(await page.getByLabel('Points per minute of talk').inputValue()).toBe('2');
    await page.getByRole('button', { name: 'Discard the changes' }).click();
    await page.reload();
    await live(page);
    expect(await page.getByLabel('Points per minute of talk').inputValue()).toBe('1');
    complaints.splice(0).forEach((complaint) => expect(complaint).toMatch(/401/));
  });

  it('leads back to where one was when the session ends', async () => {
    const { page, context } = await come('dana@acme.example', `${SETTINGS}?system=dialpad&filter=manual`);
    await context.clearCookies();
    await page.getByRole('link', { name: /^Everybody/ }).click();
    await page.waitForURL('**/sign-in?ended=1**');
    await look(page, 'sign-in-again');
    await page.getByLabel('E-mail').fill('nobody@acme.example');
    await page.getByRole('button', { name: 'Sign in', exact: true }).click();
    await page.getByText('Nobody who works here has this address').waitFor();
    expect(await page.getByLabel('E-mail').inputValue()).toBe('nobody@acme.example');
    await page.getByLabel('E-mail').fill('dana@acme.example');
    await page.getByRole('button', { name: 'Sign in', exact: true }).click();
    await page.waitForURL(`**${SETTINGS}?system=dialpad&filter=manual`);
    await context.clearCookies();
    await page.goto(`${house.host.url}/my-day`);
    await page.getByLabel('E-mail').fill('dana@acme.example');
    await page.getByRole('button', { name: 'Sign in', exact: true }).click();
    await page.waitForURL('**/employees/e1/days/*');
    visitors[0]?.complaints.splice(0).forEach((complaint) => expect(complaint).toMatch(/401/));
  });
});

/** The last day before today that is over everywhere in America. */
const lastDay = (): string => new Date(Date.now() - 36 * 3_600_000).toISOString().slice(0, 10);

/** A day of the tenant's calendar, so many days from today. */
function daysFromNow(days: number): string {
  const today = new Intl.DateTimeFormat('en-CA', { timeZone: 'America/New_York' });
  return today.format(new Date(Date.now() + days * 86_400_000));
}
