import { jest } from '@jest/globals';
import fc from 'fast-check';
import { openStage, type Stage } from '../../test/support/stage.js';
import { TwoClocks } from '../../test/support/two-clocks.js';
import type { TenantDatabase } from '../access/index.js';
import type { Caller } from '../contract/index.js';
import { PhoneSystemMetrics } from '../metrics/index.js';
import { EmployeeEntity, type LookedAt, LookEntity } from '../storage/index.js';
import { Looks } from './looks.service.js';

const HOUR_MS = 3_600_000;
const BEGIN = Date.parse('2026-11-20T10:59:00Z');
const person = { name: 'Somebody', emails: [], phones: [], managerId: null, active: true };
const reader = (employeeId: string, role: Caller['role'] = 'manager'): Caller => ({
  tenantId: 'acme',
  employeeId,
  role,
});

describe('who looked at whose days', () => {
  let clocks: TwoClocks;
  let stage: Stage;
  let another: TenantDatabase;
  let metrics: PhoneSystemMetrics;
  /** Whether the database takes what is written. */
  let isDown: boolean;

  beforeAll(async () => {
    clocks = new TwoClocks(BEGIN);
    stage = await openStage();
    await clocks.takeFrom(stage.orm);
    another = (await stage.anotherCopy()).tenants;
    const ids = ['ann', 'bob', 'lee', 'boss', 'erased'];
    await stage.tenants.of('acme').insertMany(
      EmployeeEntity,
      ids.map((id) => ({ ...person, tenantId: 'acme', id, erasedAt: id === 'erased' ? new Date(BEGIN) : null })),
    );
  });

  afterAll(async () => {
    await stage.close();
    clocks.giveBack();
  });

  beforeEach(() => begin());

  const begin = async (): Promise<void> => {
    isDown = false;
    metrics = new PhoneSystemMetrics();
    await clocks.begin(BEGIN);
    await stage.tenants.of('acme').nativeDelete(LookEntity, {});
  };

  /** A copy of the host, whose database may be out of order. */
  const copy = (tenants: TenantDatabase = stage.tenants): Looks =>
    new Looks(
      {
        of: (tenantId: string) => {
          const em = tenants.of(tenantId);
          if (isDown) em.execute = () => Promise.reject(new Error('no room'));
          return em;
        },
      } as Partial<TenantDatabase> as TenantDatabase,
      metrics,
    );

  const rows = async (): Promise<LookEntity[]> =>
    await stage.tenants.of('acme').find(LookEntity, {}, { orderBy: { lookedAt: 'asc', readerId: 'asc' } });
  const told = async (): Promise<string[]> =>
    (await rows()).map(
      ({ readerId, lookedAs, employeeId, what, lookedAt }) =>
        `${lookedAt.toISOString().slice(11, 16)} ${readerId} (${lookedAs}): ${what} of ${employeeId}`,
    );
  const counted = async (outcome: string): Promise<number> =>
    Number(new RegExp(`looks_total{outcome="${outcome}"} (\\d+)`).exec(await metrics.text())?.[1] ?? 0);

  it('stands there once an hour, however often they looked, by the database’s clock', async () => {
    const looks = copy();
    clocks.setHostAhead(5 * HOUR_MS);
    for (let click = 0; click < 20; click++) looks.note(reader('lee'), ['ann'], 'day');
    await looks.write();
    looks.note(reader('lee'), ['ann'], 'day');
    await looks.write();
    expect(await told()).toEqual(['10:59 lee (manager): day of ann']);
    await clocks.pass(120_000);
    looks.note(reader('lee'), ['ann'], 'day');
    looks.note(reader('lee'), ['ann'], 'call');
    looks.note(reader('boss', 'admin'), ['ann', 'bob'], 'export');
    await looks.write();
    expect((await told()).sort()).toEqual([
      '10:59 lee (manager): day of ann',
      '11:01 boss (admin): export of ann',
      '11:01 boss (admin): export of bob',
      '11:01 lee (manager): call of ann',
      '11:01 lee (manager): day of ann',
    ]);
    expect(await counted('written')).toBe(5);
  });

  it('stands there once where several copies are asked at once', async () => {
    const copies = [copy(), copy(another)];
    for (const each of copies) {
      for (const id of each === copies[0] ? ['ann', 'bob', 'lee'] : ['lee', 'bob', 'ann']) {
        each.note(reader('boss', 'admin'), [id], 'day');
      }
    }
    await Promise.all(copies.map((each) => each.write()));
    expect((await rows()).map(({ employeeId }) => employeeId).sort()).toEqual(['ann', 'bob', 'lee']);
    expect(await counted('written')).toBe(3);
  });

  it('is nothing where people look at themselves, at somebody erased, or at somebody unknown', async () => {
    const looks = copy();
    looks.note(reader('ann', 'employee'), ['ann'], 'day');
    looks.note(reader('ann', 'admin'), ['ann'], 'export');
    looks.note(reader('boss', 'admin'), ['erased', 'nobody'], 'day');
    await looks.write();
    expect(await rows()).toEqual([]);
  });

  it('is asked of the database once an hour, and not at each click', async () => {
    const looks = copy();
    looks.note(reader('lee'), ['ann'], 'day');
    await looks.write();
    isDown = true;
    await clocks.pass(59_000);
    looks.note(reader('lee'), ['ann'], 'day');
    await looks.onApplicationShutdown();
    expect(await counted('lost')).toBe(0);
  });

  it('waits for a database that is out of order, with the time at which it was', async () => {
    const looks = copy();
    isDown = true;
    looks.note(reader('lee'), ['ann'], 'day');
    await looks.write();
    await clocks.pass(120_000);
    looks.note(reader('lee'), ['ann'], 'day');
    await looks.write();
    expect(await rows()).toEqual([]);
    isDown = false;
    await clocks.pass(300_000);
    await looks.write();
    expect(await told()).toEqual(['10:59 lee (manager): day of ann', '11:01 lee (manager): day of ann']);
  });

  it('is tried again by itself', async () => {
    jest.useFakeTimers({ doNotFake: ['Date', 'performance', 'setImmediate', 'nextTick'] });
    try {
      const looks = copy();
      isDown = true;
      looks.note(reader('lee'), ['ann'], 'day');
      await looks.write();
      isDown = false;
      await clocks.pass(60_000);
      jest.advanceTimersByTime(60_000);
      await looks.write();
      expect(await rows()).toHaveLength(1);
    } finally {
      jest.useRealTimers();
    }
  });

  it('is counted and told where it is lost', async () => {
    const looks = copy();
    isDown = true;
    looks.note(reader('lee'), ['ann', 'bob'], 'day');
    await looks.onApplicationShutdown();
    expect(await counted('lost')).toBe(2);
    expect(await rows()).toEqual([]);
  });

  it('stands there for each hour in which somebody looked, whatever comes between', async () => {
    const step = fc.oneof(
      { weight: 3, arbitrary: fc.record({ pass: fc.integer({ min: 0, max: 45 * 60_000 }) }) },
      {
        weight: 6,
        arbitrary: fc.record({
          by: fc.constantFrom('lee', 'boss'),
          of: fc.constantFrom('ann', 'bob', 'lee'),
          what: fc.constantFrom<LookedAt[]>('day', 'call', 'export'),
          copy: fc.nat(1),
        }),
      },
      { weight: 2, arbitrary: fc.record({ write: fc.nat(1) }) },
    );
    await fc.assert(
      fc.asyncProperty(fc.array(step, { maxLength: 30 }), async (steps) => {
        await begin();
        const copies = [copy(), copy(another)];
        const seen = new Map<string, number>();
        for (const each of steps) {
          if ('pass' in each) {
            // What waits for longer than an hour is another matter.
            for (const one of copies) await one.write();
            await clocks.pass(each.pass);
          } else if ('write' in each) await copies[each.write]?.write();
          else {
            copies[each.copy]?.note(reader(each.by), [each.of], each.what);
            const key = `${each.by} ${each.of} ${each.what} ${Math.floor(clocks.now / HOUR_MS)}`;
            if (each.by !== each.of && !seen.has(key)) seen.set(key, clocks.now);
          }
        }
        for (const one of copies) await one.onApplicationShutdown();
        const stored = (await rows()).map(
          ({ readerId, employeeId, what, hour, lookedAt }) =>
            [`${readerId} ${employeeId} ${what} ${hour.getTime() / HOUR_MS}`, lookedAt.getTime()] as const,
        );
        expect(new Map(stored)).toEqual(seen);
      }),
      { numRuns: 60 },
    );
  });
});
