import type { SqlEntityManager } from '@mikro-orm/sql';
import type { ListPlace } from '../support/name-order.js';
import type { MappingFilter, MappingQuery, MappingSummary, PageEnd } from './mapping-page.js';
import { type Asked, run, type Sql, sql } from './mapping-sql.js';
import { soughtIn } from './search-text.js';

/** Who stands on a page, by id and in order. */
export interface ListedPage {
  readonly employees: readonly string[];
  readonly phoneUsers: readonly string[];
  readonly found: { readonly employees: number; readonly phoneUsers: number };
  /** Null where both lists are at their end. */
  readonly end: PageEnd | null;
}

const PAGE_SIZE = 50;
/** Where a search finds many of the first people of a list, it reads the list in its order until a page is full, and counts beside. */
const FIRST = 500;
const MANY = 100;

/** Who stands on a page. Nobody's place depends on what they are matched to: so who is matched meanwhile moves nobody. */
export async function listPage(
  em: SqlEntityManager,
  { connectionId }: Asked,
  summary: MappingSummary,
  query: MappingQuery,
): Promise<ListedPage> {
  const { filter = 'all', search = '' } = query;
  const listed = sql`from phone_system.mapping_place
    where connection_id = ${connectionId} and (is_line or ${OF_FILTER[filter]})`;
  const sought = soughtIn(search);
  const [row] = await run<Answer>(
    em,
    sought === ''
      ? sql`select ${pageOf(sql`select * ${listed}`, query)} as page, null as found`
      : searched(listed, sought, query),
  );
  const employees = row?.page.employees ?? [];
  const phoneUsers = row?.page.phoneUsers ?? [];
  const end = { employee: endOf(employees), phoneUser: endOf(phoneUsers) };
  return {
    employees: employees.slice(0, PAGE_SIZE).map(({ id }) => id),
    phoneUsers: phoneUsers.slice(0, PAGE_SIZE).map(({ id }) => id),
    found: row?.found ?? { employees: summary[COUNTED[filter]], phoneUsers: summary.unmatchedPhoneUsers },
    end: end.employee === null && end.phoneUser === null ? null : end,
  };
}

interface Answer {
  readonly page: { readonly employees: readonly ListPlace[] | null; readonly phoneUsers: readonly ListPlace[] | null };
  /** Null where nothing is sought: who is listed is counted already. */
  readonly found: ListedPage['found'] | null;
}

const UNMATCHED = sql`list in ('unmatched', 'ambiguous')`;
const OF_FILTER: Record<MappingFilter, Sql> = {
  all: sql`true`,
  unmatched: UNMATCHED,
  none: UNMATCHED,
  ambiguous: sql`list = 'ambiguous'`,
  manual: sql`list = 'manual'`,
  auto: sql`list = 'auto'`,
};

const COUNTED: Record<MappingFilter, keyof MappingSummary> = {
  all: 'employees',
  unmatched: 'unmatched',
  none: 'unmatched',
  ambiguous: 'ambiguous',
  manual: 'manual',
  auto: 'auto',
};

/** A page of those whose text contains what is sought, and how many they are. Where they are few, they are put in order. */
function searched(listed: Sql, sought: string, query: MappingQuery): Sql {
  const contains = sql`strpos(search_text, ${sought}) > 0`;
  // Where it is found in many, this takes less time, and where in few, more.
  const isLike = sql`search_text like ${`%${sought.replace(/[%_\\]/g, '\\$&')}%`}`;
  const found = sql`select is_line, name_key, person_id ${listed} and ${contains}`;
  const gathered = sql`select * from gathered`;
  return sql`with gathered as materialized (${found})
    select case when many then ${pageOf(found, query)} else ${pageOf(gathered, query)} end as page,
      case when many then ${numberOf(sql`select is_line ${listed} and ${isLike}`)} else ${numberOf(gathered)} end as found
    from (select count(*) > ${MANY} as many from (
      select search_text ${listed} order by is_line, name_key, person_id limit ${FIRST}) one where ${contains}) first`;
}

const pageOf = (people: Sql, { page = 1, after }: MappingQuery): Sql => sql`json_build_object(
  'employees', ${some(sql`(${people}) one where not is_line`, after === undefined ? { page } : after.employee)},
  'phoneUsers', ${some(sql`(${people}) one where is_line`, after === undefined ? { page } : after.phoneUser)})`;

const numberOf = (people: Sql): Sql => sql`(
  select json_build_object('employees', count(*) filter (where not is_line), 'phoneUsers', count(*) filter (where is_line))
  from (${people}) one)`;

/** One more than a page holds: whether there is a next one. */
function some(people: Sql, from: ListPlace | { readonly page: number } | null): Sql {
  if (from === null) return sql`null::json`;
  const isPage = 'page' in from;
  const rest = isPage ? sql`true` : sql`(name_key, person_id) > (${from.key}, ${from.id})`;
  const passed = isPage ? (from.page - 1) * PAGE_SIZE : 0;
  return sql`(select json_agg(json_build_object('key', name_key, 'id', person_id)) from (
    select name_key, person_id from ${people} and ${rest}
    order by name_key, person_id limit ${PAGE_SIZE + 1} offset ${passed}) shown)`;
}

const endOf = (list: readonly ListPlace[]): ListPlace | null =>
  list.length > PAGE_SIZE ? (list[PAGE_SIZE - 1] ?? null) : null;
