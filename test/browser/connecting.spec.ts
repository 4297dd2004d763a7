import type { Browser } from 'playwright-core';
import { startChromium } from './chromium.js';
import { foundWrong, look } from './looks.js';
import { openHouse, type SimulatedHouse } from './simulated-house.js';
import { answer, authenticate, chooseDialpad, SETTINGS, visit, type Visitor, visitWithoutScript } from './visitor.js';

describe('an administrator who connects Dialpad', () => {
  let house: SimulatedHouse;
  let browser: Browser;
  let visitors: Visitor[] = [];

  const come = async (email = 'dana@acme.example', path?: string): Promise<Visitor> => {
    const visitor = await visit(browser, house.host.url, email, path);
    visitors.push(visitor);
    return visitor;
  };

  beforeAll(async () => {
    [house, browser] = await Promise.all([openHouse(), startChromium()]);
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

  it('sees Dialpad beside another installed phone system, what it asks for and what it does not show', async () => {
    const { page } = await come();
    await look(page, 'settings-nothing-chosen');
    const offered = await page
      .getByLabel('Phone system', { exact: true })
      .locator('option:not([disabled])')
      .allTextContents();
    const names = ['Dialpad', 'Microsoft Teams Phone', 'RingCentral', 'Zoom Phone'];
    expect(offered.map((name) => name.trim())).toEqual(names);
    const icons = page.locator('#system option img');
    expect(await icons.evaluateAll((all) => all.map((icon) => (icon as HTMLImageElement).naturalWidth > 0))).toEqual(
      names.map(() => true),
    );
    await page.getByLabel('Phone system', { exact: true }).click();
    await look(page, 'settings-choosing');
    await page.keyboard.press('Escape');
    await page.getByLabel('Phone system', { exact: true }).selectOption({ label: 'RingCentral' });
    await page.getByRole('link', { name: 'Authenticate with RingCentral' }).waitFor();
    await look(page, 'settings-before-connecting-ringcentral');
    await chooseDialpad(page);
    await look(page, 'settings-before-connecting');
    const text = await page.locator('main').innerText();
    expect(text).toContain('calls:list');
    expect(text).toMatch(/Video calls .* are not shown/);
    expect(text).toContain('never stored');
  });

  it.each([
    ['Dana denies', 'dana@acme.example', 'Deny', /Access was not allowed/],
    ['Lee is no company administrator', 'lee@acme.example', 'Allow', /who signed in there read neither the company/],
    ['Iris brings another company', 'iris@globex.example', 'Allow', /domain that is not registered/],
  ] as const)('is told what happened when %s', async (_what, there, decision, sentence) => {
    const { page } = await come();
    await chooseDialpad(page);
    await authenticate(page, there, decision);
    const banner = page.locator('#visit');
    expect(await banner.innerText()).toMatch(sentence);
    expect(await banner.evaluate((element) => element === document.activeElement)).toBe(true);
    await look(page, `settings-failed-${there.split('@')[0]}-${decision.toLowerCase()}`);
  });

  it('waits for the window, and goes on in the same one where windows are blocked', async () => {
    const { page, context } = await come();
    await chooseDialpad(page);
    const [vendor] = await Promise.all([
      page.waitForEvent('popup'),
      page.getByRole('link', { name: 'Authenticate with Dialpad' }).click(),
    ]);
    await page.getByText('Waiting for your answer in Dialpad’s window.').waitFor();
    await look(page, 'settings-waiting-for-the-window');
    await vendor.close();
    await page.getByRole('button', { name: 'Stop waiting' }).click();
    await page.getByText('Waiting for your answer').waitFor({ state: 'detached' });

    await context.addInitScript(() => void (window.open = () => null));
    await page.reload();
    await chooseDialpad(page);
    await page.getByRole('link', { name: 'Authenticate with Dialpad' }).click();
    await page.waitForURL(`${house.dialpad.baseUrl}/**`);
    await answer(page, 'dana@acme.example', 'Deny');
    await page.waitForURL(`${house.host.url}${SETTINGS}*`);
    await page.getByText('Access was not allowed').waitFor();
  });

  it('needs no script to read, to choose, and to go to Dialpad and come back', async () => {
    const visitor = await visitWithoutScript(browser, house.host.url, 'dana@acme.example', SETTINGS);
    visitors.push(visitor);
    const { page } = visitor;
    await page.getByLabel('Phone system', { exact: true }).selectOption({ label: 'Dialpad' });
    await page.getByRole('button', { name: 'Show' }).click();
    await page.getByText('What is never stored').waitFor();
    await page.getByRole('link', { name: 'Authenticate with Dialpad' }).click();
    await answer(page, 'dana@acme.example', 'Deny');
    await page.getByText('Access was not allowed').waitFor();
  });

  it('is told what is missing when the company has no licence, and is led nowhere', async () => {
    const { page } = await come('uma@initech.example');
    await page.getByLabel('Phone system', { exact: true }).selectOption({ label: 'Dialpad' });
    await page.getByText('Missing Your company has no phone-system licence.').waitFor();
    await page.getByText('Met Your company’s e-mail domain is registered here: initech.example.').waitFor();
    expect(await page.getByRole('link', { name: 'Authenticate with Dialpad' }).count()).toBe(0);
    await look(page, 'settings-no-licence');
  });
});
