import { nobodysCall, PLATFORMS, StubbedHttp, workersCall } from '../../test/support/stubbed-http.js';
import type { Caller } from '../contract/index.js';

const WORKER = '/employees/worker';
const DAY = `${WORKER}/days/2026-11-01`;

describe.each(PLATFORMS)('who looked at whose days, on %s', (platform) => {
  let http: StubbedHttp;

  beforeAll(async () => {
    http = await StubbedHttp.start(platform);
  });

  beforeEach(() => http.reset());

  afterAll(() => http.app.close());

  const looked = async (who: string, role: Caller['role'], path: string, tenantId?: string): Promise<unknown[]> => {
    http.told.looked = [];
    http.signIn(who, role, tenantId);
    const { status } = await http.ask('get', path);
    return [status, ...http.told.looked];
  };

  it.each([
    [DAY, 'day'],
    [`${WORKER}/days?from=2026-11-01&to=2026-11-02`, 'day'],
    [`/calls/${workersCall}`, 'call'],
  ])('is noted of whoever opens %s of somebody else', async (path, what) => {
    expect(await looked('lead', 'manager', path)).toEqual([200, `lead: ${what} of worker`]);
    expect(await looked('boss', 'admin', path)).toEqual([200, `boss: ${what} of worker`]);
  });

  it('is noted of an administrator who takes what is stored, and of who decides about a call and is shown it', async () => {
    expect(await looked('boss', 'admin', `${WORKER}/data`)).toEqual([200, 'boss: export of worker']);
    expect(await looked('boss', 'admin', `${WORKER}/data/summary`)).toEqual([200, 'boss: data of worker']);
    expect(await looked('boss', 'admin', `${WORKER}/data?format=csv`)).toEqual([200, 'boss: export of worker']);
    http.told.looked = [];
    await http.ask('put', `/calls/${workersCall}/exclusion`).send({ excluded: true, note: '' }).expect(200);
    expect(http.told.looked).toEqual(['boss: call of worker']);
  });

  it.each([
    ['lead', 'manager', '/employees/nobody/days/2026-11-01', 404],
    ['lead', 'manager', `${WORKER}/days/2026-02-30`, 400],
    ['lead', 'manager', `${WORKER}/days?from=2026-11-02&to=2026-11-01`, 400],
    ['rival', 'manager', DAY, 403],
    ['rival', 'manager', `/calls/${workersCall}`, 403],
    ['lead', 'manager', `${WORKER}/data`, 403],
    ['lead', 'manager', `${WORKER}/data/summary`, 403],
    ['boss', 'admin', `${WORKER}/data?format=xml`, 400],
    ['boss', 'admin', '/calls/e7b0d5bc-9a9c-4e99-9bc2-4b7f8f5da0aa', 404],
    // Nobody's.
    ['boss', 'admin', `/calls/${nobodysCall}`, 200],
    // A list of a team opens nobody's day.
    ['lead', 'manager', '/people/days?from=2026-11-01&to=2026-11-02', 200],
  ] as const)('is not what %s (%s) was not shown: %s', async (who, role, path, status) => {
    expect(await looked(who, role, path)).toEqual([status]);
  });

  it('is told a page at a time, for days that are some', async () => {
    http.signIn('worker', 'employee');
    const { body } = await http.ask('get', `${WORKER}/readers?from=2026-11-01&to=2026-11-30&page=2`).expect(200);
    expect(body).toEqual({
      items: [{ readerId: 'lead', name: 'Lee Park', role: 'manager', what: 'day', at: '2026-11-20T10:00:00.000Z' }],
      nextPage: null,
    });
    for (const [query, code] of [
      ['from=2026-11-31', 'invalid_day'],
      ['from=2026-11-02&to=2026-11-01', 'invalid_span'],
      ['page=0', 'invalid_input'],
      ['reader=lead', 'invalid_input'],
    ]) {
      const { body } = await http.ask('get', `${WORKER}/readers?${query}`).expect(400);
      expect(body).toMatchObject({ code });
    }
    expect(http.told.looked).toEqual([]);
  });
});
