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

/**
 * Erases what came over a connection. What stays is that there was one, without the account's name; and the days that
 * it scored are marked, so that they are scored again without it.
 */
export async function eraseConnection(
  em: SqlEntityManager,
  { id, tenantId }: Pick<ConnectionEntity, 'id' | 'tenantId'>,
): Promise<void> {
  await em.execute(
    `insert into phone_system.changed_employee_day as changed (tenant_id, employee_id, day, changes)
     select distinct tenant_id, employee_id, day, 1 from phone_system.day_score
     where tenant_id = ? and employee_id in (select employee_id from phone_system.mapping where connection_id = ?)
     order by employee_id, day
     on conflict (tenant_id, employee_id, day) do update set changes = changed.changes + 1`,
    [tenantId, id],
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
     set account_name = '', account_domains = '[]', complete_until = null, records = 0, last_fetch_at = null where id = ? and tenant_id = ?`,
    [id, tenantId],
  );
}
