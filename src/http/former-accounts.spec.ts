import { StubbedHttp } from '../../test/support/stubbed-http.js';

const ID = 'a3d6f1de-5c5e-4a55-9d8e-0d3b4b1f6c11';

describe('the HTTP surface of accounts that were connected earlier', () => {
  let http: StubbedHttp;

  beforeAll(async () => {
    http = await StubbedHttp.start();
  });

  beforeEach(() => http.reset());

  afterAll(() => http.app.close());

  it('lists them by what they are erased by', async () => {
    http.told.former = [
      {
        id: ID,
        accountExternalId: '77',
        accountName: 'Old Acme',
        accountDomains: ['acme.example'],
        connectedAt: new Date('2026-01-02T03:04:05Z'),
        records: 12,
      },
    ];
    await http.ask('get', '/dialpad/former-accounts').expect(200, {
      items: [
        {
          connectionId: ID,
          account: { externalId: '77', name: 'Old Acme', domains: ['acme.example'] },
          connectedAt: '2026-01-02T03:04:05.000Z',
          records: 12,
        },
      ],
    });
    await http.ask('get', '/acme-phone/former-accounts').expect(404);
  });

  it('hands one out as a file, piece by piece, and gives the place back', async () => {
    for (let turn = 0; turn < 4; turn++) {
      const answer = await http.ask('get', `/dialpad/former-accounts/${ID}/data`).expect(200);
      expect(answer.headers).toMatchObject({
        'content-type': 'application/json; charset=utf-8',
        'content-disposition': 'attachment; filename="former-account.json"',
        'cache-control': 'no-store',
      });
      expect(answer.body).toMatchObject({
        account: { externalId: '77', name: 'Old Acme', domains: [] },
        phoneUsers: [],
        mappings: [],
        calls: [],
      });
    }
  });

  it('notes it as a look at everybody whose line is in the file', async () => {
    http.told.formerMatches = [
      { employeeId: 'worker', phoneUserId: 'u1' },
      { employeeId: 'lead', phoneUserId: null },
    ];
    await http.ask('get', `/dialpad/former-accounts/${ID}/data`).expect(200);
    expect(http.told.looked).toEqual(['boss: export of worker']);
  });

  it('erases one', async () => {
    await http.ask('delete', `/dialpad/former-accounts/${ID}`).expect(204);
    expect(http.told.erased).toEqual([ID]);
  });
});
