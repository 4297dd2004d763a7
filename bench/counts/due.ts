import { randomUUID } from 'node:crypto';
import { TenantDatabase } from '../../src/access/index.js';
import { dueConnections } from '../../src/calls/index.js';
import { ConnectionEntity, openOrm } from '../../src/storage/index.js';
import { migrate } from '../../src/storage/migrate.js';
import { createTestDatabase } from '../../test/support/test-database.js';
import type { Measure } from '../support/report.js';

const CONNECTIONS = 1_000;
const DAYS = 30;
/** A near round every five minutes, a far one each hour, of one window each; a comparison a day. */
const ROUNDS_A_DAY = 24 * 12 + 1;
const LOOKS = 9;
const MOST_TIMES = 1.5;

/** How much longer the look for what is due takes with a month of rounds than with none. */
export async function lookForDue(): Promise<Measure[]> {
  const database = await createTestDatabase();
  const orm = await openOrm(database.location);
  try {
    await migrate(orm);
    const tenants = new TenantDatabase(orm);
    const em = tenants.acrossTenants();
    const later = new Date(Date.now() + 3_600_000);
    const connections = Array.from({ length: CONNECTIONS }, (_, index) =>
      Object.assign(new ConnectionEntity(), {
        id: randomUUID(),
        tenantId: `tenant-${index}`,
        providerKey: 'dialpad',
        status: 'connected',
        accountExternalId: String(index),
        accountName: 'Acme',
        accountDomains: ['acme.example'],
        connectedBy: 'e1',
        connectedAt: new Date(),
        historyFrom: new Date(),
        completeUntil: new Date(),
        lastFetchAt: new Date(),
        nextNearAt: later,
        nextFarAt: later,
        nextReconciliationAt: later,
        wakeAt: later,
      }),
    );
    for (const connection of connections) await tenants.of(connection.tenantId).persist(connection).flush();
    const look = async (): Promise<number> => {
      const times: number[] = [];
      for (let index = 0; index < LOOKS; index++) {
        const from = performance.now();
        const due = await dueConnections(tenants);
        times.push(performance.now() - from);
        if (due.length > 0) throw new Error('Nothing should be due.');
      }
      return times.sort((a, b) => a - b)[Math.floor(LOOKS / 2)] ?? NaN;
    };
    await em.execute('analyze');
    const empty = await look();
    await em.execute(
      `insert into phone_system.round (id, tenant_id, connection_id, kind, from_at, to_at, started_at, finished_at, outcome, attempts)
       select gen_random_uuid(), c.tenant_id, c.id, case when n % 12 = 0 then 'far' else 'near' end, at - interval '1 hour', at, at, at, 'done', 0
       from phone_system.connection c, generate_series(1, ?::int) n,
         lateral (select pg_catalog.now() - n * interval '5 minutes' as at) begun`,
      [DAYS * ROUNDS_A_DAY],
    );
    await em.execute('vacuum analyze phone_system.round');
    const full = await look();
    return [
      { name: `look for what is due in ms, ${CONNECTIONS} connections, no rounds`, value: empty },
      {
        name: `the same with ${DAYS} days of rounds`,
        value: full,
        note: `${CONNECTIONS * DAYS * ROUNDS_A_DAY} rounds`,
      },
      { name: 'a month of rounds over none', value: full / empty, goal: { atMost: MOST_TIMES } },
    ];
  } finally {
    await orm.close(true);
    await database.drop();
  }
}
