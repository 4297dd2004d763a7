import { StubbedHttp, workersCall } from '../../test/support/stubbed-http.js';

const DAY = '/employees/worker/days/2026-11-01';

describe('the notice', () => {
  let http: StubbedHttp;

  beforeAll(async () => {
    http = await StubbedHttp.start();
  });

  beforeEach(() => http.reset());

  afterAll(() => http.app.close());

  it('comes before one’s own days and calls where it is required, and keeps them from nobody else', async () => {
    const paths = [DAY, '/employees/worker/days?from=2026-11-01&to=2026-11-02', `/calls/${workersCall}`];
    http.told.notice = 'required';
    http.signIn('worker', 'employee');
    for (const path of paths) {
      const { status, body } = await http.ask('get', path);
      expect([status, body.code]).toEqual([403, 'notice_first']);
    }
    for (const [who, role] of [
      ['lead', 'manager'],
      ['boss', 'admin'],
    ] as const) {
      http.signIn(who, role);
      for (const path of paths) expect((await http.ask('get', path)).status).toBe(200);
    }
    http.signIn('worker', 'employee');
    const { body } = await http.ask('get', '/notice').expect(200);
    expect(body).toMatchObject({ version: '5f0c', mode: 'required', acknowledgedAt: null });
    await http.ask('post', '/notice/acknowledgement').send({ version: '5f0c' }).expect(200);
    expect(http.told.acknowledged).toEqual(['worker 5f0c']);
    for (const path of paths) await http.ask('get', path).expect(200);
  });

  it('is acknowledged as it was read, and not as it is by now', async () => {
    const { body } = await http.ask('post', '/notice/acknowledgement').send({ version: '0ld' }).expect(409);
    expect(body.code).toBe('notice_changed');
    expect(http.told.acknowledged).toEqual([]);
  });

  it('is acknowledged by an object and by nothing else, and says so in words of its own', async () => {
    const { body } = await http.ask('post', '/notice/acknowledgement').send([]).expect(400);
    expect(body).toMatchObject({
      code: 'invalid_input',
      detail: 'The request is not right: what was sent must be a JSON object, such as {}.',
    });
    expect(http.told.acknowledged).toEqual([]);
  });

  it.each(['off', 'shown'] as const)('keeps no day from anybody where it is %s', async (mode) => {
    http.told.notice = mode;
    http.signIn('worker', 'employee');
    await http.ask('get', DAY).expect(200);
  });
});
