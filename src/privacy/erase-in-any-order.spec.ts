import { Logger } from '@nestjs/common';
import fc from 'fast-check';
import { aRecord } from '../../test/support/call-records.js';
import { anEmployee, aUser, type ErasingCompany, ErasingHouse } from '../../test/support/erasing-house.js';
import type { CallRecord } from '../contract/index.js';
import { PhoneUserEntity } from '../storage/index.js';

const HOUR = 3_600_000;
const ago = (hours: number): Date => new Date(Math.floor(Date.now() / 1000) * 1000 - hours * HOUR);
const dayOf = (at: Date): string => at.toISOString().slice(0, 10);

const a = (externalId: string, userExternalId: string, hours: number, more: Partial<CallRecord> = {}): CallRecord =>
  aRecord(externalId, {
    userExternalId,
    startedAt: ago(hours),
    connectedAt: ago(hours),
    endedAt: new Date(ago(hours).getTime() + 600_000),
    viaNumber: null,
    ...more,
  });

const ann = anEmployee('ann', 'Ann Lee', { phones: ['(415) 555-0171'] });
const bob = anEmployee('bob', 'Bob Park');
const annsLine = aUser('u-ann', 'Ann Lee', { emails: ['ann@acme.example'], numbers: [{ e164: '+14155550171' }] });
const bobsLine = aUser('u-bob', 'Bob Park', { emails: ['bob@acme.example'] });
/** Somebody who left, whose number may be hers by now. */
const zedsLine = aUser('u-zed', 'Zed Moss', { numbers: [{ e164: '+14155550199' }], status: 'departed' });

const hers = (): CallRecord[] => [a('ann-1', 'u-ann', 60), a('ann-2', 'u-ann', 2)];
const others = (): CallRecord[] => [
  a('bob-1', 'u-bob', 50, { counterparty: { number: '+14155550171', name: 'Ann Lee', internal: true } }),
  a('bob-2', 'u-bob', 3, { counterparty: { number: '+12125550100', name: 'Cal Vance', internal: false } }),
  a('zed-1', 'u-zed', 55, { counterparty: { number: '+12125550101', name: 'Sue Hill', internal: false } }),
];
const HERS = /ann\s+lee|u-ann|ann-\d|4155550171|ann@acme/i;

Logger.overrideLogger(false);

