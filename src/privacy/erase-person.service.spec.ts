import { randomUUID } from 'node:crypto';
import { aRecord } from '../../test/support/call-records.js';
import { openStage, type Stage } from '../../test/support/stage.js';
import { aConnection, aPhoneUser } from '../../test/support/stored-rows.js';
import { AuditTrail, knownMentions, People, TenantTermsBook } from '../access/index.js';
import { writeCalls } from '../calls/call-writer.js';
import { takePlace } from '../connection/index.js';
import type {
  CallRecord,
  Caller,
  DayScore,
  Employee,
  PhoneSystemProvider,
  PhoneUser,
  ProviderSession,
} from '../contract/index.js';
import { PhoneUsers } from '../directory/index.js';
import { Mappings } from '../mapping/index.js';
import { DayScorer, Exclusions, ScoredDays, ScorePublisher } from '../scoring/index.js';
import {
  CallRecordEntity,
  type ConnectionEntity,
  ErasedIdentityEntity,
  MappingEntity,
  PhoneUserEntity,
  WebhookDeliveryEntity,
} from '../storage/index.js';
import { PersonEraser } from './erase-person.service.js';
import { PersonalData } from './personal-data.service.js';

const TIME_ZONE = 'UTC';
const DAY = '2026-11-20';
const at = (clock: string): Date => new Date(`${DAY}T${clock}:00Z`);

const employee = (id: string, name: string, more: Partial<Employee> = {}): Employee => ({
  id,
  name,
  emails: [`${id}@acme.example`],
  phones: [],
  managerId: null,
  active: true,
  ...more,
});

