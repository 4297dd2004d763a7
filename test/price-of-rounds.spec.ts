import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { farWindow, nearWindow, planRounds } from '../src/calls/plan-rounds.js';
import { cutWindows } from '../src/calls/windows.js';
import { ORDINARY_DIRECTORY } from '../src/directory/index.js';
import type { RoundKind } from '../src/storage/index.js';
import { readPhoneSystemSettings } from '../src/support/settings.js';

const HOUR = 3_600_000;
const NOW = new Date('2026-11-20T20:00:00Z');
const ago = (ms: number): Date => new Date(NOW.getTime() - ms);

/** What `docs/operations.md` assumes. */
const RECORDS_A_DAY = 30;
const WORKING_HOURS = 8;
/** What the vendor’s description says, and what a customer saw. */
const PAGE_SIZES = [50, 25];
const USERS_A_PAGE = 100;

const { settings } = readPhoneSystemSettings(() => undefined);
const intervals = {
  nearMs: settings.fetchEverySeconds * 1000,
  farMs: settings.farEverySeconds * 1000,
  longestCallMs: settings.longestCallHours * HOUR,
  reconcileMs: settings.reconcileEverySeconds * 1000,
};
const state = {
  historyFrom: ago(720 * HOUR),
  keptFrom: null,
  completeUntil: ago(HOUR),
  walkedUntil: ago(HOUR),
  attempts: 0,
  againFrom: null,
  nextNearAt: NOW,
  nextFarAt: new Date(NOW.getTime() + 1),
  nextReconciliationAt: NOW,
};

/** Pages of calls that one round asks for. All of a day's records fall into the working hours before now. */
function pages(people: number, size: number, kind: RoundKind, { from, to }: { from: Date; to: Date }): number {
  return cutWindows(kind, { from, to }).reduce((sum, window) => {
    let working = 0;
    for (let day = 0; day < 8; day++) {
      const end = NOW.getTime() - day * 24 * HOUR;
      const start = end - WORKING_HOURS * HOUR;
      working += Math.max(0, Math.min(end, window.to.getTime()) - Math.max(start, window.from.getTime()));
    }
    const records = (people * RECORDS_A_DAY * working) / (WORKING_HOURS * HOUR);
    return sum + Math.max(1, Math.ceil(Math.round(records) / size));
  }, 0);
}

function price(people: number, size: number): readonly number[] {
  const [reconciliation] = planRounds(state, intervals, state.historyFrom, NOW);
  if (reconciliation?.kind !== 'reconciliation') throw new Error('Another round was planned.');
  const farRounds = HOUR / intervals.farMs;
  const nearRounds = HOUR / intervals.nearMs - farRounds;
  const costs = [
    nearRounds * pages(people, size, 'near', nearWindow(state, intervals, NOW)),
    farRounds * pages(people, size, 'far', farWindow(state, intervals, NOW)),
    (people > ORDINARY_DIRECTORY ? farRounds : nearRounds + farRounds) * Math.ceil(people / USERS_A_PAGE),
    Math.ceil((pages(people, size, 'reconciliation', reconciliation.window) * HOUR) / intervals.reconcileMs),
  ];
  return [...costs, costs.reduce((sum, cost) => sum + cost, 0)];
}

describe('the price of fetching in docs/operations.md', () => {
  const table = readFileSync(join(process.cwd(), 'docs/operations.md'), 'utf8');

  it.each([10, 1_000, 10_000].flatMap((people) => PAGE_SIZES.map((size) => [people, size] as const)))(
    'is what the rounds of a company of %i people ask for in a busy hour, with %i calls on a page',
    (people, size) => {
      const rows = table
        .split('\n')
        .map((line) => line.split('|').map((cell) => Number(cell.replaceAll(',', '').trim())));
      const row = rows.find((figures) => figures[1] === people && figures[2] === size);
      expect(row?.slice(3, 8)).toEqual(price(people, size));
    },
  );

  it('stays below Dialpad’s limit of 1,200 requests a minute', () => {
    expect(price(10_000, 25).at(-1)).toBeLessThan(1_200 * 60);
  });
});
