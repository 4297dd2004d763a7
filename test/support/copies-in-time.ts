import { randomUUID } from 'node:crypto';
import { AccountRequests, type Departure } from '../../src/connection/limits/account-requests.js';
import type { LeaseRow, LeaseTable } from '../../src/connection/limits/lease-table.js';
import { OVERALL_BUDGET, type ProviderDescriptor } from '../../src/contract/index.js';

interface Event {
  readonly at: number;
  /** Whose it is; null of what no pause of a copy delays. */
  readonly copy: Copy | null;
  happen(): void;
}

/** A copy of the host stands still for a while: whatever it waits for comes when it wakes. */
export interface Pause {
  readonly from: number;
  readonly ms: number;
}

/** Time that passes as fast as it can be computed, for several copies of the host, one database and one vendor. */
export class Time {
  now = 0;
  private events: Event[] = [];

  async run(until: number): Promise<void> {
    for (;;) {
      // Whatever follows from the last event asks for the next ones.
      await new Promise((resolve) => setImmediate(resolve));
      const [next] = this.events.sort((a, b) => dueAt(a) - dueAt(b));
      if (next === undefined || dueAt(next) > until) return;
      this.events = this.events.filter((event) => event !== next);
      this.now = Math.max(this.now, dueAt(next));
      next.happen();
    }
  }

  /** Resolves after a while, for a copy when it is awake then. */
  async after(ms: number, copy: Copy | null = null): Promise<void> {
    await new Promise<void>((happen) => this.events.push({ at: this.now + ms, copy, happen }));
  }
}

/** When it happens: pauses may follow each other. */
const dueAt = ({ at, copy }: Pick<Event, 'at' | 'copy'>): number => {
  const pause = copy?.pauses.find(({ from, ms }) => at >= from && at < from + ms);
  return pause === undefined ? at : dueAt({ at: pause.from + pause.ms, copy });
};

/** The rows of leases, with a way there and back. */
class Database {
  private row: LeaseRow & { readonly until: number; readonly usedAt: number } = {
    ...{ version: '', holder: null, wanted: null, leftMs: 0, used: {}, agoMs: 0, until: 0, usedAt: 0 },
  };
  writes = 0;

  constructor(
    private readonly time: Time,
    private readonly wayMs: () => number,
  ) {}

  /** What it was asked is done, also where the copy that asked stands still by then. */
  async ask<T>(copy: Copy, work: () => T): Promise<T> {
    const way = this.time.after(this.wayMs()).then(work);
    const answer = await way;
    await this.time.after(this.wayMs(), copy);
    return answer;
  }

  read(): LeaseRow {
    const { until, usedAt, ...row } = this.row;
    return { ...row, leftMs: until - this.time.now, agoMs: this.time.now - usedAt };
  }

  hold(copy: string, version: string, ms: number, used: LeaseRow['used']): boolean {
    if (version !== this.row.version) return false;
    this.writes += 1;
    const wanted = this.row.wanted === copy ? null : this.row.wanted;
    const times = { until: this.time.now + ms, usedAt: this.time.now };
    this.row = { ...this.row, ...times, version: randomUUID(), holder: copy, wanted, used };
    return true;
  }

  want(copy: string): void {
    if (this.row.wanted === null) this.row = { ...this.row, version: randomUUID(), wanted: copy };
  }
}

/** One copy of the host, which sends whatever it is asked to. */
export class Copy {
  readonly requests: AccountRequests;

  constructor(
    private readonly world: World,
    readonly pauses: readonly Pause[],
  ) {
    const { database, time } = world;
    const copy = randomUUID();
    const table: Pick<LeaseTable, 'copy' | 'read' | 'hold' | 'ask'> = {
      copy,
      read: () => database.ask(this, () => database.read()),
      hold: (_account, { version }, ms, used) => database.ask(this, () => database.hold(copy, version, ms, used)),
      ask: () => database.ask(this, () => database.want(copy)),
    };
    const clock = { now: () => time.now, sleep: (ms: number) => time.after(ms, this) };
    this.requests = new AccountRequests('vendor:1', world.budgets, table, clock);
  }

  /** One request, again and again until it was sent; its answer comes after a way there and back. */
  async send(budgets: readonly string[]): Promise<void> {
    const { time, random, arrivals } = this.world;
    for (;;) {
      const { sent, answered }: Departure<null> = await this.requests.leave(budgets, NEVER, async () => {
        await time.after(random(1, 4), this);
        return null;
      });
      await time.after(random(0, 3), this);
      const isSent = sent();
      if (isSent) arrivals.push({ at: time.now + 50 + random(0, this.world.unevenMs), budgets });
      await time.after(isSent ? 200 : 0, this);
      answered();
      if (isSent) return;
    }
  }
}

/** Copies, their database and their vendor. */
export class World {
  readonly time = new Time();
  /** When each request arrived at the vendor. */
  readonly arrivals: { readonly at: number; readonly budgets: readonly string[] }[] = [];
  /** So many ways to the database and back take seconds. */
  slowPercent = 0;
  readonly database = new Database(this.time, () =>
    this.random(0, 100) < this.slowPercent ? this.random(0, 2_500) : this.random(1, 6),
  );
  private seed: number;

  constructor(
    seed: number,
    /** Requests are under way for so much longer than others at most. */
    readonly unevenMs: number,
    readonly budgets: ProviderDescriptor['budgets'],
  ) {
    this.seed = seed;
  }

  copy(pauses: readonly Pause[]): Copy {
    return new Copy(this, pauses);
  }

  readonly random = (from: number, to: number): number => {
    this.seed = (this.seed * 1_103_515_245 + 12_345) % 2 ** 31;
    return from + (this.seed / 2 ** 31) * (to - from);
  };

  /** As the vendor counts: the most requests under a limit in any span. A span that has more than any begins with one. */
  most(budget: string, perMs: number): number {
    const counts = ({ budgets }: { readonly budgets: readonly string[] }): boolean =>
      budget === OVERALL_BUDGET || budgets.includes(budget);
    const times = this.arrivals.filter(counts).map(({ at }) => at);
    return Math.max(0, ...times.map((from) => times.filter((at) => at >= from && at < from + perMs).length));
  }
}

const NEVER = new AbortController().signal;
