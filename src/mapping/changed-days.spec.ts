import { randomUUID } from 'node:crypto';
import { aCall, aConnection } from '../../test/support/stored-rows.js';
import { createTestDatabase, type TestDatabase } from '../../test/support/test-database.js';
import { TenantDatabase } from '../access/index.js';
import {
  ChangedEmployeeDayEntity,
  type ConnectionEntity,
  MappingEntity,
  openOrm,
  type PhoneSystemOrm,
} from '../storage/index.js';
import { migrate } from '../storage/migrate.js';
import { markHeldDays, markTenantDays } from './changed-days.js';
import { phoneUsersOf, phoneUsersOn } from './owners.js';
import { ALL_TIME, since, type Span } from './spans.js';

const NEW_YORK = 'America/New_York';
const KOLKATA = 'Asia/Kolkata';

describe('the days to score again', () => {
  let database: TestDatabase;
  let orm: PhoneSystemOrm;
  let tenants: TenantDatabase;
  let tenantId: string;
  let connection: ConnectionEntity;

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

  beforeEach(async () => {
    tenantId = randomUUID();
    connection = aConnection(tenantId);
    const calls = [
      // In New York: within the second, over midnight from the fourth to the fifth, and just until the sixth.
      aCall(connection, '1', '2026-03-02T15:00:00Z', '2026-03-02T15:10:00Z'),
      aCall(connection, '1', '2026-03-05T04:55:00Z', '2026-03-05T05:05:00Z'),
      aCall(connection, '1', '2026-03-06T04:00:00Z', '2026-03-06T05:00:00Z'),
      aCall(connection, '2', '2026-03-09T20:00:00Z', '2026-03-09T20:00:00Z'),
    ];
    await tenants
      .of(tenantId)
      .persist([connection, ...calls])
      .flush();
  });

  it('are marked in the order of the bytes of ids, as everybody marks them, so that none wait for each other in a circle', async () => {
    const ids = ['\u{1f600}', '\uff5e', 'a'];
    const held = ids.map((employeeId) => ({ connectionId: connection.id, employeeId, phoneUserId: '2', ...ALL_TIME }));
    await tenants.transaction(tenantId, (em) => markHeldDays(em, tenantId, [NEW_YORK], held));
    const rows = await tenants
      .of(tenantId)
      .execute<{ id: string }[]>(
        'select employee_id as id from phone_system.changed_employee_day where tenant_id = ? order by ctid',
        [tenantId],
      );
    expect(rows.map(({ id }) => id)).toEqual(['a', '\uff5e', '\u{1f600}']);
  });

  const mark = async (phoneUserId: string, span: Span, timeZones = [NEW_YORK]): Promise<string[]> => {
    const held = { connectionId: connection.id, employeeId: 'ann', phoneUserId, ...span };
    await tenants.transaction(tenantId, (em) => markHeldDays(em, tenantId, timeZones, [held]));
    return (await marked()).map(({ day }) => day);
  };
  const marked = async (): Promise<ChangedEmployeeDayEntity[]> =>
    await tenants.of(tenantId).find(ChangedEmployeeDayEntity, {}, { orderBy: { employeeId: 'asc', day: 'asc' } });

  const map = async (of: ConnectionEntity, employeeId: string, phoneUserId: string, span: Span): Promise<void> => {
    const row = { id: randomUUID(), tenantId, connectionId: of.id, employeeId, phoneUserId, ...span };
    await tenants
      .of(tenantId)
      .persist(Object.assign(new MappingEntity(), { source: 'manual', ...row }))
      .flush();
  };

  it('are found from the first day that can be written, which begins in the year before where clocks are ahead', async () => {
    expect(await mark('1', since('0001-01-01'), ['Asia/Tokyo'])).toEqual(['2026-03-03', '2026-03-05', '2026-03-06']);
  });

  it('are those on which records are stored, each part of one over midnight', async () => {
    expect(await mark('1', ALL_TIME)).toEqual(['2026-03-02', '2026-03-04', '2026-03-05']);
  });

  it('hold a record without talk', async () => {
    expect(await mark('2', ALL_TIME)).toEqual(['2026-03-09']);
  });

  it('are those of the span, and all of a record that reaches into it', async () => {
    expect(await mark('1', { fromDay: '2026-03-03', untilDay: '2026-03-05' })).toEqual(['2026-03-04', '2026-03-05']);
    expect(await mark('2', { fromDay: null, untilDay: '2026-03-09' })).not.toContain('2026-03-09');
  });

  it('begin with the record that reaches into the first of them', async () => {
    expect(await mark('1', since('2026-03-05'))).toEqual(['2026-03-04', '2026-03-05']);
  });

  it('are counted up by each change', async () => {
    await mark('2', ALL_TIME);
    await mark('2', ALL_TIME);
    expect(await marked()).toMatchObject([{ employeeId: 'ann', day: '2026-03-09', changes: 2 }]);
  });

  it('of a whole tenant are those of everybody mapped, in every time zone that is given', async () => {
    await map(connection, 'ann', '1', { fromDay: null, untilDay: '2026-03-03' });
    await map(connection, 'bob', '2', ALL_TIME);
    await tenants.transaction(tenantId, (em) => markTenantDays(em, tenantId, [NEW_YORK, KOLKATA]));
    expect((await marked()).map(({ employeeId, day }) => `${employeeId} ${day}`)).toEqual([
      'ann 2026-03-02',
      'bob 2026-03-09',
      'bob 2026-03-10',
    ]);
  });

  it('are found over all connections of a tenant, connected or not', async () => {
    const older = aConnection(tenantId, { status: 'disconnected' });
    await map(connection, 'ann', '1', ALL_TIME);
    await map(older, 'ann', '9', since('2026-03-04'));
    await map(older, 'bob', '8', ALL_TIME);
    const spans = await phoneUsersOf(tenants.of(tenantId), tenantId, ['ann']);
    const on = (day: string): string[] => phoneUsersOn(spans, 'ann', day).map(({ phoneUserId }) => phoneUserId);
    expect(on('2026-03-03')).toEqual(['1']);
    expect(on('2026-03-04').sort()).toEqual(['1', '9']);
  });
});
