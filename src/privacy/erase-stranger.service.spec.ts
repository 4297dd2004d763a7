import { aRecord } from '../../test/support/call-records.js';
import { anEmployee, aUser, type ErasingCompany, ErasingHouse } from '../../test/support/erasing-house.js';
import type { CallRecord } from '../contract/index.js';
import { PhoneUserEntity } from '../storage/index.js';
import { StrangerEraser } from './erase-stranger.service.js';

const HOUR = 3_600_000;
const at = (hours: number): Date => new Date(Math.floor(Date.now() / 1000) * 1000 - hours * HOUR);
const a = (externalId: string, userExternalId: string, hours: number, more: Partial<CallRecord> = {}): CallRecord =>
  aRecord(externalId, {
    userExternalId,
    startedAt: at(hours),
    connectedAt: at(hours),
    endedAt: new Date(at(hours).getTime() + 600_000),
    viaNumber: null,
    ...more,
  });
const CAL = { number: '+12125550100', name: 'Cal Vance', internal: false };
const CALS = /cal\s+vance|12125550100/i;

describe('erasing who is no employee', () => {
  let house: ErasingHouse;
  let company: ErasingCompany;
  let strangers: StrangerEraser;

  beforeAll(async () => {
    house = await ErasingHouse.open();
  });

  afterAll(() => house.close());

  beforeEach(async () => {
    company = await house.company();
    strangers = new StrangerEraser(house.stage.tenants, company.terms, house.stage.erased);
    company.employees = [anEmployee('boss', 'Bo Ross'), anEmployee('bob', 'Bob Park', { phones: ['(212) 555-0177'] })];
    company.users = [
      aUser('u-bob', 'Bob Park', { emails: ['bob@acme.example'], numbers: [{ e164: '+12125550178' }] }),
      aUser('u-zed', 'Zed Moss', { numbers: [{ e164: '+12125550179' }] }),
    ];
    company.calls = [
      a('bob-1', 'u-bob', 50, { counterparty: CAL }),
      a('bob-2', 'u-bob', 3, { counterparty: { number: '+12125550101', name: 'Sue Hill', internal: false } }),
      a('bob-3', 'u-bob', 4, { counterparty: { number: '+12125550179', name: 'Zed Moss', internal: true } }),
      a('zed-1', 'u-zed', 5),
    ];
    await company.round();
    await company.scored();
  });

  afterEach(() => company.close());

  const texts = async (): Promise<string> => {
    await company.scored();
    return await company.everythingStored();
  };
  const ids = async (): Promise<string[]> => (await company.storedCalls()).map(({ externalId }) => externalId);

  it('takes the other party of calls out of every text by their number, and keeps them out of rounds and deliveries', async () => {
    const [call] = await company.storedCalls();
    await company.exclusions.set(company.boss, call!.id, {
      excluded: true,
      note: 'Asked by Cal Vance, (212) 555-0100',
    });
    expect(await texts()).toMatch(CALS);
    expect(await strangers.eraseNumber(company.boss, '(212) 555-0100')).toEqual([]);
    expect(await texts()).not.toMatch(CALS);
    company.calls.push(a('bob-4', 'u-bob', 1, { counterparty: { ...CAL, name: 'Calvin at work' } }));
    await company.round();
    await company.delivered(a('bob-5', 'u-bob', 1, { counterparty: CAL }));
    await company.applied();
    company.calls = company.calls.map((one) => ({ ...one, labels: ['new'], revision: 2 }));
    await company.round();
    expect(await texts()).not.toMatch(/cal\s+vance|calvin|12125550100/i);
    expect(await texts()).toMatch(/Sue Hill/);
    expect(await ids()).toEqual(['bob-1', 'bob-2', 'bob-3', 'bob-4', 'bob-5', 'zed-1']);
    expect((await company.storedCalls())[0]!.endedAt).toEqual(company.calls[0]!.endedAt);
  });

  it('is written down once, without the number', async () => {
    await strangers.eraseNumber(company.boss, CAL.number);
    await strangers.eraseNumber(company.boss, CAL.number);
    const erasures = (await company.trail.page(company.boss.tenantId, null, 100)).entries.filter(
      ({ action }) => action === 'erase',
    );
    expect(erasures).toMatchObject([{ actor: 'boss', details: { what: 'number' } }]);
    expect(JSON.stringify(erasures)).not.toMatch(CALS);
  });

  it('refuses what is no number, and the number of an employee or a phone user, and leaves everything as it was', async () => {
    const before = await company.everythingStored();
    await expect(strangers.eraseNumber(company.boss, 'Cal')).rejects.toMatchObject({ code: 'invalid_input' });
    for (const [number, name] of [
      ['+12125550177', 'Bob Park’s'],
      ['+12125550178', 'Bob Park’s'],
      ['+12125550179', 'Zed Moss’s'],
    ] as const) {
      await expect(strangers.eraseNumber(company.boss, number)).rejects.toMatchObject({
        code: 'number_in_use',
        message: expect.stringContaining(`This number is ${name}, so nothing was erased by it.`) as string,
      });
    }
    expect(await company.everythingStored()).toBe(before);
  });

  it('erases a phone user who is nobody’s, with their calls and in others’, and does not bring them back', async () => {
    expect(await strangers.erasePhoneUser(company.boss, company.connection.id, 'u-zed')).toEqual([]);
    for (let round = 0; round < 2; round++) {
      expect(await ids()).toEqual(['bob-1', 'bob-2', 'bob-3']);
      expect(await texts()).not.toMatch(/zed moss|u-zed/i);
      await company.round();
    }
  });

  it('erases of a line that is somebody’s by now the days before, and nothing of theirs', async () => {
    const from = at(24).toISOString().slice(0, 10);
    await company.mappings.choose(company.boss, company.connection, 'bob', { phoneUserId: 'u-zed', from });
    company.calls.push(a('zed-0', 'u-zed', 60));
    await company.round();
    await strangers.erasePhoneUser(company.boss, company.connection.id, 'u-zed');
    await company.round();
    expect(await ids()).toEqual(['bob-1', 'bob-2', 'bob-3', 'zed-1']);
    expect(await company.em.count(PhoneUserEntity, { externalId: 'u-zed' })).toBe(1);
  });

  it('refuses a phone user who is an employee’s today, and nobody’s on later days only', async () => {
    const { boss, connection } = company;
    await company.mappings.choose(boss, connection, 'bob', { phoneUserId: 'u-zed', from: null });
    await company.mappings.choose(boss, connection, 'bob', { phoneUserId: 'u-bob', from: '2100-01-01' });
    await expect(strangers.erasePhoneUser(boss, connection.id, 'u-zed')).rejects.toMatchObject({
      code: 'phone_user_taken',
    });
    await company.round();
    expect(await ids()).toContain('zed-1');
  });

  it('refuses a phone user who is an employee’s on every day, or unknown', async () => {
    const { id } = company.connection;
    await expect(strangers.erasePhoneUser(company.boss, id, 'u-bob')).rejects.toMatchObject({
      code: 'phone_user_taken',
    });
    for (const [connectionId, phoneUserId] of [
      [id, 'u-nobody'],
      ['5f1c1a5e-8f8b-4d88-8ab1-3a6e7e4c9f44', 'u-zed'],
    ] as const) {
      await expect(strangers.erasePhoneUser(company.boss, connectionId, phoneUserId)).rejects.toMatchObject({
        code: 'unknown_phone_user',
      });
    }
    expect(await ids()).toHaveLength(4);
  });
});
