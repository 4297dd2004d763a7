import type { Browser, Page } from 'playwright-core';
import type { SurfacePeopleDays } from '../../reference-host/src/views/shared/surface.js';
import { weekOf } from '../../reference-host/src/views/team/span.js';
import { outsider, partyOf } from '../../src/testing/index.js';
import { connectDialpad, type Person, signIn, until } from '../support/way.js';
import { startChromium } from './chromium.js';
import { foundWrong, glance, look } from './looks.js';
import { openHouse, type SimulatedHouse, withAcme } from './simulated-house.js';
import { live, visit, type Visitor, visitWithoutScript } from './visitor.js';

const employee = (id: string, name: string, managerId: string | null, more: object = {}) => ({
  id,
  name,
  emails: [`${id}@acme.example`],
  phones: [],
  role: 'employee' as const,
  managerId,
  active: true,
  ...more,
});
/** Grace has seven reports already. */
const reports = Array.from({ length: 93 }, (_, at) =>
  employee(`r${at}`, `Report ${String(at).padStart(2, '0')}`, 'e6'),
);
const others = [
  employee('m0', 'Mona Alone', null, { role: 'manager' }),
  employee('c1', 'Cleo Circle', 'c2', { role: 'manager' }),
  employee('c2', 'Otto Circle', 'c1', { role: 'manager' }),
];