describe('erasing a person', () => {
  let stage: Stage;
  let connection: ConnectionEntity;
  let people: People;
  let eraser: PersonEraser;
  let mappings: Mappings;
  let days: ScoredDays;
  let scorer: DayScorer;
  let exclusions: Exclusions;
  let data: PersonalData;
  let trail: AuditTrail;
  let boss: Caller;
  let told: CallRecord[];
  let phoneUsers: PhoneUsers;
  let annsEntry: readonly [name: string, e164: string];
  /** Whether the vendor and the host still know her. */
  let annIsListed: boolean;

  beforeAll(async () => {
    stage = await openStage();
  });

  afterAll(() => stage.close());

  beforeEach(async () => {
    const { tenants, erased } = stage;
    connection = aConnection(randomUUID(), { providerKey: 'dialpad', historyFrom: at('00:00') });
    boss = { tenantId: connection.tenantId, employeeId: 'boss', role: 'admin' };
    await tenants.of(boss.tenantId).persist(connection).flush();
    const terms = new TenantTermsBook(
      {
        termsOf: () =>
          Promise.resolve({
            domains: [],
            phoneSystemLicence: true,
            timeZone: TIME_ZONE,
            region: 'US',
            workShift: null,
          }),
      },
      tenants,
    );
    const directory = {
      async *listEmployees() {
        await Promise.resolve();
        yield [
          employee('boss', 'Bo Ross'),
          ...(annIsListed ? [employee('ann', 'Ann Lee', { phones: ['(415) 555-0199'] })] : []),
          employee('bob', 'Bob Park'),
        ];
      },
    };
    people = new People(directory, tenants);
    trail = new AuditTrail(tenants);
    eraser = new PersonEraser(tenants, terms, people, erased);
    mappings = new Mappings(tenants, people, terms);
    days = new ScoredDays(tenants, terms, { longestCallHours: 24 });
    scorer = new DayScorer(tenants, terms);
    exclusions = new Exclusions(tenants, terms);
    data = new PersonalData(tenants, terms, people, trail);

    phoneUsers = new PhoneUsers(tenants, erased);
    annIsListed = true;
    annsEntry = ['Ann Lee (Sales)', '+14155550171'];
    await readDirectory();
    await people.refresh(boss.tenantId);
    await mappings.matchAgain(connection);
    told = [
      aRecord('ann-1', {
        userExternalId: 'u-ann',
        startedAt: at('09:00'),
        connectedAt: at('09:00'),
        endedAt: at('09:10'),
      }),
      aRecord('bob-1', {
        userExternalId: 'u-bob',
        startedAt: at('09:00'),
        connectedAt: at('09:00'),
        endedAt: at('09:10'),
        counterparty: { number: '+14155550171', name: 'Ann  LEE', internal: true },
        relatedIds: ['ann-1'],
      }),
      aRecord('bob-2', {
        userExternalId: 'u-bob',
        startedAt: at('09:05'),
        connectedAt: at('09:05'),
        endedAt: at('09:15'),
        counterparty: { number: '+14155550199', name: 'Annie at home', internal: false },
      }),
      aRecord('bob-3', {
        userExternalId: 'u-bob',
        startedAt: at('10:00'),
        connectedAt: at('10:00'),
        endedAt: at('10:01'),
      }),
    ];
    await fetched();
  });

  const readDirectory = async (): Promise<void> => {
    const provider = {
      async *listUsers() {
        await Promise.resolve();
        const user = (externalId: string, displayName: string, e164: string, email: string): PhoneUser => ({
          externalId,
          displayName,
          emails: [email],
          numbers: [{ e164 }],
          status: 'active',
        });
        yield {
          items: [
            ...(annIsListed ? [user('u-ann', ...annsEntry, 'ann@acme.example')] : []),
            user('u-bob', 'Bob Park', '+14155550172', 'bob@acme.example'),
          ],
        };
      },
    } as Partial<PhoneSystemProvider> as PhoneSystemProvider;
    const place = await takePlace(stage.tenants, connection);
    if (place === null) throw new Error('The connection could not be taken.');
    await phoneUsers.refresh(place, provider, {} as ProviderSession);
  };
  /** What a round brings: the directory, the matching, the calls, the scores. */
  const fetched = async (): Promise<void> => {
    await readDirectory();
    await mappings.matchAgain(connection);
    const named = knownMentions(phoneUsers.erasedListed(connection), people.erasedListed(boss.tenantId), 'US');
    expect(named).not.toBeNull();
    await stage.tenants.transaction(boss.tenantId, (em) =>
      writeCalls(em, { connection, timeZone: TIME_ZONE, erased: stage.erased, toldBy: 'list', mentions: named! }, told),
    );
    await scorer.scoreChanged(boss.tenantId, new AbortController().signal);
  };
  /** Every text of every table of the tenant. */
  const everythingStored = async (): Promise<string> => {
    const em = stage.tenants.of(boss.tenantId);
    const tables = await em.execute<{ name: string }[]>(
      `select distinct table_name as name from information_schema.columns
       where table_schema = 'phone_system' and column_name = 'tenant_id'`,
    );
    const rows: unknown[] = [];
    for (const { name } of tables) {
      rows.push(await em.execute(`select * from phone_system."${name}" where tenant_id = ?`, [boss.tenantId]));
    }
    return JSON.stringify(rows);
  };
  const calls = async (): Promise<CallRecordEntity[]> =>
    await stage.tenants.of(boss.tenantId).find(CallRecordEntity, {}, { orderBy: { externalId: 'asc' } });

  it('is told to the host: the last score of each of their days is empty', async () => {
    const handed: DayScore[] = [];
    const sink = { publish: (scores: readonly DayScore[]) => Promise.resolve(void handed.push(...scores)) };
    const publisher = new ScorePublisher(stage.tenants, sink);
    const never = new AbortController().signal;
    await publisher.publish(boss.tenantId, never);
    const told = new Set(handed.filter(({ employeeId }) => employeeId === 'ann').map(({ day }) => day));
    expect(told.size).toBeGreaterThan(0);
    await eraser.erase(boss, 'ann');
    await publisher.publish(boss.tenantId, never);
    for (const day of told) {
      const [before, last] = handed.filter((it) => it.employeeId === 'ann' && it.day === day);
      expect(last).toMatchObject({ score: '0.00', countedMs: 0, inputs: 0, flagged: 0, because: [] });
      expect(last!.revision).toBeGreaterThan(before!.revision);
    }
    const { length } = handed;
    await eraser.erase(boss, 'ann');
    await publisher.publish(boss.tenantId, never);
    expect(handed).toHaveLength(length);
  });

  it('leaves no name, number, address or id of theirs in any table, and nothing comes back with later rounds', async () => {
    expect(await everythingStored()).toMatch(/Ann Lee/);
    await eraser.erase(boss, 'ann');
    for (let round = 0; round < 2; round++) {
      await fetched();
      await people.refresh(boss.tenantId);
      expect(await everythingStored()).not.toMatch(/ann\s+lee|annie|u-ann|4155550171|4155550199|ann@acme/i);
    }
  });

  it('keeps nothing to know them by but a keyed hash of the phone user’s id', async () => {
    await eraser.erase(boss, 'ann');
    await fetched();
    const kept = await stage.tenants.of(boss.tenantId).find(ErasedIdentityEntity, {});
    expect(kept.map(({ kind }) => kind)).toEqual(['phone-user']);
  });

  it('stays done when neither the vendor nor the host lists them any more', async () => {
    await eraser.erase(boss, 'ann');
    annIsListed = false;
    told = told.map((record) => ({ ...record, transferred: true, revision: 2 }));
    await fetched();
    expect((await calls()).every(({ transferred }) => transferred)).toBe(true);
    expect(await everythingStored()).not.toMatch(/ann\s+lee|annie|u-ann|4155550171|4155550199|ann@acme/i);
  });

  it('keeps them out of what a colleague’s new call says, by the id that the vendor gives there', async () => {
    await eraser.erase(boss, 'ann');
    annIsListed = false;
    const counterparty = { number: '+14155550174', name: 'Annabel Lee', internal: true, userExternalId: 'u-ann' };
    const namesake = { number: '+14155550175', name: 'Ann Lee', internal: true, userExternalId: 'u-other' };
    told = [
      aRecord('bob-6', { userExternalId: 'u-bob', counterparty }),
      aRecord('bob-7', { userExternalId: 'u-bob', counterparty: namesake }),
    ];
    await fetched();
    await fetched();
    const told6 = (await calls()).find(({ externalId }) => externalId === 'bob-6');
    expect(told6).toMatchObject({ counterpartyNumber: null, counterpartyName: null });
    const told7 = (await calls()).find(({ externalId }) => externalId === 'bob-7');
    expect(told7).toMatchObject({ counterpartyNumber: '+14155550175', counterpartyName: 'Ann Lee' });
  });

  it('keeps them out of new calls that tell only a number or a name, while the vendor or the host still lists them', async () => {
    await eraser.erase(boss, 'ann');
    told = [
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
    await fetched();
    annIsListed = false;
    await fetched();
    expect(await everythingStored()).toMatch(/bob-8.*bob-9/);
    expect(await everythingStored()).not.toMatch(/annie|4155550171|4155550199/i);
  });

  it('takes them out of deliveries that are not applied yet, their own and others’', async () => {
    annIsListed = false;
    const counterparty = { number: '+14155550174', name: 'Annabel Lee', internal: true, userExternalId: 'u-ann' };
    const events = [
      aRecord('ann-9', { userExternalId: 'u-ann' }),
      aRecord('bob-9', { userExternalId: 'u-bob', counterparty }),
      aRecord('bob-10', { userExternalId: 'u-bob', viaNumber: '+14155550171' }),
    ].map((call) => ({ kind: 'callFinished' as const, call }));
    const delivery = { id: randomUUID(), tenantId: boss.tenantId, connectionId: connection.id, receivedAt: new Date() };
    await stage.tenants.of(boss.tenantId).insert(WebhookDeliveryEntity, { ...delivery, events });
    await eraser.erase(boss, 'ann');
    expect(await everythingStored()).toMatch(/bob-9.*bob-10/);
    expect(await everythingStored()).not.toMatch(/annabel|u-ann|ann-9|4155550171|4155550174/i);
  });

  it('leaves their days empty, and the times and scores of others as they were', async () => {
    const before = await days.day(boss.tenantId, 'bob', DAY);
    expect(JSON.stringify(before)).toMatch(/Ann/);
    await eraser.erase(boss, 'ann');
    await fetched();
    expect(await days.day(boss.tenantId, 'ann', DAY)).toMatchObject({ mapped: false, score: 0, inputs: [] });
    expect(await people.find(boss.tenantId, 'ann')).toMatchObject({ id: 'ann', name: 'An erased person', emails: [] });
    const after = await days.day(boss.tenantId, 'bob', DAY);
    expect(after.score).toBe(before.score);
    expect(after.inputs.map(({ startedAt, points }) => [startedAt, points])).toEqual(
      before.inputs.map(({ startedAt, points }) => [startedAt, points]),
    );
    expect(
      (await calls()).map(({ externalId, counterpartyNumber, counterpartyName }) => [
        externalId,
        counterpartyNumber,
        counterpartyName,
      ]),
    ).toEqual([
      ['bob-1', null, null],
      ['bob-2', null, null],
      ['bob-3', '+14155550111', 'Annette Keller'],
    ]);
  });

  it('takes the name of a manager out of what they excluded, and out of notes', async () => {
    const call = (await calls()).find(({ externalId }) => externalId === 'bob-3')!;
    await exclusions.set({ ...boss, employeeId: 'ann' }, call.id, { excluded: true, note: 'Ann Lee says so' });
    expect(await everythingStored()).toMatch(/excluded by Ann Lee/);
    await eraser.erase(boss, 'ann');
    await fetched();
    expect(await everythingStored()).toMatch(
      /excluded by An erased person on \w+ \d+, \d+ at [:\d]+ \(“an erased person says so”\)/,
    );
  });

  it('leaves a line that has passed on to the one who has it, with the days since', async () => {
    await mappings.choose(boss, connection, 'bob', { phoneUserId: 'u-ann', from: '2026-11-21' });
    const later = {
      startedAt: new Date('2026-11-21T09:00:00Z'),
      connectedAt: null,
      endedAt: new Date('2026-11-21T09:01:00Z'),
    };
    told.push(aRecord('line-2', { userExternalId: 'u-ann', outcome: 'missed', ...later }));
    await fetched();
    await eraser.erase(boss, 'ann');
    await fetched();
    const em = stage.tenants.of(boss.tenantId);
    expect((await calls()).map(({ externalId }) => externalId)).toContain('line-2');
    expect((await calls()).map(({ externalId }) => externalId)).not.toContain('ann-1');
    expect(await em.count(PhoneUserEntity, { externalId: 'u-ann' })).toBe(1);
    expect(await em.count(MappingEntity, { phoneUserId: 'u-ann' })).toBe(1);
  });

  it('gives a number to its next owner, whose calls tell it again', async () => {
    await eraser.erase(boss, 'ann');
    await stage.tenants
      .of(boss.tenantId)
      .persist(aPhoneUser(connection, 'u-new', { displayName: 'Nel Roy', numbers: [{ e164: '+14155550171' }] }))
      .flush();
    told = [
      aRecord('bob-4', {
        userExternalId: 'u-bob',
        counterparty: { number: '+14155550171', name: 'Nel Roy', internal: true },
      }),
    ];
    await stage.tenants.transaction(boss.tenantId, (em) =>
      writeCalls(em, { connection, timeZone: TIME_ZONE, erased: stage.erased, toldBy: 'list' }, told),
    );
    expect((await calls()).find(({ externalId }) => externalId === 'bob-4')).toMatchObject({
      counterpartyNumber: '+14155550171',
      counterpartyName: 'Nel Roy',
    });
  });

  it('does not bring them back under a name and number that the vendor gave them afterwards', async () => {
    await eraser.erase(boss, 'ann');
    annsEntry = ['Ann Keller-Lee', '+14155550173'];
    told = [
      aRecord('bob-5', {
        userExternalId: 'u-bob',
        counterparty: { number: '+14155550173', name: 'Ann Keller-Lee', internal: true },
      }),
    ];
    await fetched();
    await fetched();
    expect(await everythingStored()).toMatch(/bob-5/);
    expect(await everythingStored()).not.toMatch(/keller-lee|4155550173/i);
  });

  it('is seen by the very next page, also of a copy that wrote pages before it and has looked since', async () => {
    const { tenants } = await stage.anotherCopy();
    const copy = { connection, timeZone: TIME_ZONE, erased: stage.erased, toldBy: 'list' as const };
    const writeThere = (): Promise<number> =>
      tenants.transaction(boss.tenantId, (em) =>
        writeCalls(em, copy, [{ ...theirs, labels: [`reading ${++reading}`] }]),
      );
    const theirs = aRecord('ann-2', { userExternalId: 'u-ann' });
    let reading = 0;
    expect([await writeThere(), await writeThere()]).toEqual([1, 1]);
    await eraser.erase(boss, 'ann');
    expect(await writeThere()).toBe(0);
  });

  it('is written down once, refuses a new mapping, and is no error a second time', async () => {
    await eraser.erase(boss, 'ann');
    await eraser.erase(boss, 'ann');
    const actions = (await trail.page(boss.tenantId, null, 100)).entries.map(({ actor, action, subject }) => [
      actor,
      action,
      subject,
    ]);
    expect(actions).toEqual([['boss', 'erase', 'ann']]);
    await expect(mappings.choose(boss, connection, 'ann', { phoneUserId: 'u-bob' })).rejects.toMatchObject({
      code: 'person_erased',
    });
    await expect(eraser.erase(boss, 'nobody')).rejects.toMatchObject({ code: 'unknown_employee' });
  });

  it('refuses the same person at the same account after the connection was erased and made anew', async () => {
    await eraser.erase(boss, 'ann');
    const em = stage.tenants.of(boss.tenantId);
    await em.nativeDelete(CallRecordEntity, {});
    connection = aConnection(boss.tenantId, {
      providerKey: 'dialpad',
      accountExternalId: connection.accountExternalId,
    });
    await em.execute(
      `update phone_system.connection set account_external_id = 'erased:1', status = 'disconnected' where tenant_id = ?`,
      [boss.tenantId],
    );
    await em.persist(connection).flush();
    await fetched();
    expect((await calls()).map(({ externalId }) => externalId)).toEqual(['bob-1', 'bob-2', 'bob-3']);
  });

  it('gives a person each call that their days list, what it earned and why, and who excluded it', async () => {
    const tomorrow = new Date(at('00:00').getTime() + 86_400_000).toISOString().slice(0, 10);
    await mappings.choose(boss, connection, 'bob', { phoneUserId: 'u-ann', from: tomorrow });
    told = [
      ...told,
      aRecord('over-midnight', {
        userExternalId: 'u-ann',
        startedAt: at('23:50'),
        connectedAt: at('23:50'),
        endedAt: new Date(at('23:50').getTime() + 1_200_000),
      }),
    ];
    await fetched();
    await scorer.scoreChanged(boss.tenantId, new AbortController().signal);
    const callOf = async (id: string) =>
      (await data.of(boss.tenantId, id)).calls.find(({ call }) => call.externalId === 'over-midnight');
    const ids = await Promise.all(['ann', 'bob'].map(async (id) => (await callOf(id))?.call.id));
    expect(ids[0]).toBeDefined();
    expect(ids[1]).toBe(ids[0]);
    expect((await callOf('bob'))?.credit).toMatchObject([
      { day: tomorrow, input: { countedMs: 600_000, points: '10' } },
    ]);

    await exclusions.set(boss, ids[0] ?? '', { excluded: true, note: '' });
    await exclusions.set(boss, ids[0] ?? '', { excluded: false, note: '' });
    for (const id of ['ann', 'bob']) {
      const { actions } = await data.of(boss.tenantId, id);
      expect(actions.slice(0, 2).map(({ action, subject }) => [action, subject])).toEqual([
        ['include', ids[0]],
        ['exclude', ids[0]],
      ]);
    }
  });

  it('gives a person all that is stored about them before, and only the id after', async () => {
    const before = await data.of(boss.tenantId, 'ann');
    expect(before.calls.map(({ call }) => call.externalId)).toEqual(['ann-1']);
    expect(before.phoneUsers.map(({ displayName }) => displayName)).toEqual(['Ann Lee (Sales)']);
    expect(before.days).toHaveLength(1);
    await eraser.erase(boss, 'ann');
    expect(await data.of(boss.tenantId, 'ann')).toMatchObject({ calls: [], phoneUsers: [], mappings: [], days: [] });
  });
});
