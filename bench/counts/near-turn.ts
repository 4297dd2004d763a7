import { CompanyInTime } from '../../test/year/company-in-time.js';
import type { Measure } from '../support/report.js';
import { statementsOf } from './statements.js';

const HOUR_MS = 3_600_000;
const LOOK_MS = HOUR_MS;
const PEOPLE = 1_000;
const CALLS_A_DAY = 3_000;
const MOST_STATEMENTS = 60;
/** Nobody works; and in the middle of the day's work. */
const NIGHT = 4 * HOUR_MS;
const NOON = 18 * HOUR_MS;

/** How many statements a turn takes in which nothing is new, with few and with many calls stored. */
export async function nearTurn(most: number): Promise<Measure[]> {
  const begin = new Date('2026-03-05T01:00:00Z');
  const company = await CompanyInTime.found({
    people: PEOPLE,
    callsADay: CALLS_A_DAY,
    begin,
    tells: false,
    options: { historyDays: 4 },
  });
  try {
    await company.connect();
    await company.tick();
    const few = await turns(company, 0);
    await multiplyCalls(company, most);
    const many = await turns(company, 24 * HOUR_MS);
    return [...few, ...many];
  } finally {
    await company.close();
  }
}

async function turns(company: CompanyInTime, sinceBegin: number): Promise<Measure[]> {
  const measures: Measure[] = [];
  const [row] = await company.query<{ calls: number }>('select count(*)::int as calls from phone_system.call_record');
  for (const [name, hour] of [
    ['at night', NIGHT],
    ['at work', NOON],
  ] as const) {
    await company.live(Date.parse('2026-03-05T00:00:00Z') + sinceBegin + hour - company.clocks.now, LOOK_MS);
    // Once more at the same time: what has ended meanwhile is there.
    await company.query('update phone_system.connection set next_near_at = null');
    const asked = company.vendor.asked.calls;
    const statements = await statementsOf(() => company.fetchTurn());
    measures.push({
      name: `statements of a near turn ${name}, nothing new, ${row?.calls} calls stored`,
      value: statements,
      ...(name === 'at night' && { goal: { atMost: MOST_STATEMENTS } }),
      note: `${PEOPLE} people, ${company.vendor.asked.calls - asked} pages of calls`,
    });
  }
  return measures;
}

/** As far back as calls are kept, and no nearer than what the history brought. */
const BACK = `(5 + n % 390) * interval '1 day'`;

/** Copies what is stored into the past, until there are so many. */
async function multiplyCalls(company: CompanyInTime, most: number): Promise<void> {
  const columns = await company.query<{ name: string }>(
    `select quote_ident(column_name) as name from information_schema.columns
     where table_schema = 'phone_system' and table_name = 'call_record' order by ordinal_position`,
  );
  const copied: Readonly<Record<string, string>> = {
    id: 'gen_random_uuid()',
    external_id: `external_id || '-' || n`,
    conversation_id: 'gen_random_uuid()',
    started_at: `started_at - ${BACK}`,
    connected_at: `connected_at - ${BACK}`,
    ended_at: `ended_at - ${BACK}`,
  };
  await company.query(
    `insert into phone_system.call_record (${columns.map(({ name }) => name).join()})
     select ${columns.map(({ name }) => copied[name] ?? name).join()}
     from phone_system.call_record, generate_series(1, greatest(0, ?::int / (select count(*) from phone_system.call_record) - 1)) n`,
    [most],
  );
  await company.query('analyze phone_system.call_record');
}
