import { setImmediate as nextTurn } from 'node:timers/promises';
import type { SqlEntityManager } from '@mikro-orm/sql';
import type { TenantDatabase } from '../access/index.js';
import { ConnectionEntity } from '../storage/index.js';
import type { Zones } from '../support/days.js';
import { problem } from '../support/problems.js';
import { markHeldDays } from './changed-days.js';
import type { MappingRow } from './mapping-row.js';
import { rowsOf, writeRows } from './mapping-store.js';
import type { MappingState } from './mapping-view.js';
import { daysThatPass } from './operations.js';
import { reconcile } from './reconcile.js';

/** What a change of a connection's mapping comes to. */
export interface Decision<T> {
  readonly rows: readonly MappingRow[];
  readonly result: T;
  /** Whether others have to be matched again: what somebody gave up may be theirs. */
  readonly matchDue: boolean;
}

/**
 * Changes a connection's mapping, in one transaction that waits for others of the same connection and marks the days
 * that it touches.
 *
 * @param decide what it throws leaves everything as it is
 */
export async function changeMapping<T>(
  database: TenantDatabase,
  { id, tenantId }: ConnectionEntity,
  zones: Zones,
  decide: (em: SqlEntityManager, connection: ConnectionEntity) => Promise<Decision<T>>,
): Promise<T> {
  return await database.transaction(tenantId, async (em) => {
    await em.execute('select id from phone_system.connection where id = ? and tenant_id = ? for no key update', [
      id,
      tenantId,
    ]);
    const connection = await em.findOne(ConnectionEntity, { id });
    if (connection === null) {
      throw problem('unknown_connection');
    }
    const stored = await rowsOf(em, connection);
    const { rows, result, matchDue } = await decide(em, connection);
    // Whoever changes an employee waits for this transaction to say so.
    await em.nativeUpdate(ConnectionEntity, { id }, { matchDue });
    await writeRows(em, connection, stored, rows);
    await nextTurn();
    const spans = daysThatPass(stored, rows).map((span) => ({ ...span, connectionId: id }));
    await markHeldDays(em, tenantId, [zones], spans);
    return result;
  });
}

/** The rows after automatic matching. */
export const matched = ({ rows, matches, today }: MappingState): MappingRow[] => reconcile(rows, matches, today);
