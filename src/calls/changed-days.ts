import type { SqlEntityManager } from '@mikro-orm/sql';
import type { ConnectionEntity } from '../storage/index.js';

/** A day of somebody in the vendor's directory. */
export interface PhoneUserDay {
  readonly userExternalId: string;
  readonly day: string;
}

/**
 * Marks days for scoring, in the transaction that changed them. Always in the same order, so that two transactions
 * never wait for each other; and by an update, so that a change waits for a scoring that is under way.
 */
export async function markPhoneUserDays(
  em: SqlEntityManager,
  { id, tenantId }: Pick<ConnectionEntity, 'id' | 'tenantId'>,
  days: readonly PhoneUserDay[],
): Promise<void> {
  const marked = [...new Map(days.map((day) => [`${day.userExternalId} ${day.day}`, day])).entries()]
    .sort(([a], [b]) => (a < b ? -1 : 1))
    .map(([, day]) => day);
  if (marked.length === 0) return;
  await em.execute(
    `insert into phone_system.changed_phone_user_day as changed (connection_id, tenant_id, user_external_id, day, changes)
     select ?, ?, marked."userExternalId", marked.day, 1
     from jsonb_to_recordset(?::jsonb) as marked ("userExternalId" text, day date)
     on conflict (connection_id, user_external_id, day) do update set changes = changed.changes + 1`,
    [id, tenantId, JSON.stringify(marked)],
  );
}
