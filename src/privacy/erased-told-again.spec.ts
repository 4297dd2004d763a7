import { randomUUID } from 'node:crypto';
import { aRecord } from '../../test/support/call-records.js';
import { AnnsCompany } from '../../test/support/anns-company.js';
import { TERMS } from '../../test/support/erasing-house.js';
import { openStage, type Stage } from '../../test/support/stage.js';
import { aPhoneUser } from '../../test/support/stored-rows.js';
import { writeCalls } from '../calls/call-writer.js';
import { WebhookDeliveryEntity } from '../storage/index.js';

describe('an erased person, in what is told later', () => {
  let stage: Stage;
  let company: AnnsCompany;

  beforeAll(async () => {
    stage = await openStage();
  });

  afterAll(() => stage.close());

  beforeEach(async () => {
    company = await AnnsCompany.open(stage);
  });

  it('stays done when neither the vendor nor the host lists them any more', async () => {
    await company.eraser.erase(company.boss, 'ann');
    company.annIsListed = false;
    company.told = company.told.map((record) => ({ ...record, transferred: true, revision: 2 }));
    await company.fetched();
    expect((await company.calls()).every(({ transferred }) => transferred)).toBe(true);
    expect(await company.everythingStored()).not.toMatch(/ann\s+lee|annie|u-ann|4155550171|4155550199|ann@acme/i);
  });

  it('keeps them out of what a colleague’s new call says, by the id that the vendor gives there', async () => {
    await company.eraser.erase(company.boss, 'ann');
    company.annIsListed = false;
    const counterparty = { number: '+14155550174', name: 'Annabel Lee', internal: true, userExternalId: 'u-ann' };
    const namesake = { number: '+14155550175', name: 'Ann Lee', internal: true, userExternalId: 'u-other' };
    company.told = [
      aRecord('bob-6', { userExternalId: 'u-bob', counterparty }),
      aRecord('bob-7', { userExternalId: 'u-bob', counterparty: namesake }),
    ];
    await company.fetched();
    await company.fetched();
    const told6 = (await company.calls()).find(({ externalId }) => externalId === 'bob-6');
    expect(told6).toMatchObject({ counterpartyNumber: null, counterpartyName: null });
    const told7 = (await company.calls()).find(({ externalId }) => externalId === 'bob-7');
    expect(told7).toMatchObject({ counterpartyNumber: '+14155550175', counterpartyName: 'Ann Lee' });
  });

  it('keeps them out of new calls that tell only a number or a name, while the vendor or the host still lists them', async () => {
    await company.eraser.erase(company.boss, 'ann');
    company.told = [
      aRecord('bob-8', {
        userExternalId: 'u-bob',
        counterparty: { number: '+14155550171', name: null, internal: false },
      }),
      aRecord('bob-9', {
        userExternalId: 'u-bob',
        counterparty: { number: '+14155550199', name: 'Annie at home', internal: false },
        viaNumber: '+14155550171',
      }),
    ];
    await company.fetched();
    company.annIsListed = false;
    await company.fetched();
    expect(await company.everythingStored()).toMatch(/bob-8.*bob-9/);
    expect(await company.everythingStored()).not.toMatch(/annie|4155550171|4155550199/i);
  });

  it('takes them out of deliveries that are not applied yet, their own and others’', async () => {
    company.annIsListed = false;
    const counterparty = { number: '+14155550174', name: 'Annabel Lee', internal: true, userExternalId: 'u-ann' };
    const events = [
      aRecord('ann-9', { userExternalId: 'u-ann' }),
      aRecord('bob-9', { userExternalId: 'u-bob', counterparty }),
      aRecord('bob-10', { userExternalId: 'u-bob', viaNumber: '+14155550171' }),
    ].map((call) => ({ kind: 'callFinished' as const, call }));
    const delivery = {
      id: randomUUID(),
      tenantId: company.boss.tenantId,
      connectionId: company.connection.id,
      receivedAt: new Date(),
    };
    await stage.tenants.of(company.boss.tenantId).insert(WebhookDeliveryEntity, { ...delivery, events });
    await company.eraser.erase(company.boss, 'ann');
    expect(await company.everythingStored()).toMatch(/bob-9.*bob-10/);
    expect(await company.everythingStored()).not.toMatch(/annabel|u-ann|ann-9|4155550171|4155550174/i);
  });

  it('gives a number to its next owner, whose calls tell it again', async () => {
    await company.eraser.erase(company.boss, 'ann');
    await stage.tenants
      .of(company.boss.tenantId)
      .persist(aPhoneUser(company.connection, 'u-new', { displayName: 'Nel Roy', numbers: [{ e164: '+14155550171' }] }))
      .flush();
    company.told = [
      aRecord('bob-4', {
        userExternalId: 'u-bob',
        counterparty: { number: '+14155550171', name: 'Nel Roy', internal: true },
      }),
    ];
    await stage.tenants.transaction(company.boss.tenantId, (em) =>
      writeCalls(
        em,
        { connection: company.connection, timeZone: TERMS.timeZone, erased: stage.erased, toldBy: 'list' },
        company.told,
      ),
    );
    expect((await company.calls()).find(({ externalId }) => externalId === 'bob-4')).toMatchObject({
      counterpartyNumber: '+14155550171',
      counterpartyName: 'Nel Roy',
    });
  });

  it('does not bring them back under a name and number that the vendor gave them afterwards', async () => {
    await company.eraser.erase(company.boss, 'ann');
    company.annsEntry = ['Ann Keller-Lee', '+14155550173'];
    company.told = [
      aRecord('bob-5', {
        userExternalId: 'u-bob',
        counterparty: { number: '+14155550173', name: 'Ann Keller-Lee', internal: true },
      }),
    ];
    await company.fetched();
    await company.fetched();
    expect(await company.everythingStored()).toMatch(/bob-5/);
    expect(await company.everythingStored()).not.toMatch(/keller-lee|4155550173/i);
  });

  it('is seen by the very next page, also of a copy that wrote pages before it and has looked since', async () => {
    const { tenants } = await stage.anotherCopy();
    const copy = {
      connection: company.connection,
      timeZone: TERMS.timeZone,
      erased: stage.erased,
      toldBy: 'list' as const,
    };
    const writeThere = (): Promise<number> =>
      tenants.transaction(company.boss.tenantId, (em) =>
        writeCalls(em, copy, [{ ...theirs, labels: [`reading ${++reading}`] }]),
      );
    const theirs = aRecord('ann-2', { userExternalId: 'u-ann' });
    let reading = 0;
    expect([await writeThere(), await writeThere()]).toEqual([1, 1]);
    await company.eraser.erase(company.boss, 'ann');
    expect(await writeThere()).toBe(0);
  });
});
