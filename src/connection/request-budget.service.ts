import { Injectable } from '@nestjs/common';
import { OVERALL_BUDGET, type ProviderDescriptor, type RequestBudget as RequestLimit } from '../contract/index.js';
import { TenantDatabase } from '../access/tenant-database.js';
import { type Departure, Departures, until } from './departures.js';

/** Slots lie a little further apart than the limit allows, because requests do not arrive as evenly as they leave. */
const SLACK = 1.035;
/** A slot that is missed by so much is lost: another copy may be using the time in which its request would leave. */
const LATEST_MS = 25;

/**
 * Keeps an account's requests under the vendor's limits, over all copies of the host: each request takes the next free
 * slot of its classes from one row a class in the database. Within a process, departures are counted as well: a process
 * that was busy makes up for what it missed, as far as the limit allows in any span.
 */
@Injectable()
export class RequestBudget {
  private readonly departures = new Map<string, Departures>();
  /** Until when a class of an account is to be silent, by `performance.now()`: for requests that have their slot already. */
  private readonly silences = new Map<string, number>();

  constructor(private readonly tenants: TenantDatabase) {}

  /**
   * Takes a slot.
   *
   * @param account the vendor's account, such as `dialpad:123`
   * @param aheadMs how far from now it lies at least: who missed one because its way to the database is long, or its
   *   process busy, asks for a later one
   */
  async take(account: string, descriptor: ProviderDescriptor, budget: string, aheadMs = 0): Promise<Slot> {
    const classes = [...new Set([OVERALL_BUDGET, budget])].filter((name) => name in descriptor.budgets).sort();
    if (classes.length === 0) return { waitMs: 0, isWhole: true };
    const spacings = new Map(classes.map((name) => [name, wholeMs(spacingMs(descriptor, name))]));
    const spacingOf = (name: string): number => spacings.get(name) ?? 0;
    const rows = await this.tenants.acrossTenants().execute<{ budget: string; wait: number }[]>(
      // The spacing is a constant of the statement: measured by the clock, it would shrink while a row's lock is awaited.
      `insert into phone_system.request_slot as slot (account, budget, next_at)
       select ?, budget, clock_timestamp() + (?::float8 + spacing) * interval '1 millisecond'
       from unnest(array[${classes.map(() => '?::text').join()}], array[${classes.map(() => '?::float8').join()}]) as taken (budget, spacing)
       on conflict (account, budget) do update
         set next_at = greatest(slot.next_at, clock_timestamp() + ?::float8 * interval '1 millisecond')
           + (case slot.budget ${classes.map(() => 'when ?::text then ?::float8').join(' ')} end) * interval '1 millisecond'
       returning budget, (extract(epoch from next_at - clock_timestamp()) * 1000)::float8 as wait`,
      [account, aheadMs, ...classes, ...spacings.values(), aheadMs, ...[...spacings].flat()],
    );
    // A row answers when its following slot begins: ours began one spacing earlier.
    const waits = new Map(rows.map(({ budget: name, wait }) => [name, wait - spacingOf(name)]));
    const waitMs = Math.max(0, ...waits.values());
    return { waitMs, isWhole: waitMs - (waits.get(OVERALL_BUDGET) ?? waitMs) <= LATEST_MS };
  }

  /**
   * Resolves when a request may really leave: when its slot has come, and as many requests as the limit names have not
   * left this process within its span.
   *
   * @param slotAt when its slot comes, by `performance.now()`
   * @returns its departure, or null where the slot has passed, or silence was asked for: the request takes another one
   */
  async leave(
    account: string,
    descriptor: ProviderDescriptor,
    budget: string,
    slotAt: number,
  ): Promise<Departure | null> {
    const limit = descriptor.budgets[OVERALL_BUDGET];
    const silence = silenceKey(account, budget);
    const mayLeave = (): boolean => {
      const now = performance.now();
      return now <= slotAt + LATEST_MS && (this.silences.get(silence) ?? -Infinity) <= now;
    };
    if (limit !== undefined) return await this.departuresOf(account, limit).next(slotAt, mayLeave);
    await until(slotAt);
    return mayLeave() ? { at: performance.now(), sent: () => undefined, answered: () => undefined } : null;
  }

  /** Counts requests that left before it was known whose account they ask: what follows keeps its distance from them. */
  async charge(account: string, descriptor: ProviderDescriptor, sent: readonly SentRequest[]): Promise<void> {
    const limit = descriptor.budgets[OVERALL_BUDGET];
    for (const { budget, arrivedBy } of sent) {
      if (limit !== undefined) this.departuresOf(account, limit).count(arrivedBy);
      await this.take(account, descriptor, budget);
    }
  }

  private departuresOf(account: string, limit: RequestLimit): Departures {
    const departures = this.departures.get(account) ?? new Departures(limit);
    this.departures.set(account, departures);
    return departures;
  }

  /**
   * The vendor asked for silence: nothing of this class leaves before, from any copy. By the database's clock, which
   * slots go by.
   */
  async hush(account: string, budget: string, ms: number): Promise<void> {
    const silence = silenceKey(account, budget);
    this.silences.set(silence, Math.max(this.silences.get(silence) ?? -Infinity, performance.now() + ms));
    await this.tenants.acrossTenants().execute(
      `insert into phone_system.request_slot as slot (account, budget, next_at)
       values (?, ?, clock_timestamp() + ?::float8 * interval '1 millisecond')
       on conflict (account, budget) do update set next_at = greatest(slot.next_at, excluded.next_at)`,
      [account, budget, ms],
    );
  }
}

const silenceKey = (account: string, budget: string): string => `${account} ${budget}`;

/** When a request may leave. */
export interface Slot {
  readonly waitMs: number;
  /**
   * False where its class has no room before the overall slot has passed, and with it the time that other classes leave
   * free: when the wait is over, it takes a slot of the overall limit alone.
   */
  readonly isWhole: boolean;
}

/** A request that left without a slot. */
export interface SentRequest {
  readonly budget: string;
  /** The latest instant at which it may have arrived, by `performance.now()`. */
  readonly arrivedBy: number;
}

/** More requests of one account than ever wait for each other: a longer wait is the vendor's wish. */
const QUEUED_AT_MOST = 10;

/** How long a request may have to wait for those before it. Where a limit is a few a minute, that is no reason to rest. */
export const queueMs = (descriptor: ProviderDescriptor, budget: string): number =>
  QUEUED_AT_MOST * Math.max(spacingMs(descriptor, OVERALL_BUDGET), spacingMs(descriptor, budget));

function spacingMs(descriptor: ProviderDescriptor, name: string): number {
  const budget = descriptor.budgets[name];
  return budget === undefined ? 0 : (budget.perMs / budget.requests) * SLACK;
}

/** Slots are stored in whole milliseconds: a fraction is rounded up as often as it says, and down otherwise. */
const wholeMs = (ms: number): number => Math.floor(ms + Math.random());
