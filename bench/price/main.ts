import { dayBounds } from '../../src/support/days.js';
import type { Requests } from './counting-session.js';
import { type Price, priceOf } from './rounds.js';
import { VENDORS } from './vendors.js';

const PEOPLE = [10, 1_000];
/** A Wednesday: the days before and after it are working days as well. */
const DAY = '2026-11-18';

/**
 * What the rounds of companies ask for at each vendor, counted at its simulator on an ordinary day, with the settings'
 * defaults and by the vendor's limits.
 */
export async function benchPrice(people: readonly number[]): Promise<void> {
  const end = dayBounds(DAY, 'America/New_York').to;
  for (const [name, start] of Object.entries(VENDORS)) {
    console.log(`\n${name}\n\n${rowOf(HEAD)}\n${rowOf(HEAD.map(() => '---'))}`);
    for (const count of people.length > 0 ? people : PEOPLE) {
      const vendor = await start(count, end);
      try {
        console.log(rowOf(cellsOf(await priceOf(vendor, count, end))));
      } finally {
        await vendor.stop();
      }
    }
  }
}

const HEAD = [
  ...['people', 'calls read, a workday', 'near round, at most', 'far round, at most', 'reconciliation', 'directory'],
  ...['of a call', 'a workday', 'first fetch'],
];

const cellsOf = (price: Price): readonly string[] => [
  price.people.toLocaleString('en-US'),
  price.readingsADay.toLocaleString('en-US'),
  ...[price.near, price.far, price.reconciliation, price.directory, price.reading, price.day].map(told),
  `${told(price.firstFetch)} (${price.firstFetchDays} days)`,
];

const told = (requests: Requests): string =>
  Object.entries(requests)
    .map(([name, count]) => `${name} ${Number(count.toPrecision(3)).toLocaleString('en-US')}`)
    .join(', ') || '0';

const rowOf = (cells: readonly string[]): string => `| ${cells.join(' | ')} |`;
