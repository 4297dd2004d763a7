import { undocumented } from '../../test/support/documented.js';
import { controllers, routes } from '../../test/support/route-table.js';
import {
  connection,
  round,
  PLATFORMS,
  StubbedHttp,
  workersCall,
  workersObjection,
} from '../../test/support/stubbed-http.js';
import type { Caller } from '../contract/index.js';
import { RULES } from '../../test/support/rules-document.js';

/** Who asks. Everything that is asked for is of `worker`, or of `worker`'s tenant `acme`. */
const CALLERS: Readonly<Record<string, Caller | null>> = {
  'signed out': null,
  worker: { tenantId: 'acme', employeeId: 'worker', role: 'employee' },
  colleague: { tenantId: 'acme', employeeId: 'colleague', role: 'employee' },
  'their manager': { tenantId: 'acme', employeeId: 'lead', role: 'manager' },
  'another manager': { tenantId: 'acme', employeeId: 'rival', role: 'manager' },
  administrator: { tenantId: 'acme', employeeId: 'boss', role: 'admin' },
  // The ids are the same on purpose: what tells the two apart is the tenant alone.
  'worker of another tenant': { tenantId: 'globex', employeeId: 'worker', role: 'employee' },
  'manager of another tenant': { tenantId: 'globex', employeeId: 'lead', role: 'manager' },
  'administrator of another tenant': { tenantId: 'globex', employeeId: 'boss', role: 'admin' },
};

const DAYS = '/employees/worker/days';
const MAPPINGS = '/dialpad/mappings';

/**
 * Each route, how it is asked, and what each of {@link CALLERS} is answered, in their order. Where an administrator of
 * another tenant is not answered 404, the path names nothing of anybody: it is their own tenant's that they are shown.
 */
const TABLE: Readonly<Record<string, readonly [path: string, answers: string, body?: unknown]>> = {
  'GET phone-systems': ['', '401 403 403 403 403 200 403 403 200'],
  'GET phone-systems/assurance': ['/assurance', '401 403 403 403 403 200 403 403 200'],
  'GET phone-systems/audit': ['/audit', '401 403 403 403 403 200 403 403 200'],
  'GET phone-systems/rules': ['/rules', '401 403 403 403 403 200 403 403 200'],
  'PUT phone-systems/rules': ['/rules', '401 403 403 403 403 200 403 403 200', RULES],
  'DELETE phone-systems/rules/:effectiveFrom': ['/rules/2099-12-01', '401 403 403 403 403 204 403 403 204'],
  'POST phone-systems/rules/preview': ['/rules/preview', '401 403 403 403 403 200 403 403 200', RULES],
  'GET phone-systems/employees/:employeeId/data': ['/employees/worker/data', '401 200 403 403 403 200 404 404 404'],
  'GET phone-systems/employees/:employeeId/data/summary': [
    '/employees/worker/data/summary',
    '401 200 403 403 403 200 404 404 404',
  ],
  'DELETE phone-systems/employees/:employeeId/data': ['/employees/worker/data', '401 403 403 403 403 204 403 403 404'],
  'POST phone-systems/erasures': ['/erasures', '401 403 403 403 403 204 403 403 204', { number: '+14155550111' }],
  'GET phone-systems/employees/:employeeId/days': [
    `${DAYS}?from=2026-11-01&to=2026-11-02`,
    '401 200 403 200 403 200 404 404 404',
  ],
  'GET phone-systems/employees/:employeeId/days/:day': [`${DAYS}/2026-11-01`, '401 200 403 200 403 200 404 404 404'],
  // A manager does not see who else looked at the days of their report.
  'GET phone-systems/employees/:employeeId/readers': [
    '/employees/worker/readers',
    '401 200 403 403 403 200 404 404 404',
  ],
  'POST phone-systems/employees/:employeeId/days/:day/objections': [
    `${DAYS}/2026-11-01/objections`,
    '401 201 403 403 403 403 404 404 404',
    { text: 'I was on another line' },
  ],
  // Without a name it is one's own team, and an administrator's own company.
  'GET phone-systems/objections': ['/objections', '401 403 403 200 200 200 403 200 200'],
  // What everybody is told of their own tenant.
  'GET phone-systems/notice': ['/notice', '401 200 200 200 200 200 200 200 200'],
  'POST phone-systems/notice/acknowledgement': ['/notice/acknowledgement', '401 200 200 200 200 200 200 200 200', {}],
  'PUT phone-systems/objections/:id': [
    `/objections/${workersObjection}`,
    '401 403 403 200 403 200 404 404 404',
    { answer: 'declined', text: 'It was a customer' },
  ],
  // Without a name it is one's own team, and an administrator's own company.
  'GET phone-systems/people/days': [
    '/people/days?from=2026-11-01&to=2026-11-02',
    '401 403 403 200 200 200 403 200 200',
  ],
  'GET phone-systems/calls/:callId': [`/calls/${workersCall}`, '401 200 403 200 403 200 404 404 404'],
  'PUT phone-systems/calls/:callId/exclusion': [
    `/calls/${workersCall}/exclusion`,
    '401 403 403 200 403 200 404 404 404',
    { excluded: true, note: '' },
  ],
  'GET phone-systems/:key/connect': ['/dialpad/connect', '401 403 403 403 403 302 403 403 302'],
  'GET phone-systems/:key/callback': ['/dialpad/callback?state=x', '302 302 302 302 302 302 302 302 302'],
  // Dialpad has no keys.
  'POST phone-systems/:key/keys': [
    '/dialpad/keys',
    '401 403 403 403 403 409 403 403 409',
    { id: 'id', secret: 'secret' },
  ],
  'GET phone-systems/:key/connection': ['/dialpad/connection', '401 403 403 403 403 200 403 403 404'],
  'DELETE phone-systems/:key/connection': ['/dialpad/connection', '401 403 403 403 403 204 403 403 404'],
  'GET phone-systems/:key/former-accounts': ['/dialpad/former-accounts', '401 403 403 403 403 200 403 403 404'],
  'GET phone-systems/:key/former-accounts/:connectionId/data': [
    `/dialpad/former-accounts/${connection.id}/data`,
    '401 403 403 403 403 200 403 403 404',
  ],
  'DELETE phone-systems/:key/former-accounts/:connectionId': [
    `/dialpad/former-accounts/${connection.id}`,
    '401 403 403 403 403 204 403 403 404',
  ],
  'GET phone-systems/:key/mappings': [MAPPINGS, '401 403 403 403 403 200 403 403 404'],
  'POST phone-systems/:key/mappings/auto': [`${MAPPINGS}/auto`, '401 403 403 403 403 200 403 403 404'],
  'GET phone-systems/:key/mappings/export': [`${MAPPINGS}/export`, '401 403 403 403 403 200 403 403 404'],
  'POST phone-systems/:key/mappings/import': [
    `${MAPPINGS}/import`,
    '401 403 403 403 403 200 403 403 404',
    'employeeId,phoneUserId',
  ],
  'PUT phone-systems/:key/mappings/:employeeId': [
    `${MAPPINGS}/worker`,
    '401 403 403 403 403 200 403 403 404',
    { phoneUserId: null },
  ],
  'DELETE phone-systems/:key/mappings/:employeeId': [`${MAPPINGS}/worker`, '401 403 403 403 403 204 403 403 404'],
  // That one's own tenant has not connected anything.
  'POST phone-systems/:key/fetches': ['/dialpad/fetches', '401 403 403 403 403 202 403 403 409'],
  'GET phone-systems/:key/fetches': ['/dialpad/fetches', '401 403 403 403 403 200 403 403 404'],
  'GET phone-systems/:key/fetches/:id': [`/dialpad/fetches/${round.id}`, '401 403 403 403 403 200 403 403 404'],
  'GET phone-systems/:key/rejected': ['/dialpad/rejected', '401 403 403 403 403 200 403 403 404'],
  'GET phone-systems/:key/progress': ['/dialpad/progress', '401 403 403 403 403 200 403 403 404'],
  // Who is signed in makes no difference to a delivery; its signature does.
  'POST phone-systems/:key/hooks/:connectionId': [
    `/dialpad/hooks/${connection.id}`,
    '204 204 204 204 204 204 204 204 204',
    'signed',
  ],
  'POST phone-systems/:key/hooks': ['/dialpad/hooks', '204 204 204 204 204 204 204 204 204', 'signed'],
};