describe('erasing somebody', () => {
  let house: ErasingHouse;
  let company: ErasingCompany;

  beforeAll(async () => {
    house = await ErasingHouse.open();
  });

  afterAll(() => house.close());

  beforeEach(async () => {
    company = await house.company();
    company.employees = [anEmployee('boss', 'Bo Ross'), ann, bob];
    company.users = [annsLine, bobsLine, zedsLine];
    company.calls = [...hers(), ...others()];
  });

  afterEach(() => company.close());

  const ids = async (): Promise<string[]> => (await company.storedCalls()).map(({ externalId }) => externalId);

  it('during a turn keeps what that turn had in hand from being stored, and later turns bring nothing back', async () => {
    await company.round();
    company.calls.push(
      a('bob-9', 'u-bob', 1, { counterparty: { number: '+14155550171', name: null, internal: false } }),
    );
    company.whileListing = async () => void (await company.eraser.erase(company.boss, 'ann'));
    await company.round();
    expect(company.whileListing).toBeNull();
    expect(await company.everythingStored()).not.toMatch(HERS);
    await company.round();
    await company.round();
    expect(await ids()).toEqual(['bob-1', 'bob-2', 'bob-9', 'zed-1']);
    expect(await company.everythingStored()).not.toMatch(HERS);
  });

  it('lets what only their calls joined fall apart, as if those had never been stored', async () => {
    company.calls.push(a('ann-3', 'u-ann', 2, { relatedIds: ['bob-2', 'zed-2'] }), a('zed-2', 'u-zed', 2));
    await company.round();
    const joined = async (): Promise<boolean> => {
      const calls = await company.storedCalls();
      const [one, other] = ['bob-2', 'zed-2'].map((id) => calls.find(({ externalId }) => externalId === id)!);
      return one!.conversationId === other!.conversationId;
    };
    expect(await joined()).toBe(true);
    await company.eraser.erase(company.boss, 'ann');
    expect(await joined()).toBe(false);
    await company.round();
    expect(await joined()).toBe(false);
    expect(await company.everythingStored()).not.toMatch(HERS);
  });

  it('is known to deliveries at once, of a copy that had read both directories before', async () => {
    await company.round();
    await company.eraser.erase(company.boss, 'ann');
    await company.delivered(
      a('bob-9', 'u-bob', 1, { counterparty: { number: '+14155550171', name: 'Ann Lee', internal: false } }),
    );
    await company.applied();
    expect(await company.everythingStored()).not.toMatch(HERS);
  });

  it.each([
    [
      'was set to “None”',
      (): Promise<unknown> => company.mappings.choose(company.boss, company.connection, 'ann', { phoneUserId: null }),
    ],
    [
      'was given nobody from a day on',
      (): Promise<unknown> =>
        company.mappings.choose(company.boss, company.connection, 'ann', { phoneUserId: null, from: dayOf(ago(24)) }),
    ],
    [
      'was never matched',
      (): Promise<unknown> => company.em.execute('delete from phone_system.mapping where employee_id = ?', ['ann']),
    ],
    [
      'is matched no more',
      async (): Promise<void> => {
        await company.em.execute(`update phone_system.mapping set until_day = ? where employee_id = 'ann'`, [
          dayOf(ago(24)),
        ]);
      },
    ],
  ])(
    'who %s erases what the directory says is theirs, no stranger’s, and does not bring it back',
    async (_case, unmap) => {
      company.employees = [anEmployee('boss', 'Bo Ross'), { ...ann, phones: [...ann.phones, '+1 415 555 0199'] }, bob];
      await company.round();
      await unmap();
      expect(await company.eraser.erase(company.boss, 'ann')).toMatchObject([{ phoneUserId: 'u-zed' }]);
      for (let round = 0; round < 2; round++) {
        expect(await ids()).toEqual(['bob-1', 'bob-2', 'zed-1']);
        expect(await company.everythingStored()).not.toMatch(HERS);
        await company.delivered(
          a('bob-9', 'u-bob', 1, { counterparty: { number: '+14155550171', name: 'Ann Lee', internal: true } }),
        );
        await company.applied();
        await company.round();
        expect(await company.em.count(PhoneUserEntity, { externalId: 'u-zed' })).toBe(1);
      }
    },
  );

  it('erases a line that the vendor lists only later, with the calls that it has told before', async () => {
    company.users = [bobsLine, zedsLine];
    await company.round();
    expect(await ids()).toContain('ann-1');
    await company.eraser.erase(company.boss, 'ann');
    company.users = [annsLine, bobsLine, zedsLine];
    for (let round = 0; round < 3; round++) await company.round();
    expect(await ids()).toEqual(['bob-1', 'bob-2', 'zed-1']);
    expect(await company.everythingStored()).not.toMatch(HERS);
  });

  it('says what is left where nobody can know whose it is, and how to erase it', async () => {
    const namesake = aUser('u-2', 'Lee, Ann', { emails: ['sales@acme.example'] });
    company.users = [
      aUser('u-ann', 'Front desk', { numbers: [{ e164: '+14155550171' }] }),
      bobsLine,
      zedsLine,
      namesake,
    ];
    company.employees = [
      anEmployee('boss', 'Bo Ross'),
      { ...ann, phones: [...ann.phones, '+1 415 555 0199'] },
      { ...bob, phones: ['+1 415 555 0171'] },
    ];
    await company.round();
    await company.mappings.choose(company.boss, company.connection, 'ann', { phoneUserId: null });
    const remains = await company.eraser.erase(company.boss, 'ann');
    expect(remains.map(({ kind, phoneUserId, message }) => [kind, phoneUserId, message])).toEqual([
      [
        'phone-user',
        'u-ann',
        'The phone user “Front desk” is left, with 2 calls that are nobody’s: it has a number of theirs that is shared, ' +
          'or that belonged to somebody who departed. If it is theirs, erase it as well: POST /phone-systems/erasures ' +
          'with this connectionId and phoneUserId.',
      ],
      ['phone-user', 'u-zed', expect.stringContaining('“Zed Moss” is left, with 1 call that is nobody’s')],
      [
        'phone-user',
        'u-2',
        expect.stringMatching(
          /“Lee, Ann” is left: it is called as they are, and has nothing else that is theirs alone/,
        ),
      ],
    ]);
    expect(await ids()).toEqual(['ann-1', 'ann-2', 'bob-1', 'bob-2', 'zed-1']);
  });

  it('lets whoever shared a number with them be matched on it by the next turn', async () => {
    const eve = anEmployee('eve', 'Eve Stone', { emails: [], phones: ['+1 415 555 0180'] });
    company.employees = [anEmployee('boss', 'Bo Ross'), { ...ann, phones: eve.phones }, bob, eve];
    company.users = [annsLine, bobsLine, aUser('u-desk', 'Desk', { numbers: [{ e164: '+14155550180' }] })];
    await company.round();
    const lineOfEve = async (): Promise<string | undefined> =>
      (await company.mappings.page(company.connection, { search: 'Eve' })).items[0]?.phoneUser?.externalId;
    expect(await lineOfEve()).toBeUndefined();
    await company.eraser.erase(company.boss, 'ann');
    await company.round();
    expect(await lineOfEve()).toBe('u-desk');
  });

  it('marks the day after midnight of whoever has the line since', async () => {
    const midnight = new Date(`${dayOf(ago(20))}T00:00:00Z`);
    const [startedAt, endedAt] = [new Date(midnight.getTime() - 600_000), new Date(midnight.getTime() + 600_000)];
    company.calls = [a('ann-1', 'u-ann', 0, { startedAt, connectedAt: startedAt, endedAt })];
    await company.round();
    await company.mappings.choose(company.boss, company.connection, 'bob', {
      phoneUserId: 'u-ann',
      from: dayOf(midnight),
    });
    await company.scored();
    await company.eraser.erase(company.boss, 'ann');
    await company.scored();
    expect(await company.days.day(company.boss.tenantId, 'bob', dayOf(midnight))).toMatchObject({
      score: 0,
      inputs: [],
    });
  });

  /** On a later day Bob gets Ann's line. */
  const passesLater = () =>
    company.mappings.choose(company.boss, company.connection, 'bob', { phoneUserId: 'u-ann', from: '2100-01-01' });

  it('leaves alone the line that they were to get on a later day: it is somebody else’s until then', async () => {
    await company.round();
    await passesLater();
    await company.eraser.erase(company.boss, 'bob');
    company.calls.push(a('ann-3', 'u-ann', 1));
    for (let round = 0; round < 2; round++) await company.round();
    expect(await ids()).toEqual(['ann-1', 'ann-2', 'ann-3', 'zed-1']);
    expect(await company.em.count(PhoneUserEntity, { externalId: 'u-ann' })).toBe(1);
    const [item] = (await company.mappings.page(company.connection, { search: 'Ann' })).items;
    expect(item).toMatchObject({ source: 'auto', phoneUser: { externalId: 'u-ann', displayName: 'Ann Lee' } });
  });

  it('takes the entry of a line that passes on a later day, until it is the successor’s', async () => {
    await company.round();
    await passesLater();
    await company.eraser.erase(company.boss, 'ann');
    for (let round = 0; round < 2; round++) {
      expect(await ids()).toEqual(['bob-1', 'bob-2', 'zed-1']);
      expect((await company.everythingStored()).replaceAll('"u-ann"', '')).not.toMatch(HERS);
      await company.round();
    }
    const [item] = (await company.mappings.page(company.connection, { search: 'Bob' })).items;
    expect(item).toMatchObject({
      phoneUser: { externalId: 'u-bob' },
      planned: { phoneUser: { externalId: 'u-ann', displayName: 'u-ann' }, from: '2100-01-01' },
    });
  });

  type Step = 'round' | 'deliver' | 'apply' | 'none' | 'forget' | 'unlist' | 'list' | 'rename' | 'fire';
  const steps = fc.array(
    fc.constantFrom<Step>('round', 'deliver', 'apply', 'none', 'forget', 'unlist', 'list', 'rename', 'fire'),
    { maxLength: 7 },
  );

  /** Done as people would: what is refused is refused. */
  const take = async (step: Step, count: number): Promise<void> => {
    const { boss, connection } = company;
    const call = a(`bob-${count}`, 'u-bob', 1, {
      counterparty: { number: '+14155550171', name: 'Ann Lee', internal: true },
    });
    switch (step) {
      case 'round':
        return await company.round();
      case 'deliver':
        company.calls.push(call);
        return await company.delivered(call, a(`ann-${count}`, 'u-ann', 1));
      case 'apply':
        return await company.applied();
      case 'none':
        return void (await company.mappings.choose(boss, connection, 'ann', { phoneUserId: null }).catch(() => null));
      case 'forget':
        return await company.mappings.forget(boss, connection, 'ann').catch(() => undefined);
      case 'unlist':
        company.users = company.users.filter(({ externalId }) => externalId !== 'u-ann');
        return;
      case 'list':
        company.users = [annsLine, bobsLine, zedsLine];
        return;
      case 'rename':
        company.users = company.users.map((user) =>
          user.externalId === 'u-ann' ? { ...user, displayName: 'ANN  lee' } : user,
        );
        return;
      case 'fire':
        company.employees = company.employees.map((one) => (one.id === 'ann' ? { ...one, active: false } : one));
    }
  };

  it('holds in whatever order erasing, rounds, events and matching come', async () => {
    await company.close();
    await fc.assert(
      fc.asyncProperty(steps, steps, fc.boolean(), async (before, after, isDuring) => {
        company = await house.company();
        try {
          company.employees = [anEmployee('boss', 'Bo Ross'), ann, bob];
          company.users = [annsLine, bobsLine, zedsLine];
          company.calls = [...hers(), ...others()];
          let count = 10;
          for (const step of before) await take(step, count++);
          const erase = async (): Promise<void> => void (await company.eraser.erase(company.boss, 'ann'));
          if (isDuring) {
            company.whileListing = erase;
            await company.round();
          }
          if (company.whileListing !== null || !isDuring) await erase();
          company.whileListing = null;
          for (const step of after) await take(step, count++);
          company.users = [annsLine, bobsLine, zedsLine];
          await company.applied();
          for (let round = 0; round < 3; round++) await company.round();
          await company.scored();
          expect(await company.everythingStored()).not.toMatch(HERS);
          // Plainly: every call that was told, but hers.
          const told = company.calls.filter(({ userExternalId }) => userExternalId !== 'u-ann');
          expect(await ids()).toEqual(told.map(({ externalId }) => externalId).sort());
        } finally {
          await company.close();
        }
      }),
      { numRuns: 12 },
    );
    company = await house.company();
  });
});