describe('a team of a hundred people', () => {
  let house: SimulatedHouse;
  let browser: Browser;
  let grace: Person;
  let visitors: Visitor[] = [];
  let week: { from: string; to: string };

  const come = async (email: string, path: string): Promise<Page> => {
    const visitor = await visit(browser, house.host.url, email, path);
    visitors.push(visitor);
    return visitor.page;
  };
  const teamPath = (query = ''): string => `/team?from=${week.from}&to=${week.to}${query}`;
  const names = (page: Page): Promise<string[]> => page.locator('tbody th > a').allInnerTexts();
  const peopleDays = (query = ''): Promise<SurfacePeopleDays> =>
    grace.json(`/api/phone-systems/people/days?from=${week.from}&to=${week.to}${query}`);

  beforeAll(async () => {
    const fixture = withAcme(({ employees }) => ({ employees: [...employees, ...reports, ...others] }));
    [house, browser] = await Promise.all([openHouse({ fixture, env: { HISTORY_DAYS: '25' } }), startChromium()]);
    week = weekOf(daysAgo(8));
    reports.forEach((report, at) => addCalls(house, report, at));
    const dana = await signIn(house.host.url, 'dana@acme.example');
    await connectDialpad(dana, 'dana@acme.example', 'allow');
    await dana.untilComplete();
    grace = await signIn(house.host.url, 'grace@acme.example');
    await until(
      'everybody is scored',
      () => peopleDays(),
      ({ items }) => items.filter(({ total }) => total.calls > 0).length > 95,
    );
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

  it('is where its manager begins: from the start, the brand and the navigation', async () => {
    const page = await come('grace@acme.example', '/team');
    await page.goto(`${house.host.url}/my-day`);
    await page.getByRole('link', { name: 'Team', exact: true }).click();
    await page.waitForURL('**/team');
    expect(await page.locator('nav [aria-current]').first().innerText()).toBe('Team');
    await page.goto(`${house.host.url}/employees/e6/days/${week.from}`);
    await page.getByRole('link', { name: 'Prodoscore' }).click();
    await page.waitForURL('**/team');
  });

  it('shows of each person what the surface answers, and of the team its middle', async () => {
    const page = await come('grace@acme.example', teamPath());
    const { items, middle } = await peopleDays();
    expect(await names(page)).toEqual(items.map(({ employee: { name } }) => name));
    const totals = await page.locator('tbody td.total-score').allInnerTexts();
    expect(totals.map((text) => text.replace(/\W*not known$/, ''))).toEqual(
      items.map(({ total }) => (total.knownDays === 0 ? '' : score(total.score ?? -1))),
    );
    expect(await page.locator('.team-middle dd').first().innerText()).toBe(score(middle.figures?.score ?? -1));
    await glance(page, 'team-of-a-hundred');
  });

  it('shows no 0 where nothing is known, but why', async () => {
    const page = await come('grace@acme.example', `/team?from=${daysAgo(60)}&to=${daysAgo(54)}&search=Ann Moss`);
    await page.getByText('before the first calls').first().waitFor();
    expect(await page.locator('tbody').innerText()).not.toMatch(/\b0\b/);
  });

  it('goes back and forward through weeks, figures, orders and searches, and opens any of them in a new tab', async () => {
    const page = await come('grace@acme.example', teamPath());
    await page.getByRole('link', { name: 'Missed', exact: true }).click();
    await page.waitForURL('**show=missed**');
    await page.getByRole('link', { name: 'Not known', exact: true }).click();
    await page.waitForURL('**sort=-unknown**');
    await page.getByLabel('Search people').fill('report 9');
    await page.keyboard.press('Enter');
    await page.getByText('3 people', { exact: true }).waitFor();
    expect((await names(page)).toSorted()).toEqual(['Report 90', 'Report 91', 'Report 92']);
    expect(await page.locator('.filters [aria-current]').allInnerTexts()).toEqual(['Week', 'Missed']);
    await page.goBack();
    await page.getByText('100 people', { exact: true }).waitFor();
    expect(await page.getByLabel('Search people').inputValue()).toBe('');
    await page.goForward();
    await page.getByText('3 people', { exact: true }).waitFor();
    const [tab] = await Promise.all([
      page.context().waitForEvent('page'),
      page.getByRole('link', { name: 'Month', exact: true }).click({ modifiers: ['ControlOrMeta'] }),
    ]);
    await tab.waitForURL('**search=report+9**');
    await live(tab);
    await look(tab, 'team-month');
    expect(page.url()).toContain(`from=${week.from}`);
  });

  it('is walked through by keyboard: a name by the Tab key, its days by arrow keys', async () => {
    const page = await come('grace@acme.example', teamPath('&search=report 9'));
    await page.locator('tbody th > a').first().focus();
    await page.keyboard.press('ArrowRight');
    await page.keyboard.press('ArrowRight');
    await page.keyboard.press('ArrowDown');
    const second = new Date(Date.parse(`${week.from}T12:00:00Z`) + 86_400_000).toISOString().slice(0, 10);
    await Promise.all([page.waitForURL(`**/employees/r91/days/${second}`), page.keyboard.press('Enter')]);
  });

  it('is worked while its script is still to come, and its days are stops for the Tab key until then', async () => {
    const page = await come('grace@acme.example', teamPath('&search=report 9'));
    const stops = page.locator('tbody .day-cell > a:not([tabindex])');
    expect(await stops.count()).toBe(0);
    let letIn = (): void => undefined;
    const gate = new Promise<void>((resolve) => (letIn = resolve));
    await page.route('**/assets/**/*.js', async (route) => {
      await gate;
      await route.continue().catch(() => undefined);
    });
    const early = { waitUntil: 'commit' } as const;
    await page.goto(`${house.host.url}${teamPath()}`, early);
    await page.getByLabel('Search people').fill('report 91');
    await page.keyboard.press('Enter');
    await page.waitForURL('**search=report+91**', early);
    await page.getByText('1 person', { exact: true }).waitFor();
    expect(await stops.count()).toBe(7);
    await page.getByRole('link', { name: 'Missed', exact: true }).click({ noWaitAfter: true });
    await page.waitForURL('**show=missed**', early);
    await page.getByLabel('Search people').fill('kept');
    letIn();
    await live(page);
    expect(await page.getByLabel('Search people').inputValue()).toBe('kept');
    expect(await stops.count()).toBe(0);
    await page.unrouteAll();
  });

  it('adds up what those who are listed came to together, where they are enough to tell it of', async () => {
    const page = await come('grace@acme.example', teamPath());
    const { items } = await peopleDays();
    const sum = items.reduce((all, { total }) => all + total.calls, 0);
    expect(await page.locator('tfoot .total-calls').innerText()).toBe(sum.toLocaleString('en-US'));
    await page.getByLabel('Search people').fill('report 9');
    await page.keyboard.press('Enter');
    await page.getByText('3 people', { exact: true }).waitFor();
    expect(await page.locator('tfoot').count()).toBe(0);
  });

  it('leads from a day to the people beside it in its list, and back to its week', async () => {
    const page = await come('grace@acme.example', `/employees/e3/days/${week.from}`);
    expect(await page.locator('.beside').innerText()).not.toContain('←');
    await page.getByRole('link', { name: 'Next person: Kim Doyle' }).click();
    await page.waitForURL(`**/employees/e15/days/${week.from}`);
    await live(page);
    await page.getByRole('link', { name: 'Previous person: Ann Moss' }).waitFor();
    await page.getByRole('link', { name: 'The team in this week' }).click();
    await page.waitForURL(`**${teamPath()}`);
  });

  it('is everybody to an administrator, and the reports of whichever manager they choose', async () => {
    const page = await come('dana@acme.example', teamPath());
    await page.getByText('1–100 of 110 people').waitFor();
    await page.getByRole('link', { name: 'Next page' }).click();
    await page.getByText('101–110 of 110 people').waitFor();
    await page.getByLabel('Reports of').selectOption('Cleo Circle');
    await page.getByRole('button', { name: 'Find' }).click();
    await page.getByText('The team of Cleo Circle').waitFor();
    expect(await names(page)).toEqual(['Otto Circle']);
    await page.goto(`${house.host.url}${teamPath('&manager=c2')}`);
    expect(await names(page)).toEqual(['Cleo Circle']);
    expect(await page.locator('.team-page').innerText()).toContain('The team median is shown for at least 5 people');
  });

  it('says to whom nobody reports what it is, and leads to their own day', async () => {
    const page = await come('m0@acme.example', '/team');
    await page.getByText('Nobody reports to you.').waitFor();
    await page.getByRole('link', { name: 'Go to your own day' }).click();
    await page.waitForURL('**/employees/m0/days/*');
    const ann = await visitWithoutScript(browser, house.host.url, 'ann@acme.example', '/team');
    visitors.push(ann);
    expect(await ann.page.locator('nav').first().innerText()).not.toContain('Team');
    await ann.page.getByRole('link', { name: 'Go to my day' }).click();
    await ann.page.waitForURL('**/employees/e3/days/*');
  });

  it('is all there without a script, and refuses in words what it has no room for', async () => {
    const visitor = await visitWithoutScript(browser, house.host.url, 'grace@acme.example', teamPath());
    visitors.push(visitor);
    const { page } = visitor;
    await page.getByLabel('Search people').fill('kim');
    await page.getByRole('button', { name: 'Find' }).click();
    await page.getByText('1 person', { exact: true }).waitFor();
    for (const [query, words] of [
      ['?from=2025-01-01&to=2026-02-04', 'These are 400 days, and this page has room for 62'],
      ['?from=2026-02-30&to=x', 'This address names no days of the calendar'],
      ['?sort=score', 'Your company does not put people in the order of their figures'],
      ['?sort=height', 'sort must be one of name'],
    ]) {
      await page.goto(`${house.host.url}/team${query}`);
      await page.getByText(words ?? '').waitFor();
    }
    visitor.complaints.splice(0).forEach((complaint) => expect(complaint).toMatch(/40[03]/));
  });

  it('is given as a file of the same people and days', async () => {
    const page = await come('grace@acme.example', teamPath('&search=kim'));
    const [download] = await Promise.all([
      page.waitForEvent('download'),
      page.getByRole('link', { name: 'Download as CSV' }).click(),
    ]);
    expect(download.suggestedFilename()).toBe(`people-${week.from}-${week.to}.csv`);
  });
});

const score = (value: number): string =>
  value.toLocaleString('en-US', { minimumFractionDigits: 2, maximumFractionDigits: 2 });

const daysAgo = (days: number): string => new Date(Date.now() - days * 86_400_000).toISOString().slice(0, 10);

/** A line of somebody's own, and some calls on it in the week before the last. */
function addCalls({ dialpad }: SimulatedHouse, { id, name }: { id: string; name: string }, at: number): void {
  const [firstName = '', lastName = ''] = name.split(' ');
  dialpad.addUser('acme.example', { firstName, lastName, emails: [`${id}@acme.example`] });
  const company = dialpad.company('acme.example');
  const line = company.users.find(({ emails }) => emails.includes(`${id}@acme.example`));
  const noon = Date.parse(`${weekOf(daysAgo(8)).from}T17:00:00Z`);
  for (let day = 0; day <= at % 4; day++) {
    const startedAt = noon + day * 86_400_000 + at * 1_000;
    dialpad.addCall('acme.example', {
      direction: 'inbound',
      startedAt,
      connectedAt: at % 5 === 0 ? null : startedAt + 5_000,
      endedAt: startedAt + 65_000 + at * 7_000,
      target: partyOf(company, line?.id ?? ''),
      contact: outsider(`Customer ${at}`, `+1415555${String(1000 + at)}`),
    });
  }
}
