import { setTimeout as sleep } from 'node:timers/promises';
import { Injectable } from '@nestjs/common';
import { OVERALL_BUDGET, type ProviderDescriptor } from '../contract/index.js';
import { TenantDatabase } from '../access/tenant-database.js';

/** Requests leave a little slower than the limit allows, because they do not arrive as evenly as they leave. */
const SLACK = 1.1;

/**
 * Keeps an account's requests under the vendor's limits, over all copies of the host: each request takes the next free
 * slot of its classes from one row a class in the database.
 */
@Injectable()
export class RequestBudget {
  /** When the last request of each account left this process, or will have left. */
  private readonly departures = new Map<string, Promise<number>>();

  constructor(private readonly tenants: TenantDatabase) {}

  /**
   * Takes a slot.
   *
   * @param account the vendor's account, such as `dialpad:123`
   * @returns milliseconds to wait before sending
   */
  async take(account: string, descriptor: ProviderDescriptor, budget: string): Promise<number> {
    const classes = [...new Set([OVERALL_BUDGET, budget])].filter((name) => name in descriptor.budgets).sort();
    if (classes.length === 0) return 0;
    const spacings = classes.map((name) => spacingMs(descriptor, name));
    const rows = await this.tenants.acrossTenants().execute<{ budget: string; wait: number }[]>(
      // The spacing is a constant of the statement: measured by the clock, it would shrink while a row's lock is awaited.
      `insert into phone_system.request_slot as slot (account, budget, next_at)
       select ?, budget, clock_timestamp() + spacing * interval '1 millisecond'
       from unnest(array[${classes.map(() => '?::text').join()}], array[${classes.map(() => '?::float8').join()}]) as taken (budget, spacing)
       on conflict (account, budget) do update
         set next_at = greatest(slot.next_at, clock_timestamp())
           + (case slot.budget ${classes.map(() => 'when ?::text then ?::float8').join(' ')} end) * interval '1 millisecond'
       returning budget, (extract(epoch from next_at - clock_timestamp()) * 1000)::float8 as wait`,
      [account, ...classes, ...spacings, ...classes.flatMap((name, index) => [name, spacings[index]])],
    );
    // A row answers when its following slot begins: ours began one spacing earlier.
    return Math.max(0, ...rows.map(({ budget: name, wait }) => wait - spacingMs(descriptor, name)));
  }

  /**
   * Resolves when a request whose slot has come may really leave. A process that was busy notices several slots at once,
   * and their requests would leave as one burst: here each waits for the one before it.
   */
  async leave(account: string, descriptor: ProviderDescriptor): Promise<void> {
    const apartMs = spacingMs(descriptor, OVERALL_BUDGET);
    if (apartMs === 0) return;
    const departure = (this.departures.get(account) ?? Promise.resolve(-Infinity)).then(async (before) => {
      const waitMs = before + apartMs - performance.now();
      if (waitMs > 0) await sleep(Math.ceil(waitMs));
      return performance.now();
    });
    this.departures.set(account, departure);
    await departure;
  }

  /** The vendor asked for silence: nothing of this class leaves before. */
  async holdUntil(account: string, budget: string, until: Date): Promise<void> {
    await this.tenants.acrossTenants().execute(
      `insert into phone_system.request_slot as slot (account, budget, next_at) values (?, ?, ?)
       on conflict (account, budget) do update set next_at = greatest(slot.next_at, excluded.next_at)`,
      [account, budget, until],
    );
  }
}

/** In whole milliseconds, because that is how slots are stored. */
function spacingMs(descriptor: ProviderDescriptor, name: string): number {
  const budget = descriptor.budgets[name];
  return budget === undefined ? 0 : Math.ceil((budget.perMs / budget.requests) * SLACK);
}
