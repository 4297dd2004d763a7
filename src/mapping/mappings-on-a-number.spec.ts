import type { Employee } from '../contract/index.js';
import { by, MappingDesk } from '../../test/support/mapping-desk.js';
import { anEmployee, MappingHouse } from '../../test/support/mapping-house.js';
import { AuditTrail } from '../access/index.js';

describe('who is who, on a number alone', () => {
  let house: MappingHouse;
  let desk: MappingDesk;

  beforeAll(async () => {
    house = await MappingHouse.open();
  });
  afterAll(() => house.close());

  beforeEach(async () => {
    desk = await MappingDesk.open(house);
  });

  const number = '+14155550170';
  const numbers = [{ e164: number }];
  const JUNE = '2026-06-10';
  const gives = (id: string, more: Partial<Employee>): void => {
    desk.people = desk.people.map((one) => (one.id === id ? { ...one, ...more } : one));
  };
  const hire = (): void => {
    desk.people = [...desk.people, anEmployee('new', 'Newt Hire', { phones: [number] })];
  };
  const days = async (): Promise<(string | null)[]> => [
    await desk.ownerOf('1', JUNE),
    await desk.ownerOf('1', '2100-01-01'),
  ];

  it('gives the past at the first matching, since nothing says that it was another’s', async () => {
    gives('ann', { phones: [number] });
    await desk.line('1', { numbers });
    await desk.mappings.matchAgain(desk.connection);
    expect(await days()).toEqual(['ann', 'ann']);
  });

  it('only suggests the line of somebody who departed, and gives none of its days', async () => {
    await desk.line('1', { numbers, status: 'departed' });
    await desk.call('1', `${JUNE}T15:00:00Z`, `${JUNE}T16:00:00Z`);
    await desk.mappings.matchAgain(desk.connection);
    hire();
    await desk.mappings.matchAgain(desk.connection);
    expect([await days(), await desk.marked()]).toEqual([[null, null], []]);
    const { items: ambiguous } = await desk.mappings.page(desk.connection, { filter: 'ambiguous' });
    expect(ambiguous.map(({ employee, candidates }) => [employee.id, candidates[0]?.externalId])).toEqual([
      ['new', '1'],
    ]);
  });

  it('stays with whom it was matched when the line departs', async () => {
    gives('ann', { phones: [number] });
    await desk.line('1', { numbers });
    await desk.mappings.matchAgain(desk.connection);
    await desk.line('1', { numbers, status: 'departed' });
    await desk.mappings.matchAgain(desk.connection);
    expect(await days()).toEqual(['ann', 'ann']);
  });

  it('gives a new hire no day before the number was seen to be theirs', async () => {
    await desk.line('1', { numbers });
    await desk.call('1', `${JUNE}T15:00:00Z`, `${JUNE}T16:00:00Z`);
    await desk.mappings.matchAgain(desk.connection);
    hire();
    await desk.mappings.matchAgain(desk.connection);
    await desk.mappings.matchAgain(desk.connection);
    expect([await days(), await desk.marked()]).toEqual([[null, 'new'], []]);
  });

  it.each([
    ['an employee who left', () => gives('bob', { phones: [number], active: false }), 'active'],
    ['a phone user who departed', () => undefined, 'departed'],
  ])('gives nobody the past of a number that was once that of %s', async (_, before, status) => {
    before();
    await desk.line('9', { numbers: status === 'departed' ? numbers : [], status: 'departed' });
    gives('ann', { phones: [number] });
    await desk.line('1', { numbers });
    await desk.mappings.matchAgain(desk.connection);
    expect(await days()).toEqual([null, 'ann']);
  });

  it('is taken back whole where an e-mail says whose line it always was', async () => {
    gives('ann', { phones: [number] });
    await desk.line('1', { numbers, emails: ['new@acme.example'] });
    await desk.call('1', `${JUNE}T15:00:00Z`, `${JUNE}T16:00:00Z`);
    await desk.mappings.matchAgain(desk.connection);
    await desk.marked();
    desk.people = [...desk.people, anEmployee('new', 'Newt Hire')];
    await desk.mappings.matchAgain(desk.connection);
    expect([await days(), await desk.marked()]).toEqual([
      ['new', 'new'],
      [`ann ${JUNE}`, `new ${JUNE}`],
    ]);
  });

  it('keeps its days before those on which the line got another’s e-mail', async () => {
    gives('ann', { phones: [number] });
    await desk.line('1', { numbers });
    await desk.mappings.matchAgain(desk.connection);
    await desk.line('1', { numbers, emails: ['bob@acme.example'], emailsSince: new Date('2026-07-01T12:00:00Z') });
    await desk.mappings.matchAgain(desk.connection);
    expect([
      await desk.ownerOf('1', JUNE),
      await desk.ownerOf('1', '2026-06-30'),
      await desk.ownerOf('1', '2026-07-01'),
    ]).toEqual(['ann', 'ann', 'bob']);
  });

  it.each([
    ['since ever', false],
    ['from a day on', true],
  ])('had %s is taken back whole in the one step that a refusal names', async (_had, later) => {
    if (!later) gives('ann', { phones: [number] });
    await desk.line('1', { numbers });
    await desk.call('1', `${JUNE}T15:00:00Z`, `${JUNE}T16:00:00Z`);
    await desk.mappings.matchAgain(desk.connection);
    gives('ann', { phones: [number] });
    await desk.mappings.matchAgain(desk.connection);
    expect(await days()).toEqual([later ? null : 'ann', 'ann']);

    const refusal = await desk.mappings.choose(by, desk.connection, 'bob', { phoneUserId: '1' }).catch(String);
    expect(refusal).toMatch(
      /Where it was Bob Park’s all along, give the day of its first call: then all of its calls are\.$/,
    );
    await desk.mappings.choose({ ...by, tenantId: desk.connection.tenantId }, desk.connection, 'bob', {
      phoneUserId: '1',
      from: JUNE,
    });
    expect(await days()).toEqual(['bob', 'bob']);
    expect(await desk.items()).toMatchObject({ ann: 'none', bob: 'manual 1' });
    const { entries } = await new AuditTrail(house.tenants).page(desk.connection.tenantId, null, 2);
    expect(entries.map(({ subject, details }) => [subject, details['to'], details['passedTo']])).toEqual([
      ['ann', 'passed-on', 'bob'],
      ['bob', 'phone-user', undefined],
    ]);
  });

  it('is taken back whole by hand, whatever it ended as', async () => {
    gives('ann', { phones: [number] });
    await desk.line('1', { numbers });
    await desk.mappings.matchAgain(desk.connection);
    gives('ann', { phones: [] });
    await desk.mappings.matchAgain(desk.connection);
    expect(await days()).toEqual(['ann', null]);
    await desk.mappings.choose(by, desk.connection, 'ann', { phoneUserId: null });
    await desk.mappings.forget(by, desk.connection, 'ann');
    expect(await days()).toEqual([null, null]);
  });
});
