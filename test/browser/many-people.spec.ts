import type { Browser, Page } from 'playwright-core';
import { acmePeople, outsider, partyOf } from '../../src/testing/index.js';
import type { MappingAnswer } from '../../src/http/answers/mappings.answer.js';
import { connectDialpad, type Person, signIn } from '../support/way.js';
import { RULES } from '../support/rules-document.js';
import { startChromium } from './chromium.js';
import { foundWrong, glance, look } from './looks.js';
import { openHouse, type SimulatedHouse, withAcme } from './simulated-house.js';
import { focused, live, SETTINGS, visit, type Visitor, weightOverTheWire } from './visitor.js';

const MANY = 2_000;
const LONG = 'Wolfeschlegelsteinhausenbergerdorff'.repeat(9).slice(0, 300);
const ODD_NAMES = [LONG, 'דנה רייס מחלקת המכירות', 'محمد الأحمد', '👩🏽‍💻 Zoë 🎉🎉', '<img src=x onerror=alert(1)>'];

const employee = (id: string, name: string, more: object = {}) => ({
  id,
  name,
  emails: [`${id}@acme.example`],
  phones: [],
  role: 'employee' as const,
  managerId: null,
  active: true,
  ...more,
});
const crowd = [
  ...Array.from({ length: MANY }, (_, at) => employee(`p${at}`, `Person ${String(at).padStart(4, '0')}`)),
  ...ODD_NAMES.map((name, at) => employee(`odd${at}`, name)),
  employee('admin2', 'Second Admin', { role: 'admin' }),
];

