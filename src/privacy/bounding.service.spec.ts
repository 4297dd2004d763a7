import { aRecord } from '../../test/support/call-records.js';
import { aUser, anEmployee, ErasingHouse, type ErasingCompany, TERMS } from '../../test/support/erasing-house.js';
import { boundsBook } from '../../test/support/stage.js';
import { TermsWatch } from '../jobs/terms-watch.service.js';
import { TenantEntity } from '../storage/index.js';
import { Bounding, tenantsToBound } from './bounding.service.js';

const NEVER = new AbortController().signal;
const HOUR = 3_600_000;
const STRANGER = { number: '+14155550111', name: 'Annette Keller', internal: false };
const COUNCIL = { number: '+14155550123', name: 'Works council', internal: false };

describe('what a tenant lets be stored', () => {
  let house: ErasingHouse;
  let company: ErasingCompany;
  let bounding: Bounding;

  beforeAll(async () => {
    house = await ErasingHouse.open();
  });

  afterAll(() => house.close());

  beforeEach(async () => {
    company = await house.company();
    company.employees = [anEmployee('bob', 'Bob Reyes', { phones: ['(415) 555-0123', '+14155550199'] })];
    company.users = [
      aUser('u-bob', 'Bob Reyes', {
        emails: ['bob@acme.example'],
        numbers: [{ e164: '+14155550123' }, { e164: '+14155550199' }],
      }),
    ];
    const at = (hours: number) => {
      const [startedAt, endedAt] = [new Date(Date.now() - hours * HOUR), new Date(Date.now() - hours * HOUR + 600_000)];
      return { userExternalId: 'u-bob', startedAt, connectedAt: startedAt, endedAt };
    };
    company.calls = [
      aRecord('second', {
        ...at(3),
        counterparty: STRANGER,
        labels: ['sales', '415-555-0111'],
        relatedIds: ['x'],
      }),
      aRecord('third', { ...at(4), counterparty: COUNCIL, relatedIds: ['x'] }),
      aRecord('first', { ...at(5), counterparty: { number: '+14155550144', name: 'Lea', internal: true } }),
    ];
    bounding = new Bounding(house.stage.tenants, boundsBook);
  });

  afterEach(() => company.close());

  const agree = async (more: Partial<typeof TERMS>): Promise<void> => {
    company.agreed = { ...TERMS, ...more };
    await new TermsWatch(house.stage.tenants, company.terms, house.stage.settings).note(company.boss.tenantId);
  };
  const applied = async (): Promise<void> => {
    await bounding.apply(company.boss.tenantId, NEVER);
    await company.scored();
  };
  const parties = async () =>
    (await company.storedCalls()).map((call) => [
      call.externalId,
      call.counterpartyNumber,
      call.counterpartyName,
      call.internal,
    ]);
  const MASKED = [
    ['first', '+14155550***', null, true],
    ['second', '+14155550***', null, false],
    ['third', '+14155550***', null, false],
  ];

  it('is what is fetched and told of masked numbers from the first call on, and nowhere in the database is more', async () => {
    await agree({ counterparties: 'masked' });
    await company.round();
    await company.scored();
    expect(await parties()).toEqual(MASKED);
    expect(await company.everythingStored()).not.toMatch(/4155550111|415-555-0111|4155550144|Annette|"Lea|council/i);
  });

  it('is nothing of a number that is never stored but when its calls were', async () => {
    await agree({ neverStore: { numbers: ['415 555 0123'], calls: 'without-counterparty' } });
    await company.round();
    await company.scored();
    expect(await parties()).toContainEqual(['third', null, null, false]);
    expect(await company.everythingStored()).not.toMatch(/555\D*0123|council/i);
  });

  it('is nothing of its calls either, where the terms say so', async () => {
    await company.round();
    await company.scored();
    await agree({ neverStore: { numbers: ['415 555 0123'], calls: 'none' } });
    await applied();
    expect((await parties()).map(([id]) => id)).toEqual(['first', 'second']);
    await company.round();
    expect((await parties()).map(([id]) => id)).toEqual(['first', 'second']);
    expect(await company.everythingStored()).not.toMatch(/555\D*0123|council/i);
  });

  it('applies to what is stored already, in both directories and in what waits as well, and says how far that is', async () => {
    await company.round();
    await company.scored();
    await company.delivered(aRecord('told', { userExternalId: 'u-bob', counterparty: COUNCIL }));
    const before = await company.storedCalls();
    expect(await company.everythingStored()).toMatch(/Annette/);
    await agree({ counterparties: 'masked', neverStore: { numbers: ['+14155550123'], calls: 'without-counterparty' } });
    expect(await bounding.standing(company.boss.tenantId)).toEqual({
      ...{ counterparties: 'masked', neverStored: 1 },
      applying: { since: expect.any(Date) as Date, done: 0, total: 3 },
    });
    expect(await tenantsToBound(house.stage.tenants)).toContain(company.boss.tenantId);
    await applied();
    expect(await bounding.standing(company.boss.tenantId)).toMatchObject({ applying: null });
    expect(await tenantsToBound(house.stage.tenants)).not.toContain(company.boss.tenantId);
    expect(await company.everythingStored()).not.toMatch(
      /555\D*0123|4155550111|415-555-0111|4155550144|Annette|council/i,
    );
    const after = await company.storedCalls();
    expect(after.map(({ conversationId, direction, internal }) => [conversationId, direction, internal])).toEqual(
      before.map(({ conversationId, direction, internal }) => [conversationId, direction, internal]),
    );
    expect(await company.everythingStored()).toMatch(/4155550199/);
  });

  it('comes back only with what the vendor tells again', async () => {
    await agree({ counterparties: 'masked' });
    await company.round();
    await agree({ counterparties: 'full' });
    await applied();
    expect(await parties()).toEqual(MASKED);
    const [again] = company.calls;
    company.calls = again === undefined ? [] : [again];
    await company.round();
    expect(await parties()).toEqual([MASKED[0], ['second', '+14155550111', 'Annette Keller', false], MASKED[2]]);
  });

  it('stays as it was while the host gives its terms in a wrong shape, and the fetch says so', async () => {
    await agree({ counterparties: 'masked' });
    company.agreed = { ...TERMS, counterparties: 'some' as never };
    await expect(company.round()).rejects.toThrow(/counterparties must be full, masked or none/);
    const tenant = await company.em.findOneOrFail(TenantEntity, { tenantId: company.boss.tenantId });
    expect(tenant).toMatchObject({ terms: { counterparties: 'masked' } });
  });
});
