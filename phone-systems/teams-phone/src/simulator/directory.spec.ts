import { acmePeople } from 'prodoscore-phone-systems/testing';
import { PERMISSIONS, startTeamsPhoneSimulator } from './index.js';
import type { Permission, TeamsPhoneSimulator } from './index.js';
import { allOf, asked } from './spec-support/asked.js';
import type { WireError, WireList } from './spec-support/asked.js';

const SELECT =
  'id,displayName,mail,userPrincipalName,otherMails,proxyAddresses,businessPhones,mobilePhone,accountEnabled,userType';

interface User {
  readonly id: string;
  readonly displayName: string;
  readonly mail: string | null;
  readonly userPrincipalName: string;
  readonly proxyAddresses: readonly string[];
  readonly accountEnabled: boolean;
  readonly userType: string;
}
interface Configuration {
  readonly id: string;
  readonly accountType: string;
  readonly isEnterpriseVoiceEnabled: boolean;
  readonly telephoneNumbers: readonly { readonly telephoneNumber: string; readonly assignmentCategory: string }[];
}

describe('the directory', () => {
  let teams: TeamsPhoneSimulator;
  let token: string;
  let now = Date.UTC(2026, 10, 20, 17);
  beforeAll(async () => {
    teams = await startTeamsPhoneSimulator({
      ...{ limits: 'off', historyDays: 1, pageSizes: { users: 5 }, now: () => new Date(now) },
    });
    token = teams.grant('Acme');
  });
  afterAll(() => teams.stop());

  const ask = <T>(path: string) => asked<T>(`${teams.baseUrl}/v1.0/${path}`, token);
  const users = () => allOf<User>(`${teams.baseUrl}/v1.0/users?$select=${SELECT}&$top=999`, token);

  it('has the tenant with its domains, those that take e-mail among them', async () => {
    const { body } =
      await ask<WireList<{ id: string; verifiedDomains: { name: string; capabilities: string }[] }>>('organization');
    expect(body.value).toMatchObject([{ id: teams.company('Acme').id, displayName: 'Acme', tenantType: 'AAD' }]);
    const withMail = body.value[0]?.verifiedDomains.filter(({ capabilities }) => capabilities.includes('Email'));
    expect(withMail?.map(({ name }) => name)).toEqual(['acme.example', 'acmehq.onmicrosoft.com']);
  });

  it('comes in pages by absolute links, in which names keep their dollar signs', async () => {
    const { body } = await ask<WireList<User>>(`users?$select=${SELECT}&$top=999`);
    expect(body['@odata.nextLink']).toMatch(/^http:\/\/127\.0\.0\.1:\d+\/v1\.0\/users\?.*\$skiptoken=/);
    const { items, pages } = await users();
    expect(pages).toBe(4);
    expect(new Set(items.map(({ id }) => id)).size).toBe(items.length);
  });

  it('has everybody: people, a guest, a room, queues and attendants, without who is gone', async () => {
    const { items } = await users();
    const named = new Map(items.map((user) => [user.displayName, user]));
    expect(named.has('Hana Sato')).toBe(false);
    expect(named.get('Stella Fremd')).toMatchObject({
      ...{ userType: 'Guest', userPrincipalName: expect.stringContaining('#EXT#') as string },
    });
    expect(named.get('Board room')).toMatchObject({ accountEnabled: false });
    expect(named.get('Order desk')).toMatchObject({ mail: null, userType: 'Member' });
    expect(named.get('Sofia Lind')).toMatchObject({ accountEnabled: false });
    expect(named.get('Ann Moss')).toMatchObject({ mail: null, userPrincipalName: 'ann@acme.example' });
    expect(named.get('Lee Park')).toMatchObject({
      mail: 'lee@acme.example',
      userPrincipalName: 'lee.park@acme.example',
    });
    expect(named.get('Grace Obi')?.proxyAddresses).toEqual(['SMTP:grace@acme.example', 'smtp:g.obi@acme.example']);
  });

  it('shows only what is selected, and a few fields where nothing is', async () => {
    const { body } = await ask<WireList<User>>('users?$select=id&$top=1');
    expect(Object.keys(body.value[0] ?? {})).toEqual(['id']);
    expect((await ask<WireList<User>>('users')).body.value[0]).not.toHaveProperty('accountEnabled');
    expect(await ask<WireError>('users?$select=shoeSize')).toMatchObject({
      ...{ status: 400, body: { error: { code: 'BadRequest' } } },
    });
  });

  it('refuses $skip, more than 999 at once, and a link that is spent or of another list', async () => {
    for (const path of ['users?$skip=5', 'users?$top=1000', 'users?$top=0', 'users?$skiptoken=made.up']) {
      expect((await ask(path)).status).toBe(400);
    }
    const link = (await ask<WireList>('users?$select=id&$top=5')).body['@odata.nextLink'] ?? '';
    expect((await asked(link, token)).status).toBe(200);
    expect((await asked(link.replace('$select=id', '$select=mail'), token)).status).toBe(400);
    expect((await asked(link, teams.grant('Globex'))).status).toBe(400);
    now += 3_600_000;
    token = teams.grant('Acme');
    expect((await asked(link, token)).status).toBe(400);
  });

  it('says in user configurations who is a person with a line, and by which number', async () => {
    const { value } = (await ask<WireList<Configuration>>('admin/teams/userConfigurations')).body;
    const people = value.filter(
      ({ accountType, isEnterpriseVoiceEnabled }) => accountType === 'user' && isEnterpriseVoiceEnabled,
    );
    const numbers = people.flatMap(({ telephoneNumbers }) => telephoneNumbers.map((one) => one.telephoneNumber));
    for (const { phones } of acmePeople.filter(({ match }) => match === 'phone')) {
      expect(numbers).toContain(`+1${phones[0]?.replaceAll(/\D/g, '') ?? ''}`);
    }
    expect(value.filter(({ accountType }) => accountType === 'resourceAccount')).toHaveLength(3);
    const tom = value.find(({ telephoneNumbers }) => telephoneNumbers.length === 2)?.telephoneNumbers;
    expect(tom?.map(({ assignmentCategory }) => assignmentCategory)).toEqual(['primary', 'alternate']);
  });

  it.each([
    ['Organization.Read.All', 'organization', 'Authorization_RequestDenied'],
    ['User.Read.All', 'users', 'Authorization_RequestDenied'],
    ['TeamsUserConfiguration.Read.All', 'admin/teams/userConfigurations', 'Forbidden'],
    ['CallRecords.Read.All', 'communications/callRecords', 'Forbidden'],
    ['CallRecords.Read.All', 'subscriptions', 'Forbidden'],
  ] as const)('refuses without %s what needs it: /%s', async (missing, path, code) => {
    teams.setPermissions(
      'Acme',
      PERMISSIONS.filter((one: Permission) => one !== missing),
    );
    expect(await ask<WireError>(path)).toMatchObject({ status: 403, body: { error: { code } } });
    teams.setPermissions('Acme', PERMISSIONS);
    expect((await ask(path)).status).toBe(200);
  });

  it('opens without a licence for Teams Phone, and the call records do not', async () => {
    teams.setLicensed('Acme', false);
    expect((await ask('users')).status).toBe(200);
    expect((await ask('communications/callRecords')).status).toBe(403);
    teams.setLicensed('Acme', true);
  });
});
