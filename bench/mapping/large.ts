import type { TenantDatabase } from '../../src/access/index.js';
import { ConnectionEntity } from '../../src/storage/index.js';
import type { Measure } from '../support/report.js';
import { type Company, companyOf } from './company.js';
import { stillestLoop, timesOf } from './times.js';

const TIMES = 15;
const ASKED = {
  'mapping page': {},
  'mapping search': { search: 'person19' },
  'page of the unmatched': { filter: 'unmatched' },
  'mapping search by number': { search: '415 500 01' },
  'search of two letters': { search: 'rn' },
  'search that finds everybody': { search: 'example' },
} as const;

/** What a large company's mapping costs, over a small one's. */
export async function largeCompany(tenants: TenantDatabase): Promise<Measure[]> {
  const small = await companyOf(tenants, 200);
  const large = await companyOf(tenants, 20_000);
  const measures: Measure[] = [];
  const compare = async (name: string, atMost: number, run: (company: Company) => Promise<unknown>): Promise<void> => {
    for (const company of [small, large]) await timesOf(3, () => run(company));
    const before = await timesOf(TIMES, () => run(small));
    const { result: after, stillMs } = await stillestLoop(() => timesOf(TIMES, () => run(large)));
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
