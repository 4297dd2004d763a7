import type { Browser, Page } from 'playwright-core';
import { dayOf } from '../../src/support/days.js';
import { totalLength } from '../../src/support/intervals.js';
import { type HostProcess, killHosts, removeDir, startHost } from '../support/host-process.js';
import { type Person, signIn, until } from '../support/way.js';
import { startChromium } from './chromium.js';
import { foundWrong, look } from './looks.js';
import { answer, authenticate, choose, live, visit } from './visitor.js';

const DANA = 'dana@acme.example';
/** Of Teams, rows come up to two days late: this day is complete for all of them. */
const DAY = dayOf(new Date(Date.now() - 4 * 24 * 3_600_000), 'America/New_York');

interface DayJson {
  readonly complete: boolean;
  readonly score: number;
  readonly countedSeconds: number;
  readonly inputs: readonly {
    readonly callId: string;
    readonly points: number;
    readonly connectedAt: string | null;
    readonly endedAt: string;
    readonly flagged: boolean;
    readonly flagReason: string | null;
  }[];
}

/** One sign-in proves whose company it is; then the consent is for all of it. */
async function consentAtMicrosoft(page: Page): Promise<void> {
  const [microsoft] = await Promise.all([
    page.waitForEvent('popup'),
    page.getByRole('link', { name: 'Authenticate with Microsoft Teams Phone' }).click(),
  ]);
  await answer(microsoft, DANA, 'Allow');
  await microsoft.waitForURL('**/adminconsent**');
  await answer(microsoft, DANA, 'Allow');
  await page.waitForURL((at) => !at.searchParams.has('outcome') && at.pathname.startsWith('/settings'));
  await page.locator('#visit').waitFor();
  await live(page);
}

const allow = (page: Page): Promise<void> => authenticate(page, DANA, 'Allow');

describe('a company that changes from one phone system to the next', () => {
  let host: HostProcess;
  let browser: Browser;
  const opened: { readonly employeeId: string; readonly callId: string }[] = [];

  beforeAll(async () => {
    [host, browser] = await Promise.all([startHost({ HISTORY_DAYS: '6' }), startChromium()]);
  });

  afterAll(async () => {
    await browser?.close();
    killHosts();
    if (host) await removeDir(host.dataDir);
  });

  const dayOfOne = (dana: Person, id: string): Promise<DayJson> =>
    dana.json(`/api/phone-systems/employees/${id}/days/${DAY}`);

  it.each([
    ['ringcentral', 'RingCentral', allow],
    ['zoom-phone', 'Zoom Phone', allow],
    ['teams-phone', 'Microsoft Teams Phone', consentAtMicrosoft],
  ] as const)(
    'goes the whole way with %s, from the drop-down to a call with its points',
    async (key, name, connect) => {
      const dana = await signIn(host.url, DANA, key);
      const { page, complaints } = await visit(browser, host.url, DANA);
      await choose(page, name);
      await look(page, `${key}-before-connecting`);
      await connect(page);
      await page.getByText(new RegExp(`^Connected to .* at ${name}\\.$`)).waitFor();
      await look(page, `${key}-connected`);

      await dana.untilComplete();
      const { items } = await dana.json<{ items: readonly { employee: { id: string }; matchedOn: string | null }[] }>(
        `/api/phone-systems/${key}/mappings`,
      );
      const matched = items.filter(({ matchedOn }) => matchedOn !== null).map(({ employee }) => employee.id);
      expect(matched.length).toBeGreaterThan(5);
      const known = new Set(opened.map(({ callId }) => callId));
      const isNew = ({ callId, points }: DayJson['inputs'][number]): boolean => points > 0 && !known.has(callId);
      const days = await until(
        'somebody’s day is scored',
        () => Promise.all(matched.map(async (id) => ({ id, ...(await dayOfOne(dana, id)) }))),
        (all) => all.every(({ complete }) => complete) && all.some(({ inputs }) => inputs.some(isNew)),
      );
      expect(days.flatMap(({ inputs }) => inputs).some(({ flagReason }) => flagReason === 'voicemail')).toBe(true);
      for (const { inputs, countedSeconds } of days) {
        const talks = inputs.flatMap(({ connectedAt, endedAt, flagged }) =>
          connectedAt === null || flagged ? [] : [{ from: Date.parse(connectedAt), to: Date.parse(endedAt) }],
        );
        // No moment is counted twice, also where two of them tell of it.
        expect(countedSeconds * 1_000).toBeLessThanOrEqual(totalLength(talks) + 1);
      }

      const [best] = days.toSorted((a, b) => b.score - a.score);
      const call = best?.inputs.find(isNew);
      opened.push({ employeeId: best?.id ?? '', callId: call?.callId ?? '' });
      await page.goto(`${host.url}/employees/${best?.id}/days/${DAY}`);
      await look(page, `${key}-day`);
      await page.goto(`${host.url}/calls/${call?.callId}`);
      expect(await page.locator('main').innerText()).toMatch(/counted/);
      await look(page, `${key}-call`);
      expect([...complaints, ...foundWrong()]).toEqual([]);
      const ended = await dana.request(`/api/phone-systems/${key}/connection`, { method: 'DELETE' });
      expect(ended.status).toBe(204);
    },
    480_000,
  );

  it('keeps its past: the calls of all of them are there still', async () => {
    const dana = await signIn(host.url, DANA, 'ringcentral');
    expect(opened).toHaveLength(3);
    for (const { employeeId, callId } of opened) {
      const { inputs } = await dayOfOne(dana, employeeId);
      expect(inputs.map((input) => input.callId)).toContain(callId);
    }
  });
});
