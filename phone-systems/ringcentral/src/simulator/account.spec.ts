import { acmePeople } from 'prodoscore-phone-systems/testing';
import { startRingCentralSimulator } from './index.js';
import type { RingCentralSimulator } from './index.js';
import { asked } from './spec-support/asked.js';
import type { WireList } from './spec-support/asked.js';

interface Entry {
  readonly id: string;
  readonly type: string;
  readonly status: string;
  readonly firstName?: string;
  readonly email?: string;
  readonly phoneNumbers: readonly { readonly phoneNumber: string }[];
  readonly account?: { readonly id: string };
}
interface Extension extends Entry {
  readonly contact: { readonly firstName: string; readonly email?: string };
  readonly hidden: boolean;
}

const ACCOUNT = '/restapi/v1.0/account/~';

describe('the account', () => {
  let ringCentral: RingCentralSimulator;
  beforeAll(async () => {
    ringCentral = await startRingCentralSimulator({ limits: 'off', historyDays: 1 });
  });
  afterAll(() => ringCentral.stop());

  const ask = <T>(path: string, email = 'dana@acme.example') =>
    asked<T>(`${ringCentral.baseUrl}${path}`, ringCentral.grant(email).accessToken);
  const names = async (query = '', email?: string): Promise<readonly (string | undefined)[]> =>
    (await ask<WireList<Entry>>(`${ACCOUNT}/directory/entries?${query}`, email)).body.records.map(
      ({ firstName }) => firstName,
    );

  it('has an int64 for an id, a main number, a status, and no domain', async () => {
    const { body } = await ask<Record<string, unknown>>(ACCOUNT);
    expect(body).toMatchObject({ id: '9007199255000001', mainNumber: '+14155550100', status: 'Confirmed' });
    expect(JSON.stringify(body)).not.toContain('acme.example');
    expect((await ask<object>('/restapi/v2/accounts/~')).body).toMatchObject({ companyName: 'Acme' });
  });

  it('tells who consented by `extension/~`: their e-mail and whether they administer', async () => {
    expect((await ask(`${ACCOUNT}/extension/~`)).body).toMatchObject({
      contact: { email: 'dana@acme.example', company: 'Acme' },
      permissions: { admin: { enabled: true } },
    });
    expect((await ask(`${ACCOUNT}/extension/~`, 'lee@acme.example')).body).toMatchObject({
      permissions: { admin: { enabled: false } },
    });
  });

  it('lets a lesser user consent, and answers the log 403 with the permission’s name', async () => {
    expect((await ask(ACCOUNT, 'lee@acme.example')).status).toBe(200);
    const refusal = await ask(`${ACCOUNT}/call-log?perPage=1`, 'lee@acme.example');
    expect(refusal).toMatchObject({
      status: 403,
      body: {
        ...{ errorCode: 'CMN-408', permissionName: 'FullCompanyCallLog' },
        errors: [{ errorCode: 'CMN-408', permissionName: 'FullCompanyCallLog' }],
      },
    });
  });

  it('answers 404 for another account’s id', async () => {
    const { id } = ringCentral.company('globex.example');
    expect(await ask(`/restapi/v1.0/account/${id}`)).toMatchObject({ status: 404, body: { errorCode: 'CMN-102' } });
  });

  it('is told as suspended with its word, and opens nothing else (OAU-142)', async () => {
    ringCentral.setAccount('acme.example', { status: 'Disabled', reason: 'SuspendedInvoluntarily' });
    expect((await ask(ACCOUNT)).body).toMatchObject({
      ...{ status: 'Disabled', statusInfo: { reason: 'SuspendedInvoluntarily' } },
    });
    expect(await ask(`${ACCOUNT}/directory/entries`)).toMatchObject({ status: 401, body: { errorCode: 'OAU-142' } });
    ringCentral.setAccount('acme.example', { status: 'Confirmed' });
  });

  it('closes to a person who is no longer enabled (OAU-141)', async () => {
    const [, lee] = ringCentral.company('acme.example').extensions;
    const { accessToken } = ringCentral.grant('lee@acme.example');
    ringCentral.changeExtension('acme.example', lee?.id ?? '', { status: 'Frozen' });
    expect(await asked(`${ringCentral.baseUrl}${ACCOUNT}`, accessToken)).toMatchObject({
      ...{ status: 401, body: { errorCode: 'OAU-141' } },
    });
    ringCentral.changeExtension('acme.example', lee?.id ?? '', { status: 'Enabled' });
  });

  describe('its directory', () => {
    it('has ids as texts, and the people whom the reference host knows', async () => {
      const { body } = await ask<WireList<Entry>>(`${ACCOUNT}/directory/entries?showFederated=false`);
      const dana = body.records.find(({ email }) => email === 'dana@acme.example');
      expect(dana).toMatchObject({ id: '9007199255000102', type: 'User', status: 'Enabled' });
      for (const { match, phones } of acmePeople.filter(({ match }) => match === 'phone')) {
        expect(match).toBe('phone');
        const digits = phones[0]?.replaceAll(/\D/g, '') ?? '';
        const numbers = body.records.flatMap((one) => one.phoneNumbers.map(({ phoneNumber }) => phoneNumber));
        expect(numbers).toContain(`+1${digits}`);
      }
    });

    it('shows other companies of the federation unless asked not to; then `account` is left out', async () => {
      const all = (await ask<WireList<Entry>>(`${ACCOUNT}/directory/entries`)).body.records;
      expect(all.find(({ firstName }) => firstName === 'Stella')?.account?.id).not.toBe(all[0]?.account?.id);
      const own = (await ask<WireList<Entry>>(`${ACCOUNT}/directory/entries?showFederated=false`)).body.records;
      expect(own.map(({ firstName }) => firstName)).not.toContain('Stella');
      expect(own.filter(({ account }) => account !== undefined)).toEqual([]);
    });

    it('shows the administrator of a site only that site, unless `accessibleSitesOnly=false`', async () => {
      const query = 'showFederated=false&type=User';
      expect(await names(query, 'grace@acme.example')).toEqual(['Grace', 'Tom', 'Nia']);
      expect((await names(`${query}&accessibleSitesOnly=false`, 'grace@acme.example')).length).toBeGreaterThan(9);
    });

    it('leaves out who is hidden or gone, and says who is not activated or disabled', async () => {
      const { records } = (await ask<WireList<Entry>>(`${ACCOUNT}/directory/entries?showFederated=false`)).body;
      const statuses = new Map(records.map(({ firstName, status }) => [firstName, status]));
      expect([statuses.get('Omar'), statuses.get('Hana')]).toEqual([undefined, undefined]);
      expect([statuses.get('Ben'), statuses.get('Sofia')]).toEqual(['NotActivated', 'Disabled']);
    });

    it('tells queues and menus from people by `typeGroup`', async () => {
      const { records } = (await ask<WireList<Entry>>(`${ACCOUNT}/directory/entries?typeGroup=NonUser`)).body;
      expect(records.map(({ type }) => type)).toEqual([
        ...['Limited', 'Department', 'IvrMenu', 'ParkLocation', 'Voicemail'],
      ]);
    });

    it('comes in pages with their totals', async () => {
      const { body } = await ask<WireList<Entry>>(`${ACCOUNT}/directory/entries?perPage=4&page=2&showFederated=false`);
      expect(body.paging).toMatchObject({ page: 2, perPage: 4, pageStart: 4, pageEnd: 7, totalElements: 17 });
      expect(body.records).toHaveLength(4);
    });
  });

  it('lists all extensions, hidden ones too, with ids as numbers', async () => {
    const { records } = (await ask<WireList<Extension>>(`${ACCOUNT}/extension?perPage=1000`)).body;
    expect(records.find(({ contact }) => contact.firstName === 'Omar')?.hidden).toBe(true);
    const response = await fetch(`${ringCentral.baseUrl}${ACCOUNT}/extension`, {
      headers: { authorization: `Bearer ${ringCentral.grant('dana@acme.example').accessToken}` },
    });
    expect(await response.text()).toContain('"id":9007199255000102,');
  });

  it('refuses what the app has no permission for, by its name (CMN-401)', async () => {
    const poor = await startRingCentralSimulator({ historyDays: 1, appPermissions: ['ReadAccounts'] });
    const { accessToken } = poor.grant('dana@acme.example');
    expect(await asked(`${poor.baseUrl}${ACCOUNT}/call-log`, accessToken)).toMatchObject({
      ...{ status: 403, body: { errorCode: 'CMN-401', permissionName: 'ReadCallLog' } },
    });
    await poor.stop();
  });
});
