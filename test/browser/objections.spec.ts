import { readFile } from 'node:fs/promises';
import type { Browser, Page } from 'playwright-core';
import { connectDialpad, type Person, signIn } from '../support/way.js';
import { startChromium } from './chromium.js';
import { foundWrong, glance, look } from './looks.js';
import { openHouse, type SimulatedHouse } from './simulated-house.js';
import { visit, type Visitor, visitWithoutScript } from './visitor.js';

interface Totals {
  readonly items: readonly { readonly day: string; readonly countedSeconds: number | null; readonly score: number }[];
}

interface Day {
  readonly score: number;
  readonly inputs: readonly { readonly callId: string; readonly countedSeconds: number; readonly points: number }[];
}

const API = '/api/phone-systems';

describe('an objection', () => {
  let house: SimulatedHouse;
  let browser: Browser;
  let lee: Person;
  let visitors: Visitor[] = [];
  let day: string;
  let callId: string;

  const come = async (email: string, path: string): Promise<Page> => {
    const visitor = await visit(browser, house.host.url, email, path);
    visitors.push(visitor);
    return visitor.page;
  };
  const leesDay = (): Promise<Day> => lee.json(`${API}/employees/e2/days/${day}`);

  beforeAll(async () => {
    [house, browser] = await Promise.all([
      openHouse({ env: { HISTORY_DAYS: '10', NOTICE: 'shown' } }),
      startChromium(),
    ]);
    const dana = await signIn(house.host.url, 'dana@acme.example');
    await connectDialpad(dana, 'dana@acme.example', 'allow');
    await dana.untilComplete();
    lee = await signIn(house.host.url, 'lee@acme.example');
    const ago = (days: number) => new Date(Date.now() - days * 86_400_000).toISOString().slice(0, 10);
    const { items } = await lee.json<Totals>(`${API}/employees/e2/days?from=${ago(8)}&to=${ago(1)}`);
    day = items.toSorted((a, b) => (b.countedSeconds ?? 0) - (a.countedSeconds ?? 0))[0]?.day ?? '';
    const { inputs } = await leesDay();
    callId = inputs.toSorted((a, b) => b.points - a.points)[0]?.callId ?? '';
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

  it('is said on one’s own call with the keyboard alone, answered by one’s manager, and stands on the day', async () => {
    const before = await leesDay();
    const own = await come('lee@acme.example', `/calls/${callId}`);
    await own.getByLabel('What is wrong').focus();
    await own.keyboard.type('This was private: <b>my doctor</b>');
    await own.keyboard.press('Tab');
    await own.keyboard.press('Enter');
    await own.getByText('Waits for an answer').waitFor();
    expect(await own.locator('#objections').innerText()).toContain('This was private: <b>my doctor</b>');
    await look(own, 'objection-1-said');

    const manager = await come('grace@acme.example', '/team');
    await manager.getByRole('link', { name: 'Objections' }).click();
    await manager.waitForURL('**/objections');
    await manager.locator('#page[data-live=true]').waitFor({ state: 'attached' });
    await look(manager, 'objection-2-waiting');
    await manager.getByLabel('Your answer').focus();
    await manager.keyboard.type('You are right, it does not count.');
    await manager.keyboard.press('Tab');
    expect(await manager.getByLabel('The call is left out of the score').isChecked()).toBe(true);
    await manager.keyboard.press('Tab');
    await manager.keyboard.press('Enter');
    await manager.getByText('You accepted this objection.').waitFor();

    const after = await leesDay();
    const { points = 0 } = before.inputs.find((input) => input.callId === callId) ?? {};
    expect(after.score).toBeLessThan(before.score);
    expect(points).toBeGreaterThan(0);
    await own.goto(`${house.host.url}/employees/e2/days/${day}`);
    await own.locator('#page[data-live=true]').waitFor({ state: 'attached' });
    expect(await own.locator('#because').innerText()).toMatch(/Objection of .+, accepted on .+: a call is left out\./);
    const said = await own.locator('#objections').innerText();
    expect(said).toMatch(/Accepted: the call is left out[\s\S]*my doctor[\s\S]*Grace Obi[\s\S]*it does not count/);
    await look(own, 'objection-3-answered');
  });

  it('to a day is declined with a reason, and whoever answers second is told the first answer', async () => {
    const own = await come('lee@acme.example', `/employees/e2/days/${day}`);
    await own.getByLabel('What is wrong').fill('I was on another line all day');
    await own.getByRole('button', { name: 'Object to this day' }).click();
    await own.getByText('Waits for an answer').waitFor();

    const [manager, admin] = [
      await come('grace@acme.example', '/objections'),
      await come('dana@acme.example', '/objections'),
    ];
    for (const page of [manager, admin]) await page.getByLabel('Your answer').fill('There is only one line.');
    await manager.getByRole('button', { name: 'Decline' }).click();
    await manager.getByText('You declined this objection.').waitFor();
    await admin.getByRole('button', { name: 'Accept' }).click();
    await admin.getByText(/answered already.*Grace Obi declined it on .*“There is only one line.”/).waitFor();
    // The browser says of every refusal that it was one.
    expect(visitors.at(-1)?.complaints.splice(0)).toEqual([
      expect.stringContaining('409'),
      expect.stringContaining('409'),
    ]);
    await look(admin, 'objection-answered-already');
    await admin.getByRole('link', { name: 'Answered' }).click();
    await admin.waitForURL('**state=answered');
    await admin.locator('#page[data-live=true]').waitFor({ state: 'attached' });
    expect(await admin.locator('.card').count()).toBe(2);
    await look(admin, 'objections-answered');
  });

  it('can be read without a script, and is said to need one', async () => {
    const visitor = await visitWithoutScript(browser, house.host.url, 'lee@acme.example', `/employees/e2/days/${day}`);
    visitors.push(visitor);
    expect(await visitor.page.locator('#objections').innerText()).toContain('There is only one line.');
    expect(await visitor.page.getByText('Objecting needs JavaScript').isVisible()).toBe(true);
    expect(await visitor.page.getByLabel('What is wrong').isVisible()).toBe(false);
  });

  it('and the notice of what is counted is told on one’s day, read on one page of paper, and acknowledged without a script', async () => {
    const own = `/employees/e2/days/${day}`;
    const visitor = await visitWithoutScript(browser, house.host.url, 'lee@acme.example', own);
    visitors.push(visitor);
    const { page } = visitor;
    await glance(page, 'day-notice-unread');
    await page.getByRole('link', { name: 'Read it and acknowledge it' }).click();
    await page.waitForURL('**/notice?*');
    expect(await page.locator('main').innerText()).toMatch(
      /Your calls come from Dialpad[\s\S]*A minute of talk is worth 1 point[\s\S]*privacy@acme\.example/,
    );
    await page.getByRole('button', { name: 'I have read this' }).click();
    await page.waitForURL(`**${own}`);
    expect(await page.getByText('You have not acknowledged').count()).toBe(0);
    await page.goto(`${house.host.url}/notice`);
    await page.getByText('You acknowledged this version').waitFor();
    const { version } = await lee.json<{ version: string }>(`${API}/notice`);
    expect(await page.locator('.lead code').innerText()).toBe(version);
    const read = await visit(browser, house.host.url, 'lee@acme.example', `/employees/e2/days/${day}`);
    visitors.push(read);
    await read.page.getByRole('link', { name: 'What is stored and counted of you' }).click();
    await read.page.waitForURL('**/notice');
    await look(read.page, 'notice');
    const paper = await read.page.pdf({ format: 'A4' });
    expect(paper.toString('latin1').match(/\/Type\s*\/Page\b/g)).toHaveLength(1);
  });

  it('and one’s own data says what is stored and who looked, gives it as a file, and needs no mouse', async () => {
    const grace = await signIn(house.host.url, 'grace@acme.example');
    await grace.json(`${API}/employees/e2/days/${day}`);
    const admin = await come('dana@acme.example', '/objections');
    await admin.goto(`${house.host.url}/employees/e2/data`);
    expect(await admin.locator('main').innerText()).toMatch(/That you opened this page is written down/);
    await look(admin, 'data-of-somebody-else');

    const own = await come('lee@acme.example', `/employees/e2/days/${day}`);
    await own.getByRole('link', { name: 'My data' }).focus();
    await own.keyboard.press('Enter');
    await own.waitForURL('**/employees/e2/data');
    await look(own, 'my-data');
    const told = async (id: string): Promise<string> =>
      (await own.locator(`#${id}`).innerText()).replaceAll(/\s+/g, ' ');
    expect(await told('identity')).toMatch(/Lee .*Dialpad: .*Since the first day that is known; matched by/);
    expect(await told('stored')).toMatch(/Calls [\d,]+ .* For 400 days\./);
    expect(await told('objections')).toMatch(/Declined.*There is only one line.*Accepted: the call is left out/);
    expect(await told('readers')).toMatch(/Dana Reyes administrator What is stored \(this page\)/);
    expect(await told('readers')).toMatch(/Grace Obi manager Days, with their calls and scores/);
    expect(await told('readers')).not.toMatch(/Lee/);
    expect(await told('acknowledged')).toMatch(/Read Version .*, which holds now: acknowledged on/);
    expect(await told('correction')).toMatch(/privacy@acme\.example/);
    const [file] = await Promise.all([
      own.waitForEvent('download'),
      own.getByRole('link', { name: 'Download all of it as CSV' }).press('Enter'),
    ]);
    expect(file.suggestedFilename()).toBe('personal-data.csv');
    const csv = await readFile(await file.path(), 'utf8');
    expect(csv).toMatch(/^readers,\d+,name,Grace Obi\r$/m);
    expect(csv).toMatch(/^kept,\d+,until,For 400 days\.\r$/m);
    const paper = await own.pdf({ format: 'A4' });
    expect(paper.toString('latin1').match(/\/Type\s*\/Page\b/g)?.length).toBeLessThanOrEqual(2);
  });
});
