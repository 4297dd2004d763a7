import { CompanyInTime } from '../../test/year/company-in-time.js';
import type { Measure } from '../support/report.js';

const HOUR_MS = 3_600_000;
const LOOK_MS = 15_000;
const PEOPLE = 1_000;
const CALLS_A_DAY = 3_000;
const MOST_UPDATES = 2 * CALLS_A_DAY + 5_000;
const MOST_REQUESTS = 2_800;

/** What a day of an ordinary company costs: rows that are updated, and requests to the vendor. */
export async function simulatedDay(tells: boolean): Promise<Measure[]> {
  const company = await CompanyInTime.found({
    people: PEOPLE,
    callsADay: CALLS_A_DAY,
    begin: new Date('2026-03-05T02:00:00Z'),
    tells,
    options: { historyDays: 2 },
  });
  try {
    await company.connect();
    // Everything that a first day brings besides: history, the first comparison.
    await company.live(6 * HOUR_MS, LOOK_MS);
    const before = await updates(company);
    const asked = { ...company.vendor.asked };
    await company.live(24 * HOUR_MS, LOOK_MS);
    const updated = (await updates(company)).map(({ table, rows }) => ({
      table,
      rows: rows - (before.find((one) => one.table === table)?.rows ?? 0),
    }));
    const { account, directory, calls } = company.vendor.asked;
    const how = tells ? 'with events' : 'without events';
    const lists = calls - asked.calls;
    const users = directory - asked.directory;
    return [
      {
        name: `row updates of a day ${how}`,
        value: sum(updated.map(({ rows }) => rows)),
        goal: { atMost: MOST_UPDATES },
        note: updated
          .filter(({ rows }) => rows > 100)
          .sort((a, b) => b.rows - a.rows)
          .map(({ table, rows }) => `${table} ${rows}`)
          .join(', '),
      },
      {
        name: `requests of a day ${how}`,
        value: lists + users + account - asked.account,
        goal: { atMost: MOST_REQUESTS },
        note: `${lists} lists, ${users} of the directory, ${account - asked.account} of the account`,
      },
    ];
  } finally {
    await company.close();
  }
}

interface Updates {
  readonly table: string;
  readonly rows: number;
}

/** Of every table, the queue's as well. A connection tells what it did when it has been idle for a moment. */
async function updates(company: CompanyInTime): Promise<readonly Updates[]> {
  await new Promise((resolve) => setTimeout(resolve, 3_000));
  return await company.query<Updates>(
    `select format('%I.%I', schemaname, relname) as table, n_tup_upd::float8 as rows from pg_stat_user_tables`,
  );
}

const sum = (numbers: readonly number[]): number => numbers.reduce((total, number) => total + number, 0);
