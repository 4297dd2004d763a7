import type { SqlEntityManager } from '@mikro-orm/sql';
import type { TenantDatabase } from '../../access/tenant-database.js';
import { ConnectionEntity, type ConnectionStatus } from '../../storage/index.js';

/** A worker's claim on a connection. It holds until somebody else takes the connection, or it is ended. */
export interface Place {
  /** As it was when the place was taken. */
  readonly connection: ConnectionEntity;
  readonly fence: number;
  /** What had woken it, as the database says it: who finds another value knows that there is news. */
  readonly wokenAt: string | null;
  /** Now, by the database's clock, which all copies of the host share. */
  now(): Date;
}

type ConnectionKey = Pick<ConnectionEntity, 'id' | 'tenantId'>;

/** Another worker took the connection, or it was ended: what this one has in hand must not be stored. */
export class LostPlace extends Error {
  override readonly name = 'LostPlace';
}

/** Takes a connection that fetches; null where it does not (any more). */
export async function takePlace(
  tenants: TenantDatabase,
  { id, tenantId }: Pick<ConnectionEntity, 'id' | 'tenantId'>,
): Promise<Place | null> {
  const em = tenants.of(tenantId);
  const askedAt = performance.now();
  const [row] = await em.execute<{ readonly fence: number; readonly wokenAt: string | null; readonly nowMs: number }[]>(
    `update phone_system.connection set fence = fence + 1
     where id = ? and tenant_id = ? and status = 'connected'
     returning *, wake_at::text as "wokenAt", (extract(epoch from clock_timestamp()) * 1000)::float8 as "nowMs"`,
    [id, tenantId],
  );
  if (row === undefined) return null;
  const { fence, wokenAt, nowMs, ...columns } = row;
  return {
    connection: em.map(ConnectionEntity, { fence, ...columns }),
    fence,
    wokenAt,
    now: () => new Date(nowMs + performance.now() - askedAt),
  };
}

/** Takes every place at a tenant's connections away: what their workers have in hand must not be stored. */
export async function endPlaces(em: SqlEntityManager, tenantId: string): Promise<void> {
  await em.execute(
    `update phone_system.connection set fence = fence + 1 where tenant_id = ? and status = 'connected'`,
    [tenantId],
  );
}

/**
 * Holds the connection's row for the rest of a transaction: one commit of a connection at a time, and none by a worker
 * that lost its place.
 *
 * @throws LostPlace
 */
export async function holdPlace(em: SqlEntityManager, place: Place): Promise<void> {
  await holdIn(em, place, 'connected');
}

/**
 * The same for a worker that releases its place. Whoever found the grant refused may have noted it already; nothing else
 * may be noted over that.
 *
 * @param status what the connection shall be
 * @returns what it is
 * @throws LostPlace
 */
export async function holdPlaceToRest(
  em: SqlEntityManager,
  place: Place,
  status: ConnectionStatus,
): Promise<ConnectionStatus> {
  return await holdIn(em, place, 'connected', status);
}

/**
 * Holds the connection's row for who needs no place, because it stores nothing that a worker would have to know of.
 *
 * @returns whether it is connected
 */
export async function holdConnected(em: SqlEntityManager, { id, tenantId }: ConnectionKey): Promise<boolean> {
  const [row] = await em.execute<{ status: ConnectionStatus }[]>(
    'select status from phone_system.connection where id = ? and tenant_id = ? for no key update',
    [id, tenantId],
  );
  return row?.status === 'connected';
}

async function holdIn(
  em: SqlEntityManager,
  { connection, fence }: Place,
  ...statuses: readonly ConnectionStatus[]
): Promise<ConnectionStatus> {
  const [row] = await em.execute<{ fence: number; status: ConnectionStatus }[]>(
    'select fence, status from phone_system.connection where id = ? and tenant_id = ? for no key update',
    [connection.id, connection.tenantId],
  );
  if (row === undefined || row.fence !== fence || !statuses.includes(row.status)) {
    throw new LostPlace('Another worker has taken this connection, or it was ended.');
  }
  return row.status;
}
