import type { SqlEntityManager } from '@mikro-orm/sql';
import { boundedCall, type StorageBounds, type ToldParts } from '../access/index.js';
import { ApartTimes, apartTimesOf } from './apart-spans.js';
import { withoutApart } from './without-apart.js';
import { type AdmittedCall, type ErasureContext, type ToldCall, withoutErased } from './without-erased.js';

/** Records as they may be stored, for who has not asked yet what the tenant keeps out. */
export async function lookUpAdmitted(
  em: SqlEntityManager,
  context: ErasureContext,
  records: readonly ToldCall[],
): Promise<readonly AdmittedCall[]> {
  const { connection, erased } = context;
  const register = await erased.registerOf(em, connection.tenantId);
  const { bounds, hasApart } = await erased.bounds.noted(em, connection.tenantId);
  const apart = hasApart ? await apartTimesOf(em, connection, records) : new ApartTimes([]);
  return withinBounds(withoutApart(await withoutErased(em, context, register, records), apart), bounds);
}

/** Records as the tenant's bounds let them be stored. */
export const withinBounds = <Call extends ToldParts>(records: readonly Call[], bounds: StorageBounds): Call[] =>
  records.flatMap((record) => boundedCall(record, bounds) ?? []);
