import type { SqlEntityManager } from '@mikro-orm/sql';
import type { ConnectionEntity } from '../storage/index.js';
import type { ZonedDays, Zones } from '../support/days.js';
import { EventLog } from '../tracing/index.js';
import { type CallTimes, daysOf, MARK_DAYS, marking } from './changed-days.js';
import { deleteCalls } from './delete-calls.js';
import { partConversations } from './part-conversations.js';

/** What one reading of a conversation told. */
export interface ToldConversation {
  readonly externalId: string;
  /** The ids of its records, those included that could not be read. */
  readonly told: ReadonlySet<string>;
  /** Whether nothing that was asked for later has told a record. */
  isLatest(externalId: string): boolean;
}

interface StoredPart extends CallTimes {
  readonly id: string;
  readonly externalId: string;
  readonly conversationId: string;
  readonly isExcluded: boolean;
  /** Null where no terms of the tenant were noted. */
  readonly zones: ZonedDays | null;
}

const log = new EventLog('AnnouncedCalls');

/**
 * Removes what earlier readings of a conversation brought and the present one no longer has, with all that hangs on it: its
 * exclusion as well, of which the trail still tells. The days that it was on are marked; a conversation that only it held
 * together falls apart. What the list itself tells is none of it. Runs after what was read is written.
 *
 * @param timeZone where no terms are noted
 * @returns how many records were removed
 */
export async function withdrawUntold(
  em: SqlEntityManager,
  { id, tenantId }: Pick<ConnectionEntity, 'id' | 'tenantId'>,
  timeZone: Zones,
  { externalId: conversation, told, isLatest }: ToldConversation,
): Promise<number> {
  const stored = await em.execute<StoredPart[]>(
    `select call.id, call.external_id as "externalId", call.conversation_id as "conversationId",
       call.user_external_id as "userExternalId", (extract(epoch from call.started_at) * 1000)::float8 as "startedAt",
       (extract(epoch from call.ended_at) * 1000)::float8 as "endedAt",
       exists (select from phone_system.exclusion e where e.tenant_id = call.tenant_id and e.call_id = call.id) as "isExcluded",
       (select json_build_object('timeZone', t.terms ->> 'timeZone', 'past', t.past_terms)
         from phone_system.tenant t where t.tenant_id = call.tenant_id) as zones
     from phone_system.call_record call
     where call.connection_id = ? and call.tenant_id = ? and call.detail_of = ?
       and call.conversation_id in (
         select a.conversation_id from phone_system.conversation_alias a
         where a.connection_id = ? and a.tenant_id = ? and a.external_id = ?
         union select r.conversation_id from phone_system.call_record r
         where r.connection_id = ? and r.tenant_id = ? and r.external_id = ?)`,
    [id, tenantId, conversation, id, tenantId, conversation, id, tenantId, conversation],
  );
  const gone = stored.filter(({ externalId }) => !told.has(externalId) && isLatest(externalId));
  if (gone.length === 0) return 0;
  await deleteCalls(
    em,
    tenantId,
    gone.map((part) => part.id),
  );
  const conversations = [...new Set(gone.map(({ conversationId }) => conversationId))];
  const parted = await partConversations(em, { id, tenantId }, conversations);
  await em.execute(MARK_DAYS, [...marking({ id, tenantId }, daysOf([...gone, ...parted], gone[0]?.zones ?? timeZone))]);
  log.info('calls-withdrawn', 'A later version of a conversation has fewer parts: they were removed.', {
    connection: id,
    records: gone.length,
    excluded: gone.filter(({ isExcluded }) => isExcluded).length,
  });
  return gone.length;
}
