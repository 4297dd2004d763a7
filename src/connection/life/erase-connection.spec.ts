import { ScoredTenant, ScoringHouse } from '../../../test/support/scoring-house.js';
import { aConnection } from '../../../test/support/stored-rows.js';
import { TenantTermsBook } from '../../access/index.js';
import { Retention } from '../../privacy/index.js';
import { DayScoreEntity } from '../../storage/index.js';
import { eraseConnection } from './erase-connection.js';
import { boundsBook } from '../../../test/support/stage.js';

const NOW = new Date('2026-11-22T12:00:00Z');
const DAY = '2026-10-22';

describe('erasing one of two phone systems', () => {
  let house: ScoringHouse;
  let kept: ScoredTenant;
  let erased: ScoredTenant;

  beforeAll(async () => {
    house = await ScoringHouse.open();
  });

  afterAll(() => house.close());

  beforeEach(async () => {
    house.terms = { ...house.terms, timeZone: 'UTC', retentionDays: 30 };
    kept = await house.tenant();
    const former = aConnection(kept.id, { status: 'disconnected', historyFrom: new Date('2026-01-01T00:00:00Z') });
    await kept.em.persist(former).flush();
    erased = new ScoredTenant(house, former);
  });

  const sweep = async (): Promise<void> => {
    const terms = new TenantTermsBook({ termsOf: () => Promise.resolve(house.terms) }, house.tenants, boundsBook);
    await new Retention(house.tenants, terms, house.scorer).sweep(kept.id, NOW, new AbortController().signal);
  };
  const erase = (of = erased): Promise<void> =>
    house.tenants.transaction(kept.id, (em) => eraseConnection(em, of.connection));
  const dayOf = async (employeeId: string) => {
    await kept.score();
    const { score, countedSeconds, because, inputs } = await house.days.day(kept.id, employeeId, DAY);
    const { items } = await house.days.days(kept.id, employeeId, DAY, DAY);
    return {
      score,
      countedSeconds,
      sum: because.reduce((sum, { points }) => sum + points, 0),
      inputs,
      listed: items[0]?.inputs,
    };
  };
  const ann = async (): Promise<void> => {
    await kept.employee('ann', 'Ann Lee');
    await kept.map('ann', 'u1');
    await erased.map('ann', 'x1');
    await kept.call('u1', `${DAY}T09:00:00Z`, `${DAY}T09:10:00Z`);
    await kept.call('u1', `${DAY}T10:00:00Z`, `${DAY}T10:05:30Z`);
    await erased.call('x1', `${DAY}T11:00:00Z`, `${DAY}T11:20:00Z`);
  };

  it('leaves what the other one’s calls earned on days whose calls were deleted, and takes the rest', async () => {
    await ann();
    await sweep();
    expect(await dayOf('ann')).toEqual({ score: 35.5, countedSeconds: 2130, sum: 35.5, inputs: [], listed: 3 });
    const { revision } = (await kept.stored('ann', DAY))!;
    await erase();
    expect(await dayOf('ann')).toEqual({ score: 15.5, countedSeconds: 930, sum: 15.5, inputs: [], listed: 2 });
    const row = (await kept.stored('ann', DAY))!;
    expect(row.revision).toBeGreaterThan(revision);
    expect(row.frozenAt).not.toBeNull();
    expect((await house.days.day(kept.id, 'ann', DAY)).because.map(({ text }) => text)).toEqual([
      'What calls of other phone systems earned on this day; what came over the erased one went with it.',
    ]);
    await erase(kept);
    expect(await dayOf('ann')).toEqual({ score: 0, countedSeconds: 0, sum: 0, inputs: [], listed: 0 });
  });

  it('leaves days alone on which only the other one was theirs, also those frozen by an earlier release', async () => {
    await ann();
    await kept.employee('zoe', 'Zoe Hart');
    await erased.map('zoe', 'x2');
    await erased.call('x2', `${DAY}T11:00:00Z`, `${DAY}T11:20:00Z`);
    await sweep();
    await kept.em.execute(
      `update phone_system.day_score set inputs = (select jsonb_agg(input - 'connectionId') from jsonb_array_elements(inputs) input)
       where tenant_id = ?`,
      [kept.id],
    );
    await erase();
    expect(await dayOf('ann')).toMatchObject({ score: 35.5, listed: 3 });
    expect(await dayOf('zoe')).toMatchObject({ score: 0, listed: 0 });
  });

  it('keeps to the daily cap', async () => {
    await ann();
    await house.rules.save(
      { tenantId: kept.id, employeeId: 'boss', role: 'admin' },
      {
        effectiveFrom: '2026-01-01',
        pointsPerMinute: 1,
        weights: { inbound: 1, outbound: 1, internal: 1 },
        pointsPerCall: 0,
        shortestTalkSeconds: 0,
        dailyCap: 12,
        overlap: 'employee',
      },
    );
    await sweep();
    await erase();
    expect(await dayOf('ann')).toMatchObject({ score: 12, sum: 12, listed: 2 });
  });

  it('marks days in the order in which rules and mapping mark them, whatever the database sorts by', async () => {
    await kept.em.execute(`alter table phone_system.day_score alter column employee_id type text collate "und-x-icu"`);
    await kept.em.execute('create table phone_system.mark_order (at serial, employee_id text)');
    await kept.em.execute(
      `create function phone_system.note_mark() returns trigger language plpgsql as $$ begin
         insert into phone_system.mark_order (employee_id) values (new.employee_id); return new; end $$`,
    );
    await kept.em.execute(
      `create trigger note_mark before insert on phone_system.changed_employee_day
       for each row execute function phone_system.note_mark()`,
    );
    const ids = ['b', 'A', 'a', 'B', 'Z', 'z'];
    for (const employeeId of ids) {
      await kept.employee(employeeId, employeeId);
      await erased.map(employeeId, `x-${employeeId}`);
      const empty = { score: '0.00', countedMs: 0, inputs: [], because: [], revision: 1, publishedRevision: 0 };
      await kept.em.insert(DayScoreEntity, { tenantId: kept.id, employeeId, day: DAY, ...empty });
    }
    await erase();
    const rows = await kept.em.execute<{ id: string }[]>(
      'select employee_id as id from phone_system.mark_order order by at',
    );
    expect(rows.map(({ id }) => id)).toEqual([...ids].sort());
  });
});