describe('two thousand people and their lines', () => {
  let house: SimulatedHouse;
  let browser: Browser;
  let dana: Person;
  let visitors: Visitor[] = [];
  let expected: RegExp | null = null;

  const come = async (path: string = SETTINGS, email = 'dana@acme.example'): Promise<Visitor> => {
    const visitor = await visit(browser, house.host.url, email, path);
    visitors.push(visitor);
    return visitor;
  };
  const stateOf = async (name: string) => {
    const { items } = await dana.json<{ items: readonly MappingAnswer[] }>(
      `/api/phone-systems/dialpad/mappings?search=${encodeURIComponent(name)}`,
    );
    return items.find((item) => item.employee.name === name);
  };
  const mappingOf = async (name: string) => {
    const found = await stateOf(name);
    return found && [found.source, found.phoneUser?.displayName ?? null];
  };
  const find = async (page: Page, text: string): Promise<void> => {
    await page.getByLabel('Search people').fill(text);
    await page.getByText('1 employee', { exact: true }).waitFor();
    await page.getByRole('button', { name: `Change the match of ${text}` }).waitFor();
  };

  beforeAll(async () => {
    const people = withAcme(({ employees }) => ({ employees: [...employees, ...crowd] }));
    [house, browser] = await Promise.all([
      openHouse({ fixture: people, env: { HISTORY_DAYS: '3' }, dialpad: { userPageSize: 100 } }),
      startChromium(),
    ]);
    const { dialpad, host } = house;
    ODD_NAMES.forEach((name, at) =>
      dialpad.addUser('acme.example', { firstName: name, emails: [`odd${at}@acme.example`] }),
    );
    Array.from({ length: 60 }, (_, at) =>
      dialpad.addUser('acme.example', { firstName: 'Spare', lastName: `Line ${at}` }),
    );
    addBusyDay(house);
    dana = await signIn(host.url, 'dana@acme.example');
    await connectDialpad(dana, 'dana@acme.example', 'allow');
    await dana.untilComplete();
  });

  afterAll(async () => {
    await browser.close();
    await house.close();
  });

  afterEach(async () => {
    const complaints = visitors.flatMap((visitor) => visitor.complaints).filter((it) => !expected?.test(it));
    await Promise.all(visitors.map(({ context }) => context.close()));
    visitors = [];
    expected = null;
    expect([...complaints, ...foundWrong()]).toEqual([]);
  });

  it('come page by page by name with their number, and are found while one types', async () => {
    const { page } = await come();
    await page.getByText('1–50 of 2,020 employees').waitFor();
    await page.getByText('Page 1 of 41').waitFor();
    await look(page, 'people-many');
    await page.getByRole('link', { name: 'Next page' }).click();
    await page.getByText('51–100 of 2,020 employees').waitFor();
    // The next Tab leads into the page that has come, and not to what stands after it.
    await page.waitForFunction(() => document.activeElement?.id === 'people-list');
    await page.getByLabel('Search people').pressSequentially('person 1999');
    await page.getByText('1 employee', { exact: true }).waitFor();
    await page.getByLabel('Search people').fill('nobody at all');
    await page.getByText('No employee fits “nobody at all”.').waitFor();
    await look(page, 'people-nobody-found');
    await page.goto(`${house.host.url}${SETTINGS}?filter=auto`);
    expect(
      (await page.locator('.people tbody tr').allInnerTexts()).every((row) => /Same (e-mail|number)/.test(row)),
    ).toBe(true);
  });

  it('are led to the unmatched, and none of these is passed over while others before them are matched', async () => {
    const { page } = await come();
    const names = async (): Promise<string[]> => await page.locator('.people tbody th a').allInnerTexts();
    await page.getByRole('link', { name: /^Unmatched/ }).click();
    await page.locator('.filters [aria-current]', { hasText: 'Unmatched' }).waitFor();
    const last = Number((await names()).at(-1)?.replace('Person ', ''));
    const ten = Array.from({ length: 10 }, (_, at) => `/api/phone-systems/dialpad/mappings/p${at + 20}`);
    const headers = { 'content-type': 'application/json' };
    for (const path of ten) await dana.request(path, { method: 'PUT', headers, body: '{"phoneUserId":null}' });
    await page.getByRole('link', { name: 'Next page' }).click();
    await page.getByText(/^51–100 of [12],\d+ employees$/).waitFor();
    expect((await names())[0]).toBe(`Person ${String(last + 1).padStart(4, '0')}`);
    await look(page, 'people-unmatched-second-page');
    for (const path of ten) await dana.request(path, { method: 'DELETE' });
  });

  it('are matched by keyboard alone, which shows what it did to scores and can be undone', async () => {
    const { page } = await come();
    await page.getByLabel('Search people').focus();
    await page.keyboard.type('Ruth Vega');
    await page.getByText('1 employee', { exact: true }).waitFor();
    await tabTo(page, 'Change the match of Ruth Vega');
    await page.keyboard.press('Enter');
    await page.getByRole('combobox', { name: 'Who is Ruth Vega in Dialpad?' }).waitFor();
    await page.keyboard.type('showroom');
    await page.getByRole('option', { name: /Showroom Phone/, selected: true }).waitFor();
    await look(page, 'people-choosing');
    await page.keyboard.press('Enter');
    await page.getByText('Ruth Vega is Showroom Phone in Dialpad.').waitFor();
    expect(await focused(page)).toBe('Change the match of Ruth Vega');
    await page.getByText(/Ruth Vega’s score of the last 30 days (went from 0\.00 to|stays)/).waitFor();
    await look(page, 'people-saved');
    expect(await mappingOf('Ruth Vega')).toEqual(['manual', 'Showroom Phone']);
    await tabTo(page, 'Undo');
    await page.keyboard.press('Enter');
    await page.getByText('The match of Ruth Vega is as it was before.').waitFor();
    expect(await mappingOf('Ruth Vega')).toEqual(['none', null]);
  });

  it('have "None", and leave a changed row out where a filter no longer fits it', async () => {
    const { page } = await come(`${SETTINGS}?system=dialpad&filter=unmatched`);
    await find(page, 'Person 0007');
    await page.getByRole('button', { name: 'Change the match of Person 0007' }).click();
    await page.getByRole('button', { name: 'This person has no line' }).click();
    await page.getByText('Person 0007 has no line in Dialpad.').waitFor();
    expect(await mappingOf('Person 0007')).toEqual(['manual', null]);
    await page.waitForFunction(() => document.activeElement?.id === 'people-title');
  });

  it('pass a line on from a day, and have it back', async () => {
    const { page } = await come();
    await find(page, 'Ruth Vega');
    await page.getByRole('button', { name: 'Change the match of Ruth Vega' }).click();
    await page.getByRole('combobox', { name: /^Who is/ }).fill('lee@acme');
    await page.getByRole('option', { name: /Lee Park has it/ }).click();
    await page.getByRole('group', { name: /belongs to Lee Park. From which day is it Ruth Vega’s\?/ }).waitFor();
    await page.getByText(/Lee Park keeps the line’s days before\./).waitFor();
    expect(await page.getByRole('radio', { name: 'Since ever' }).isDisabled()).toBe(true);
    await look(page, 'people-passing-on');
    await page.getByRole('button', { name: 'Save', exact: true }).click();
    await page.getByText(/Ruth Vega is Lee Park in Dialpad from \w+, \w+ \d+, \d{4} on/).waitFor();
    expect([await mappingOf('Ruth Vega'), await mappingOf('Lee Park')]).toEqual([
      ['manual', 'Lee Park'],
      ['none', null],
    ]);
    await page.getByText(/Ruth Vega’s score .* Lee Park’s score/).waitFor();
    await page.getByRole('button', { name: 'Undo' }).click();
    await page.getByText('The match of Ruth Vega is as it was before.').waitFor();
    expect([await mappingOf('Ruth Vega'), await mappingOf('Lee Park')]).toEqual([
      ['none', null],
      ['auto', 'Lee Park'],
    ]);
  });

  it('keep their past where they get a free line or "None", unless they are told that it goes too', async () => {
    const { page } = await come();
    const change = async (): Promise<void> => {
      await page.getByRole('button', { name: 'Change the match of Lee Park' }).focus();
      await page.keyboard.press('Enter');
    };
    await find(page, 'Lee Park');
    await change();
    await tabTo(page, 'This person has no line');
    await page.keyboard.press('Enter');
    await page.getByRole('group', { name: 'From which day does Lee Park have no line?' }).waitFor();
    expect(await page.evaluate(() => document.activeElement?.id)).toBe('from-day');
    await page.getByText(/^Days before \w+, \w+ \d+, \d{4} stay as they are, with their scores\.$/).waitFor();
    await page.getByText('This holds for the past as well: no call counts for Lee Park on any day.').waitFor();
    await look(page, 'people-from-which-day');
    await page.keyboard.press('Enter');
    await page
      .getByText(/Lee Park has no line in Dialpad from .* on\. Days before .* stay as they are, with their scores\./)
      .waitFor();
    expect(await stateOf('Lee Park')).toMatchObject({ source: 'manual', earlier: true });
    await page.getByRole('button', { name: 'Undo' }).click();
    await page.getByText('The match of Lee Park is as it was before.').waitFor();
    expect(await stateOf('Lee Park')).toMatchObject({ source: 'auto', since: null, earlier: false });

    await change();
    await page.getByRole('combobox', { name: /^Who is/ }).fill('Spare Line 8');
    await page.getByRole('option', { name: /Spare Line 8/, selected: true }).waitFor();
    await page.keyboard.press('Enter');
    await page.getByRole('group', { name: 'From which day is the line “Spare Line 8” Lee Park’s?' }).waitFor();
    await page.getByRole('radio', { name: 'Since ever' }).check();
    await page.getByRole('button', { name: 'Save', exact: true }).click();
    await page.getByText(/Lee Park is Spare Line 8 in Dialpad\. This holds for the past as well:/).waitFor();
    expect(await stateOf('Lee Park')).toMatchObject({ source: 'manual', since: null, earlier: false });

    await change();
    await page.getByRole('button', { name: 'Match automatically' }).click();
    await page.getByText(/^All that was chosen by hand for Lee Park is taken back, for the past as well/).waitFor();
    await look(page, 'people-automatic-again');
    await page.getByRole('button', { name: 'Match automatically' }).click();
    await page.getByText('Lee Park is matched automatically again.').waitFor();
    expect(await mappingOf('Lee Park')).toEqual(['auto', 'Lee Park']);
  });

  const free: [line: string, one: string, other: string][] = [
    ['Spare Line 9', 'Person 0001', 'Person 0002'],
    ['Spare Line 7', 'Person 0005', 'Person 0006'],
  ];

  it('are not given to two by two administrators at once', async () => {
    // What a first try has taken is no longer free for a second one.
    const [line, one, other] = free.shift() ?? ['', '', ''];
    const [first, second] = [await come(), await come(SETTINGS, 'admin2@acme.example')];
    expected = /409/;
    for (const [{ page }, name] of [
      [first, one],
      [second, other],
    ] as const) {
      await find(page, name);
      await page.getByRole('button', { name: `Change the match of ${name}` }).click();
      await page.getByRole('combobox', { name: /^Who is/ }).fill(line);
      await page.getByRole('option', { name: line, selected: true }).first().waitFor();
    }
    await first.page.keyboard.press('Enter');
    await first.page.getByText(`${one} is ${line} in Dialpad.`).waitFor();
    await second.page.keyboard.press('Enter');
    await second.page.getByText(`${one} already has the phone user ${line}`).waitFor();
    await second.page.getByRole('group', { name: new RegExp(`From which day is the line .* ${other}’s`) }).waitFor();
    await look(second.page, 'people-taken-meanwhile');
  });

  it('go out as a file, and come in again after a look at what it would change', async () => {
    const { page } = await come(`${SETTINGS}?system=dialpad&search=odd`);
    const file = (...lines: readonly string[]) => ({
      name: 'matches.csv',
      mimeType: 'text/csv',
      buffer: Buffer.from(['employeeId,phoneUserId', ...lines].join('\n')),
    });
    await page.getByText('Download the matches, or upload them').click();
    const [download] = await Promise.all([
      page.waitForEvent('download'),
      page.getByRole('link', { name: /Download the matches/ }).click(),
    ]);
    expect(download.suggestedFilename()).toBe('mappings.csv');

    const input = page.getByLabel('Take matches over from a file');
    await input.setInputFiles(file('p3,', 'stranger,', 'p4,no-such-line'));
    await page.getByText('2 lines of 3 cannot be used, so nothing was changed.').waitFor();
    expect(await page.locator('.wrong-lines li').allInnerTexts()).toEqual([
      expect.stringMatching(/^Line 3: .*stranger/),
      expect.stringMatching(/^Line 4: .*no-such-line/),
    ]);
    await look(page, 'people-file-wrong');
    await input.setInputFiles(file('p3,'));
    await page.getByText('1 match would change.').waitFor();
    expect(await mappingOf('Person 0003')).toEqual(['none', null]);
    await look(page, 'people-file-right');
    await page.getByRole('button', { name: 'Save 1 change' }).click();
    await page.getByText('1 match was taken over from the file.').waitFor();
    expect(await mappingOf('Person 0003')).toEqual(['manual', null]);
  });

  it('may have any name at all', async () => {
    const { page } = await come(`${SETTINGS}?system=dialpad&search=odd`);
    await page.getByText('5 employees', { exact: true }).waitFor();
    await look(page, 'people-odd-names');
    await page.goto(`${house.host.url}/employees/odd0/days/${lastDay()}`);
    await page.getByRole('link', { name: /onerror/ }).waitFor();
    await look(page, 'day-odd-names');
    await page.getByRole('link', { name: /onerror/ }).click();
    await page.waitForURL('**/calls/*');
    await look(page, 'call-odd-names');
  });

  it('are little to load: each page stays under 80 kB and within 15 requests', async () => {
    const { context } = await come();
    const day = `/employees/e3/days/${lastDay()}`;
    const { inputs } = await dana.json<{ inputs: { callId: string }[] }>(`/api/phone-systems${day}`);
    for (const path of [SETTINGS, `${SETTINGS}/rules`, day, `/calls/${inputs[0]?.callId}`]) {
      const page = await context.newPage();
      const { bytes, requests } = await weightOverTheWire(page, `${house.host.url}${path}`);
      console.log(`${path} with 2,020 employees: ${bytes} bytes over the wire in ${requests} requests.`);
      expect(bytes).toBeLessThan(80_000);
      expect(requests).toBeLessThanOrEqual(15);
      await page.close();
    }
  });

  it('have days of 300 calls that can be used within a second', async () => {
    const path = `/employees/e3/days/${lastDay()}`;
    const { page } = await come(`${path}?unfolded=1`);
    expect(await page.locator('.calls tbody tr').count()).toBeGreaterThanOrEqual(300);
    const wire = await page.context().newCDPSession(page);
    // The page's own work, whatever else the machine is doing meanwhile.
    await wire.send('Performance.enable', { timeDomain: 'threadTicks' });
    const turns: { readonly work: number; readonly wall: number }[] = [];
    for (let turn = 0; turn < 3; turn++) {
      await page.goto(`${house.host.url}${path}`);
      await live(page);
      const { metrics } = await wire.send('Performance.getMetrics');
      turns.push({
        work: 1_000 * (metrics.find(({ name }) => name === 'TaskDuration')?.value ?? Infinity),
        wall: await page.evaluate(() => performance.getEntriesByName('page-live')[0]?.startTime ?? Infinity),
      });
    }
    console.log(
      `A day of 300 calls: ${turns.map(({ work, wall }) => `${Math.round(work)} ms of work, alive after ${Math.round(wall)} ms`).join('; ')}.`,
    );
    expect(Math.min(...turns.map(({ work }) => work))).toBeLessThan(1_000);
    await glance(page, 'day-busy');
  });

  it('have days of 300 calls whose end is not far, that list what is asked for, and where Back leads back', async () => {
    const path = `/employees/e3/days/${lastDay()}`;
    const { page } = await come(path);
    const here = (): Promise<string> => page.locator('.filters [aria-current]').innerText();
    await page.setViewportSize({ width: 360, height: 740 });
    expect(await heightOf(page)).toBeLessThan(12_000);
    // On some weekdays another call of hers comes before.
    const hour = page.locator('.hour', { hasText: `${new Date(busyFrom()).toLocaleTimeString('en-GB', CLOCK)}–` });
    expect(await hour.getByRole('row').count()).toBe(0);
    await hour.locator('summary').click();
    await hour.getByRole('link', { name: 'Call with Customer 1', exact: true }).first().waitFor();
    expect(await heightOf(page)).toBeLessThan(12_000);
    await page.setViewportSize({ width: 1440, height: 1000 });

    const filters = page.getByRole('navigation', { name: 'Show calls' });
    await filters.getByRole('link', { name: /^Missed/ }).click();
    await page.getByText(/^\d+ of \d+ calls\.$/).waitFor();
    expect(new URL(page.url()).searchParams.get('show')).toBe('missed');
    await filters.getByRole('link', { name: /^Not counted/ }).click();
    await page.goBack();
    await page.waitForFunction(() =>
      document.querySelector('.filters [aria-current]')?.textContent.startsWith('Missed'),
    );
    await page.goBack();
    await page.waitForFunction(() => document.querySelector('.filters [aria-current]')?.textContent.startsWith('All'));
    expect(page.url()).toBe(`${house.host.url}${path}`);
    await page.goForward();
    await page.waitForFunction(() =>
      document.querySelector('.filters [aria-current]')?.textContent.startsWith('Missed'),
    );
    await page.reload();
    expect(await here()).toMatch(/^Missed/);
  });

  it('are shown what other counting rules would mean before these are saved', async () => {
    const { page } = await come(`${SETTINGS}/rules`);
    await look(page, 'rules');
    await page.getByLabel('In force from').fill(lastDay(20));
    await page.getByLabel('Points per minute of talk').fill('2');
    await page.getByText(/people’s scores would change/).waitFor();
    await look(page, 'rules-preview');
    await page.setViewportSize({ width: 360, height: 740 });
    const hidden = await page
      .getByRole('region', { name: 'What the rules would change' })
      .evaluate((region) => region.scrollWidth - region.clientWidth);
    expect(hidden).toBe(0);
    await page.setViewportSize({ width: 1440, height: 1000 });
    expected = /400/;
    await page.getByLabel('Points per call').fill('-1');
    await page.getByLabel('Daily limit in points').fill('many');
    await page.getByText('This must not be negative').waitFor();
    await page.getByText('This must be a number with at most six decimals').waitFor();
    await look(page, 'rules-wrong');
    await page.getByRole('button', { name: 'Save the rules' }).click();
    await page.waitForFunction(() => document.activeElement?.id === 'pointsPerCall');
    await page.getByLabel('Points per call').fill('0');
    await page.getByLabel('Daily limit in points').fill('');
    await page.getByRole('button', { name: 'Save the rules' }).click();
    await page.getByText(/^These rules would hold on \d+ days that are over, too\./).waitFor();
    await look(page, 'rules-for-the-past');
    await page.getByRole('button', { name: 'Save them for these days, too' }).click();
    await page.getByText('The rules were saved.').waitFor();
    expect(await page.locator('#versions').innerText()).toContain('In force today');
    await page.getByText('Change a field to see it.').waitFor();
    await look(page, 'rules-saved');

    const another = await signIn(house.host.url, 'dana@acme.example');
    await another.request('/api/phone-systems/rules', {
      method: 'PUT',
      headers: { 'content-type': 'application/json' },
      body: JSON.stringify({ ...RULES, pointsPerMinute: 4 }),
    });
    expected = /400|412/;
    await page.getByLabel('Points per minute of talk').fill('3');
    await page.getByRole('button', { name: 'Save the rules' }).click();
    await page.getByText('The counting rules have changed since you read them').waitFor();
    await page.getByText('Not begun yet').waitFor();
    expect(await page.getByLabel('Points per minute of talk').inputValue()).toBe('3');
    await page.getByRole('button', { name: 'Save the rules' }).click();
    await page.getByText('The rules were saved.').waitFor();
    await page.getByRole('button', { name: /^Take back the rules from .*2099/ }).click();
    await page.getByText(/^The rules from .*2099 were taken back\./).waitFor();
    expect(await page.locator('#versions').innerText()).not.toContain('Not begun yet');
  });
});

