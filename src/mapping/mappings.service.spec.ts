import { randomUUID } from 'node:crypto';
import { jest } from '@jest/globals';
import { aCall, aConnection, aPhoneUser } from '../../test/support/stored-rows.js';
import { createTestDatabase, type TestDatabase } from '../../test/support/test-database.js';
import { AuditTrail, People, TenantDatabase, TenantTermsBook } from '../access/index.js';
import type { Employee, TenantTerms } from '../contract/index.js';
import {
  ChangedEmployeeDayEntity,
  ConnectionEntity,
  openOrm,
  type PhoneSystemOrm,
  PhoneUserEntity,
} from '../storage/index.js';
import { migrate } from '../storage/migrate.js';
import type { MappingItem } from './mapping-view.js';
import { Mappings } from './mappings.service.js';
import { employeeOf, ownersOf } from './owners.js';

const terms: TenantTerms = {
  domains: ['acme.example'],
  phoneSystemLicence: true,
  timeZone: 'America/New_York',
  region: 'US',
  workShift: null,
};

const employee = (id: string, name: string, more: Partial<Employee> = {}): Employee => ({
  id,
  name,
  emails: [`${id}@acme.example`],
  phones: [],
  managerId: null,
  active: true,
  ...more,
});

const by = { tenantId: 'acme', employeeId: 'boss' };

