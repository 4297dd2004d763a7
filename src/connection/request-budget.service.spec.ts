import { randomUUID } from 'node:crypto';
import { providerOf } from '../../test/support/loopback-vendor.js';
import { openStage, type Stage } from '../../test/support/stage.js';
import { OVERALL_BUDGET, type ProviderDescriptor, Secret } from '../contract/index.js';
import type { Departure } from './departures.js';
import { type HeldSlot, RequestBudget, type Slot } from './request-budget.service.js';

const client = { clientId: 'client', clientSecret: new Secret('x'), baseUrl: 'http://127.0.0.1:1' };
const descriptorWith = (budgets: ProviderDescriptor['budgets']): ProviderDescriptor =>
  providerOf(client, { budgets }).descriptor;

/** A request that need not wait may be told of the rest of a millisecond: slots are stored in whole ones. */
const AT_ONCE = 1;

describe('the request budget', () => {
  let stage: Stage;
  let copies: readonly RequestBudget[];
  let account: string;

  beforeAll(async () => {
    stage = await openStage();
    copies = [new RequestBudget(stage.tenants), new RequestBudget((await stage.anotherCopy()).tenants)];
  });

  afterAll(async () => {
    await stage.close();
  });

  beforeEach(() => {
    account = `loopback:${randomUUID()}`;
  });

  /** Takes slots from all copies at once. @returns when each request may leave, in order */
  const slots = async (descriptor: ProviderDescriptor, budget: string, count: number): Promise<number[]> => {
    const taken = await Promise.all(
      Array.from({ length: count }, async (_, index) => {
        const wait = await copies[index % copies.length]?.take(account, descriptor, budget);
        return performance.now() + (wait?.waitMs ?? NaN);
      }),
    );
    return taken.sort((a, b) => a - b);
  };

  const slotsOf = async (copy: RequestBudget, descriptor: ProviderDescriptor, count: number): Promise<void> => {
    for (let index = 0; index < count; index++) await copy.take(account, descriptor, 'calls');
  };

  const waitOf = async (slot: Promise<Slot> | undefined): Promise<number> => (await slot)?.waitMs ?? NaN;

  const held = (slotAt: number): HeldSlot => ({ slotAt, askedAt: performance.now(), senders: 'several copies' });

  /** As a request leaves: with the slot, or with a later one where that was missed. */
  const leaveSoon = async (descriptor: ProviderDescriptor, slotAt: number): Promise<Departure> => {
    const departure = await copies[0]?.leave(account, descriptor, 'calls', held(slotAt));
    return departure ?? (await leaveSoon(descriptor, performance.now()));
  };

  /** What the database reserved in all, which no delay on the way to it or back can change. */
  const reservedMs = async (budget: string, since: Date): Promise<number> => {
    const [row] = await stage.tenants
      .acrossTenants()
      .execute<{ next_at: Date | string }[]>(
        'select next_at from phone_system.request_slot where account = ? and budget = ?',
        [account, budget],
      );
    return new Date(row?.next_at ?? NaN).getTime() - since.getTime();
  };

  it('hands out one slot after the other, however many copies ask at once', async () => {
    const descriptor = descriptorWith({ calls: { requests: 20, perMs: 1_000 } });
    const since = new Date();
    const left = await slots(descriptor, 'calls', 60);
    expect(await reservedMs('calls', since)).toBeGreaterThanOrEqual(60 * 50);
    const [first = NaN] = left;
    const inFirstSecond = left.filter((at) => at < first + 1_000 - 50);
    expect(inFirstSecond.length).toBeLessThanOrEqual(20);
    expect((left.at(-1) ?? NaN) - first).toBeGreaterThan(59 * 50 - 200);
  });

  it('keeps the overall limit over requests of different classes', async () => {
    const descriptor = descriptorWith({
      [OVERALL_BUDGET]: { requests: 10, perMs: 1_000 },
      calls: { requests: 1_000, perMs: 1_000 },
      users: { requests: 1_000, perMs: 1_000 },
    });
    const since = new Date();
    await Promise.all([slots(descriptor, 'calls', 10), slots(descriptor, 'users', 10)]);
    expect(await reservedMs(OVERALL_BUDGET, since)).toBeGreaterThanOrEqual(20 * 100);
  });

  it('lets the narrower of two classes decide', async () => {
    const descriptor = descriptorWith({
      [OVERALL_BUDGET]: { requests: 20, perMs: 1_000 },
      stats: { requests: 2, perMs: 1_000 },
    });
    const [budget] = copies;
    const waits = [];
    for (let index = 0; index < 3; index++) waits.push(await waitOf(budget?.take(account, descriptor, 'stats')));
    expect(waits[0]).toBeLessThanOrEqual(AT_ONCE);
    expect(waits[2]).toBeGreaterThan(800);
  });

  it('says where the narrower class has room only when the overall slot has passed: others leave in that time', async () => {
    const descriptor = descriptorWith({
      [OVERALL_BUDGET]: { requests: 20, perMs: 1_000 },
      webhooks: { requests: 100, perMs: 60_000 },
      calls: { requests: 1_200, perMs: 60_000 },
    });
    const take = async (budget: string): Promise<boolean | undefined> =>
      (await copies[0]?.take(account, descriptor, budget))?.isWhole;
    expect(await take('webhooks')).toBe(true);
    expect(await take('webhooks')).toBe(false);
    expect(await take('calls')).toBe(true);
    expect(await take(OVERALL_BUDGET)).toBe(true);
  });

  it('changes one row a request where the overall limit keeps the class within its own, which is silent all the same', async () => {
    const descriptor = descriptorWith({
      [OVERALL_BUDGET]: { requests: 20, perMs: 1_000 },
      calls: { requests: 1_200, perMs: 60_000 },
    });
    const rows = async (): Promise<string[]> =>
      (
        await stage.tenants
          .acrossTenants()
          .execute<{ budget: string }[]>('select budget from phone_system.request_slot where account = ?', [account])
      ).map(({ budget }) => budget);
    await copies[0]?.take(account, descriptor, 'calls');
    expect(await rows()).toEqual([OVERALL_BUDGET]);
    await copies[0]?.hush(account, 'calls', 60_000);
    const [slot, other] = [
      await copies[1]?.take(account, descriptor, 'calls'),
      await copies[1]?.take(account, descriptor, 'users'),
    ];
    expect(slot?.waitMs).toBeGreaterThan(58_000);
    expect(slot?.isWhole).toBe(false);
    expect(other?.waitMs).toBeLessThan(1_000);
  });

  it('never rounds a limit up: slots are whole milliseconds', async () => {
    const descriptor = descriptorWith({ calls: { requests: 700, perMs: 1_000 } });
    const since = new Date();
    await slots(descriptor, 'calls', 40);
    expect(await reservedMs('calls', since)).toBeGreaterThanOrEqual(40 * (1_000 / 700));
  });

  it('lets no more requests leave than the limit names, in any span, though a busy process notices slots together', async () => {
    const limit = { requests: 10, perMs: 100 };
    const descriptor = descriptorWith({ [OVERALL_BUDGET]: limit });
    const begun = performance.now();
    const left = await Promise.all(
      Array.from({ length: 60 }, async (_, index) => {
        const departure = await leaveSoon(descriptor, begun + index * 10.2);
        departure.sent();
        const busyUntil = performance.now() + (index % 7 === 0 ? 45 : 0);
        while (performance.now() < busyUntil);
        return departure.at;
      }),
    );
    left.sort((a, b) => a - b);
    for (const from of left) {
      expect(left.filter((at) => at >= from && at < from + limit.perMs).length).toBeLessThanOrEqual(limit.requests);
    }
    const apart = left.slice(1).map((at, index) => at - (left[index] ?? NaN));
    expect(Math.min(...apart)).toBeGreaterThanOrEqual(5);
  });

  it('counts a request from when it was on the wire, where the process was busy after it had decided to send', async () => {
    const descriptor = descriptorWith({ [OVERALL_BUDGET]: { requests: 4, perMs: 400 } });
    const left = [];
    for (const busyMs of [60, 0, 0, 0, 0]) {
      const departure = await leaveSoon(descriptor, performance.now());
      while (performance.now() < departure.at + busyMs);
      departure.sent();
      departure.answered();
      left.push(departure.at);
    }
    const [heldUp = NaN, , , , last = NaN] = left;
    expect(last - heldUp).toBeGreaterThanOrEqual(460);
  });

  it('counts a request from when it may have arrived, where its answer is late and answers otherwise are not', async () => {
    const descriptor = descriptorWith({ [OVERALL_BUDGET]: { requests: 4, perMs: 200 } });
    const left: number[] = [];
    for (let index = 0; index < 17; index++) {
      const departure = await leaveSoon(descriptor, performance.now());
      departure.sent();
      const answeredAt = performance.now() + (index === 12 ? 110 : 10);
      while (performance.now() < answeredAt);
      departure.answered();
      left.push(departure.at);
    }
    const [late = NaN, , , , last = NaN] = left.slice(12);
    expect(last - late).toBeGreaterThanOrEqual(290);
  });

  it('takes a request whose sending nobody told of for sent when it left, once it is answered', async () => {
    const descriptor = descriptorWith({ [OVERALL_BUDGET]: { requests: 2, perMs: 200 } });
    const left = [];
    for (let index = 0; index < 3; index++) {
      const departure = await leaveSoon(descriptor, performance.now());
      while (performance.now() < departure.at + 20);
      departure.answered();
      left.push(departure.at);
    }
    const [first = NaN, , third = NaN] = left;
    expect(third - first).toBeGreaterThanOrEqual(200);
    expect(third - first).toBeLessThan(220);
  });

  it('gives a slot up that was missed, also by waiting for its turn: another copy may be sending by now', async () => {
    const descriptor = descriptorWith({ [OVERALL_BUDGET]: { requests: 1, perMs: 200 } });
    const leave = async (slotAt: number): Promise<Departure | null | undefined> =>
      await copies[0]?.leave(account, descriptor, 'calls', held(slotAt));
    expect(await leave(performance.now() - 50)).toBeNull();
    expect(await leave(performance.now() + 1)).not.toBeNull();
    expect(await leave(performance.now() + 100)).toBeNull();
  });

  it('lets who takes all slots leave late, as far as the class has room for it', async () => {
    const descriptor = descriptorWith({
      [OVERALL_BUDGET]: { requests: 20, perMs: 1_000 },
      calls: { requests: 1_200, perMs: 60_000 },
      stats: { requests: 2, perMs: 1_000 },
    });
    const leave = async (budget: string, lateMs: number): Promise<Departure | null | undefined> =>
      await copies[0]?.leave(account, descriptor, budget, { ...held(performance.now() - lateMs), senders: 'one copy' });
    expect(await leave('calls', 100)).not.toBeNull();
    expect(await leave('calls', 160)).toBeNull();
    expect(await leave('stats', 100)).toBeNull();
  });

  it('gives who has missed a slot one that lies further ahead', async () => {
    const descriptor = descriptorWith({ calls: { requests: 20, perMs: 1_000 } });
    const wait = await waitOf(copies[0]?.take(account, descriptor, 'calls', 500));
    expect(wait).toBeGreaterThan(450);
    expect(wait).toBeLessThanOrEqual(500 + AT_ONCE);
    expect(await waitOf(copies[1]?.take(account, descriptor, 'calls', 500))).toBeGreaterThan(500);
  });

  it('gives away at most a twentieth of a limit, and keeps a fortieth of it free', async () => {
    const descriptor = descriptorWith({ calls: { requests: 20, perMs: 1_000 } });
    const ahead = new Date(Date.now() + 600_000);
    await copies[0]?.hush(account, 'calls', 600_000);
    await Promise.all(copies.map(async (copy) => void (await slotsOf(copy, descriptor, 20))));
    const spread = await reservedMs('calls', ahead);
    expect(spread).toBeGreaterThanOrEqual(40 * 50 * 1.025);
    expect(spread).toBeLessThanOrEqual(40 * 50 * 1.05);
  });

  it('lets none leave that has its slot already when the vendor asks for silence, and those of other classes', async () => {
    const descriptor = descriptorWith({ [OVERALL_BUDGET]: { requests: 20, perMs: 1_000 } });
    const soon = performance.now() + 30;
    const [budget] = copies;
    if (budget === undefined) throw new Error('There is no copy.');
    const waiting = ['calls', 'users'].map((name) => budget.leave(account, descriptor, name, held(soon)));
    await budget.hush(account, 'calls', 5_000);
    expect(await Promise.all(waiting)).toEqual([null, expect.anything()]);
  });

  it('is as silent as the database says it is: with an erased connection, its silence goes', async () => {
    const [budget] = copies;
    if (budget === undefined) throw new Error('There is no copy.');
    const descriptor = descriptorWith({ [OVERALL_BUDGET]: { requests: 20, perMs: 1_000 } });
    await budget.hush(account, 'calls', 3_600_000);
    await stage.tenants.acrossTenants().execute('delete from phone_system.request_slot where account = ?', [account]);
    const askedAt = performance.now();
    const { waitMs, senders } = await budget.take(account, descriptor, 'calls');
    expect(waitMs).toBeLessThan(1_000);
    const slot = { slotAt: performance.now() + waitMs, askedAt, senders };
    expect(await budget.leave(account, descriptor, 'calls', slot)).not.toBeNull();
  });

  it('lets a request leave at once after a pause', async () => {
    const descriptor = descriptorWith({ calls: { requests: 1_000, perMs: 1_000 } });
    expect(await waitOf(copies[0]?.take(account, descriptor, 'calls'))).toBeLessThanOrEqual(AT_ONCE);
    await stage.tenants
      .acrossTenants()
      .execute(
        `update phone_system.request_slot set next_at = clock_timestamp() - interval '1 hour' where account = ?`,
        [account],
      );
    expect(await waitOf(copies[1]?.take(account, descriptor, 'calls'))).toBeLessThanOrEqual(AT_ONCE);
  });

  it('holds no account up for another, and asks nothing of a class without a limit', async () => {
    const descriptor = descriptorWith({ calls: { requests: 1, perMs: 60_000 } });
    await copies[0]?.take(account, descriptor, 'calls');
    expect(await waitOf(copies[0]?.take(`${account}-other`, descriptor, 'calls'))).toBeLessThanOrEqual(AT_ONCE);
    expect(await waitOf(copies[0]?.take(account, descriptor, 'unlimited'))).toBeLessThanOrEqual(AT_ONCE);
  });

  it('lets nothing of a class leave before the vendor wants to hear of it again', async () => {
    const descriptor = descriptorWith({ calls: { requests: 20, perMs: 1_000 }, users: { requests: 20, perMs: 1_000 } });
    await copies[0]?.hush(account, 'calls', 60_000);
    await copies[0]?.hush(account, 'calls', 1_000);
    expect(await waitOf(copies[1]?.take(account, descriptor, 'calls'))).toBeGreaterThan(58_000);
    expect(await waitOf(copies[1]?.take(account, descriptor, 'users'))).toBeLessThanOrEqual(AT_ONCE);
  });

  it('keeps a class silent that has no limit as well', async () => {
    const descriptor = descriptorWith({ calls: { requests: 20, perMs: 1_000 } });
    await copies[0]?.hush(account, 'unlimited', 60_000);
    expect(await waitOf(copies[1]?.take(account, descriptor, 'unlimited'))).toBeGreaterThan(58_000);
  });

  it('lets a request of a class without a limit leave however late it comes, but not into a silence', async () => {
    const descriptor = descriptorWith({ calls: { requests: 20, perMs: 1_000 } });
    const leave = (name: string, askedAt = performance.now()): Promise<Departure | null> | undefined =>
      copies[0]?.leave(account, descriptor, name, { ...held(askedAt - 60_000), askedAt });
    expect(await leave('unlimited')).not.toBeNull();
    expect(await leave('calls')).toBeNull();
    const asked = performance.now();
    await copies[0]?.hush(account, 'unlimited', 60_000);
    expect(await leave('unlimited', asked)).toBeNull();
  });
});
