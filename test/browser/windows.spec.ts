import type { Browser, Page } from 'playwright-core';
import { connectDialpad, type Person, signIn, until } from '../support/way.js';
import { startChromium } from './chromium.js';
import { foundWrong, look } from './looks.js';
import { openHouse, type SimulatedHouse, withAcme } from './simulated-house.js';
import { comeBackUntil, live, SETTINGS, visit, type Visitor } from './visitor.js';

const MATCHES = `${SETTINGS}?system=dialpad`;
const NOBODY = 'This person has no line';
const SCRIPTS = '**/assets/**/*.js';
const crowd = Array.from({ length: 60 }, (_, at) => ({
  id: `p${at}`,
  name: `Person ${String(at).padStart(2, '0')}`,
  emails: [`p${at}@acme.example`],
  phones: [],
  role: 'employee' as const,
  managerId: null,
  active: true,
}));

/** Back and Forward, a second window, a session that ends in between, a page from before an upgrade. */
describe('somebody with more than one window, and in no hurry', () => {
  let house: SimulatedHouse;
  let browser: Browser;
  let dana: Person;
  let visitor: Visitor;
  let page: Page;
  let day: string;
  let callId: string;
  let expected: RegExp | null = null;

  const at = (path: string): string => `${house.host.url}${path}`;
  const open = async (path: string, where: Page = page): Promise<void> => {
    await where.goto(at(path));
    await live(where);
  };
  const send = (path: string, method: string, body?: object): Promise<Response> =>
    dana.request(`/api/phone-systems${path}`, {
      method,
      headers: { 'content-type': 'application/json' },
      body: body && JSON.stringify(body),
    });

  beforeAll(async () => {
    const people = withAcme(({ employees }) => ({ employees: [...employees, ...crowd] }));
    [house, browser] = await Promise.all([openHouse({ env: { HISTORY_DAYS: '9' }, fixture: people }), startChromium()]);
    dana = await signIn(house.host.url, 'dana@acme.example');
    await connectDialpad(dana, 'dana@acme.example', 'allow');
    await dana.untilComplete();
    const days = '/api/phone-systems/employees/e3/days';
    const counted = await until(
      'a day counts',
      () => dana.json<{ items: { day: string; score: number }[] }>(`${days}?from=${daysAgo(8)}&to=${daysAgo(2)}`),
      ({ items }) => items.some(({ score }) => score > 0),
    );
    const on = counted.items.find(({ score }) => score > 0)?.day ?? '';
    const { inputs } = await dana.json<{ inputs: { callId: string; flagged: boolean }[] }>(`${days}/${on}`);
    day = `/employees/e3/days/${on}`;
    callId = inputs.find(({ flagged }) => !flagged)?.callId ?? '';
  });

  beforeEach(async () => {
    visitor = await visit(browser, house.host.url, 'dana@acme.example');
    ({ page } = visitor);
  });

  afterEach(async () => {
    const complaints = visitor.complaints.filter((it) => !expected?.test(it));
    await visitor.context.close();
    expected = null;
    expect([...complaints, ...foundWrong()]).toEqual([]);
  });

  afterAll(async () => {
    await browser.close();
    await house.close();
  });

  it('goes back and forward through filters, pages and a search, which is one step', async () => {
    await open(MATCHES);
    const shown = (words: string | RegExp): Promise<void> => page.getByText(words).first().waitFor();
    const filter = (words: string): Promise<void> =>
      page.locator('.filters [aria-current]', { hasText: words }).waitFor();
    await page.getByRole('link', { name: 'Next page' }).click();
    await shown('Page 2 of 2');
    await page.getByRole('link', { name: /^By hand/ }).click();
    await filter('By hand');
    await page.getByRole('link', { name: /^Everybody/ }).click();
    await filter('Everybody');
    await page.getByLabel('Search people').pressSequentially('Person 5', { delay: 350 });
    await shown('10 employees');
    await page.goBack();
    await shown('Page 1 of 2');
    expect(await page.getByLabel('Search people').inputValue()).toBe('');
    await page.goBack();
    await filter('By hand');
    await page.goBack();
    await shown('Page 2 of 2');
    await page.goForward();
    await filter('By hand');
    await page.goForward();
    await page.goForward();
    await shown('10 employees');
    expect(await page.getByLabel('Search people').inputValue()).toBe('Person 5');
    await page.reload();
    await shown('10 employees');
  });

  it('comes back to the phone system that was looked at, and may choose again', async () => {
    await open(MATCHES);
    const system = page.getByLabel('Phone system', { exact: true });
    await system.selectOption({ label: 'RingCentral' });
    await page.waitForURL('**system=ringcentral**');
    await live(page);
    await page.goBack();
    await page.waitForURL('**system=dialpad**');
    await live(page);
    expect(await system.locator('option:checked').innerText()).toContain('Dialpad');
    await system.selectOption({ label: 'RingCentral' });
    await page.waitForURL('**system=ringcentral**');
  });

  it('opens filters and people in new tabs with the middle button', async () => {
    await open(MATCHES);
    for (const [name, url] of [
      [/^By hand/, '**filter=manual**'],
      ['Next page', '**page=2**'],
    ] as const) {
      const [tab] = await Promise.all([
        visitor.context.waitForEvent('page'),
        page.getByRole('link', { name }).click({ button: 'middle' }),
      ]);
      await tab.waitForURL(url);
      await tab.close();
    }
    expect(page.url()).toBe(at(MATCHES));
  });

  it('writes over no match that was chosen in another window meanwhile', async () => {
    expected = /412/;
    await open(`${MATCHES}&search=Person+01`);
    await page.getByRole('button', { name: 'Change the match of Person 01' }).click();
    await page.getByRole('button', { name: NOBODY }).waitFor();
    const { items } = await dana.json<{ items: { candidates: { externalId: string }[] }[] }>(
      '/api/phone-systems/dialpad/mappings?search=Luis',
    );
    const line = items[0]?.candidates[0]?.externalId ?? '';
    expect((await send('/dialpad/mappings/p1', 'PUT', { phoneUserId: line })).status).toBe(200);
    await page.getByRole('button', { name: NOBODY }).click();
    await page.getByText('The match of Person 01 was changed meanwhile, in another window.').waitFor();
    await page.locator('.people').getByText('Chosen by hand').waitFor();
    await send('/dialpad/mappings/p1', 'DELETE');
  });

  it('writes over no match that was chosen in another window in the same moment, and takes none back by Undo', async () => {
    expected = /412/;
    const { items } = await dana.json<{ items: { candidates: { externalId: string }[] }[] }>(
      '/api/phone-systems/dialpad/mappings?search=Luis',
    );
    const phoneUserId = items[0]?.candidates[0]?.externalId ?? '';
    const choose = async (): Promise<void> => {
      await open(`${MATCHES}&search=Person+02`);
      await page.getByRole('button', { name: 'Change the match of Person 02' }).click();
      await page.getByRole('button', { name: NOBODY }).click();
    };
    const refused = page.getByText('The match of Person 02 was changed meanwhile, in another window.');
    const byHand = page.locator('.people').getByText('Chosen by hand');
    await page.route('**/mappings/p2', async (route) => {
      await send('/dialpad/mappings/p2', 'PUT', { phoneUserId });
      await route.continue();
    });
    await choose();
    await refused.waitFor();
    await byHand.waitFor();
    await page.unrouteAll();
    await send('/dialpad/mappings/p2', 'DELETE');

    await choose();
    await page.getByRole('button', { name: 'Undo' }).waitFor();
    await send('/dialpad/mappings/p2', 'PUT', { phoneUserId });
    await page.getByRole('button', { name: 'Undo' }).click();
    await refused.waitFor();
    await byHand.waitFor();
    await send('/dialpad/mappings/p2', 'DELETE');
  });

  it('writes over no decision about a call that was taken in the same moment, and takes none back by Undo', async () => {
    expected = /412/;
    const decide = (excluded: boolean, note = ''): Promise<Response> =>
      send(`/calls/${callId}/exclusion`, 'PUT', { excluded, note });
    const refused = page.getByText('Dana Reyes excluded this call meanwhile (“The other note”).');
    const askFor = {
      call: async () => {
        await page.getByLabel('Why it does not count').fill('This note');
        await page.getByRole('button', { name: 'Exclude this call' }).click();
      },
      day: async () => {
        await page.locator(`[data-call="${callId}"]`).evaluate((button: HTMLElement) => button.click());
        await page.getByLabel('Why it does not count').fill('This note');
        await page.getByRole('button', { name: 'Exclude', exact: true }).click();
      },
    };
    for (const [path, exclude] of [
      [`/calls/${callId}`, askFor.call],
      [day, askFor.day],
    ] as const) {
      await open(path);
      await page.route('**/exclusion', async (route) => {
        await decide(true, 'The other note');
        await route.continue();
      });
      await exclude();
      await refused.waitFor();
      await page.unrouteAll();
      const leave = page.getByRole('button', { name: 'Leave it' });
      if (await leave.isVisible()) await leave.click();
      await decide(false);

      await open(path);
      await exclude();
      await page.getByRole('button', { name: 'Undo' }).waitFor();
      await decide(false);
      await decide(true, 'The other note');
      await page.getByRole('button', { name: 'Undo' }).click();
      await refused.waitFor();
      await decide(false);
    }
  });

  it('lets no call count again that was excluded otherwise since the day was drawn', async () => {
    const decide = (excluded: boolean, note = ''): Promise<Response> =>
      send(`/calls/${callId}/exclusion`, 'PUT', { excluded, note });
    await decide(true, 'One note');
    await open(day);
    await decide(true, 'Another note');
    await page.locator(`[data-call="${callId}"]`).evaluate((button: HTMLElement) => button.click());
    await page.getByText('Dana Reyes excluded this call meanwhile (“Another note”).').waitFor();
    await decide(false);
  });

  it('writes over no note that was given in another window meanwhile', async () => {
    expected = /412/;
    await open(`/calls/${callId}`);
    await page.getByLabel('Why it does not count').fill('The later note');
    await send(`/calls/${callId}/exclusion`, 'PUT', { excluded: true, note: 'The earlier note' });
    await page.getByRole('button', { name: 'Exclude this call' }).click();
    await page.getByText('Dana Reyes excluded this call meanwhile (“The earlier note”).').waitFor();
    expect(await page.locator('#exclusion').innerText()).toContain('The earlier note');
    await send(`/calls/${callId}/exclusion`, 'PUT', { excluded: false, note: '' });

    await open(day);
    // What was written before, and not saved, is asked for again here.
    await page.locator(`[data-call="${callId}"]`).evaluate((button: HTMLElement) => button.click());
    await page.getByLabel('Why it does not count').fill('The later note');
    await send(`/calls/${callId}/exclusion`, 'PUT', { excluded: true, note: 'The earlier note' });
    await page.getByRole('button', { name: 'Exclude', exact: true }).click();
    await page.getByText('Dana Reyes excluded this call meanwhile (“The earlier note”).').waitFor();
    expect(await page.getByLabel('Why it does not count').inputValue()).toBe('The later note');
    await look(page, 'day-decided-meanwhile');
    await page.getByRole('button', { name: 'Leave it' }).click();
    await send(`/calls/${callId}/exclusion`, 'PUT', { excluded: false, note: '' });
  });

  it('is told that what was pressed after the session had ended was not done', async () => {
    expected = /401/;
    await open(`/calls/${callId}`);
    await page.getByLabel('Why it does not count').fill('Only a test');
    await visitor.context.clearCookies();
    await page.getByRole('button', { name: 'Exclude this call' }).click();
    await page.waitForURL('**/sign-in?ended=1**');
    await page.getByLabel('E-mail').fill('dana@acme.example');
    await page.getByRole('button', { name: 'Sign in', exact: true }).click();
    await page.getByText('Your session had ended, so what you did last was not done.').waitFor();
    expect(await page.getByLabel('Why it does not count').inputValue()).toBe('Only a test');
    await look(page, 'call-undone');
    await page.reload();
    await live(page);
    expect(await page.getByText('Your session had ended').count()).toBe(0);
    await page.getByLabel('Why it does not count').fill('');
  });

  it('is told that lines cannot be looked for while the host is away, and is shown them once it is back', async () => {
    expected = /ERR_INTERNET_DISCONNECTED/;
    await open(`${MATCHES}&search=Person+03`);
    await page.getByRole('button', { name: 'Change the match of Person 03' }).click();
    await page.getByText(/lines?: arrows and Enter choose\./).waitFor();
    await visitor.context.setOffline(true);
    await page.getByRole('combobox', { name: /^Who is/ }).fill('Ruth');
    await page.getByText('This site cannot be reached just now. Lines are looked for as soon as it answers.').waitFor();
    expect(await page.getByText(/Looking…|No line fits/).count()).toBe(0);
    await visitor.context.setOffline(false);
    await page.getByText(/No line fits|arrows and Enter choose\./).waitFor();
  });

  it('is told that a page from before an upgrade is to be loaded anew, and keeps what was typed', async () => {
    expected = /404/;
    await page.route('**/assets/rules-*.js', (route) => route.continue({ url: at('/assets/rules-BEFORE00.js') }));
    await page.goto(at(`${SETTINGS}/rules`));
    await page.getByLabel('Points per minute of talk').fill('7');
    await page.getByText('This page has not loaded completely').waitFor();
    expect(await page.getByLabel('Points per minute of talk').inputValue()).toBe('7');
    const name = await page.evaluate(() => document.querySelector('script[src]')?.getAttribute('src'));
    expect(name).toMatch(/^\/assets\/rules-[A-Z0-9]{8}\.js$/);
  });

  it('loses no button that is pressed before the script has come', async () => {
    for (const path of [MATCHES, `${SETTINGS}/rules`, day, `/calls/${callId}`]) {
      await page.goto(at(path));
      await live(page);
      const buttons = await page.locator('#page button:visible').count();
      expect(buttons).toBeGreaterThan(0);
      for (let nth = 0; nth < Math.min(buttons, 8); nth++) {
        await page.route(SCRIPTS, (route) =>
          route.request().url().endsWith('early.js') ? route.continue() : undefined,
        );
        await page.goto(at(path), { waitUntil: 'commit' });
        await page.locator('#page-loading').waitFor({ state: 'attached' });
        const button = page.locator('#page button:visible').nth(nth);
        if ((await button.evaluate((it: HTMLButtonElement) => it.type)) === 'submit') {
          const note = page.getByLabel('Why it does not count');
          if (await note.isVisible()) await note.fill('A note');
        }
        await button.click();
        await page.getByText('What you did is kept').waitFor();
        expect(page.url()).toBe(at(path));
        await page.unrouteAll({ behavior: 'ignoreErrors' });
      }
    }
  });

  it('keeps what is pasted before the script has come', async () => {
    await page.goto(at(`${SETTINGS}/rules`));
    await live(page);
    const field = page.getByLabel('Points per minute of talk');
    await field.fill('2.5');
    await field.selectText();
    await page.keyboard.press('ControlOrMeta+C');
    await page.getByRole('button', { name: 'Discard the changes' }).click();
    let letIn = (): void => undefined;
    const gate = new Promise<void>((resolve) => (letIn = resolve));
    await page.route(SCRIPTS, async (route) => {
      await gate;
      await route.continue();
    });
    await page.goto(at(`${SETTINGS}/rules`), { waitUntil: 'commit' });
    await page.locator('#page-loading').waitFor({ state: 'attached' });
    await field.selectText();
    await page.keyboard.press('ControlOrMeta+V');
    expect(await field.inputValue()).toBe('2.5');
    letIn();
    await live(page);
    await page.getByRole('button', { name: 'Discard the changes' }).waitFor();
    expect(await field.inputValue()).toBe('2.5');
    await page.getByRole('button', { name: 'Discard the changes' }).click();
  });

  it('is told that it was oneself who disconnected in another window', async () => {
    await open(MATCHES);
    expect((await send('/dialpad/connection', 'DELETE')).status).toBe(204);
    await comeBackUntil(page, page.getByText('You disconnected Acme in another window.'));
  });
});

const daysAgo = (days: number): string => new Date(Date.now() - days * 86_400_000).toISOString().slice(0, 10);
