import { RULES } from '../../test/support/rules-document.js';
import {
  dayWithExcluded,
  nobodysCall,
  round,
  PLATFORMS,
  StubbedHttp,
  workersCall,
} from '../../test/support/stubbed-http.js';

describe.each(PLATFORMS)('the HTTP surface of scores, on %s', (platform) => {
  let http: StubbedHttp;

  beforeAll(async () => {
    http = await StubbedHttp.start(platform);
  });

  beforeEach(() => http.reset());

  afterAll(() => http.app.close());

  describe('days and calls', () => {
    const days = '/employees/worker/days';

    it('are for administrators, the person and their manager', async () => {
      for (const [id, role, status] of [
        ['boss', 'admin', 200],
        ['worker', 'employee', 200],
        ['lead', 'manager', 200],
        ['other', 'manager', 403],
      ] as const) {
        http.signIn(id, role);
        await http.ask('get', `${days}/2026-11-20`).expect(status);
        await http.ask('get', `/calls/${workersCall}`).expect(status);
      }
      http.signIn('boss', 'admin', 'globex');
      await http.ask('get', `${days}/2026-11-20`).expect(404);
      await http.ask('get', `/calls/${workersCall}`).expect(404);
    });

    it('are kept out of caches, and come as JSON that tells its length', async () => {
      const { headers, text } = await http.ask('get', `${days}/2026-11-20`).expect(200);
      expect(headers).toMatchObject({
        'cache-control': 'no-store',
        'content-type': 'application/json; charset=utf-8',
        'content-length': String(Buffer.byteLength(text)),
      });
      expect(headers).not.toHaveProperty('etag');
      const head = await http.ask('head', `${days}/2026-11-20`).expect(200);
      expect(head.headers['content-type']).toBe('application/json; charset=utf-8');
      expect(head.text).toBeUndefined();
    });

    it('belong to administrators where they belong to nobody', async () => {
      await http.ask('get', `/calls/${nobodysCall}`).expect(200);
      http.signIn('lead', 'manager');
      await http.ask('get', `/calls/${nobodysCall}`).expect(403);
    });

    it('list both ends of a span', async () => {
      await http
        .ask('get', `${days}?from=2026-11-19&to=2026-11-20`)
        .expect(200, { explain: 'points', items: [{ day: '2026-11-19' }, { day: '2026-11-20' }] });
    });

    it.each([
      [`${days}/2026-02-30`, 400, 'invalid_day'],
      [`${days}/today`, 400, 'invalid_day'],
      [`${days}?from=2026-11-20`, 400, 'invalid_day'],
      [`${days}?from=2026-11-20&to=2026-11-19`, 400, 'invalid_span'],
      ['/employees/nobody/days/2026-11-20', 404, 'unknown_employee'],
      ['/calls/nonsense', 404, 'unknown_call'],
      [`/calls/${round.id}`, 404, 'unknown_call'],
    ])('%s: %i %s', async (path, status, code) => {
      const { body } = await http.ask('get', path).expect(status);
      expect(body).toMatchObject({ status, code });
    });

    it('tell each caller what they may decide about the calls of a day', async () => {
      for (const [id, role, mayExclude, staysExcluded] of [
        ['boss', 'admin', true, []],
        ['lead', 'manager', true, [workersCall]],
        ['worker', 'manager', true, [workersCall]],
        ['worker', 'employee', false, []],
      ] as const) {
        http.signIn(id, role);
        const { body } = await http.ask('get', `${days}/${dayWithExcluded}`).expect(200);
        const mayObject = id === 'worker';
        expect(body).toEqual({
          explain: 'points',
          mayExclude,
          mayObject,
          staysExcluded,
          employeeId: 'worker',
          day: dayWithExcluded,
        });
        const { body: other } = await http.ask('get', `${days}/2026-11-20`).expect(200);
        expect(other).toMatchObject({ mayExclude, staysExcluded: [] });
      }
    });

    it('tell each caller what they may open of it, and whether they may let it count again', async () => {
      const seenBy = async (id: string, role: 'admin' | 'manager' | 'employee') => {
        http.signIn(id, role);
        const { body } = await http.ask('get', `/calls/${workersCall}`).expect(200);
        const { credit, exclusion, mayExclude, conversation, owners } = body as {
          credit: { text: string; employeeId?: string }[];
          exclusion: { mayInclude: boolean };
          mayExclude: boolean;
          conversation: { callId: string; mayOpen: boolean }[];
          owners?: unknown;
        };
        expect([owners, credit[0]?.employeeId]).toEqual([undefined, undefined]);
        expect(conversation).toEqual([{ callId: 'other', mayOpen: role === 'admin' }]);
        expect(mayExclude).toBe(exclusion.mayInclude);
        return [...credit.map(({ text }) => text), exclusion.mayInclude];
      };
      expect(await seenBy('boss', 'admin')).toEqual(['worker', 'gone', true]);
      expect(await seenBy('lead', 'manager')).toEqual(['worker', false]);
      expect(await seenBy('worker', 'employee')).toEqual(['worker', false]);
    });

    it('are excluded by managers, and not by the one whose they are', async () => {
      const exclusion = `/calls/${workersCall}/exclusion`;
      http.signIn('worker', 'employee');
      await http.ask('put', exclusion).send({ excluded: true }).expect(403);
      http.signIn('lead', 'manager');
      await http.ask('put', exclusion).send({ excluded: true, note: 'a test call' }).expect(200);
      await http.ask('put', exclusion).send({ excluded: false }).expect(200);
      await http.ask('put', exclusion).send({ excluded: true, note: null }).expect(200);
      await http.ask('put', exclusion).send({ excluded: 'yes' }).expect(400);
      expect(http.told.excluded).toEqual([
        ['lead', workersCall, { excluded: true, note: 'a test call' }],
        ['lead', workersCall, { excluded: false, note: '' }],
        ['lead', workersCall, { excluded: true, note: '' }],
      ]);
    });
  });

  it('reads and saves rules', async () => {
    const rules = {
      effectiveFrom: '2026-12-01',
      pointsPerMinute: 1,
      weights: { inbound: 1, outbound: 1, internal: 0.5 },
      pointsPerCall: 0,
      shortestTalkSeconds: 30,
      dailyCap: 60,
      overlap: 'conversation',
    };
    const current = { effectiveFrom: '2026-12-01', versions: [], revision: '1-5' };
    await http.ask('get', '/rules').expect(200, current).expect('etag', '"1-5"');
    await http.ask('put', '/rules').send(rules).expect(200, current);
    await http.ask('put', '/rules').send({}).expect(400);
    expect(http.told.saved).toEqual([rules]);
    await http
      .ask('post', '/rules/preview')
      .send(rules)
      .expect(200, { items: [{ employeeId: 'worker', old: 10, new: 12.5 }], frozenDays: [], people: 1, next: null });
    await http.ask('post', '/rules/preview?after=e1').send(rules).expect(200);
    await http.ask('post', '/rules/preview?after=%00').send(rules).expect(400);
    expect(http.told.saved).toEqual([rules]);
  });

  it.each([
    ['"1-4"', '1-4'],
    ['W/"1-4"', '1-4'],
    ['*', undefined],
  ])('saves rules only where they are those that If-Match names: %s', async (named, known) => {
    await http.ask('put', '/rules').set('if-match', named).send(RULES).expect(200).expect('etag', '"1-5"');
    expect(http.told.saved).toEqual([known === undefined ? RULES : { ...RULES, known }]);
  });

  it('takes rules back that were saved for a day, and names a day that is none', async () => {
    await http.ask('delete', '/rules/2099-12-01').expect(204);
    const { body } = await http.ask('delete', '/rules/2099-02-30').expect(400);
    expect(body).toMatchObject({ code: 'invalid_day', errors: [{ field: 'effectiveFrom' }] });
  });

  it('takes rules back as it told them, past versions and all, and amounts of six decimals', async () => {
    const rules = {
      effectiveFrom: '2026-12-01',
      pointsPerMinute: 0.016667,
      weights: { inbound: 1, outbound: 1, internal: 0.333333 },
      pointsPerCall: 0,
      shortestTalkSeconds: 0,
      dailyCap: 999_999.123456,
      overlap: 'employee',
    };
    const told = {
      ...rules,
      revision: '1-5',
      versions: [{ ...rules, savedBy: 'boss', savedAt: '2026-11-20T10:00:00.000Z' }],
    };
    await http.ask('put', '/rules').send(told).expect(200);
    await http.ask('post', '/rules/preview').send(told).expect(200);
    expect(http.told.saved).toEqual([rules]);
    await http
      .ask('put', '/rules')
      .send({ ...rules, pointsPerMinute: 0.0166667 })
      .expect(400);
  });

  it.each(['put', 'post'] as const)('names every wrong field of rules, saved or tried (%s)', async (method) => {
    const wrong = {
      effectiveFrom: '2026-02-30',
      pointsPerMinute: -1,
      weights: { inbound: -0.5, outbound: 'much', internal: 1.2345678, sideways: 1 },
      pointsPerCall: null,
      shortestTalkSeconds: 86_401,
      dailyCap: 'no number',
      overlap: 'everything',
      surprise: true,
    };
    const { body } = await http
      .ask(method, method === 'put' ? '/rules' : '/rules/preview')
      .send(wrong)
      .expect(400);
    expect(body).toMatchObject({ status: 400, code: 'invalid_input' });
    const { errors } = body as { errors: { field: string; message: string }[] };
    expect(errors.map(({ field }) => field).sort()).toEqual([
      'dailyCap',
      'effectiveFrom',
      'overlap',
      'pointsPerCall',
      'pointsPerMinute',
      'shortestTalkSeconds',
      'surprise',
      'weights.inbound',
      'weights.internal',
      'weights.outbound',
      'weights.sideways',
    ]);
    expect(http.told.saved).toEqual([]);
  });

  it.each([
    [null, 'weights'],
    [[], 'weights'],
    ['all', 'weights'],
    [undefined, 'weights'],
  ])('refuses weights that are %j', async (weights, field) => {
    const rules = { effectiveFrom: '2026-12-01', pointsPerMinute: 1, weights, pointsPerCall: 0 };
    const rest = { shortestTalkSeconds: 0, dailyCap: null, overlap: 'employee' };
    const { body } = await http
      .ask('put', '/rules')
      .send({ ...rules, ...rest })
      .expect(400);
    expect((body as { errors: { field: string }[] }).errors.map((it) => it.field)).toContain(field);
  });
});