/** Three hundred calls of Ann's, some of them at once, and one with each odd name. */
function addBusyDay({ dialpad }: SimulatedHouse): void {
  const company = dialpad.company('acme.example');
  const ann = acmePeople.find(({ name }) => name === 'Ann Moss')?.dialpadUserId ?? '';
  const odd = company.users.find(({ firstName }) => firstName === LONG)?.id ?? '';
  for (let at = 0; at < 300; at++) {
    const startedAt = busyFrom() + at * 100_000;
    dialpad.addCall('acme.example', {
      direction: at % 3 === 0 ? 'outbound' : 'inbound',
      startedAt,
      connectedAt: at % 7 === 0 ? null : startedAt + 5_000,
      endedAt: startedAt + 60_000 + (at % 5) * 60_000,
      target: partyOf(company, ann),
      contact: outsider(`Customer ${at}`, `+1415555${String(1000 + at)}`),
    });
  }
  ODD_NAMES.forEach((name, at) => {
    const startedAt = busyFrom() + at * 600_000;
    dialpad.addCall('acme.example', {
      direction: 'inbound',
      startedAt,
      connectedAt: startedAt + 5_000,
      endedAt: startedAt + 240_000,
      target: partyOf(company, odd),
      contact: outsider(name, `+1415555${String(2000 + at)}`),
      labels: ['<b>label</b>', LONG.slice(0, 80)],
    });
  });
}

const heightOf = (page: Page): Promise<number> => page.evaluate(() => document.documentElement.scrollHeight);

async function tabTo(page: Page, name: string): Promise<void> {
  for (let presses = 0; presses < 40; presses++) {
    if ((await focused(page)) === name) return;
    await page.keyboard.press('Tab');
  }
  throw new Error(`Forty times Tab do not lead to ${name}.`);
}

const CLOCK = { hour: '2-digit', minute: '2-digit', timeZone: 'America/New_York' } as const;

const busyFrom = (): number => Date.parse(`${lastDay()}T14:00:00Z`);

/** A day that is over everywhere in America: yesterday or so, or so many days before that. */
const lastDay = (before = 0): string =>
  new Date(Date.now() - (36 + before * 24) * 3_600_000).toISOString().slice(0, 10);
