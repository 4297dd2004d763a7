import type { TenantDatabase } from '../../src/access/index.js';
import { ConnectionEntity } from '../../src/storage/index.js';
import type { Measure } from '../support/report.js';
import { type Company, companyOf } from './company.js';
import { stillestLoop, timesByTurns, timesOf } from './times.js';

const TIMES = 25;
const ASKED = {
  'mapping page': {},
  'mapping search': { search: 'person19' },
  'page of the unmatched': { filter: 'unmatched' },
  'mapping search by number': { search: '415 500 01' },
  'search of two letters': { search: 'rn' },
  'search that finds nobody': { search: 'nobody at all' },
  'search that finds everybody': { search: 'example' },
  'search that finds all who were matched': { search: 'example', filter: 'auto' },
} as const;

/** What a large company's mapping costs, over a small one's. */
export async function largeCompany(tenants: TenantDatabase): Promise<Measure[]> {
  const small = await companyOf(tenants, 200);
  const large = await companyOf(tenants, 20_000);
  // As a server does by itself within a minute of so many writings.
  await tenants.acrossTenants().execute('analyze');
  const measures: Measure[] = [];
  const compare = async (name: string, atMost: number, run: (company: Company) => Promise<unknown>): Promise<void> => {
    const runs = [small, large].map((company) => () => run(company));
    await timesByTurns(3, ...runs);
    const { result, stillMs } = await stillestLoop(() => timesByTurns(TIMES, ...runs));
    const [before = Number.NaN, after = Number.NaN] = result;
    const note = `${after.toFixed(1)} over ${before.toFixed(1)} ms; loop still ${Math.round(stillMs)} ms`;
    measures.push({ name: `${name}, 20,000 employees over 200`, value: after / before, goal: { atMost }, note });
  };
  for (const [name, query] of Object.entries(ASKED)) {
    await compare(name, 2, ({ mappings, connection }) => mappings.page(connection, query));
  }
  measures.push(await matchingOfEverybody(tenants, large));
  await compare('matching when nothing changed', 1.5, ({ mappings, connection }) => mappings.matchStored(connection));
  return measures;
}

/** Matching where something has changed, as the loop has it. */
async function matchingOfEverybody(
  tenants: TenantDatabase,
  { mappings, connection, tenantId }: Company,
): Promise<Measure> {
  const times = 3;
  const { result, stillMs } = await stillestLoop(() =>
    timesOf(times, async () => {
      await tenants.of(tenantId).nativeUpdate(ConnectionEntity, { id: connection.id }, { matchDue: true });
      await mappings.matchStored(connection);
    }),
  );
  const note = `each takes ${Math.round(result)} ms`;
  return { name: 'longest stillness while 20,000 are matched again, ms', value: stillMs, note };
}
