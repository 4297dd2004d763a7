import { dayOf } from '../../../src/support/days.js';
import type { ReadRows } from './rows.js';

/** Everything that a host has made of the calls, with the names that each run chooses anew taken out. */
export interface EndState {
  readonly calls: readonly Row[];
  /** The calls of each conversation. */
  readonly conversations: readonly string[];
  readonly rejected: readonly Row[];
  readonly phoneUsers: readonly Row[];
  readonly mappings: readonly Row[];
  readonly days: readonly Row[];
  /** What still waits: nothing, once all is done. */
  readonly waiting: readonly string[];
}

type Row = Readonly<Record<string, unknown>>;
/** A run's own: identities, the instants at which it wrote, and whether it heard of a change by an event or by the list. */
const OWN = ['id', 'tenant_id', 'connection_id', 'conversation_id', 'stored_at', 'seen_at', 'revision', 'listed'];

/**
 * Reads the end state of a run.
 *
 * @param since the instant from which two runs must agree: their histories begin when each was connected
 */
export async function readEndState(read: ReadRows, since: Date, timeZone: string): Promise<EndState> {
  const all = await read<Row & { id: string; external_id: string; conversation_id: string; started_at: string }>(
    `select * from phone_system.call_record order by external_id`,
  );
  const calls = all.filter(({ started_at: startedAt }) => Date.parse(startedAt) >= since.getTime());
  const nameOf = new Map(all.map(({ id, external_id: externalId }) => [id, externalId]));
  const conversations = new Map<string, string[]>();
  for (const call of calls) {
    conversations.set(call.conversation_id, [...(conversations.get(call.conversation_id) ?? []), call.external_id]);
  }
  // The first days are cut by the beginning of the history, or touched by a call from before it.
  const firstDay = dayOf(new Date(since.getTime() + 2 * 86_400_000), timeZone);
  // Of somebody who was erased those days stay, empty, of which the host had been told: which ones, is a matter of when.
  const days = await read<Row>(
    `select employee_id, day, score, counted_ms, inputs, because from phone_system.day_score
     where day >= '${firstDay}' and not (score = '0.00' and inputs = '[]' and because = '[]' and employee_id in
       (select id from phone_system.employee where erased_at is not null))
     order by employee_id, day`,
  );
  return {
    calls: calls.map(withoutOwn),
    conversations: [...conversations.values()].map((ids) => ids.join(' ')).sort(),
    rejected: (
      await read<Row>('select external_id, item_key, reason from phone_system.rejected_record order by item_key')
    ).map(withoutOwn),
    phoneUsers: (await read<Row>('select * from phone_system.phone_user order by external_id')).map(withoutOwn),
    mappings: (await read<Row>('select * from phone_system.mapping order by employee_id, phone_user_id')).map(
      withoutOwn,
    ),
    days: days.map((day) => JSON.parse(renamed(JSON.stringify(day), nameOf)) as Row),
    waiting: await waiting(read),
  };
}

async function waiting(read: ReadRows): Promise<string[]> {
  const rows = await read<{ what: string }>(
    `select 'a phone user''s day' as what from phone_system.changed_phone_user_day
     union all select 'an employee''s day' from phone_system.changed_employee_day
     union all select 'a delivery' from phone_system.webhook_delivery
     union all select 'a score to tell' from phone_system.day_score where published_revision < revision`,
  );
  return rows.map(({ what }) => what);
}

const withoutOwn = (row: Row): Row => Object.fromEntries(Object.entries(row).filter(([name]) => !OWN.includes(name)));

const renamed = (text: string, names: ReadonlyMap<string, string>): string =>
  text.replace(/[0-9a-f]{8}(?:-[0-9a-f]{4}){3}-[0-9a-f]{12}/g, (id) => names.get(id) ?? id);
