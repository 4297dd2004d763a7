import { setImmediate as nextTurn } from 'node:timers/promises';
import type { SqlEntityManager } from '@mikro-orm/sql';
import type { TenantTerms } from '../contract/index.js';
import { type ConnectionEntity, jsonLiteral } from '../storage/index.js';
import { dayOf } from '../support/days.js';
import type { MappingRow } from './mapping-row.js';
import type { MappedEmployee, MappedPhoneUser, MappingState, PresentMapping } from './mapping-view.js';
import { matchInTurns } from './match.js';
import { operationsBetween } from './operations.js';

/** A connection's mapping rows as they are stored. */
export const rowsOf = async (em: SqlEntityManager, { id, tenantId }: ConnectionEntity): Promise<MappingRow[]> =>
  await em.execute<MappingRow[]>(
    `select id, employee_id as "employeeId", phone_user_id as "phoneUserId", source, matched_on as "matchedOn",
       from_day::text as "fromDay", until_day::text as "untilDay"
     from phone_system.mapping where connection_id = ? and tenant_id = ? order by id`,
    [id, tenantId],
  );

/** Everything that one connection's mapping is decided on. */
export async function stateOf(
  em: SqlEntityManager,
  connection: ConnectionEntity,
  terms: TenantTerms,
): Promise<MappingState> {
  const present = await presentOf(em, connection, terms);
  const { employees, phoneUsers, today } = present;
  await nextTurn();
  const matches = await matchInTurns(employees, phoneUsers, { terms, today, isFirst: connection.matchedAt === null });
  return { ...present, matches };
}

/** Who there is, and who is who by now: read plainly, since entities of large companies are dear. */
export async function presentOf(
  em: SqlEntityManager,
  connection: ConnectionEntity,
  terms: TenantTerms,
): Promise<PresentMapping> {
  const { id, tenantId } = connection;
  const employees = await em.execute<MappedEmployee[]>(
    `select id, name, emails, phones, active, erased_at as "erasedAt", stored_from::text as "storedFrom",
       stored_until::text as "storedUntil"
     from phone_system.employee where tenant_id = ?`,
    [tenantId],
  );
  const users = await em.execute<(MappedPhoneUser & { readonly sinceMs: number | null })[]>(
    `select external_id as "externalId", display_name as "displayName", emails, numbers, status,
       (extract(epoch from emails_since) * 1000)::float8 as "sinceMs"
     from phone_system.phone_user where connection_id = ? and tenant_id = ? order by display_name, external_id`,
    [id, tenantId],
  );
  const phoneUsers = users.map(({ sinceMs, ...user }) => ({
    ...user,
    emailsSince: sinceMs === null ? null : new Date(sinceMs),
  }));
  const rows = await rowsOf(em, connection);
  return { employees, phoneUsers, rows, today: dayOf(new Date(), terms) };
}

/** Makes the stored rows those that are wanted. */
export async function writeRows(
  em: SqlEntityManager,
  { id: connectionId, tenantId }: ConnectionEntity,
  stored: readonly MappingRow[],
  wanted: readonly MappingRow[],
): Promise<void> {
  const { add, change, remove } = operationsBetween(stored, wanted);
  if (remove.length > 0) {
    await em.execute(
      `delete from "phone_system"."mapping"
       where "tenant_id" = ? and "id" = any (array(select jsonb_array_elements_text(?::jsonb)::uuid))`,
      [tenantId, jsonLiteral(remove)],
    );
  }
  if (change.length > 0) {
    await em.execute(
      `update "phone_system"."mapping" as stored
       set "from_day" = row."fromDay", "until_day" = row."untilDay", "matched_on" = row."matchedOn"
       from jsonb_to_recordset(?::jsonb) as row ("id" uuid, "fromDay" date, "untilDay" date, "matchedOn" text)
       where stored."tenant_id" = ? and stored."id" = row."id"`,
      [jsonLiteral(change), tenantId],
    );
  }
  if (add.length > 0) {
    await em.execute(
      `insert into "phone_system"."mapping"
         ("id", "tenant_id", "connection_id", "employee_id", "phone_user_id", "source", "matched_on", "from_day", "until_day")
       select gen_random_uuid(), ?, ?, row."employeeId", row."phoneUserId", row."source", row."matchedOn", row."fromDay", row."untilDay"
       from jsonb_to_recordset(?::jsonb) as row ("employeeId" text, "phoneUserId" text, "source" text, "matchedOn" text,
         "fromDay" date, "untilDay" date)`,
      [tenantId, connectionId, jsonLiteral(add)],
    );
  }
}
