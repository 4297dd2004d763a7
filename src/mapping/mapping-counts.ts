import type { SqlEntityManager } from '@mikro-orm/sql';
import type { MappingSummary } from './mapping-page.js';
import { placesNow } from './mapping-places.js';
import { type Asked, holdsToday, run, type Sql, sql } from './mapping-sql.js';

/**
 * How far the matching has come. Who is in which list is put together anew where an employee, a phone user or a mapping
 * has changed since, and on the next day; calls of people who departed come and go without a word, so what depends on
 * them holds for a minute. Whoever asks meanwhile waits for the same computation.
 */
export async function countsOf(em: SqlEntityManager, asked: Asked): Promise<MappingSummary> {
  const kept = await lookAt(em, asked, sql``);
  if (kept?.holds) return kept.summary;
  // An erasure waits for it, or it for the erasure: nobody is listed who was just erased.
  await run(
    em,
    sql`select id from phone_system.connection
      where id = ${asked.connectionId} and tenant_id = ${asked.tenantId} for key share`,
  );
  await run(
    em,
    sql`insert into phone_system.mapping_count (connection_id, tenant_id, version, today, counts)
      select id, tenant_id, -1, ${asked.today}, '{}' from phone_system.connection
      where id = ${asked.connectionId} and tenant_id = ${asked.tenantId} on conflict (connection_id) do nothing`,
  );
  const mine = await lookAt(em, asked, sql`for no key update of n`);
  return mine === null || mine.holds ? (mine?.summary ?? NOBODY) : await countAgain(em, asked, mine.version);
}

/** @param version read before it is counted: what changes meanwhile has it counted again */
async function countAgain(em: SqlEntityManager, asked: Asked, version: number): Promise<MappingSummary> {
  const [placed] = await run<Placed>(em, replacing(asked));
  const [counted] = await run<{ summary: MappingSummary }>(em, counting(asked));
  const summary = counted?.summary ?? NOBODY;
  await run(
    em,
    sql`update phone_system.mapping_count set version = ${version}, today = ${asked.today}, counts = ${JSON.stringify(summary)}::jsonb,
        holds_until = clock_timestamp() + ${secondsToHold(placed)}::int * interval '1 second'
      where connection_id = ${asked.connectionId} and tenant_id = ${asked.tenantId}`,
  );
  return summary;
}

interface Placed {
  /** Whether somebody came who cannot be listed yet. */
  readonly isUnread: boolean;
  readonly isDeparted: boolean;
}

const secondsToHold = (placed: Placed | undefined): number | null =>
  placed?.isUnread === true ? 0 : placed?.isDeparted === true ? 60 : null;

interface Kept {
  readonly version: number;
  readonly summary: MappingSummary;
  readonly holds: boolean;
}

async function lookAt(em: SqlEntityManager, asked: Asked, lock: Sql): Promise<Kept | null> {
  const [kept] = await run<Kept>(
    em,
    sql`select c.mapping_version as version, n.counts as summary,
        n.version = c.mapping_version and n.today = ${asked.today} and coalesce(n.holds_until > clock_timestamp(), true) as holds
      from phone_system.connection c join phone_system.mapping_count n on n.connection_id = c.id
      where c.id = ${asked.connectionId} and c.tenant_id = ${asked.tenantId} ${lock}`,
  );
  return kept ?? null;
}

/** Only what differs is written, and what is new in the order in which it is read. */
const replacing = (asked: Asked): Sql => {
  const stored = (columns: Sql): Sql => sql`select ${columns} from phone_system.mapping_place
    where connection_id = ${asked.connectionId} and tenant_id = ${asked.tenantId}`;
  const users = sql`from phone_system.phone_user u where u.connection_id = ${asked.connectionId} and u.tenant_id = ${asked.tenantId}`;
  return sql`with wanted as materialized (${placesNow(asked)}),
    gone as materialized (${stored(PLACE)} except select ${PLACE} from wanted),
    come as materialized (select ${PLACE}, ${SAID} from wanted except ${stored(sql`${PLACE}, ${SAID}`)}),
    removed as (
      delete from phone_system.mapping_place p using gone
      where p.connection_id = ${asked.connectionId} and p.tenant_id = ${asked.tenantId}
        and p.is_line = gone.is_line and p.name_key = gone.name_key and p.person_id = gone.person_id),
    added as (
      insert into phone_system.mapping_place (connection_id, tenant_id, ${PLACE}, ${SAID})
      select ${asked.connectionId}::uuid, ${asked.tenantId}, ${PLACE}, ${SAID} from come order by ${PLACE}
      on conflict (connection_id, ${PLACE}) do update
        set list = excluded.list, phone_user_id = excluded.phone_user_id, search_text = excluded.search_text)
    select exists (select from phone_system.employee e where e.tenant_id = ${asked.tenantId} and e.name_key is null)
        or exists (select ${users} and u.name_key is null) as "isUnread",
      exists (select ${users} and u.status = 'departed') as "isDeparted"`;
};

const PLACE = sql`is_line, name_key, person_id`;
const SAID = sql`list, phone_user_id, search_text`;

const counting = (asked: Asked): Sql => {
  const { connectionId, tenantId } = asked;
  return sql`select json_build_object(
      'employees', count(*) filter (where not is_line),
      'matched', (
        select count(*) from phone_system.mapping m
        join phone_system.phone_user u on u.connection_id = m.connection_id and u.external_id = m.phone_user_id
        where ${holdsToday(asked)}),
      'auto', count(*) filter (where list = 'auto'), 'manual', count(*) filter (where list = 'manual'),
      'unmatched', count(*) filter (where list in ('unmatched', 'ambiguous')),
      'ambiguous', count(*) filter (where list = 'ambiguous'),
      'phoneUsers', (select count(*) from phone_system.phone_user u
        where u.connection_id = ${connectionId} and u.tenant_id = ${tenantId} and u.status <> 'departed'),
      'unmatchedPhoneUsers', count(*) filter (where is_line)) as summary
    from phone_system.mapping_place where connection_id = ${connectionId} and tenant_id = ${tenantId}`;
};

const NOBODY: MappingSummary = {
  employees: 0,
  matched: 0,
  auto: 0,
  manual: 0,
  unmatched: 0,
  ambiguous: 0,
  phoneUsers: 0,
  unmatchedPhoneUsers: 0,
};
