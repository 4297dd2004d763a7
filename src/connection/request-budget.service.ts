import { randomUUID } from 'node:crypto';
import { Injectable } from '@nestjs/common';
import { OVERALL_BUDGET, type ProviderDescriptor, type RequestBudget as RequestLimit } from '../contract/index.js';
import { TenantDatabase } from '../access/tenant-database.js';
import { type Departure, Departures, until } from './departures.js';
import { isUnlimited, isWithinOverall, latestMs, type Senders, SHARED_FOR_MS, spacingOf } from './slot-spacing.js';
import { type SlotTaken, type SlotWanted, takeSlots } from './take-slots.js';

/**
 * Keeps an account's requests under the vendor's limits, over all copies of the host: each request takes the next free
 * slot of its classes from one row in the database for each class that can hold it up. Within a process, departures are counted as well: a process
 * that was busy makes up for what it missed, as far as the limit allows in any span. A row knows who takes its slots: a
 * copy that takes them all may leave late, one that shares them may not.
 */
@Injectable()
export class RequestBudget {
  private readonly departures = new Map<string, Departures>();
  /** What is to be silent, for requests that have their slot already: who asks for one later is told by the database. */
  private readonly silences = new Map<string, Silence>();
  /** Under which others know this copy of the host. */
  private readonly copy = randomUUID();

  constructor(private readonly tenants: TenantDatabase) {}

  /**
   * Takes a slot.
   *
   * @param account the vendor's account, such as `dialpad:123`
   * @param aheadMs how far from now it lies at least: who missed one because its way to the database is long, or its
   *   process busy, asks for a later one
   */
  async take(account: string, descriptor: ProviderDescriptor, budget: string, aheadMs = 0): Promise<Slot> {
    if (isUnlimited(descriptor, budget)) return await this.afterSilence(account, budget);
    const classes = [...new Set([...(OVERALL_BUDGET in descriptor.budgets ? [OVERALL_BUDGET] : []), budget])].sort();
    const silent = classes.filter((name) => isWithinOverall(descriptor, name));
    const limiting = classes.filter((name) => !silent.includes(name));
    const wanted = limiting.map((name): SlotWanted => {
      const { alone, shared, pause } = spacingOf(descriptor, name);
      return { budget: name, alone: wholeMs(alone), shared: wholeMs(shared), pause };
    });
    const rows = await this.tenants
      .acrossTenants()
      .execute<SlotTaken[]>(...takeSlots(account, wanted, silent, this.copy, aheadMs, SHARED_FOR_MS));
    const overall = rows.find(({ budget: name }) => name === OVERALL_BUDGET);
    // A row answers when its following slot begins: ours began one spacing earlier.
    const waits = new Map(rows.map((row) => [row.budget, row.wait - apart(row, wanted)]));
    const waitMs = Math.max(0, ...waits.values());
    const senders = overall?.isShared === false ? 'one copy' : 'several copies';
    const isWhole = waitMs - (waits.get(OVERALL_BUDGET) ?? waitMs) <= latestMs(descriptor, budget, 'several copies');
    return { waitMs, isWhole, senders };
  }

  /** Where nothing is limited, no slot is taken. */
  private async afterSilence(account: string, budget: string): Promise<Slot> {
    const [silence] = await this.tenants.acrossTenants().execute<{ readonly wait: number }[]>(
      `select (extract(epoch from next_at - clock_timestamp()) * 1000)::float8 as wait
       from phone_system.request_slot where account = ? and budget = ?`,
      [account, budget],
    );
    return { waitMs: Math.max(0, silence?.wait ?? 0), isWhole: true, senders: 'several copies' };
  }

  /**
   * Resolves when a request may really leave: when its slot has come, and as many requests as the limit names have not
   * left this process within its span.
   *
   * @returns its departure, or null where the slot has passed, or silence was asked for: the request takes another one
   */
  async leave(
    account: string,
    descriptor: ProviderDescriptor,
    budget: string,
    { slotAt, askedAt, senders }: HeldSlot,
  ): Promise<Departure | null> {
    const limit = descriptor.budgets[OVERALL_BUDGET];
    const silence = silenceKey(account, budget);
    const latestAt = slotAt + latestMs(descriptor, budget, senders);
    const mayLeave = (): boolean => {
      const now = performance.now();
      return now <= latestAt && !isSilent(this.silences.get(silence), askedAt, now);
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
   * Nothing of this class leaves before its end, from any copy, also where one starts again meanwhile. By the database's
   * clock, which slots go by.
   */
  async hush(account: string, budget: string, ms: number): Promise<void> {
    const key = silenceKey(account, budget);
    const silence = this.silences.get(key) ?? { until: -Infinity, knownFrom: -Infinity, unstored: 0 };
    this.silences.set(key, silence);
    silence.until = Math.max(silence.until, performance.now() + ms);
    silence.unstored += 1;
    try {
      await this.tenants.acrossTenants().execute(
        `insert into phone_system.request_slot as slot (account, budget, next_at)
         values (?, ?, clock_timestamp() + ?::float8 * interval '1 millisecond')
         on conflict (account, budget) do update set next_at = greatest(slot.next_at, excluded.next_at)`,
        [account, budget, ms],
      );
    } finally {
      silence.unstored -= 1;
      silence.knownFrom = performance.now();
    }
  }
}

const apart = ({ budget, isShared }: SlotTaken, wanted: readonly SlotWanted[]): number =>
  wanted.find((slot) => slot.budget === budget)?.[isShared ? 'shared' : 'alone'] ?? 0;

const silenceKey = (account: string, budget: string): string => `${account} ${budget}`;

/** A class that keeps silent, by `performance.now()`. */
interface Silence {
  until: number;
  /** From when on the database tells of it. Its row may go before it is over: with the account's connection. */
  knownFrom: number;
  /** How many silences of it are being stored. */
  unstored: number;
}

/** Whether a request has to be silent that does not know of it by its slot. */
const isSilent = (silence: Silence | undefined, askedAt: number, now: number): boolean =>
  silence !== undefined && now < silence.until && (silence.unstored > 0 || askedAt < silence.knownFrom);

/** A slot that a request waits for, by `performance.now()`. */
export interface HeldSlot {
  /** When it comes. */
  readonly slotAt: number;
  /** When it was asked for. */
  readonly askedAt: number;
  /** Who sent for the account when it was taken. */
  readonly senders: Senders;
}

/** When a request may leave. */
export interface Slot {
  readonly waitMs: number;
  /**
   * False where its class has no room before the overall slot has passed, and with it the time that other classes leave
   * free: when the wait is over, it takes a slot of the overall limit alone.
   */
  readonly isWhole: boolean;
  readonly senders: Senders;
}

/** A request that left without a slot. */
export interface SentRequest {
  readonly budget: string;
  /** The latest instant at which it may have arrived, by `performance.now()`. */
  readonly arrivedBy: number;
}

/** More requests of one account than ever wait for each other: a longer wait is the vendor's wish. */
const QUEUED_AT_MOST = 15;

/** How long a request may have to wait for those before it. Where a limit is a few a minute, that is no reason to rest. */
export const queueMs = (descriptor: ProviderDescriptor, budget: string): number =>
  QUEUED_AT_MOST * Math.max(spacingOf(descriptor, OVERALL_BUDGET).shared, spacingOf(descriptor, budget).shared);

/** Slots are stored in whole milliseconds: a fraction is rounded up as often as it says, and down otherwise. */
const wholeMs = (ms: number): number => Math.floor(ms + Math.random());
