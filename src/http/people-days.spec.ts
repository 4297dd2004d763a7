import { get, type IncomingMessage } from 'node:http';
import { PLATFORMS, StubbedHttp } from '../../test/support/stubbed-http.js';
import type { Caller } from '../contract/index.js';
import { Problem } from '../support/problem.js';

const SPAN = 'from=2026-11-01&to=2026-11-07';

describe.each(PLATFORMS)('the days of a team, on %s', (platform) => {
  let http: StubbedHttp;

  beforeAll(async () => {
    http = await StubbedHttp.start(platform);
  });

  beforeEach(() => http.reset());

  afterAll(() => http.app.close());

  const ask = (query = '') => http.ask('get', `/people/days?${SPAN}${query}`);

  it('are a manager’s own reports and nobody else’s; an administrator’s are everybody, or any manager’s', async () => {
    const told = async (id: string, role: Caller['role'], query: string) => {
      http.told.listed = [];
      http.signIn(id, role);
      const { status, body } = await ask(query);
      const { code, manager } = body as { code?: string; manager?: { id: string } | null };
      const asked = http.told.listed[0] as [string, { managerId: string | null }] | undefined;
      return [status, code ?? manager, asked?.[1].managerId];
    };
    const lead = { id: 'lead', name: 'Lee Park' };
    expect(await told('lead', 'manager', '')).toEqual([200, lead, 'lead']);
    expect(await told('lead', 'manager', '&manager=lead')).toEqual([200, lead, 'lead']);
    expect(await told('lead', 'manager', '&manager=rival')).toEqual([403, 'not_allowed', undefined]);
    expect(await told('lead', 'manager', '&manager=worker')).toEqual([403, 'not_allowed', undefined]);
    expect(await told('lead', 'manager', '&manager=nobody')).toEqual([404, 'unknown_employee', undefined]);
    expect(await told('boss', 'admin', '')).toEqual([200, null, null]);
    expect(await told('boss', 'admin', '&manager=')).toEqual([200, null, null]);
    expect(await told('boss', 'admin', '&manager=lead')).toEqual([200, lead, 'lead']);
    expect(await told('boss', 'admin', '&manager=nobody')).toEqual([404, 'unknown_employee', undefined]);
    expect(await told('worker', 'employee', '')).toEqual([403, 'not_allowed', undefined]);
    // Whoever has the right to open the days of a report has it here, whatever the host calls them.
    expect(await told('lead', 'employee', '')).toEqual([200, lead, 'lead']);
    expect(await told('lead', 'employee', '&manager=rival')).toEqual([403, 'not_allowed', undefined]);
  });

  it.each([
    ['/people/days?from=2026-11-01', 'invalid_day', 'to must be a day such as 2026-11-22'],
    ['/people/days?from=2026-02-30&to=2026-11-01', 'invalid_day', 'from must be a day such as 2026-11-22'],
    ['/people/days?from=2026-11-02&to=2026-11-01', 'invalid_span', 'from must not be after to'],
    ['/people/days?from=2025-01-01&to=2026-11-01', 'invalid_span', 'from and to must span at most 400 days'],
    [`/people/days?${SPAN}&page=0`, 'invalid_input', 'page must be a whole number from 1'],
    [`/people/days?${SPAN}&sort=height`, 'invalid_input', 'sort must be one of name, unknown'],
    [`/people/days?${SPAN}&format=xml`, 'invalid_input', 'format must be json or csv'],
    [`/people/days?${SPAN}&manager=%00`, 'invalid_input', 'manager must be a text of at most 200 characters'],
    [`/people/days?${SPAN}&search=${'x'.repeat(201)}`, 'invalid_input', 'search must be a text'],
    [`/people/days?${SPAN}&until=2026-11-01`, 'invalid_input', 'until is not known here'],
  ])('%s: %s', async (path, code, sentence) => {
    const { body } = await http.ask('get', path).expect(400);
    expect(body).toMatchObject({ code, detail: expect.stringContaining(sentence) });
  });

  it('take 400 days, and hand on what is asked for', async () => {
    await http.ask('get', '/people/days?from=2025-01-01&to=2026-02-04&sort=-score&search=%20ann&page=3').expect(200);
    expect(http.told.listed).toEqual([
      ['acme', { managerId: null, from: '2025-01-01', to: '2026-02-04', search: ' ann', sort: '-score' }, 3],
    ]);
  });

  it('tell the refusal of an order as it is', async () => {
    http.told.tried = Promise.reject(new Problem(403, 'no_ranking', 'No.'));
    http.told.tried.catch(() => undefined);
    for (const query of ['&sort=score', '&sort=score&format=csv']) {
      const { body } = await ask(query).expect(403);
      expect(body).toMatchObject({ code: 'no_ranking' });
    }
  });

  it('are a file as well, of which no spreadsheet runs anything, with nothing where a day is not known', async () => {
    http.told.people.people = [
      { id: '=1+1', name: '@Ann; =HYPERLINK("x")' },
      { id: 'e2', name: 'Zoë, "Bo"' },
    ];
    const unknown = { known: false, why: 'not-complete', score: null, countedSeconds: null, calls: null, missed: null };
    http.told.days = [
      { day: '2026-11-01', known: true, why: null, score: 15.5, countedSeconds: 930.25, calls: 2, missed: 0 },
      { day: '2026-11-02', ...unknown, soFar: { score: 1, countedSeconds: 60, calls: 1, missed: 0 } },
    ];
    const { headers, text } = await ask('&format=csv').expect(200);
    expect(headers).toMatchObject({
      'content-type': 'text/csv; charset=utf-8; header=present',
      'content-disposition': 'attachment; filename="people-2026-11-01-2026-11-07.csv"',
      'cache-control': 'no-store',
    });
    expect(text.split('\r\n')).toEqual([
      '\ufeffemployeeId,employeeName,day,known,why,score,countedSeconds,calls,missed',
      `'=1+1,"'@Ann;' =HYPERLINK(""x"")",2026-11-01,yes,,15.5,930.25,2,0`,
      `'=1+1,"'@Ann;' =HYPERLINK(""x"")",2026-11-02,no,not-complete,,,,`,
      'e2,"Zoë, ""Bo""",2026-11-01,yes,,15.5,930.25,2,0',
      'e2,"Zoë, ""Bo""",2026-11-02,no,not-complete,,,,',
      '',
    ]);
  });

  it('are answered to three of one person at once where more people are looked through than a page has', async () => {
    let finish = (): void => undefined;
    http.told.tried = new Promise<void>((resolve) => (finish = resolve));
    const statuses = (count: number) =>
      Array.from({ length: count }, async () => (await fetch(`${http.address}/people/days?${SPAN}`)).status);
    const all = Promise.all(statuses(5));
    await listed(5);
    finish();
    expect(await all).toEqual(Array(5).fill(200));
    http.told.tried = new Promise<void>((resolve) => (finish = resolve));
    http.told.people = { ...http.told.people, all: 5_000 };
    const large = statuses(4);
    expect(await Promise.race(large)).toBe(429);
    finish();
    expect((await Promise.all(large)).sort()).toEqual([200, 200, 200, 429]);
    expect(await Promise.all(statuses(3))).toEqual([200, 200, 200]);
  });

  /** Until so many requests have come as far as reading. */
  const listed = async (count: number): Promise<void> => {
    while (http.told.listed.length < count) await new Promise((resolve) => setImmediate(resolve));
  };

  it('give the place back of a file that is read to its end, refused or left', async () => {
    http.told.people = { ...http.told.people, all: 5_000 };
    for (let turn = 0; turn < 5; turn++) await ask('&format=csv').expect(200);
    http.told.tried = Promise.reject(new Problem(400, 'too_many_days', 'No.'));
    http.told.tried.catch(() => undefined);
    for (let turn = 0; turn < 5; turn++) await ask('&format=csv').expect(400);
    http.reset();
    http.told.days = Array.from({ length: 30 }, () => ({ day: '2026-11-01', known: true, why: null, score: 1 }));
    http.told.people.people = Array.from({ length: 2_000 }, (_, at) => ({ id: `e${at}`, name: 'x'.repeat(80) }));
    for (let left = 0; left < 5;) {
      const answer = await new Promise<IncomingMessage>((resolve, reject) =>
        get(`${http.address}/people/days?${SPAN}&format=csv`, { agent: false }, resolve).on('error', reject),
      );
      if (answer.statusCode === 200) left++;
      answer.destroy();
    }
  });
});
