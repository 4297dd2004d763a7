import { randomUUID } from 'node:crypto';
import type { TenantDatabase } from '../../src/access/index.js';
import { MappingEntity } from '../../src/storage/index.js';
import type { Measure } from '../support/report.js';
import { companyOf } from './company.js';
import { stillestLoop, timesOf } from './times.js';

const LINES = 14_000;
const TIMES = 3;
const AT_ONCE = 500;

/** A file in which every line changes something, over the bare upsert of as many rows by the same ORM. */
export async function importOfAFile(tenants: TenantDatabase): Promise<Measure[]> {
  const { tenantId, connection, files } = await companyOf(tenants, LINES);
  const fileOf = (round: number): string =>
    [
      'employeeId,phoneUserId,source,from',
      ...Array.from({ length: LINES }, (_, at) => `e${at},u${(at + round) % LINES},manual,`),
    ].join('\r\n');
  let round = 0;
  const { result: imported, stillMs } = await stillestLoop(() =>
    timesOf(TIMES, () => files.import({ tenantId, employeeId: 'e1' }, connection, fileOf(++round))),
  );
  const bare = await timesOf(TIMES, async () => {
    await tenants.transaction(tenantId, async (em) => {
      for (let at = 0; at < LINES; at += AT_ONCE) {
        await em.upsertMany(
          MappingEntity,
          Array.from({ length: AT_ONCE }, (_, place) => ({
            ...{ id: randomUUID(), tenantId, connectionId: randomUUID(), employeeId: `e${at + place}` },
            ...{
              phoneUserId: `u${at + place}`,
              source: 'manual' as const,
              matchedOn: null,
              fromDay: null,
              untilDay: null,
            },
          })),
          { disableIdentityMap: true },
        );
      }
    });
  });
  return [
    {
      name: 'import of 14,000 lines over the bare upsert',
      value: imported / bare,
      goal: { atMost: 4 },
      note: `${ms(imported)} over ${ms(bare)}`,
    },
    { name: 'longest stillness of the loop meanwhile, ms', value: stillMs },
  ];
}

const ms = (value: number): string => `${Math.round(value)} ms`;
