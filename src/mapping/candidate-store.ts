import type { SqlEntityManager } from '@mikro-orm/sql';
import { type ConnectionEntity, jsonLiteral } from '../storage/index.js';
import type { EmployeeMatch } from './match.js';

/**
 * Keeps whom the directories suggest for each employee. A match is one as well: it may be somebody else's by choice. Only
 * what differs is written; `except` is never done by comparing each with each, whatever the planner takes them for.
 */
export async function writeCandidates(
  em: SqlEntityManager,
  { id, tenantId }: Pick<ConnectionEntity, 'id' | 'tenantId'>,
  matches: ReadonlyMap<string, EmployeeMatch>,
): Promise<void> {
  const wanted = [...matches].flatMap(([employee, { match, candidates }]) => {
    const all = match === null ? candidates : [{ phoneUserId: match.phoneUserId, on: match.matchedOn }];
    return all.map(({ phoneUserId: user, on }, place) => ({ employee, user, on, place }));
  });
  await em.execute(
    `with wanted as materialized (
       select * from jsonb_to_recordset(?::jsonb) as row (employee text, "user" text, "on" text, place int)),
     kept as materialized (
       select employee_id, phone_user_id, evidence, place from phone_system.mapping_candidate
       where connection_id = ? and tenant_id = ?),
     gone as materialized (select employee_id, phone_user_id from kept except select employee, "user" from wanted),
     removed as (
       delete from phone_system.mapping_candidate c using gone
       where c.connection_id = ? and c.employee_id = gone.employee_id and c.phone_user_id = gone.phone_user_id),
     come as (select employee, "user", "on", place from wanted except select * from kept)
     insert into phone_system.mapping_candidate (connection_id, employee_id, phone_user_id, tenant_id, evidence, place)
     select ?, employee, "user", ?, "on", place from come
     on conflict (connection_id, employee_id, phone_user_id) do update
       set evidence = excluded.evidence, place = excluded.place`,
    [jsonLiteral(wanted), id, tenantId, id, id, tenantId],
  );
}