describe.each(PLATFORMS)('who is answered what, route by route, on %s', (platform) => {
  let http: StubbedHttp;

  beforeAll(async () => {
    http = await StubbedHttp.start(platform);
  });

  beforeEach(() => http.reset());

  afterAll(() => http.app.close());

  it('is said here of every route', () => {
    expect(controllers.length).toBeGreaterThan(5);
    expect(Object.keys(TABLE).sort()).toEqual(routes.map(({ name }) => name).sort());
  });

  const pathOf = (route: string): string => new URL(http.address + (TABLE[route]?.[0] ?? '')).pathname;

  const answerTo = async (caller: Caller | null, route: string) => {
    const [path, , sent] = TABLE[route] ?? ['', ''];
    http.told.caller = caller;
    const leaving = new AbortController();
    const response = await fetch(http.address + path, {
      method: route.slice(0, route.indexOf(' ')),
      redirect: 'manual',
      signal: leaving.signal,
      ...(sent === undefined
        ? {}
        : typeof sent === 'string'
          ? { body: sent, headers: { 'content-type': 'text/csv' } }
          : { body: JSON.stringify(sent), headers: { 'content-type': 'application/json' } }),
    });
    // Progress has no end: nobody waits for it. Nor do the stubs answer in the shape of what they stand for.
    const body = response.status >= 400 ? await response.json() : null;
    leaving.abort();
    return { status: response.status, type: body === null ? '' : (response.headers.get('content-type') ?? ''), body };
  };

  it.each(Object.entries(TABLE))('%s', async (route, [, answers]) => {
    const told: Record<string, number> = {};
    for (const [who, caller] of Object.entries(CALLERS)) {
      const answer = await answerTo(caller, route);
      told[who] = answer.status;
      expect(undocumented(route.slice(0, route.indexOf(' ')), pathOf(route), answer)).toBeNull();
    }
    const promised = answers.split(' ').map(Number);
    expect(told).toEqual(Object.fromEntries(Object.keys(CALLERS).map((who, index) => [who, promised[index]])));
  });

  it('erases nobody for whom it was refused', async () => {
    for (const caller of Object.values(CALLERS)) {
      await answerTo(caller, 'DELETE phone-systems/employees/:employeeId/data');
    }
    expect(http.told.erased).toEqual(['worker']);
  });
});
