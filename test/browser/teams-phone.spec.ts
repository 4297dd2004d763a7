import type { Browser } from 'playwright-core';
import { type HostProcess, killHosts, removeDir, startHost } from '../support/host-process.js';
import { startChromium } from './chromium.js';
import { foundWrong, look } from './looks.js';
import { answer, choose, live, visit } from './visitor.js';

describe('Microsoft Teams Phone in the reference host, as it is started', () => {
  let host: HostProcess;
  let browser: Browser;

  beforeAll(async () => {
    [host, browser] = await Promise.all([startHost({ HISTORY_DAYS: '3' }), startChromium()]);
  });

  afterAll(async () => {
    await browser?.close();
    killHosts();
    if (host) await removeDir(host.dataDir);
  });

  it('stands beside Dialpad, and is connected by signing in at Microsoft and consenting for the company', async () => {
    const { page, complaints } = await visit(browser, host.url, 'dana@acme.example');
    await choose(page, 'Microsoft Teams Phone');
    await look(page, 'teams-phone-before-connecting');
    const [microsoft] = await Promise.all([
      page.waitForEvent('popup'),
      page.getByRole('link', { name: 'Authenticate with Microsoft Teams Phone' }).click(),
    ]);
    // The sign-in proves whose company it is; the consent is for all of it.
    await answer(microsoft, 'dana@acme.example', 'Allow');
    await microsoft.waitForURL('**/adminconsent**');
    await answer(microsoft, 'dana@acme.example', 'Allow');
    await page.waitForURL((at) => !at.searchParams.has('outcome') && at.pathname.startsWith('/settings'));
    await page.locator('#visit').waitFor();
    await live(page);
    await page.getByText(/^Connected to .* at Microsoft Teams Phone\.$/).waitFor();
    await look(page, 'teams-phone-connected');
    expect([...complaints, ...foundWrong()]).toEqual([]);
  });
});
