import { setTimeout as sleep } from 'node:timers/promises';
import { OVERALL_BUDGET, type ProviderDescriptor, ProviderError } from '../../contract/index.js';
import { LONGEST_WAIT_MS } from '../requests/retry.js';
import { Arrivals } from './arrival.js';
import type { LeaseRow, LeaseTable } from './lease-table.js';
import { LimitWindow, type Tally } from './limit-window.js';

/** A copy that stands still for longer has lost its lease. */
const LEASE_MS = 3_000;
/** How often a lease is written again, and how long a copy keeps it while another one waits. */
const TURN_MS = 1_000;
/** How often a copy that waits looks at it, and how long one that was given back is kept for who waits. */
const LOOK_MS = 200;
const KEPT_FOR_MS = 1_000;
/** So many requests may leave until the lease is written again: of a copy that is gone, all are taken to have left. */
const REQUESTS_A_WRITE = 100;
/** Where a limit is a few a minute, so many may wait for each other: that is no reason to rest. */
const QUEUED_AT_MOST = 15;
const NO_LIMIT = { requests: Infinity, perMs: 1_000 };

/** A request that leaves now, with its token. */
export interface Departure<T> {
  readonly token: T;
  /** It goes on the wire now. @returns false where it must not any more: this process stood still */
  sent(this: void): boolean;
  /** Its answer is here, or none will come. */
  answered(this: void): void;
}

/** A request that left before it was known whose account it asks. */
export interface SentRequest {
  readonly budgets: readonly string[];
  /** The latest instant at which it may have arrived, by `performance.now()`. */
  readonly arrivedBy: number;
}

/** Passing time; another one in tests. */
export const CLOCK = {
  now: (): number => performance.now(),
  sleep: async (ms: number, signal?: AbortSignal): Promise<void> =>
    await sleep(ms, undefined, { signal, ref: signal !== undefined }),
};

/**
 * The requests of one account, as one copy of the host sends them: while it has the account's lease, and counted here alone.
 * Whoever takes the lease takes over what was counted; of a copy that did not give it back, that all left that might have.
 */
export class AccountRequests {
  private readonly windows = new Map<string, LimitWindow>();
  private readonly arrivals = new Arrivals();
  private readonly turns = new Map<string, Promise<unknown>>();
  private lease: { readonly since: number; readonly until: number; requestsLeft: number } | null = null;
  private isWatched = false;
  private isEnded = false;
  /** Requests that wait, or have no answer yet. */
  private open = 0;

  constructor(
    private readonly account: string,
    private readonly budgets: ProviderDescriptor['budgets'],
    private readonly table: Pick<LeaseTable, 'copy' | 'read' | 'hold' | 'ask'>,
    private readonly clock = CLOCK,
  ) {}

  /**
   * Resolves in the moment in which a request may leave. Those under the same limits leave one after the other.
   *
   * @param access reads its token, only now: one that lives for seconds would run out while its request waits
   * @throws ProviderError of kind `slowDown` where that moment is not soon
   */
  async leave<T>(budgets: readonly string[], signal: AbortSignal, access: () => Promise<T>): Promise<Departure<T>> {
    this.open += 1;
    try {
      return await this.inTurn(`request ${budgets.join()}`, () => this.next(this.namesOf(budgets), signal, access));
    } catch (error) {
      this.open -= 1;
      throw error;
    }
  }

  /** Counts requests that left without having asked: what follows keeps its distance from them. */
  async charge(sent: readonly SentRequest[]): Promise<void> {
    await this.note(() => {
      for (const { budgets, arrivedBy } of sent) this.count({ at: arrivedBy, requests: 1 }, this.namesOf(budgets));
    });
  }

  /** Nothing under these limits leaves before its end, from any copy, also where one starts again meanwhile. */
  async hush(budgets: readonly string[], ms: number): Promise<void> {
    const until = this.clock.now() + ms;
    const hush = (): void => budgets.forEach((name) => this.windowOf(name).hush(until));
    hush();
    await this.note(hush);
  }

  /** Gives the lease back where nothing is under way any more. From then on nothing is asked or written by itself. */
  async end(): Promise<void> {
    this.isEnded = true;
    if (this.lease === null || this.open > 0) await this.turns.get('lease');
    else await this.renewed(true).catch(() => false);
  }

  private async next<T>(
    names: readonly string[],
    signal: AbortSignal,
    access: () => Promise<T>,
  ): Promise<Departure<T>> {
    for (let looks = 0; ;) {
      signal.throwIfAborted();
      const may = this.maySend() || (await this.renewed());
      const waitMs = may ? this.nextAt(names) - this.clock.now() : LOOK_MS;
      if (waitMs > this.patienceMs(names)) {
        // A silence may be over sooner than this copy knows: it goes with the account's connection.
        if (looks++ > 0) throw notSoon(waitMs);
        await this.renewed();
      } else if (waitMs > 0) {
        await this.clock.sleep(Math.min(Math.ceil(waitMs), TURN_MS), signal);
      } else {
        const token = await access();
        if (this.maySend() && this.nextAt(names) <= this.clock.now()) return { token, ...this.depart(names) };
      }
    }
  }

