import type { SqlEntityManager } from '@mikro-orm/sql';
import {
  AlertEntity,
  AnnouncedCallEntity,
  ApartSpanEntity,
  CallRecordEntity,
  ChangedPhoneUserDayEntity,
  type ConnectionEntity,
  ConversationAliasEntity,
  ERASED_ACCOUNT,
  FetchWindowEntity,
  MappingCandidateEntity,
  MappingCountEntity,
  MappingEntity,
  MappingPlaceEntity,
  PhoneUserEntity,
  RejectedRecordEntity,
  RoundEntity,
  WebhookDeliveryEntity,
} from '../../storage/index.js';

/** Everything that came over a connection. */
const CAME_OVER_IT = [
  AnnouncedCallEntity,
  ApartSpanEntity,
  CallRecordEntity,
  ConversationAliasEntity,
  ChangedPhoneUserDayEntity,
  MappingEntity,
  MappingCandidateEntity,
  MappingCountEntity,
  MappingPlaceEntity,
  PhoneUserEntity,
  FetchWindowEntity,
  RoundEntity,
  RejectedRecordEntity,
  WebhookDeliveryEntity,
] as const;

type ErasedConnection = Pick<ConnectionEntity, 'id' | 'tenantId' | 'providerKey' | 'accountExternalId'>;

/**
 * Erases what came over a connection, and whose account it was. What stays is that there was one; and the days that it
 * scored are marked, so that they are scored again without it. Days whose calls were deleted before cannot be: they keep
 * what calls of other connections earned.
 */
export async function eraseConnection(
  em: SqlEntityManager,
  { id, tenantId, providerKey, accountExternalId }: ErasedConnection,
): Promise<void> {
  // A delivery that is being stored holds the row as well: it is erased with the rest, and none is stored after it.
  await em.execute('select id from phone_system.connection where id = ? and tenant_id = ? for update', [id, tenantId]);
  await em.execute(
    `insert into phone_system.changed_employee_day as changed (tenant_id, employee_id, day, changes)
     select tenant_id, employee_id, day, 1 from phone_system.day_score
     where tenant_id = ? and employee_id in (select employee_id from phone_system.mapping where connection_id = ?)
     order by employee_id collate "C", day
     on conflict (tenant_id, employee_id, day) do update set changes = changed.changes + 1`,
    [tenantId, id],
  );
  await eraseFromFrozenDays(em, tenantId, id);
  // Who was in no other phone system has nothing left to be scored from: nobody waits for scoring to say so.
  await em.execute(
    `update phone_system.day_score
     set score = '0.00', counted_ms = 0, inputs = '[]', because = '[]', answer = null, listed = 0, flagged = 0,
       revision = revision + 1
     where tenant_id = ? and listed is distinct from 0
       and employee_id in (select employee_id from phone_system.mapping where connection_id = ?)
       and employee_id not in (
         select employee_id from phone_system.mapping where tenant_id = ? and connection_id <> ?)`,
    [tenantId, id, tenantId, id],
  );
  await em.execute(
    `delete from phone_system.exclusion where tenant_id = ?
     and call_id in (select id from phone_system.call_record where connection_id = ?)`,
    [tenantId, id],
  );
  await em.execute(
    `delete from phone_system.objection where tenant_id = ?
     and call_id in (select id from phone_system.call_record where connection_id = ?)`,
    [tenantId, id],
  );
  for (const entity of CAME_OVER_IT)
    await em.nativeDelete<{ connectionId: string | null }>(entity, { connectionId: id });
  // Its end is still to be told; what it said may name the account.
  await em.nativeUpdate(AlertEntity, { connectionId: id }, { message: 'This connection was erased.', details: {} });
  await em.execute(
    `update phone_system.connection
     set account_external_id = ?, account_name = '', account_domains = '[]', connected_by = '',
       complete_until = null, walked_until = null, moved_at = null, kept_from = null, directory_read_at = null,
       directory_empty_since = null, directory_problem = null, records = 0, last_fetch_at = null, last_difference = null,
       again_from = null, again_since = null
     where id = ? and tenant_id = ?`,
    [`${ERASED_ACCOUNT}${id}`, id, tenantId],
  );
  for (const table of ['request_lease', 'request_slot']) {
    await em.execute(`delete from phone_system.${table} where account = ?`, [`${providerKey}:${accountExternalId}`]);
  }
}

const KEPT = 'What calls of other phone systems earned on this day; what came over the erased one went with it.';

/**
 * Takes what came over a connection out of days whose calls are gone. Where a day does not say over which connection a call
 * came, all of it stays with whoever was in another phone system on that day. What has nothing left may be scored again.
 */
async function eraseFromFrozenDays(em: SqlEntityManager, tenantId: string, connectionId: string): Promise<void> {
  await em.execute(
    `with left_of as (
       select s.employee_id, s.day, coalesce(jsonb_agg(input) filter (where stays), '[]') as inputs,
         round(least(s.score::numeric, coalesce(sum((input ->> 'points')::numeric) filter (where stays), 0)), 2)::text as score,
         least(2147483647, coalesce(sum((input ->> 'countedMs')::bigint) filter (where stays), 0))::int as counted_ms,
         (count(*) filter (where stays))::int as listed,
         (count(*) filter (where stays and input ->> 'flagReason' is not null))::int as flagged
       from phone_system.day_score s cross join lateral jsonb_array_elements(s.inputs) input
       cross join lateral (select coalesce(input ->> 'connectionId' <> ?, exists (
         select from phone_system.mapping m
         where m.tenant_id = s.tenant_id and m.employee_id = s.employee_id and m.connection_id <> ?
           and m.phone_user_id is not null and (m.from_day is null or m.from_day <= s.day)
           and (m.until_day is null or m.until_day > s.day))) as stays) judged
       where s.tenant_id = ? and s.frozen_at is not null
         and s.employee_id in (select employee_id from phone_system.mapping where connection_id = ?)
       group by s.tenant_id, s.employee_id, s.day having not bool_and(stays))
     update phone_system.day_score s
     set inputs = left_of.inputs, score = left_of.score, counted_ms = left_of.counted_ms, listed = left_of.listed,
       flagged = left_of.flagged, answer = null, revision = s.revision + 1,
       frozen_at = case when left_of.listed = 0 then null else s.frozen_at end,
       because = case when left_of.listed = 0 then '[]' else jsonb_build_array(
         jsonb_build_object('rule', 'kept', 'points', left_of.score, 'callIds', '[]'::jsonb, 'text', ?::text)) end
     from left_of where s.tenant_id = ? and s.employee_id = left_of.employee_id and s.day = left_of.day`,
    [connectionId, connectionId, tenantId, connectionId, KEPT, tenantId],
  );
}
