import { jest } from '@jest/globals';
import { Logger } from '@nestjs/common';
import { type ScoredTenant, ScoringHouse } from '../../test/support/scoring-house.js';
import { PhoneSystemMetrics } from '../metrics/index.js';
import { ScoringGauges } from './scoring-gauges.service.js';
import { tenantsWithWork } from './scoring-work.js';

const DAY = '2026-03-02';

/** What a trigger may say of one employee's day: how it fails, and what its SQLSTATE would be. */
const RAISING = [
  [`raise exception 'not this one'`, 'before insert or update'],
  [`raise exception using errcode = '22003', message = 'out of range'`, 'before insert or update'],
  [`perform 1 / 0`, 'after insert or update'],
  [`perform * from phone_system.there_is_no_such_table`, 'after insert or update'],
] as const;

describe('a day that cannot be scored', () => {
  let house: ScoringHouse;
  let tenant: ScoredTenant;
  let logged: string[];

  beforeAll(async () => {
    house = await ScoringHouse.open();
  });
  afterAll(() => house.close());

  beforeEach(async () => {
    logged = [];
    Logger.overrideLogger({
      log: () => undefined,
      error: () => undefined,
      warn: (line: object) => logged.push(String(line)),
    });
    tenant = await house.tenant();
    for (const id of ['ann', 'bob', 'cal']) {
      await tenant.employee(id, id.toUpperCase());
      await tenant.map(id, `u-${id}`);
    }
  });
  afterEach(async () => {
    jest.restoreAllMocks();
    Logger.overrideLogger(false);
    await mend();
    await em().execute('truncate phone_system.changed_employee_day');
  });

  const em = () => house.tenants.acrossTenants();

  /** The database refuses whatever is written of Bob's days. */
  const refuseBob = async (
    statement = `raise exception 'not this one'`,
    when = 'before insert or update',
    deferred = false,
  ): Promise<void> => {
    await em().execute(
      `create or replace function phone_system.refuse_bob() returns trigger language plpgsql as $$
       begin if new.employee_id = 'bob' then ${statement}; end if; return new; end $$`,
    );
    await em().execute(
      `create ${deferred ? 'constraint' : ''} trigger refuse_bob ${when} on phone_system.day_score
       ${deferred ? 'deferrable initially deferred' : ''} for each row execute function phone_system.refuse_bob()`,
    );
  };
  const mend = async (): Promise<void> => {
    await em().execute('drop trigger if exists refuse_bob on phone_system.day_score');
  };
  const everybodyCalls = async (hour: number): Promise<void> => {
    const at = (minute: number): string => `${DAY}T${hour}:${String(minute).padStart(2, '0')}:00Z`;
    for (const id of ['ann', 'bob', 'cal']) await tenant.call(`u-${id}`, at(0), at(10));
  };
  const restOver = async (): Promise<void> => {
    await em().execute(
      'update phone_system.changed_employee_day set resume_at = clock_timestamp() where resume_at is not null',
    );
  };
  const scores = async (): Promise<unknown[]> =>
    await Promise.all(['ann', 'bob', 'cal'].map(async (id) => (await tenant.stored(id, DAY))?.score));
  const published = (): string[] => house.sink.of(tenant.id).map((it) => `${it.employeeId} ${it.score}`);
  const restSeconds = async (): Promise<number> => {
    const [row] = await em().execute<[{ seconds: number }]>(
      `select extract(epoch from resume_at - clock_timestamp())::float8 as seconds
       from phone_system.changed_employee_day where tenant_id = ? and failed_at is not null`,
      [tenant.id],
    );
    return row.seconds;
  };

  it.each(RAISING)('fails alone: %s, %s', async (statement, when) => {
    await everybodyCalls(14);
    await tenant.score();
    await refuseBob(statement, when);
    await everybodyCalls(15);

    expect(await tenant.score()).toBe(2);
    await tenant.publish();

    expect(await scores()).toEqual(['20.00', '10.00', '20.00']);
    expect(published()).toEqual(['ann 20.00', 'bob 10.00', 'cal 20.00']);
    expect(logged.filter((line) => line.includes('event=day-not-scored'))).toEqual([
      expect.stringContaining(`employee=bob day=${DAY} attempts=1`),
    ]);
  });

  it('fails alone where the database refuses it at the commit', async () => {
    await refuseBob(undefined, 'after insert or update', true);
    await everybodyCalls(14);
    expect(await tenant.score()).toBe(2);
    expect(await scores()).toEqual(['10.00', undefined, '10.00']);
  });

  it('fails alone where what is stored of its calls makes no sense', async () => {
    await everybodyCalls(14);
    await tenant.score();
    await everybodyCalls(15);
    await em().execute(
      `update phone_system.call_record set direction = 'sideways' where tenant_id = ? and user_external_id = 'u-bob' and started_at > ?`,
      [tenant.id, `${DAY}T14:30:00Z`],
    );
    expect(await tenant.score()).toBe(2);
    expect(await scores()).toEqual(['20.00', '10.00', '20.00']);
    await em().execute(`update phone_system.call_record set direction = 'inbound' where tenant_id = ?`, [tenant.id]);
    await restOver();
    await tenant.score();
    expect(await scores()).toEqual(['20.00', '20.00', '20.00']);
  });

  it('is told with its earlier score, and in the gauge, until the cause is gone', async () => {
    const metrics = new PhoneSystemMetrics();
    new ScoringGauges(metrics, house.tenants).onModuleInit();
    await everybodyCalls(14);
    await tenant.score();
    await refuseBob();
    await everybodyCalls(15);
    await tenant.score();

    expect(await house.days.day(tenant.id, 'bob', DAY)).toMatchObject({
      score: 10,
      complete: false,
      problem: {
        kind: 'not-scored',
        message: expect.stringMatching(/could not be scored again since 20\d\d-.*it shows what was scored before/),
        action: 'wait',
      },
    });
    expect(await house.days.day(tenant.id, 'ann', DAY)).toMatchObject({ score: 20, problem: null });
    expect(await metrics.text()).toContain('phone_system_days_failing 1\n');

    await mend();
    await restOver();
    await tenant.score();
    expect(await house.days.day(tenant.id, 'bob', DAY)).toMatchObject({ score: 20, problem: null });
    expect(await metrics.text()).toContain('phone_system_days_failing 0\n');
  });

  it('rests longer each time, keeps nobody busy meanwhile, and takes in what is called meanwhile', async () => {
    await refuseBob();
    await everybodyCalls(14);
    for (const seconds of [5, 10, 20, 40, 80, 160, 320, 640, 900, 900]) {
      await tenant.score();
      expect(await restSeconds()).toBeGreaterThan(seconds - 3);
      expect(await restSeconds()).toBeLessThanOrEqual(seconds);
      expect(await tenantsWithWork(house.tenants)).not.toContain(tenant.id);
      expect(await tenant.score()).toBe(0);
      await restOver();
      expect(await tenantsWithWork(house.tenants)).toContain(tenant.id);
    }
    await tenant.score();
    await everybodyCalls(15);
    await tenant.score();
    expect(await tenant.marks()).toEqual([]);
    await mend();
    await restOver();
    await tenant.score();
    expect(await scores()).toEqual(['20.00', '20.00', '20.00']);
  });

  it('leaves a hundred others of its batch to be scored, and costs each of them nothing the next time', async () => {
    await refuseBob();
    for (let day = 1; day <= 28; day++) {
      for (const id of ['ann', 'bob', 'cal']) {
        const at = `2026-02-${String(day).padStart(2, '0')}`;
        await tenant.call(`u-${id}`, `${at}T14:00:00Z`, `${at}T14:10:00Z`);
      }
    }
    // On a slow machine a failing day's rest is over before the others are scored, and it takes one of their turns.
    const scored = [await tenant.score(), await tenant.score(), await tenant.score()];
    expect(scored.reduce((sum, days) => sum + days, 0)).toBe(56);
  });

  it('lets a manager exclude the call for which it fails', async () => {
    await everybodyCalls(14);
    await refuseBob();
    const call = await tenant.call('u-bob', `${DAY}T15:00:00Z`, `${DAY}T15:10:00Z`);
    const caller = { tenantId: tenant.id, employeeId: 'ann', role: 'admin' as const };
    await house.exclusions.set(caller, call.id, { excluded: true, note: '' });
    expect(await house.days.call(tenant.id, call.id)).toMatchObject({ flagged: true, flagReason: 'excluded' });
    await mend();
    await restOver();
    await tenant.score();
    expect(await scores()).toEqual(['10.00', '10.00', '10.00']);
  });

  it('is not told to the host while what is stored of it makes no sense, and holds up no other', async () => {
    await everybodyCalls(14);
    await tenant.score();
    await em().execute(`update phone_system.day_score set inputs = '{}' where tenant_id = ? and employee_id = 'bob'`, [
      tenant.id,
    ]);
    await tenant.publish();
    await tenant.publish();
    expect(published()).toEqual(['ann 10.00', 'cal 10.00']);
    expect(logged.filter((line) => line.includes('event=day-not-published'))).toEqual([
      expect.stringContaining(`employee=bob day=${DAY}`),
    ]);
    await em().execute(`update phone_system.day_score set inputs = '[]' where tenant_id = ? and employee_id = 'bob'`, [
      tenant.id,
    ]);
    jest.spyOn(Date, 'now').mockReturnValue(Date.now() + 10_000);
    await tenant.publish();
    expect(published()).toEqual(['ann 10.00', 'cal 10.00', 'bob 10.00']);
  });

  it('is no day’s fault where the database is out of order', async () => {
    await everybodyCalls(14);
    await refuseBob(`raise exception using errcode = '53100', message = 'the disk is full'`);
    await expect(tenant.score()).rejects.toThrow('the disk is full');
    await mend();
    expect(await tenant.score()).toBe(3);
    expect(logged.filter((line) => line.includes('day-not-scored'))).toEqual([]);
  });
});
