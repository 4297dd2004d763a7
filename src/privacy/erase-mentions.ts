import type { SqlEntityManager } from '@mikro-orm/sql';
import type { Mentions } from '../access/index.js';
import { type CallTimes, daysOf, MARK_DAYS, marking, withoutMentions } from '../calls/index.js';
import type { CallRecord } from '../contract/index.js';
import { ExclusionEntity, WebhookDeliveryEntity } from '../storage/index.js';
import type { Zones } from '../support/days.js';
import { isOnDays, type Line } from './lines.js';

type TouchedCall = CallTimes & { readonly connectionId: string };

const TOUCHED = `r.connection_id as "connectionId", r.user_external_id as "userExternalId",
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
         coalesce(lower(regexp_replace(trim(r.counterparty_name), '\\s+', ' ', 'g')) = any(person.names), false) as by_name,
         coalesce(r.via_number = any(person.numbers), false) as by_line
       from phone_system.call_record r, person where r.tenant_id = ?)
     update phone_system.call_record r set
       counterparty_number = case when by_number or (by_name and r.internal) then null else r.counterparty_number end,
       counterparty_name = case when by_number or by_name then null else r.counterparty_name end,
       via_number = case when by_line then null else r.via_number end,
       mentions_erased = true
     from found where r.id = found.id and (by_number or by_name or by_line)
     returning ${TOUCHED}`,
    [JSON.stringify(names), JSON.stringify(numbers), tenantId],
  );
  await markDays(em, tenantId, zones, touched);
}

/** Marks the days of the calls that somebody excluded, since the explanation says who; and takes their name out of notes. */
export async function eraseExcluder(
  em: SqlEntityManager,
  tenantId: string,
  zones: Zones,
  employeeId: string,
  names: readonly string[],
): Promise<void> {
  const noted = names.length === 0 ? [] : await em.find(ExclusionEntity, { note: { $ne: '' } });
  const named = new RegExp(names.map((name) => name.replace(/[.*+?^${}()|[\]\\]/g, '\\$&')).join('|'), 'gi');
  const changed: string[] = [];
  for (const exclusion of noted) {
    const note = exclusion.note.replace(named, 'an erased person');
    if (note === exclusion.note) continue;
    exclusion.note = note;
    changed.push(exclusion.callId);
  }
  await em.flush();
  const touched = await em.execute<TouchedCall[]>(
    `select ${TOUCHED} from phone_system.exclusion e join phone_system.call_record r on r.id = e.call_id
     where e.tenant_id = ? and (e.excluded_by = ? or e.call_id in (select value::uuid from jsonb_array_elements_text(?::jsonb)))`,
    [tenantId, employeeId, JSON.stringify(changed)],
  );
  await markDays(em, tenantId, zones, touched);
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

async function markDays(
  em: SqlEntityManager,
  tenantId: string,
  zones: Zones,
  calls: readonly TouchedCall[],
): Promise<void> {
  for (const id of [...new Set(calls.map(({ connectionId }) => connectionId))].sort()) {
    const own = calls.filter(({ connectionId }) => connectionId === id);
    await em.execute(MARK_DAYS, [...marking({ id, tenantId }, daysOf(own, zones))]);
  }
}