describe('who is who', () => {
  let database: TestDatabase;
  let orm: PhoneSystemOrm;
  let tenants: TenantDatabase;
  let mappings: Mappings;
  let connection: ConnectionEntity;
  let people: Employee[];

  beforeAll(async () => {
    database = await createTestDatabase();
    orm = await openOrm(database.location);
    await migrate(orm);
    tenants = new TenantDatabase(orm);
  });

  afterAll(async () => {
    await orm.close(true);
    await database.drop();
  });

  const connect = async (tenantId: string, more: Partial<ConnectionEntity> = {}): Promise<ConnectionEntity> => {
    const connection = aConnection(tenantId, more);
    await tenants.of(tenantId).persist(connection).flush();
    return connection;
  };

  beforeEach(async () => {
    people = [employee('ann', 'Ann Lee'), employee('bob', 'Bob Park'), employee('cal', 'Cal Diaz')];
    const directory = {
      async *listEmployees() {
        await Promise.resolve();
        yield people;
      },
    };
    const policy = { termsOf: () => Promise.resolve(terms) };
    mappings = new Mappings(tenants, new People(directory, tenants), new TenantTermsBook(policy, tenants));
    connection = await connect(randomUUID());
  });

  const line = async (externalId: string, more: Partial<PhoneUserEntity> = {}, of = connection): Promise<void> => {
    await tenants.of(of.tenantId).upsert(PhoneUserEntity, { ...aPhoneUser(of, externalId, more) });
  };

  const call = async (phoneUserId: string, startedAt: string, endedAt: string): Promise<void> => {
    await tenants
      .of(connection.tenantId)
      .persist(aCall(connection, phoneUserId, startedAt, endedAt))
      .flush();
  };

  /** What is marked to be scored again, and no longer is once it was told. */
  const marked = async (): Promise<string[]> => {
    const em = tenants.of(connection.tenantId);
    const rows = await em.find(ChangedEmployeeDayEntity, {}, { orderBy: { employeeId: 'asc', day: 'asc' } });
    await em.nativeDelete(ChangedEmployeeDayEntity, {});
    return rows.map(({ employeeId, day }) => `${employeeId} ${day}`);
  };

  const items = async (): Promise<Record<string, string>> =>
    Object.fromEntries((await mappings.page(connection)).items.map((item) => [item.employee.id, inWords(item)]));
  const inWords = ({ source, phoneUser, matchedOn }: MappingItem): string =>
    [source, phoneUser?.externalId, matchedOn].filter(Boolean).join(' ');

  const tenantOwners = async () => await ownersOf(tenants.of(connection.tenantId), connection.tenantId);
  const ownerOf = async (phoneUserId: string, day: string): Promise<string | null> =>
    employeeOf(await tenantOwners(), { connectionId: connection.id, phoneUserId }, day);

  describe('matched automatically', () => {
    it('tells who each employee is by name, and who is left over', async () => {
      await line('1', { displayName: 'Ann Lee', emails: ['ann@acme.example'], numbers: [{ e164: '+14155550170' }] });
      await line('2', { displayName: 'Cal Diaz' });
      await line('3');
      const summary = await mappings.matchAgain(connection);
      const page = await mappings.page(connection);

      const second = { externalId: '2', displayName: 'Cal Diaz', emails: [], numbers: [], departed: false };
      expect(page.items).toEqual([
        {
          employee: { id: 'ann', name: 'Ann Lee', emails: ['ann@acme.example'], phones: [] },
          phoneUser: {
            externalId: '1',
            displayName: 'Ann Lee',
            emails: ['ann@acme.example'],
            numbers: [{ e164: '+14155550170' }],
            departed: false,
          },
          source: 'auto',
          matchedOn: 'email',
          since: null,
          earlier: false,
          planned: null,
          plannedLater: [],
          candidates: [],
        },
        {
          employee: { id: 'bob', name: 'Bob Park', emails: ['bob@acme.example'], phones: [] },
          phoneUser: null,
          source: 'none',
          matchedOn: null,
          since: null,
          earlier: false,
          planned: null,
          plannedLater: [],
          candidates: [],
        },
        {
          employee: { id: 'cal', name: 'Cal Diaz', emails: ['cal@acme.example'], phones: [] },
          phoneUser: null,
          source: 'none',
          matchedOn: null,
          since: null,
          earlier: false,
          planned: null,
          plannedLater: [],
          candidates: [{ ...second, on: 'name', takenBy: null }],
        },
      ]);
      expect(page.unmatchedPhoneUsers.map(({ externalId }) => externalId)).toEqual(['2', '3']);
      expect(page.nextPage).toBeNull();
      expect(page.summary).toEqual(summary);
      expect(summary).toEqual({
        employees: 3,
        matched: 1,
        auto: 1,
        manual: 0,
        unmatched: 2,
        ambiguous: 1,
        phoneUsers: 3,
        unmatchedPhoneUsers: 2,
      });
    });

    it('takes in new employees and new phone users, and gives them the past', async () => {
      await call('1', '2026-03-02T15:00:00Z', '2026-03-02T15:10:00Z');
      await mappings.matchAgain(connection);
      expect(await marked()).toEqual([]);
      people = [...people, employee('dana', 'Dana Reyes')];
      await line('1', { emails: ['dana@acme.example'] });
      await mappings.matchAgain(connection);
      expect(await ownerOf('1', '2026-03-02')).toBe('dana');
      expect(await marked()).toEqual(['dana 2026-03-02']);
    });

    it('a second time changes nothing and marks nothing', async () => {
      await line('1', { emails: ['ann@acme.example'] });
      await call('1', '2026-03-02T15:00:00Z', '2026-03-02T15:10:00Z');
      const first = await mappings.matchAgain(connection);
      await marked();
      expect(await mappings.matchAgain(connection)).toEqual(first);
      expect(await marked()).toEqual([]);
    });

    it('costs one look where nothing has changed since', async () => {
      await line('1', { emails: ['ann@acme.example'] });
      await mappings.matchAgain(connection);
      const statements = async (): Promise<number> => {
        const asked = jest.spyOn(orm.em.getConnection(), 'execute');
        await mappings.matchStored(connection);
        const { length } = asked.mock.calls;
        asked.mockRestore();
        return length;
      };
      expect(await statements()).toBe(1);
      await mappings.choose(by, connection, 'ann', { phoneUserId: null });
      expect(await statements()).toBeGreaterThan(1);
      expect(await statements()).toBe(1);
    });

    it('gives a line to whom it matches as soon as somebody gives it up', async () => {
      await line('1', { emails: ['ann@acme.example'] });
      await mappings.matchAgain(connection);
      await mappings.choose(by, connection, 'ann', { phoneUserId: null });
      await mappings.choose(by, connection, 'bob', { phoneUserId: '1' });
      await mappings.forget(by, connection, 'ann');
      expect(await items()).toMatchObject({ ann: 'none', bob: 'manual 1' });
      await mappings.choose(by, connection, 'bob', { phoneUserId: null });
      await mappings.matchStored(connection);
      expect(await items()).toMatchObject({ ann: 'auto 1 email', bob: 'manual' });
    });

    it('who leaves keeps the past, and is shown as long as the line is theirs', async () => {
      await line('1', { emails: ['ann@acme.example'] });
      await mappings.matchAgain(connection);
      people = people.map((one) => (one.id === 'ann' ? { ...one, active: false } : one));
      await line('1', { emails: ['bob@acme.example'] });
      await mappings.matchAgain(connection);
      expect(await items()).toMatchObject({ ann: 'auto 1 email', bob: 'none' });
      const page = await mappings.page(connection, { filter: 'ambiguous' });
      expect(page.items.map(({ employee: { id }, candidates }) => [id, candidates])).toEqual([
        ['bob', [expect.objectContaining({ externalId: '1', on: 'email', takenBy: { id: 'ann', name: 'Ann Lee' } })]],
      ]);
    });

    it('ends where a later person shares what it was made on: both are shown, the days before stay', async () => {
      const number = '+14155550170';
      people = people.map((one) => (one.id === 'ann' ? { ...one, phones: [number] } : one));
      await line('1', { numbers: [{ e164: number }] });
      await mappings.matchAgain(connection);
      expect(await items()).toMatchObject({ ann: 'auto 1 phone' });

      people = people.map((one) => (one.id === 'bob' ? { ...one, phones: [number] } : one));
      await mappings.matchAgain(connection);
      expect(await items()).toMatchObject({ ann: 'none', bob: 'none' });
      const { items: ambiguous } = await mappings.page(connection, { filter: 'ambiguous' });
      const suggested = [expect.objectContaining({ externalId: '1', on: 'phone', takenBy: null })];
      expect(ambiguous.map(({ employee: { id }, candidates }) => [id, candidates])).toEqual([
        ['ann', suggested],
        ['bob', suggested],
      ]);
      expect([await ownerOf('1', '2026-03-02'), await ownerOf('1', '2100-01-01')]).toEqual(['ann', null]);
    });

    it('ends where a later line shares what it was made on: both lines are shown', async () => {
      const numbers = [{ e164: '+14155550170' }];
      people = people.map((one) => (one.id === 'ann' ? { ...one, phones: ['+14155550170'] } : one));
      await line('1', { numbers });
      await mappings.matchAgain(connection);
      await line('2', { numbers });
      await mappings.matchAgain(connection);
      const [ann] = (await mappings.page(connection, { filter: 'ambiguous' })).items;
      expect([ann?.employee.id, ann?.candidates.map(({ externalId }) => externalId)]).toEqual(['ann', ['1', '2']]);
    });

    describe('on a number alone', () => {
      const number = '+14155550170';
      const numbers = [{ e164: number }];
      const JUNE = '2026-06-10';
      const gives = (id: string, more: Partial<Employee>): void => {
        people = people.map((one) => (one.id === id ? { ...one, ...more } : one));
      };
      const hire = (): void => {
        people = [...people, employee('new', 'Newt Hire', { phones: [number] })];
      };
      const days = async (): Promise<(string | null)[]> => [await ownerOf('1', JUNE), await ownerOf('1', '2100-01-01')];

      it('gives the past at the first matching, since nothing says that it was another’s', async () => {
        gives('ann', { phones: [number] });
        await line('1', { numbers });
        await mappings.matchAgain(connection);
        expect(await days()).toEqual(['ann', 'ann']);
      });

      it('only suggests the line of somebody who departed, and gives none of its days', async () => {
        await line('1', { numbers, status: 'departed' });
        await call('1', `${JUNE}T15:00:00Z`, `${JUNE}T16:00:00Z`);
        await mappings.matchAgain(connection);
        hire();
        await mappings.matchAgain(connection);
        expect([await days(), await marked()]).toEqual([[null, null], []]);
        const { items: ambiguous } = await mappings.page(connection, { filter: 'ambiguous' });
        expect(ambiguous.map(({ employee, candidates }) => [employee.id, candidates[0]?.externalId])).toEqual([
          ['new', '1'],
        ]);
      });

      it('stays with whom it was matched when the line departs', async () => {
        gives('ann', { phones: [number] });
        await line('1', { numbers });
        await mappings.matchAgain(connection);
        await line('1', { numbers, status: 'departed' });
        await mappings.matchAgain(connection);
        expect(await days()).toEqual(['ann', 'ann']);
      });

      it('gives a new hire no day before the number was seen to be theirs', async () => {
        await line('1', { numbers });
        await call('1', `${JUNE}T15:00:00Z`, `${JUNE}T16:00:00Z`);
        await mappings.matchAgain(connection);
        hire();
        await mappings.matchAgain(connection);
        await mappings.matchAgain(connection);
        expect([await days(), await marked()]).toEqual([[null, 'new'], []]);
      });

      it.each([
        ['an employee who left', () => gives('bob', { phones: [number], active: false }), 'active'],
        ['a phone user who departed', () => undefined, 'departed'],
      ])('gives nobody the past of a number that was once that of %s', async (_, before, status) => {
        before();
        await line('9', { numbers: status === 'departed' ? numbers : [], status: 'departed' });
        gives('ann', { phones: [number] });
        await line('1', { numbers });
        await mappings.matchAgain(connection);
        expect(await days()).toEqual([null, 'ann']);
      });

      it('is taken back whole where an e-mail says whose line it always was', async () => {
        gives('ann', { phones: [number] });
        await line('1', { numbers, emails: ['new@acme.example'] });
        await call('1', `${JUNE}T15:00:00Z`, `${JUNE}T16:00:00Z`);
        await mappings.matchAgain(connection);
        await marked();
        people = [...people, employee('new', 'Newt Hire')];
        await mappings.matchAgain(connection);
        expect([await days(), await marked()]).toEqual([
          ['new', 'new'],
          [`ann ${JUNE}`, `new ${JUNE}`],
        ]);
      });

      it('keeps its days before those on which the line got another’s e-mail', async () => {
        gives('ann', { phones: [number] });
        await line('1', { numbers });
        await mappings.matchAgain(connection);
        await line('1', { numbers, emails: ['bob@acme.example'], emailsSince: new Date('2026-07-01T12:00:00Z') });
        await mappings.matchAgain(connection);
        expect([await ownerOf('1', JUNE), await ownerOf('1', '2026-06-30'), await ownerOf('1', '2026-07-01')]).toEqual([
          'ann',
          'ann',
          'bob',
        ]);
      });

      it.each([
        ['since ever', false],
        ['from a day on', true],
      ])('had %s is taken back whole in the one step that a refusal names', async (_had, later) => {
        if (!later) gives('ann', { phones: [number] });
        await line('1', { numbers });
        await call('1', `${JUNE}T15:00:00Z`, `${JUNE}T16:00:00Z`);
        await mappings.matchAgain(connection);
        gives('ann', { phones: [number] });
        await mappings.matchAgain(connection);
        expect(await days()).toEqual([later ? null : 'ann', 'ann']);

        const refusal = await mappings.choose(by, connection, 'bob', { phoneUserId: '1' }).catch(String);
        const named = /Where it was Bob Park’s all along, give (.*): then all of its calls are\.$/.exec(
          String(refusal),
        );
        expect(named?.[1]).toMatch(later ? /^\d{4}-\d\d-\d\d$/ : /^the day of its first call$/);
        const from = later ? (named?.[1] ?? '') : JUNE;
        await mappings.choose({ ...by, tenantId: connection.tenantId }, connection, 'bob', { phoneUserId: '1', from });
        expect(await days()).toEqual([later ? null : 'bob', 'bob']);
        expect(await items()).toMatchObject({ ann: 'none', bob: 'manual 1' });
        const { entries } = await new AuditTrail(tenants).page(connection.tenantId, null, 2);
        expect(entries.map(({ subject, details }) => [subject, details['to'], details['passedTo']])).toEqual([
          ['ann', 'passed-on', 'bob'],
          ['bob', 'phone-user', undefined],
        ]);
      });

      it('is taken back whole by hand, whatever it ended as', async () => {
        gives('ann', { phones: [number] });
        await line('1', { numbers });
        await mappings.matchAgain(connection);
        gives('ann', { phones: [] });
        await mappings.matchAgain(connection);
        expect(await days()).toEqual(['ann', null]);
        await mappings.choose(by, connection, 'ann', { phoneUserId: null });
        await mappings.forget(by, connection, 'ann');
        expect(await days()).toEqual([null, null]);
      });
    });

    it('shows a departed phone user only where they left calls that are nobody’s', async () => {
      await line('1', { status: 'departed' });
      await line('2', { status: 'departed' });
      await call('2', '2026-03-02T15:00:00Z', '2026-03-02T15:10:00Z');
      const { unmatchedPhoneUsers } = await mappings.page(connection);
      expect(unmatchedPhoneUsers.map(({ externalId }) => externalId)).toEqual(['2']);
    });
  });

  describe('chosen by hand', () => {
    beforeEach(async () => {
      await line('1', { emails: ['ann@acme.example'], displayName: 'Front desk' });
      await line('2', { emails: ['bob@acme.example'] });
      await call('1', '2026-03-02T15:00:00Z', '2026-03-02T15:10:00Z');
      // In New York this one is on the fourth and the fifth.
      await call('1', '2026-03-05T04:55:00Z', '2026-03-05T05:05:00Z');
      await call('2', '2026-03-02T15:00:00Z', '2026-03-02T15:10:00Z');
      await mappings.matchAgain(connection);
      await marked();
    });

    it('outlives matching, "None" as well', async () => {
      await mappings.choose(by, connection, 'ann', { phoneUserId: null });
      expect(inWords(await mappings.choose(by, connection, 'cal', { phoneUserId: '1' }))).toBe('manual 1');
      const summary = await mappings.matchAgain(connection);
      expect(await items()).toEqual({ ann: 'manual', bob: 'auto 2 email', cal: 'manual 1' });
      expect(summary).toMatchObject({ matched: 2, manual: 2, auto: 1, unmatched: 0 });
    });

    it('marks the days that pass, and no others', async () => {
      await mappings.choose(by, connection, 'ann', { phoneUserId: null });
      expect(await marked()).toEqual(['ann 2026-03-02', 'ann 2026-03-04', 'ann 2026-03-05']);
      await mappings.choose(by, connection, 'ann', { phoneUserId: null });
      expect(await marked()).toEqual([]);
    });

    it('refuses what somebody else has, naming them, and changes nothing', async () => {
      const taken = mappings.choose(by, connection, 'bob', { phoneUserId: '1' });
      await expect(taken).rejects.toMatchObject({ status: 409, code: 'phone_user_taken' });
      await expect(taken).rejects.toThrow(
        /^Ann Lee already has the phone user Front desk, and nothing was changed\. Give the day .* Where it was Bob Park’s all along, give the day of its first call: then all of its calls are\.$/,
      );
      expect(await items()).toMatchObject({ ann: 'auto 1 email', bob: 'auto 2 email' });
      expect(await marked()).toEqual([]);
    });

    it('passes a line to a successor in one step: the days before stay', async () => {
      const item = await mappings.choose(by, connection, 'bob', { phoneUserId: '1', from: '2026-03-04' });
      expect(inWords(item)).toBe('manual 1');
      expect(await items()).toMatchObject({ ann: 'none', bob: 'manual 1' });
      expect(await ownerOf('1', '2026-03-03')).toBe('ann');
      expect(await ownerOf('1', '2026-03-04')).toBe('bob');
      expect(await ownerOf('2', '2026-03-03')).toBe('bob');
      expect(await ownerOf('2', '2026-03-04')).toBeNull();
      expect(await marked()).toEqual(['ann 2026-03-04', 'ann 2026-03-05', 'bob 2026-03-04', 'bob 2026-03-05']);
      await mappings.matchAgain(connection);
      expect(await items()).toMatchObject({ ann: 'none', bob: 'manual 1' });
    });

    it('writes down who gained which line and who lost it, and nothing of a line that is gone', async () => {
      const from = '2026-03-04';
      const told = async (): Promise<unknown[]> =>
        (await new AuditTrail(tenants).page(connection.tenantId, null, 2)).entries.map(({ subject, details }) => ({
          subject,
          details,
        }));
      await mappings.choose({ ...by, tenantId: connection.tenantId }, connection, 'bob', { phoneUserId: '1', from });
      const passed = { system: connection.providerKey, to: 'passed-on', from, passedTo: 'bob' };
      const given = { system: connection.providerKey, to: 'phone-user', from };
      expect(await told()).toEqual([
        { subject: 'ann', details: { ...passed, phoneUser: '1' } },
        { subject: 'bob', details: { ...given, phoneUser: '1' } },
      ]);
      await tenants
        .of(connection.tenantId)
        .nativeDelete(PhoneUserEntity, { connectionId: connection.id, externalId: '1' });
      expect(await told()).toEqual([
        { subject: 'ann', details: { ...passed, phoneUser: null } },
        { subject: 'bob', details: { ...given, phoneUser: null } },
      ]);
    });

    it('writes a line’s row once for the trail, however often it is chosen', async () => {
      const em = tenants.of(connection.tenantId);
      const written = async (): Promise<unknown> =>
        await em.execute(
          `select external_id, xmin::text from phone_system.phone_user where connection_id = ? order by external_id`,
          [connection.id],
        );
      const named = async (): Promise<unknown[]> =>
        (await new AuditTrail(tenants).page(connection.tenantId, null, 3)).entries.map(
          ({ details }) => details['phoneUser'],
        );
      const owner = { ...by, tenantId: connection.tenantId };
      await mappings.choose(owner, connection, 'cal', { phoneUserId: '1', from: '2026-03-04' });
      const once = await written();
      await mappings.choose(owner, connection, 'bob', { phoneUserId: '1', from: '2026-03-05' });
      expect(await written()).toEqual(once);
      expect(await named()).toEqual(['1', '1', '1']);
    });

    it('shows today as it is today where a line is to pass on a later day, and what is to follow', async () => {
      const item = await mappings.choose(by, connection, 'bob', { phoneUserId: '1', from: '2100-01-01' });
      expect(inWords(item)).toBe('auto 2 email');
      expect(item).toMatchObject({ since: null, planned: { phoneUser: { externalId: '1' }, from: '2100-01-01' } });
      expect(await items()).toMatchObject({ ann: 'auto 1 email', bob: 'auto 2 email' });
      await mappings.choose(by, connection, 'ann', { phoneUserId: null, from: '2099-12-31' });
      const page = await mappings.page(connection, { search: 'ann' });
      expect(page.items[0]).toMatchObject({ source: 'auto', planned: { phoneUser: null, from: '2099-12-31' } });
      expect(page.unmatchedPhoneUsers).toEqual([]);
    });

    it('tells everything that is planned, in order of days', async () => {
      await mappings.choose(by, connection, 'bob', { phoneUserId: null, from: '2099-12-31' });
      await mappings.choose(by, connection, 'bob', { phoneUserId: '1', from: '2100-01-01' });
      await mappings.choose(by, connection, 'bob', { phoneUserId: '2', from: '2100-06-01' });
      const [item] = (await mappings.page(connection, { search: 'bob' })).items;
      expect(inWords(item!)).toBe('auto 2 email');
      expect(
        [item?.planned, ...(item?.plannedLater ?? [])].map((one) => [one?.phoneUser?.externalId, one?.from]),
      ).toEqual([
        [undefined, '2099-12-31'],
        ['1', '2100-01-01'],
        ['2', '2100-06-01'],
      ]);
    });

    it('tells whether days before had a match or a choice', async () => {
      const earlierOf = async (id: string) =>
        (await mappings.page(connection)).items.find(({ employee }) => employee.id === id)?.earlier;
      expect(await earlierOf('ann')).toBe(false);
      expect((await mappings.choose(by, connection, 'ann', { phoneUserId: null, from: '2026-03-04' })).earlier).toBe(
        true,
      );
      expect(await earlierOf('ann')).toBe(true);
      await mappings.choose(by, connection, 'ann', { phoneUserId: null });
      expect(await earlierOf('ann')).toBe(false);
    });

    it('says of a chosen line that the phone system no longer lists it', async () => {
      await mappings.choose(by, connection, 'cal', { phoneUserId: '1', from: '2026-03-04' });
      await line('1', { status: 'departed' });
      await mappings.matchAgain(connection);
      const { items } = await mappings.page(connection, { search: 'cal' });
      expect(items[0]).toMatchObject({ source: 'manual', phoneUser: { externalId: '1', departed: true } });
    });

    it('is forgotten as if it had never been chosen', async () => {
      await mappings.choose(by, connection, 'bob', { phoneUserId: '1', from: '2026-03-04' });
      await marked();
      await mappings.forget(by, connection, 'bob');
      expect(await items()).toMatchObject({ ann: 'auto 1 email', bob: 'auto 2 email' });
      expect(await ownerOf('1', '2026-03-04')).toBe('ann');
      expect(await ownerOf('2', '2026-03-04')).toBe('bob');
      expect(await marked()).toEqual(['ann 2026-03-04', 'ann 2026-03-05', 'bob 2026-03-04', 'bob 2026-03-05']);
    });

    it('refuses employees and phone users that do not exist here', async () => {
      const elsewhere = await connect(randomUUID());
      await line('77', {}, elsewhere);
      const refused = async (employeeId: string, phoneUserId: string): Promise<unknown> =>
        await mappings.choose(by, connection, employeeId, { phoneUserId }).catch((error: unknown) => error);
      expect(await refused('nobody', '1')).toMatchObject({ status: 404, code: 'unknown_employee' });
      expect(await refused('cal', '77')).toMatchObject({ status: 404, code: 'unknown_phone_user' });
      expect(await refused('cal', '1\0')).toMatchObject({ status: 404, code: 'unknown_phone_user' });
      await expect(mappings.forget(by, connection, 'nobody')).rejects.toMatchObject({ code: 'unknown_employee' });
    });

    it('goes to one of two who ask for it at once', async () => {
      await line('3');
      const asked = await Promise.allSettled(
        ['cal', 'bob'].map((id) => mappings.choose(by, connection, id, { phoneUserId: '3' })),
      );
      expect(asked.map(({ status }) => status).sort()).toEqual(['fulfilled', 'rejected']);
    });

    it('works where the connection is disconnected', async () => {
      await tenants
        .of(connection.tenantId)
        .nativeUpdate(ConnectionEntity, { id: connection.id }, { status: 'disconnected' });
      await mappings.choose(by, connection, 'cal', { phoneUserId: '2', from: '2026-03-04' });
      expect(await items()).toMatchObject({ cal: 'manual 2' });
    });
  });
});
