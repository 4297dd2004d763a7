import type { SqlEntityManager } from '@mikro-orm/sql';
import { type Mentions, plainName } from '../access/index.js';
import { type CallTimes, daysOf, MARK_DAYS, marking, type PhoneUserDay, withoutMentions } from '../calls/index.js';
import type { CallRecord } from '../contract/index.js';
import { type CallRecordEntity, type ConnectionEntity, WebhookDeliveryEntity } from '../storage/index.js';
import type { Zones } from '../support/days.js';
import { isOnDays, type Line } from './lines.js';

/** A call whose days are marked. */
export type TouchedCall = CallTimes & { readonly connectionId: string };

/** A call `r`, as {@link markTouched} takes it. */
export const TOUCHED = `r.connection_id as "connectionId", r.user_external_id as "userExternalId",
  (extract(epoch from r.started_at) * 1000)::float8 as "startedAt",
  (extract(epoch from r.ended_at) * 1000)::float8 as "endedAt"`;

/**
 * Takes somebody's name and numbers out of other people's calls, whose record says so from then on: what the vendor tells
 * again does not bring them back. Times and scores stay; the days that list such a call are marked, because their
 * explanation may name it.
 */
export async function eraseMentions(
  em: SqlEntityManager,
  tenantId: string,
  zones: Zones,
  { names, numbers }: Mentions,
): Promise<void> {
  const touched = await em.execute<TouchedCall[]>(
    `with person as (select
       array(select jsonb_array_elements_text(?::jsonb)) as names,
       array(select jsonb_array_elements_text(?::jsonb)) as numbers),
     found as (
       select r.id,
         coalesce(r.counterparty_number = any(person.numbers), false) as by_number,
         coalesce(r.counterparty_name = any(person.names), false) as by_name,
         coalesce(r.via_number = any(person.numbers), false) as by_line
       from phone_system.call_record r, person where r.tenant_id = ?)
     update phone_system.call_record r set
       counterparty_number = case when by_number or (by_name and r.internal) then null else r.counterparty_number end,
       counterparty_name = case when by_number or by_name then null else r.counterparty_name end,
       via_number = case when by_line then null else r.via_number end,
       mentions_erased = true
     from found where r.id = found.id and (by_number or by_name or by_line)
     returning ${TOUCHED}`,
    [JSON.stringify([...(await spellingsOf(em, tenantId, names)).values()].flat()), JSON.stringify(numbers), tenantId],
  );
  await markTouched(em, tenantId, zones, touched);
}

/** As what calls have these names, by their plain form. */
export async function spellingsOf(
  em: SqlEntityManager,
  tenantId: string,
  names: readonly string[],
): Promise<ReadonlyMap<string, readonly string[]>> {
  if (names.length === 0) return new Map();
  const rows = await em.execute<{ name: string }[]>(
    `select distinct counterparty_name as name from phone_system.call_record
     where tenant_id = ? and counterparty_name is not null`,
    [tenantId],
  );
  const sought = new Set(names);
  const found = rows.map(({ name }) => name).filter((name) => sought.has(plainName(name)));
  return Map.groupBy(found, plainName);
}

/** What was delivered and is not applied yet: the one writer would refuse it, but it need not lie there until then. */
export async function eraseDeliveries(
  em: SqlEntityManager,
  connectionIds: readonly string[],
  isTheirs: (call: CallRecord) => boolean,
): Promise<void> {
  for (const delivery of await em.find(WebhookDeliveryEntity, { connectionId: { $in: [...connectionIds] } })) {
    const events = delivery.events.filter((event) => event.kind !== 'callFinished' || !isTheirs(event.call));
    if (events.length < delivery.events.length) delivery.events = events;
  }
  await em.flush();
}

/** The same in others' calls that were delivered and are not applied yet: a connection that rests keeps them for long. */
export async function eraseDeliveredMentions(
  em: SqlEntityManager,
  lines: readonly Line[],
  { names, numbers }: Mentions,
): Promise<void> {
  const [theirNames, theirNumbers] = [new Set(names), new Set(numbers)];
  for (const delivery of await em.find(WebhookDeliveryEntity, {})) {
    const isTheirs = (phoneUserId: string, { startedAt }: CallRecord): boolean =>
      lines.some(
        (line) =>
          line.connection.id === delivery.connectionId &&
          line.phoneUserId === phoneUserId &&
          isOnDays(line, new Date(startedAt)),
      );
    delivery.events = delivery.events.map((event) => {
      if (event.kind !== 'callFinished') return event;
      const { mentionsErased, ...call } = withoutMentions(
        event.call,
        (phoneUserId) => isTheirs(phoneUserId, event.call),
        theirNames,
        theirNumbers,
      );
      return mentionsErased ? { ...event, call } : event;
    });
  }
  await em.flush();
}

/** Marks the days that calls touch. */
export async function markTouched(
  em: SqlEntityManager,
  tenantId: string,
  zones: Zones,
  calls: readonly TouchedCall[],
): Promise<void> {
  for (const id of [...new Set(calls.map(({ connectionId }) => connectionId))].sort()) {
    const own = calls.filter(({ connectionId }) => connectionId === id);
    await markDays(em, { id, tenantId }, daysOf(own, zones));
  }
}

export async function markDays(
  em: SqlEntityManager,
  connection: Pick<ConnectionEntity, 'id' | 'tenantId'>,
  days: readonly PhoneUserDay[],
): Promise<void> {
  if (days.length > 0) await em.execute(MARK_DAYS, [...marking(connection, days)]);
}

export const timesOf = ({
  userExternalId,
  startedAt,
  endedAt,
}: Pick<CallRecordEntity, 'userExternalId' | 'startedAt' | 'endedAt'>): CallTimes => ({
  userExternalId,
  startedAt: startedAt.getTime(),
  endedAt: endedAt.getTime(),
});
