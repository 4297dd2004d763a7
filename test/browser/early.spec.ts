import type { Browser, Page } from 'playwright-core';
import { connectDialpad, type Person, signIn, until } from '../support/way.js';
import { startChromium } from './chromium.js';
import { foundWrong, look } from './looks.js';
import { openHouse, type SimulatedHouse } from './simulated-house.js';
import { live, SETTINGS, visit, type Visitor } from './visitor.js';

const SCRIPTS = '**/assets/**/*.js';
const RULES = `${SETTINGS}/rules`;
const MATCHES = `${SETTINGS}?system=dialpad`;

describe('a page whose script is late', () => {
  let house: SimulatedHouse;
  let browser: Browser;
  let dana: Person;
  let visitor: Visitor;
  let callId: string;

  /** Opens a page whose scripts come only once they are let in. */
  const openEarly = async (path: string, page = visitor.page): Promise<() => Promise<void>> => {
    let open = (): void => undefined;
    const gate = new Promise<void>((resolve) => (open = resolve));
    await page.route(SCRIPTS, async (route) => {
      await gate;
      await route.continue();
    });
    await page.goto(`${house.host.url}${path}`, { waitUntil: 'commit' });
    await page.locator('#page-loading').waitFor({ state: 'attached' });
    return async () => {
      open();
      await live(page);
      await page.unroute(SCRIPTS);
    };
  };
  const isKept = (page: Page): Promise<void> => page.getByText('What you did is kept').waitFor();

  beforeAll(async () => {
    [house, browser] = await Promise.all([openHouse({ env: { HISTORY_DAYS: '9' } }), startChromium()]);
    dana = await signIn(house.host.url, 'dana@acme.example');
    await connectDialpad(dana, 'dana@acme.example', 'allow');
    await dana.untilComplete();
    visitor = await visit(browser, house.host.url, 'dana@acme.example');
    const days = `/api/phone-systems/employees/e3/days`;
    const counted = await until(
      'a day counts',
      () =>
        dana.json<{ items: { day: string; score: number | null }[] }>(`${days}?from=${daysAgo(8)}&to=${daysAgo(2)}`),
      ({ items }) => items.some(({ score }) => (score ?? 0) > 0),
    );
    const day = counted.items.find(({ score }) => (score ?? 0) > 0)?.day;
    const { inputs } = await dana.json<{ inputs: { callId: string }[] }>(`${days}/${day}`);
    callId = inputs[0]?.callId ?? '';
  });

  afterAll(async () => {
    await visitor.context.close();
    await browser.close();
    await house.close();
  });

  afterEach(() => expect([...visitor.complaints.splice(0), ...foundWrong()]).toEqual([]));

  it('keeps every field that was filled before it came, and what it shows is what it saves', async () => {
    const { page } = visitor;
    const letIn = await openEarly(RULES);
    await page.getByLabel('Points per minute of talk').fill('7');
    await page.getByLabel('in one conversation').check();
    await page.getByLabel('Shortest talk (sec)').fill('12');
    await letIn();
    await page.getByRole('button', { name: 'Discard the changes' }).waitFor();
    expect(await page.getByLabel('Points per minute of talk').inputValue()).toBe('7');
    await page.locator('[value=conversation]:checked').waitFor();
    await page.getByRole('button', { name: 'Save the rules' }).click();
    await page.getByText('The rules were saved.').waitFor();
    expect(await dana.json('/api/phone-systems/rules')).toMatchObject({
      pointsPerMinute: 7,
      overlap: 'conversation',
      shortestTalkSeconds: 12,
    });
  });

  it('keeps a choice that was made before it came, and nothing else', async () => {
    const { page } = visitor;
    const letIn = await openEarly(RULES);
    await page.getByLabel('in a person’s whole day').check();
    await letIn();
    await page.getByRole('button', { name: 'Discard the changes' }).waitFor();
    await page.getByRole('button', { name: 'Save the rules' }).click();
    await page.getByText('The rules were saved.').waitFor();
    expect(await dana.json('/api/phone-systems/rules')).toMatchObject({ overlap: 'employee' });
  });

  it('does what was pressed before it came, once, with what was typed, and puts none of it into the address', async () => {
    const { page } = visitor;
    const letIn = await openEarly(RULES);
    await page.getByLabel('Points per call').fill('3');
    await page.keyboard.press('Enter');
    await page.getByRole('button', { name: 'Save the rules' }).click();
    await isKept(page);
    await look(page, 'rules-still-loading');
    await letIn();
    await page.getByText('The rules were saved.').waitFor();
    expect(new URL(page.url()).search).toBe('');
    expect(await dana.json('/api/phone-systems/rules')).toMatchObject({ pointsPerCall: 3, pointsPerMinute: 7 });
  });

  it('sends an exclusion’s note that was written and sent before it came', async () => {
    const { page } = visitor;
    const letIn = await openEarly(`/calls/${callId}`);
    await page.getByLabel('Why it does not count').fill('A private matter');
    await page.getByRole('button', { name: 'Exclude this call' }).click();
    await isKept(page);
    expect(page.url()).not.toContain('private');
    await letIn();
    await page.getByText('This call no longer counts.').waitFor();
    expect(await page.locator('#exclusion').innerText()).toContain('A private matter');
    expect(page.url()).not.toContain('private');
    await page.getByRole('button', { name: 'Count it again' }).click();
    await page.getByText('This call counts again.').waitFor();
  });

  it('goes on with a note where one was writing it', async () => {
    const { page } = visitor;
    const letIn = await openEarly(`/calls/${callId}`);
    const note = page.getByLabel('Why it does not count');
    await note.pressSequentially('A test');
    await page.keyboard.press('Home');
    await letIn();
    await page.keyboard.type('Only ');
    expect(await note.inputValue()).toBe('Only A test');
    await note.fill('');
  });

  it('searches for what was typed, and opens what was pressed', async () => {
    const { page } = visitor;
    const letIn = await openEarly(MATCHES);
    await page.getByLabel('Search people').fill('Priya');
    await letIn();
    await page.waitForURL('**search=Priya**');
    await page.getByText('1 employee', { exact: true }).waitFor();

    const letInAgain = await openEarly(MATCHES);
    await page.getByRole('button', { name: 'Change the match of Priya Nair' }).click();
    await isKept(page);
    await letInAgain();
    await page
      .getByRole('button', { name: 'This person has no line' })
      .or(page.getByText('has no line'))
      .first()
      .waitFor();
  });

  it('finds people by a form that was sent before it came', async () => {
    const { page } = visitor;
    const letIn = await openEarly(MATCHES);
    await page.getByLabel('Search people').fill('Priya');
    await page.keyboard.press('Enter');
    await page.waitForURL('**search=Priya**', { waitUntil: 'commit' });
    await letIn();
    await page.getByText('1 employee', { exact: true }).waitFor();
  });

  it('keeps what was typed, and does nothing that was pressed, where its script comes after half a minute', async () => {
    const page = await visitor.context.newPage();
    await page.clock.install();
    const letIn = await openEarly(RULES, page);
    await page.getByLabel('Points per call').fill('9');
    await page.getByRole('button', { name: 'Save the rules' }).click();
    await isKept(page);
    await page.clock.fastForward(30_000);
    await page.getByText('nothing that you pressed was done').waitFor();
    await letIn();
    await page.getByRole('button', { name: 'Discard the changes' }).waitFor();
    expect(await page.getByLabel('Points per call').inputValue()).toBe('9');
    expect(await page.getByText('The rules were saved.').count()).toBe(0);
    expect(await dana.json('/api/phone-systems/rules')).not.toMatchObject({ pointsPerCall: 9 });
    await page.getByRole('button', { name: 'Discard the changes' }).click();
    await page.close();
  });

  it('says that it is not complete where its script never comes, and keeps what was typed', async () => {
    const { page } = visitor;
    await page.route(SCRIPTS, (route) => route.abort());
    await page.goto(`${house.host.url}/calls/${callId}`);
    await page.getByText('This page has not loaded completely').waitFor();
    await page.getByLabel('Why it does not count').fill('Only a test');
    await page.getByRole('button', { name: 'Exclude this call' }).click();
    expect(await page.getByLabel('Why it does not count').inputValue()).toBe('Only a test');
    expect(new URL(page.url()).search).toBe('');
    await page.unroute(SCRIPTS);
    visitor.complaints.splice(0).forEach((complaint) => expect(complaint).toMatch(/ERR_FAILED/));
  });

  it('leaves a click that asks for a new tab to the browser', async () => {
    const { page, context } = visitor;
    await page.goto(`${house.host.url}${MATCHES}`);
    await live(page);
    const [tab] = await Promise.all([
      context.waitForEvent('page'),
      page.getByRole('link', { name: /^By hand/ }).click({ modifiers: ['ControlOrMeta'] }),
    ]);
    await tab.waitForURL('**filter=manual**');
    expect(page.url()).not.toContain('filter=manual');
    await tab.close();
  });
});

const daysAgo = (days: number): string => new Date(Date.now() - days * 86_400_000).toISOString().slice(0, 10);
