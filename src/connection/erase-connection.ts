import type { SqlEntityManager } from '@mikro-orm/sql';
import {
  AlertEntity,
  CallRecordEntity,
  ChangedPhoneUserDayEntity,
  type ConnectionEntity,
  ConversationAliasEntity,
  FetchWindowEntity,
  MappingEntity,
  PhoneUserEntity,
  RejectedRecordEntity,
  RoundEntity,
  WebhookDeliveryEntity,
} from '../storage/index.js';

/** Everything that came over a connection. */
const CAME_OVER_IT = [
  CallRecordEntity,
  ConversationAliasEntity,
  ChangedPhoneUserDayEntity,
  MappingEntity,
  PhoneUserEntity,
  FetchWindowEntity,
  RoundEntity,
  RejectedRecordEntity,
  WebhookDeliveryEntity,
] as const;

/** Stands, with the connection's id, in place of the account's. The next connection takes over what it finds so. */
export const ERASED_ACCOUNT = 'erased:';

type ErasedConnection = Pick<ConnectionEntity, 'id' | 'tenantId' | 'providerKey' | 'accountExternalId'>;

/**
 * Erases what came over a connection, and whose account it was. What stays is that there was one; and the days that it
 * scored are marked, those whose calls were deleted before as well, so that they are scored again without it.
 */
export async function eraseConnection(
  em: SqlEntityManager,
  { id, tenantId, providerKey, accountExternalId }: ErasedConnection,
): Promise<void> {
  // A delivery that is being stored holds the row as well: it is erased with the rest, and none is stored after it.
  await em.execute('select id from phone_system.connection where id = ? and tenant_id = ? for update', [id, tenantId]);
  await em.execute(
    `insert into phone_system.changed_employee_day as changed (tenant_id, employee_id, day, changes)
     select distinct tenant_id, employee_id, day, 1 from phone_system.day_score
     where tenant_id = ? and employee_id in (select employee_id from phone_system.mapping where connection_id = ?)
     order by employee_id, day
     on conflict (tenant_id, employee_id, day) do update set changes = changed.changes + 1`,
    [tenantId, id],
  );
  await em.execute(
    `update phone_system.day_score set frozen_at = null where tenant_id = ? and frozen_at is not null
     and employee_id in (select employee_id from phone_system.mapping where connection_id = ?)`,
    [tenantId, id],
  );
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
  for (const entity of CAME_OVER_IT) await em.nativeDelete<{ connectionId: string }>(entity, { connectionId: id });
  // Its end is still to be told; what it said may name the account.
  await em.nativeUpdate(AlertEntity, { connectionId: id }, { message: 'This connection was erased.', details: {} });
  await em.execute(
    `update phone_system.connection
     set account_external_id = ?, account_name = '', account_domains = '[]', connected_by = '',
       complete_until = null, walked_until = null, moved_at = null, kept_from = null, directory_read_at = null,
       directory_empty_since = null, directory_problem = null, records = 0, last_fetch_at = null, last_difference = null
     where id = ? and tenant_id = ?`,
    [`${ERASED_ACCOUNT}${id}`, id, tenantId],
  );
  await em.execute('delete from phone_system.request_slot where account = ?', [`${providerKey}:${accountExternalId}`]);
}
