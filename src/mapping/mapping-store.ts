import { randomUUID } from 'node:crypto';
import type { SqlEntityManager } from '@mikro-orm/sql';
import { type ConnectionEntity, EmployeeEntity, MappingEntity, PhoneUserEntity } from '../storage/index.js';
import type { TenantTerms } from '../contract/index.js';
import { dayOf } from '../support/days.js';
import type { MappingRow } from './mapping-row.js';
import type { MappingState } from './mapping-view.js';
import { matchEmployees } from './match.js';
import { operationsBetween } from './operations.js';

/** A connection's mapping rows as they are stored. */
export async function rowsOf(em: SqlEntityManager, { id: connectionId }: ConnectionEntity): Promise<MappingRow[]> {
  const rows = await em.find(MappingEntity, { connectionId }, { orderBy: { id: 'asc' } });
  return rows.map(({ id, employeeId, phoneUserId, source, matchedOn, fromDay, untilDay }) => ({
    id,
    employeeId,
    phoneUserId,
    source,
    matchedOn,
    fromDay,
    untilDay,
  }));
}

/** Everything that one connection's mapping is decided on. */
export async function stateOf(
  em: SqlEntityManager,
  connection: ConnectionEntity,
  terms: TenantTerms,
): Promise<MappingState> {
  const employees = await em.find(EmployeeEntity, { tenantId: connection.tenantId });
  const phoneUsers = await em.find(
    PhoneUserEntity,
    { connectionId: connection.id },
    { orderBy: { displayName: 'asc', externalId: 'asc' } },
  );
  const rows = await rowsOf(em, connection);
  const today = dayOf(new Date(), terms);
  const matches = matchEmployees(employees, phoneUsers, { terms, today, isFirst: connection.matchedAt === null });
  return { employees, phoneUsers, rows, matches, today };
}

/** Who departed and left calls behind: the ids of phone users. */
export async function departedWithCalls(em: SqlEntityManager, { id }: ConnectionEntity): Promise<ReadonlySet<string>> {
  const found = await em.execute<{ external_id: string }[]>(
    `select u."external_id" from "phone_system"."phone_user" u
     where u."connection_id" = ? and u."status" = 'departed' and exists (
       select 1 from "phone_system"."call_record" r
       where r."connection_id" = u."connection_id" and r."user_external_id" = u."external_id")`,
    [id],
  );
  return new Set(found.map((row) => row.external_id));
}

/** Makes the stored rows those that are wanted. */
export async function writeRows(
  em: SqlEntityManager,
  { id: connectionId, tenantId }: ConnectionEntity,
  stored: readonly MappingRow[],
  wanted: readonly MappingRow[],
): Promise<void> {
  const { add, change, remove } = operationsBetween(stored, wanted);
  if (remove.length > 0) await em.nativeDelete(MappingEntity, { id: { $in: [...remove] } });
  for (const { id, fromDay, untilDay, matchedOn } of change) {
    await em.nativeUpdate(MappingEntity, { id }, { fromDay, untilDay, matchedOn });
  }
  if (add.length > 0) {
    await em.insertMany(
      MappingEntity,
      add.map(({ employeeId, phoneUserId, source, matchedOn, fromDay, untilDay }) => ({
        id: randomUUID(),
        tenantId,
        connectionId,
        employeeId,
        phoneUserId,
        source,
        matchedOn,
        fromDay,
        untilDay,
      })),
    );
  }
}
