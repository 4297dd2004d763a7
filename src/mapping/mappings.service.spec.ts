import { aMapping } from '../../test/support/surface-mapping.js';
import { jest } from '@jest/globals';
import { by, MappingDesk } from '../../test/support/mapping-desk.js';
import { anEmployee, MappingHouse } from '../../test/support/mapping-house.js';
import { ConnectionEntity, ERASED_ACCOUNT } from '../storage/index.js';

describe('who is who, matched automatically', () => {
  let house: MappingHouse;
  let desk: MappingDesk;

  beforeAll(async () => {
    house = await MappingHouse.open();
  });
  afterAll(() => house.close());

  beforeEach(async () => {
    desk = await MappingDesk.open(house);
  });

  it('tells who each employee is by name, and who is left over', async () => {
    await desk.line('1', { displayName: 'Ann Lee', emails: ['ann@acme.example'], numbers: [{ e164: '+14155550170' }] });
    await desk.line('2', { displayName: 'Cal Diaz' });
    await desk.line('3');
    const summary = await desk.mappings.matchAgain(desk.connection);
    const page = await desk.mappings.page(desk.connection);

    const second = { externalId: '2', displayName: 'Cal Diaz', emails: [], numbers: [], departed: false };
    expect(page.items).toEqual([
      {
        employee: { id: 'ann', name: 'Ann Lee', emails: ['ann@acme.example'], phones: [] },
        notStored: null,
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
        until: null,
        successor: null,
        earlier: false,
        planned: null,
        plannedLater: [],
        revision: 'automatic',
        candidates: [],
      },
      aMapping('bob', { employee: { id: 'bob', name: 'Bob Park', emails: ['bob@acme.example'], phones: [] } }),
      {
        employee: { id: 'cal', name: 'Cal Diaz', emails: ['cal@acme.example'], phones: [] },
        notStored: null,
        phoneUser: null,
        source: 'none',
        matchedOn: null,
        since: null,
        until: null,
        successor: null,
        earlier: false,
        planned: null,
        plannedLater: [],
        revision: 'automatic',
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
    await desk.call('1', '2026-03-02T15:00:00Z', '2026-03-02T15:10:00Z');
    await desk.mappings.matchAgain(desk.connection);
    expect(await desk.marked()).toEqual([]);
    desk.people = [...desk.people, anEmployee('dana', 'Dana Reyes')];
    await desk.line('1', { emails: ['dana@acme.example'] });
    await desk.mappings.matchAgain(desk.connection);
    expect(await desk.ownerOf('1', '2026-03-02')).toBe('dana');
    expect(await desk.marked()).toEqual(['dana 2026-03-02']);
  });

  it('a second time changes nothing and marks nothing', async () => {
    await desk.line('1', { emails: ['ann@acme.example'] });
    await desk.call('1', '2026-03-02T15:00:00Z', '2026-03-02T15:10:00Z');
    const first = await desk.mappings.matchAgain(desk.connection);
    await desk.marked();
    expect(await desk.mappings.matchAgain(desk.connection)).toEqual(first);
    expect(await desk.marked()).toEqual([]);
  });

  it('costs one look where nothing has changed since', async () => {
    await desk.line('1', { emails: ['ann@acme.example'] });
    await desk.mappings.matchAgain(desk.connection);
    const statements = async (): Promise<number> => {
      const asked = jest.spyOn(house.orm.em.getConnection(), 'execute');
      await desk.mappings.matchStored(desk.connection);
      const { length } = asked.mock.calls;
      asked.mockRestore();
      return length;
    };
    expect(await statements()).toBe(1);
    await desk.mappings.choose(by, desk.connection, 'ann', { phoneUserId: null });
    expect(await statements()).toBeGreaterThan(1);
    expect(await statements()).toBe(1);
  });

  it.each(['needs-reconnect', 'stopped', 'disconnected'] as const)(
    'shows whom somebody may be as the directories are now, also where the connection is %s',
    async (status) => {
      await desk.mappings.matchAgain(desk.connection);
      await desk.line('1', { displayName: 'Cal Diaz' });
      await desk.em.nativeUpdate(ConnectionEntity, {}, { status, matchDue: true });
      const { items } = await desk.mappings.page(await desk.em.findOneOrFail(ConnectionEntity, {}));
      expect(items.map(({ candidates }) => candidates.map(({ externalId }) => externalId))).toEqual([[], [], ['1']]);
    },
  );

  it('matches nobody with an account that was erased', async () => {
    await desk.mappings.matchAgain(desk.connection);
    await desk.em.nativeUpdate(
      ConnectionEntity,
      {},
      { accountExternalId: `${ERASED_ACCOUNT}${desk.connection.id}`, status: 'disconnected', matchDue: true },
    );
    await desk.mappings.matchStored(desk.connection);
    expect(await desk.em.count(ConnectionEntity, { matchDue: true })).toBe(1);
  });

  it('gives a line to whom it matches as soon as somebody gives it up', async () => {
    await desk.line('1', { emails: ['ann@acme.example'] });
    await desk.mappings.matchAgain(desk.connection);
    await desk.mappings.choose(by, desk.connection, 'ann', { phoneUserId: null });
    await desk.mappings.choose(by, desk.connection, 'bob', { phoneUserId: '1' });
    await desk.mappings.forget(by, desk.connection, 'ann');
    expect(await desk.items()).toMatchObject({ ann: 'none', bob: 'manual 1' });
    await desk.mappings.choose(by, desk.connection, 'bob', { phoneUserId: null });
    await desk.mappings.matchStored(desk.connection);
    expect(await desk.items()).toMatchObject({ ann: 'auto 1 email', bob: 'manual' });
  });

  it('who leaves keeps the past, and is shown as long as the line is theirs', async () => {
    await desk.line('1', { emails: ['ann@acme.example'] });
    await desk.mappings.matchAgain(desk.connection);
    desk.people = desk.people.map((one) => (one.id === 'ann' ? { ...one, active: false } : one));
    await desk.line('1', { emails: ['bob@acme.example'] });
    await desk.mappings.matchAgain(desk.connection);
    expect(await desk.items()).toMatchObject({ ann: 'auto 1 email', bob: 'none' });
    const page = await desk.mappings.page(desk.connection, { filter: 'ambiguous' });
    expect(page.items.map(({ employee: { id }, candidates }) => [id, candidates])).toEqual([
      ['bob', [expect.objectContaining({ externalId: '1', on: 'email', takenBy: { id: 'ann', name: 'Ann Lee' } })]],
    ]);
  });

  it('ends where a later person shares what it was made on: both are shown, the days before stay', async () => {
    const number = '+14155550170';
    desk.people = desk.people.map((one) => (one.id === 'ann' ? { ...one, phones: [number] } : one));
    await desk.line('1', { numbers: [{ e164: number }] });
    await desk.mappings.matchAgain(desk.connection);
    expect(await desk.items()).toMatchObject({ ann: 'auto 1 phone' });

    desk.people = desk.people.map((one) => (one.id === 'bob' ? { ...one, phones: [number] } : one));
    await desk.mappings.matchAgain(desk.connection);
    expect(await desk.items()).toMatchObject({ ann: 'none', bob: 'none' });
    const { items: ambiguous } = await desk.mappings.page(desk.connection, { filter: 'ambiguous' });
    const suggested = [expect.objectContaining({ externalId: '1', on: 'phone', takenBy: null })];
    expect(ambiguous.map(({ employee: { id }, candidates }) => [id, candidates])).toEqual([
      ['ann', suggested],
      ['bob', suggested],
    ]);
    expect([await desk.ownerOf('1', '2026-03-02'), await desk.ownerOf('1', '2100-01-01')]).toEqual(['ann', null]);
  });

  it('ends where a later line shares what it was made on: both lines are shown', async () => {
    const numbers = [{ e164: '+14155550170' }];
    desk.people = desk.people.map((one) => (one.id === 'ann' ? { ...one, phones: ['+14155550170'] } : one));
    await desk.line('1', { numbers });
    await desk.mappings.matchAgain(desk.connection);
    await desk.line('2', { numbers });
    await desk.mappings.matchAgain(desk.connection);
    const [ann] = (await desk.mappings.page(desk.connection, { filter: 'ambiguous' })).items;
    expect([ann?.employee.id, ann?.candidates.map(({ externalId }) => externalId)]).toEqual(['ann', ['1', '2']]);
  });

  it('shows a departed phone user only where they left calls that are nobody’s', async () => {
    await desk.line('1', { status: 'departed' });
    await desk.line('2', { status: 'departed' });
    await desk.call('2', '2026-03-02T15:00:00Z', '2026-03-02T15:10:00Z');
    const { unmatchedPhoneUsers } = await desk.mappings.page(desk.connection);
    expect(unmatchedPhoneUsers.map(({ externalId }) => externalId)).toEqual(['2']);
  });
});