  private depart(names: readonly string[]): Omit<Departure<never>, 'token'> {
    const leftAt = this.clock.now();
    const tally: Tally = { at: Infinity, requests: 1 };
    this.count(tally, names);
    if (this.lease !== null) this.lease.requestsLeft -= 1;
    return {
      sent: () => {
        if (tally.at === Infinity && !this.holds()) return false;
        tally.at = Math.min(tally.at, this.clock.now());
        return true;
      },
      answered: () => {
        this.open -= 1;
        // Where nothing tells of its sending, it was sent at once.
        const sentAt = tally.at === Infinity ? leftAt : tally.at;
        const tookMs = this.clock.now() - sentAt;
        this.arrivals.answered(tookMs);
        tally.at = sentAt + this.arrivals.latenessOf(tookMs);
      },
    };
  }

  private async note(note: () => void): Promise<void> {
    while (!(await this.renewed(false, note))) await this.clock.sleep(LOOK_MS);
  }

  /**
   * Takes the lease where it is free, keeps it, or gives it back.
   *
   * @param note what is to be written down with it
   * @returns whether it is this copy's now
   */
  private async renewed(isDone = false, note = (): void => undefined): Promise<boolean> {
    return await this.inTurn('lease', async () => {
      const row = await this.table.read(this.account);
      const now = this.clock.now();
      const isOurs = row.holder === this.table.copy;
      const isOthersTurn = row.wanted !== null && row.wanted !== this.table.copy;
      if (!isOurs) this.lease = null;
      if (this.lease === null) {
        if (isDone) return false;
        const isFree = isOthersTurn ? row.leftMs <= -KEPT_FOR_MS : row.leftMs <= 0 || isOurs;
        if (!isFree) return await this.table.ask(this.account).then(() => false);
        this.adopt(row, now);
      }
      const { since, requestsLeft: before } = (this.lease ??= { since: now, until: now, requestsLeft: 0 });
      const lease = this.lease;
      const isKept = !isDone && !(isOthersTurn && now - since >= TURN_MS);
      if (!isKept) this.lease = null;
      note();
      const [ms, more] = isKept ? [LEASE_MS, REQUESTS_A_WRITE] : [0, 0];
      const used = [...this.windows].map(([name, window]) => [name, window.stored(now, now + ms, more)] as const);
      if (!(await this.table.hold(this.account, row, ms, Object.fromEntries(used))) || !isKept) return false;
      this.lease = { since, until: now + ms, requestsLeft: more - (before - lease.requestsLeft) };
      void this.watch();
      return true;
    });
  }

  private async watch(): Promise<void> {
    if (this.isWatched) return;
    for (this.isWatched = true; this.lease !== null;) {
      await this.clock.sleep(TURN_MS);
      if (this.isEnded) return;
      // Where the database cannot be asked, the lease is lost; whoever sends next is told.
      await this.renewed(this.open === 0).catch(() => (this.lease = null));
    }
    this.isWatched = false;
  }

  private adopt({ used, agoMs }: LeaseRow, now: number): void {
    this.windows.clear();
    for (const name of Object.keys(this.budgets)) this.windowOf(name);
    for (const [name, stored] of Object.entries(used)) this.windowOf(name).adopt(stored, now - Math.max(0, agoMs));
  }

  private holds(): boolean {
    return this.lease !== null && this.clock.now() < this.lease.until;
  }

  private maySend(): boolean {
    return this.holds() && (this.lease?.requestsLeft ?? 0) > 0;
  }

  private nextAt(names: readonly string[]): number {
    const now = this.clock.now();
    return Math.max(...names.map((name) => this.windowOf(name).next(now)));
  }

  private count(tally: Tally, names: readonly string[]): void {
    for (const name of names) if (name in this.budgets) this.windowOf(name).add(tally, this.clock.now());
  }

  private windowOf(name: string): LimitWindow {
    const window = this.windows.get(name) ?? new LimitWindow(this.budgets[name] ?? NO_LIMIT);
    this.windows.set(name, window);
    return window;
  }

  private patienceMs(names: readonly string[]): number {
    const limits = names.flatMap((name) => this.budgets[name] ?? []).filter(({ pool }) => !pool);
    return LONGEST_WAIT_MS + QUEUED_AT_MOST * Math.max(0, ...limits.map(({ requests, perMs }) => perMs / requests));
  }

  private namesOf(budgets: readonly string[]): readonly string[] {
    return [...new Set([...(OVERALL_BUDGET in this.budgets ? [OVERALL_BUDGET] : []), ...budgets])];
  }

  private async inTurn<T>(name: string, work: () => Promise<T>): Promise<T> {
    const mine = (this.turns.get(name) ?? Promise.resolve()).then(work);
    this.turns.set(
      name,
      mine.catch(() => undefined),
    );
    return await mine;
  }
}

const notSoon = (waitMs: number): ProviderError =>
  new ProviderError(
    { kind: 'slowDown', until: new Date(Date.now() + waitMs) },
    'The phone system asked us to wait, and the wait is not over.',
  );
