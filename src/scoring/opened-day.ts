import DataLoader from 'dataloader';
import type { TenantDatabase } from '../access/index.js';
import type { Day, Shift } from '../support/days.js';
import type { KnownOfDays } from './day-states.js';
import type { WrittenObjection } from './objection-view.js';
import type { StoredDay } from './stored-explanation.js';

/** An employee's day as the database answers it. */
export interface OpenedDay {
  readonly known: KnownOfDay;
  /** What the day answers, as it was written down with its score; null where something of it waits to be scored. */
  readonly answer: string | null;
  /** What the answer is made from where none is written down; null where one is, or where the day was never scored. */
  readonly stored: StoredDay | null;
}

interface KnownOfDay extends KnownOfDays {
  /** Whether there is such an employee. */
  readonly exists: boolean;
  readonly managerId: string | null;
  /** Of all days, where the zone is told. */
  readonly workShift: Shift | null;
  /** Null where there are none. */
  readonly objections: readonly WrittenObjection[] | null;
}

interface Asked {
  readonly tenantId: string;
  readonly employeeId: string;
  readonly day: Day;
}

const MOST_AT_ONCE = 50;

/**
 * Opens days. Those of a tenant that are asked for in one turn of the event loop share a round trip, which costs the host
 * more than what it brings.
 */
export function openingDays(database: TenantDatabase): (asked: Asked) => Promise<OpenedDay> {
  const openTogether = async (all: readonly Asked[]): Promise<OpenedDay[]> => {
    const opened = new Map<Asked, OpenedDay>();
    const open = async ([tenantId, asked]: [string, readonly Asked[]]): Promise<void> => {
      const days = JSON.stringify(asked.map(({ employeeId, day }) => [employeeId, day]));
      const rows = await database.ask<OpenedDay>(tenantId, 'open_days', days);
      asked.forEach((one, place) => opened.set(one, rows[place]!));
    };
    await Promise.all([...Map.groupBy(all, ({ tenantId }) => tenantId)].map(open));
    return all.map((asked) => opened.get(asked)!);
  };
  const loader = new DataLoader<Asked, OpenedDay>(openTogether, {
    // What is asked for again is read again.
    cache: false,
    maxBatchSize: MOST_AT_ONCE,
    batchScheduleFn: (open) => void setImmediate(open),
  });
  return (asked) => loader.load(asked);
}
