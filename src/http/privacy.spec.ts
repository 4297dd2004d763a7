import { PLATFORMS, StubbedHttp } from '../../test/support/stubbed-http.js';

describe.each(PLATFORMS)('the HTTP surface of the audit trail, on %s', (platform) => {
  let http: StubbedHttp;

  beforeAll(async () => {
    http = await StubbedHttp.start(platform);
  });

  beforeEach(() => {
    http.reset();
    http.told.audited = [
      {
        at: new Date('2026-11-22T10:00:00Z'),
        actor: '=cmd()',
        action: 'map',
        subject: 'e5',
        details: { to: 'nobody', from: null },
      },
      {
        at: new Date('2026-11-21T10:00:00Z'),
        actor: 'boss',
        action: 'rules',
        subject: 'x;=1+1',
        details: {},
      },
    ];
  });

  afterAll(() => http.app.close());

  it('lists what was done, a page at a time', async () => {
    const item = {
      at: '2026-11-22T10:00:00.000Z',
      actor: '=cmd()',
      action: 'map',
      subject: 'e5',
      details: { to: 'nobody', from: null },
    };
    const first = await http.ask('get', '/audit').expect(200);
    expect(first.body).toMatchObject({ items: [item, { subject: 'x;=1+1' }], next: 7 });
    await http.ask('get', '/audit?after=7').expect(200, { items: [], next: null });
    for (const wrong of ['format=xml', 'after=0', 'after=x', 'after=1.5']) {
      const { body } = await http.ask('get', `/audit?${wrong}`).expect(400);
      expect(body).toMatchObject({ code: 'invalid_input' });
    }
  });

  it('gives it as a CSV file that no spreadsheet runs', async () => {
    const { headers, text } = await http.ask('get', '/audit?format=csv').expect(200);
    expect(headers['content-type']).toMatch(/^text\/csv; charset=utf-8/);
    expect(headers['content-disposition']).toBe('attachment; filename="audit.csv"');
    expect(text).toBe(
      'at,actor,action,subject,details\r\n' +
        `2026-11-22T10:00:00.000Z,'=cmd(),map,e5,"{""to"":""nobody"",""from"":null}"\r\n` +
        "2026-11-21T10:00:00.000Z,boss,rules,x;'=1+1,{}\r\n",
    );
  });

  it('gives those who must approve one document, as Markdown in which what others wrote is text', async () => {
    await http.ask('get', '/assurance').expect(200, /"version":"5f0c"/);
    const { headers, text } = await http.ask('get', '/assurance?format=md').expect(200);
    expect(headers['content-type']).toMatch(/^text\/markdown; charset=utf-8/);
    expect(headers['content-disposition']).toBe('attachment; filename="assurance.md"');
    expect(
      text
        .split('\n')
        .filter((line) => line !== '')
        .slice(2),
    ).toEqual([
      '## How long',
      '- Kept a year.',
      '- # &lt;b>Later&lt;/b> ## gone | \\[all](x)',
      'Held by `a.spec.ts`.',
      '| What | Who |',
      '| --- | --- |',
      '| a\\|b | admins |',
    ]);
    const { body } = await http.ask('get', '/assurance?format=pdf').expect(400);
    expect(body).toMatchObject({ code: 'invalid_input', detail: expect.stringContaining('format must be json or md') });
  });

  it('gives what is stored of a person as JSON and, value by value, as a table', async () => {
    const json = await http.ask('get', '/employees/worker/data').expect(200);
    expect(json.headers['content-disposition']).toBe('attachment; filename="personal-data.json"');
    const { headers, text } = await http.ask('get', '/employees/worker/data?format=csv').expect(200);
    expect(headers['content-type']).toMatch(/^text\/csv; charset=utf-8/);
    expect(headers['content-disposition']).toBe('attachment; filename="personal-data.csv"');
    expect(text).toMatch(/^part,number,field,value\r\n/);
    const values = (value: unknown): unknown[] =>
      typeof value === 'object' && value !== null ? Object.values(value).flatMap(values) : [value];
    expect(text.trimEnd().split('\r\n')).toHaveLength(1 + values(json.body).length);
    await http.ask('get', '/employees/worker/data?format=xml').expect(400);
  });

  it('answers an erasure with nothing, or with what remains and how to erase it', async () => {
    await http.ask('delete', '/employees/worker/data').expect(204, '');
    await http.ask('post', '/erasures').send({ number: '+14155550111' }).expect(204, '');
    const note = { kind: 'note', connectionId: null, phoneUserId: null, callId: 'c1', message: 'The note …' };
    http.told.remains = [note];
    await http.ask('delete', '/employees/worker/data').expect(200, { remains: [note] });
    const phoneUser = { connectionId: 'a3d6f1de-5c5e-4a55-9d8e-0d3b4b1f6c11', phoneUserId: 'u1' };
    await http
      .ask('post', '/erasures')
      .send(phoneUser)
      .expect(200, { remains: [note] });
    expect(http.told.erased).toEqual(['worker', '+14155550111', 'worker', ...Object.values(phoneUser)]);
    for (const neither of [
      {},
      { phoneUserId: 'u1' },
      { number: '+14155550111', ...phoneUser },
      { connectionId: 'x' },
    ]) {
      const { body } = await http.ask('post', '/erasures').send(neither).expect(400);
      expect(body).toMatchObject({ code: 'invalid_input' });
    }
    expect(http.told.erased).toHaveLength(5);
  });

  it('is for administrators', async () => {
    http.signIn('lead', 'manager');
    await http.ask('get', '/audit').expect(403);
  });
});
