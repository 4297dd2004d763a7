import { readFile } from 'node:fs/promises';
import type { Browser, Locator, Page } from 'playwright-core';
import type { ConnectionJson } from '../support/way.js';
import { until } from '../support/way.js';
import { startChromium } from './chromium.js';
import { foundWrong, look } from './looks.js';
import { openHouse, type SimulatedHouse, withAcme } from './simulated-house.js';
import { authenticate, chooseDialpad, visit } from './visitor.js';

interface FileJson {
  readonly account: { readonly name: string };
  readonly phoneUsers: readonly { readonly displayName: string }[];
  readonly mappings: readonly { readonly employeeId: string; readonly phoneUserId: string | null }[];
  readonly calls: readonly { readonly startedAt: string }[];
}

interface ReadersJson {
  readonly items: readonly { readonly name: string; readonly what: string }[];
}

describe('an account that was connected before', () => {
  let house: SimulatedHouse;
  let browser: Browser;
  const shown = (page: Page, words: string): Promise<void> => page.getByText(words).first().waitFor();
  const json = async <T>(page: Page, path: string): Promise<T> =>
    (await (await page.request.get(`${house.host.url}/api/phone-systems${path}`)).json()) as T;

  beforeAll(async () => {
    const fixture = withAcme(() => ({ domains: ['acme.example', 'globex.example'] }));
    [house, browser] = await Promise.all([openHouse({ fixture }), startChromium()]);
  });

  afterAll(async () => {
    await browser.close();
    await house.close();
  });

  /** As somebody without a mouse comes to it. */
  const tabTo = async (page: Page, what: Locator): Promise<void> => {
    for (let pressed = 0; pressed < 200; pressed++) {
      if (await what.evaluate((element) => element === document.activeElement)) return;
      await page.keyboard.press('Tab');
    }
    throw new Error('Tab does not lead there.');
  };

  const downloaded = async (page: Page, link: Locator): Promise<{ readonly name: string; readonly file: FileJson }> => {
    await tabTo(page, link);
    const [download] = await Promise.all([page.waitForEvent('download'), page.keyboard.press('Enter')]);
    const text = await readFile(await download.path(), 'utf8');
    return { name: download.suggestedFilename(), file: JSON.parse(text) as FileJson };
  };

  it('is listed, had as a file by the keyboard, and erased where its name was typed, while the present one stays', async () => {
    const { page, complaints } = await visit(browser, house.host.url, 'dana@acme.example');
    const former = page.getByRole('region', { name: 'Accounts that were connected before' });
    await chooseDialpad(page);
    await authenticate(page, 'dana@acme.example', 'Allow');
    await shown(page, 'Connected to Acme at Dialpad.');
    expect(await former.count()).toBe(0);
    await until(
      'some of its calls are stored',
      () => json<ConnectionJson>(page, '/dialpad/connection'),
      ({ progress }) => progress.records > 0,
    );
    await page.getByRole('button', { name: 'Disconnect' }).click();
    await page.getByRole('button', { name: 'Disconnect', exact: true }).last().click();
    await shown(page, 'Dialpad was disconnected.');
    await authenticate(page, 'iris@globex.example', 'Allow');
    await shown(page, 'Connected to Globex at Dialpad.');
    await former.getByText('Acme', { exact: true }).first().waitFor();

    const { name, file } = await downloaded(
      page,
      former.getByRole('link', { name: /^Everything of it, as JSON ?: Acme$/ }),
    );
    expect(name).toBe('former-account.json');
    expect(file.account.name).toBe('Acme');
    expect(file.phoneUsers.map(({ displayName }) => displayName)).toContain('Lee Park');
    expect(file.mappings.map(({ employeeId }) => employeeId)).toContain('e2');
    await former.getByText(`${file.calls.length.toLocaleString('en-US')} call records`).waitFor();
    const starts = file.calls.map(({ startedAt }) => startedAt);
    expect(starts).toEqual(starts.toSorted());
    const readers = await until(
      'it is written down whose lines were handed out',
      () => json<ReadersJson>(page, '/employees/e2/readers'),
      ({ items }) => items.length > 0,
    );
    expect(readers.items).toMatchObject([{ name: 'Dana Reyes', what: 'export' }]);

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
