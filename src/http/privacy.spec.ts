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
    ];
  });

  afterAll(() => http.app.close());

  it('lists what was done', async () => {
    const item = {
      at: '2026-11-22T10:00:00.000Z',
      actor: '=cmd()',
      action: 'map',
      subject: 'e5',
      details: { to: 'nobody', from: null },
    };
    await http.ask('get', '/audit').expect(200, { items: [item] });
    await http.ask('get', '/audit?format=xml').expect(400);
  });

  it('gives it as a CSV file that no spreadsheet runs', async () => {
    const { headers, text } = await http.ask('get', '/audit?format=csv').expect(200);
    expect(headers['content-type']).toMatch(/^text\/csv; charset=utf-8/);
    expect(headers['content-disposition']).toBe('attachment; filename="audit.csv"');
    expect(text).toBe(
      'at,actor,action,subject,details\r\n' +
        `2026-11-22T10:00:00.000Z,'=cmd(),map,e5,"{""to"":""nobody"",""from"":null}"\r\n`,
    );
  });

  it('is for administrators', async () => {
    http.signIn('lead', 'manager');
    await http.ask('get', '/audit').expect(403);
  });
});
