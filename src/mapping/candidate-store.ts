import type { SqlEntityManager } from '@mikro-orm/sql';
import { type ConnectionEntity, jsonLiteral } from '../storage/index.js';
import type { EmployeeMatch } from './match.js';

/** Keeps whom the directories suggest for each employee. A match is one as well: it may be somebody else's by choice. */
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
     gone as (
       delete from phone_system.mapping_candidate c where c.connection_id = ? and c.tenant_id = ?
         and not exists (select from wanted w where w.employee = c.employee_id and w."user" = c.phone_user_id))
     insert into phone_system.mapping_candidate as kept
       (connection_id, employee_id, phone_user_id, tenant_id, evidence, place)
     select ?, employee, "user", ?, "on", place from wanted
     on conflict (connection_id, employee_id, phone_user_id) do update
       set evidence = excluded.evidence, place = excluded.place
       where (kept.evidence, kept.place) is distinct from (excluded.evidence, excluded.place)`,
    [jsonLiteral(wanted), id, tenantId, id, tenantId],
  );
}
