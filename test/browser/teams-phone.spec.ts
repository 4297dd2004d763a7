import type { Browser } from 'playwright-core';
import { dayOf } from '../../src/support/days.js';
import { type HostProcess, killHosts, removeDir, startHost } from '../support/host-process.js';
import { type Person, signIn, until } from '../support/way.js';
import { startChromium } from './chromium.js';
import { foundWrong, look } from './looks.js';
import { answer, choose, live, visit } from './visitor.js';

/** Rows of the logs come up to two days late: this day is complete. */
const DAY = dayOf(new Date(Date.now() - 4 * 24 * 3_600_000), 'America/New_York');

interface DayJson {
  readonly complete: boolean;
  readonly score: number;
  readonly inputs: readonly {
    readonly callId: string;
    readonly title: string;
    readonly points: number;
    readonly flagReason: string | null;
  }[];
}

describe('Microsoft Teams Phone in the reference host, as it is started', () => {
  let host: HostProcess;
  let browser: Browser;
  let dana: Person;

  beforeAll(async () => {
    [host, browser] = await Promise.all([startHost({ HISTORY_DAYS: '6' }), startChromium()]);
    dana = await signIn(host.url, 'dana@acme.example', 'teams-phone');
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

  it('matches people, fetches, scores, and opens a call with its points', async () => {
    await dana.untilComplete();
    const { items } = await dana.json<{ items: readonly { employee: { id: string }; matchedOn: string | null }[] }>(
      '/api/phone-systems/teams-phone/mappings',
    );
    const matched = items.filter(({ matchedOn }) => matchedOn !== null).map(({ employee }) => employee.id);
    expect(matched.length).toBeGreaterThan(5);
    const days = await until(
      'somebody’s day is scored',
      () =>
        Promise.all(
          matched.map(async (id) => ({
            id,
            ...(await dana.json<DayJson>(`/api/phone-systems/employees/${id}/days/${DAY}`)),
          })),
        ),
      (all) => all.every(({ complete }) => complete) && all.some(({ score }) => score > 0),
    );
    const [best] = days.toSorted((a, b) => b.score - a.score);
    const call = best?.inputs.find(({ points }) => points > 0);
    expect(days.flatMap(({ inputs }) => inputs).some(({ flagReason }) => flagReason === 'voicemail')).toBe(true);

    const { page, complaints } = await visit(
      browser,
      host.url,
      'dana@acme.example',
      `/employees/${best?.id}/days/${DAY}`,
    );
    await look(page, 'teams-phone-day');
    await page.goto(`${host.url}/calls/${call?.callId}`);
    expect(await page.locator('main').innerText()).toMatch(/counted/);
    await look(page, 'teams-phone-call');
    expect([...complaints, ...foundWrong()]).toEqual([]);
  });
});
