import type { ReadRows } from './rows.js';
import type { World } from './world.js';

/**
 * What a host's database says at one instant, against what had happened at Dialpad by then. Holds at every instant, so
 * also right after a kill.
 *
 * @returns each claim that is not true
 */
export async function untrueClaims(read: ReadRows, world: World): Promise<string[]> {
  const [connection] = await read<{ complete: number | null; since: number; records: number; counted: number }>(
    `select ${ms('complete_until')} as complete, ${ms('history_from')} as since, records,
       (select count(*) from phone_system.call_record c where c.connection_id = k.id) as counted
     from phone_system.connection k`,
  );
  if (connection === undefined) return [];
  const known = new Set(
    (
      await read<{ id: string }>(
        `select external_id as id from phone_system.call_record
         union select external_id from phone_system.rejected_record where external_id is not null`,
      )
    ).map(({ id }) => id),
  );
  const lost = (from: number, to: number, endedBy: number): string[] =>
    world
      .calls({ from, to }, endedBy)
      .filter(({ id }) => !known.has(id))
      .map(({ id }) => id);

  const untrue: string[] = [];
  const { complete, since, records, counted } = connection;
  if (records !== counted) untrue.push(`records is ${records}, and ${counted} are stored`);
  if (complete !== null) {
    const missing = lost(since, complete, complete);
    if (missing.length > 0) untrue.push(`complete until ${iso(complete)}, and not stored: ${missing.join()}`);
  }
  const walked = await read<{ from: number; to: number; at: number }>(
    `select ${ms('from_at')} as "from", ${ms('to_at')} as "to", ${ms('walked_from')} as at
     from phone_system.fetch_window where done_at is not null`,
  );
  for (const { from, to, at } of walked) {
    const missing = lost(from, to, at);
    if (missing.length > 0) untrue.push(`walked ${iso(from)} to ${iso(to)}, and not stored: ${missing.join()}`);
  }
  const torn = await read<{ id: string }>(
    `select named.id from phone_system.call_record c
     cross join lateral (select jsonb_array_elements_text(c.related_ids) union select c.external_id) as named (id)
     group by c.connection_id, named.id having count(distinct c.conversation_id) > 1`,
  );
  if (torn.length > 0) untrue.push(`named in more than one conversation: ${torn.map(({ id }) => id).join()}`);
  return untrue;
}

const ms = (column: string): string => `(extract(epoch from ${column}) * 1000)::float8`;
const iso = (instant: number): string => new Date(instant).toISOString();
