import type { Browser, Page } from 'playwright-core';
import { until } from '../support/way.js';
import { startChromium } from './chromium.js';
import { foundWrong, look } from './looks.js';
import { openHouse, type SimulatedHouse, withAcme } from './simulated-house.js';
import { authenticate, chooseDialpad, visit } from './visitor.js';

describe('an account that was connected before', () => {
  let house: SimulatedHouse;
  let browser: Browser;
  const shown = (page: Page, words: string): Promise<void> => page.getByText(words).first().waitFor();

  beforeAll(async () => {
    const fixture = withAcme(() => ({ domains: ['acme.example', 'globex.example'] }));
    [house, browser] = await Promise.all([openHouse({ fixture }), startChromium()]);
  });

  afterAll(async () => {
    await browser.close();
    await house.close();
  });

  it('is listed, and erased where its name was typed, while the present one stays', async () => {
    const { page, complaints } = await visit(browser, house.host.url, 'dana@acme.example');
    const former = page.getByRole('region', { name: 'Accounts that were connected before' });
    await chooseDialpad(page);
    await authenticate(page, 'dana@acme.example', 'Allow');
    await shown(page, 'Connected to Acme at Dialpad.');
    expect(await former.count()).toBe(0);
    await page.getByRole('button', { name: 'Disconnect' }).click();
    await page.getByRole('button', { name: 'Disconnect', exact: true }).last().click();
    await shown(page, 'Dialpad was disconnected.');
    await authenticate(page, 'iris@globex.example', 'Allow');
    await shown(page, 'Connected to Globex at Dialpad.');
    await former.getByText('Acme', { exact: true }).first().waitFor();
    await former.getByRole('button', { name: 'Erase Acme' }).click();
    const erase = page.getByRole('button', { name: 'Erase for good' });
    expect(await erase.isDisabled()).toBe(true);
    await look(page, 'settings-erasing-former');
    await page.getByLabel('Type Acme to erase').fill('Acme');
    await erase.click();
    await shown(page, 'What came from Acme was erased.');
    await former.waitFor({ state: 'detached' });
    await until(
      'the focus is on what follows',
      () => page.evaluate(() => document.activeElement?.id),
      (id) => id === 'about-title',
    );
    await page.getByText('Globex', { exact: true }).first().waitFor();
    await look(page, 'settings-former-erased');
    expect([...complaints, ...foundWrong()]).toEqual([]);
  });
});
