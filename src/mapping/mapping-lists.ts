import type { SqlEntityManager } from '@mikro-orm/sql';
import type { MappingPlaceEntity } from '../storage/index.js';
import type { ListPlace, MappingFilter, MappingQuery, MappingSummary, PageEnd } from './mapping-page.js';
import { type Asked, holdsToday, run, type Sql, sql } from './mapping-sql.js';
import { containing, soughtIn } from './search-text.js';

/** Who stands on a page, by id and in order. */
export interface ListedPage {
  readonly employees: readonly string[];
  readonly phoneUsers: readonly string[];
  readonly found: { readonly employees: number; readonly phoneUsers: number };
  /** Null where both lists are at their end. */
  readonly end: PageEnd | null;
}

const PAGE_SIZE = 50;

/** Who stands on a page. Nobody's place depends on what they are matched to: so who is matched meanwhile moves nobody. */
export async function listPage(
  em: SqlEntityManager,
  asked: Asked,
  summary: MappingSummary,
  { filter = 'all', search = '', page = 1, after }: MappingQuery,
): Promise<ListedPage> {
  const sought = soughtIn(search);
  const employees = after === undefined ? { page } : after.employee;
  const phoneUsers = after === undefined ? { page } : after.phoneUser;
  const [row] = await run<Answer>(
    em,
    sought.length === 0
      ? sql`select ${some(listOf(asked, LISTS[filter]), employees)} as employees,
          ${some(listOf(asked, 'line'), phoneUsers)} as "phoneUsers", null as found`
      : sql`with ${hits(asked, sought)},
          shown as materialized (${foundIn(asked, LISTS[filter], sql`hit`)}),
          free as materialized (${foundIn(asked, 'line', sql`hit_line`)})
        select ${some(sql`shown`, employees)} as employees, ${some(sql`free`, phoneUsers)} as "phoneUsers",
          json_build_object('employees', (select count(*) from shown), 'phoneUsers', (select count(*) from free)) as found`,
  );
  const listed = { employees: row?.employees ?? [], phoneUsers: row?.phoneUsers ?? [] };
  const end = { employee: endOf(listed.employees), phoneUser: endOf(listed.phoneUsers) };
  return {
    employees: listed.employees.slice(0, PAGE_SIZE).map(({ id }) => id),
    phoneUsers: listed.phoneUsers.slice(0, PAGE_SIZE).map(({ id }) => id),
    found: row?.found ?? { employees: summary[COUNTED[filter]], phoneUsers: summary.unmatchedPhoneUsers },
    end: end.employee === null && end.phoneUser === null ? null : end,
  };
}

interface Answer {
  readonly employees: readonly ListPlace[] | null;
  readonly phoneUsers: readonly ListPlace[] | null;
  /** Null where nothing is sought. */
  readonly found: ListedPage['found'] | null;
}

const LISTS = {
  all: 'all',
  unmatched: 'unmatched',
  none: 'unmatched',
  ambiguous: 'ambiguous',
  manual: 'manual',
  auto: 'auto',
} as const satisfies Record<MappingFilter, MappingPlaceEntity['list']>;

type List = MappingPlaceEntity['list'];

const COUNTED: Record<MappingFilter, keyof MappingSummary> = {
  all: 'employees',
  unmatched: 'unmatched',
  none: 'unmatched',
  ambiguous: 'ambiguous',
  manual: 'manual',
  auto: 'auto',
};

const listOf = (asked: Asked, list: List): Sql => sql`(select name_key, person_id from phone_system.mapping_place
  where connection_id = ${asked.connectionId} and tenant_id = ${asked.tenantId} and list = ${list}) listed`;

/** Those of a list who were found. `offset 0` has each looked up: how many there are is unknown to the planner. */
const foundIn = (asked: Asked, list: List, found: Sql): Sql =>
  sql`select ${found}.name_key, ${found}.person_id from ${found} cross join lateral (
    select from ${listOf(asked, list)} where listed.name_key = ${found}.name_key and listed.person_id = ${found}.person_id offset 0) p`;

/** Whom a search finds: an employee also by whom they are today. */
function hits(asked: Asked, sought: readonly string[]): Sql {
  const { tenantId, connectionId } = asked;
  const contains = sought
    .map((one) => sql`search_text like ${containing(one)}`)
    .reduce((one, other) => sql`${one} or ${other}`);
  return sql`hit_line as materialized (
      select name_key, external_id as person_id from phone_system.phone_user
      where connection_id = ${connectionId} and tenant_id = ${tenantId} and (${contains})),
    hit as materialized (
      select name_key, id as person_id from phone_system.employee where tenant_id = ${tenantId} and (${contains})
      union
      select e.name_key, e.id from hit_line cross join lateral (
        select m.employee_id from phone_system.mapping m where m.phone_user_id = hit_line.person_id and ${holdsToday(asked)} offset 0) m
      join phone_system.employee e on e.tenant_id = ${tenantId} and e.id = m.employee_id)`;
}

/** One more than a page holds: whether there is a next one. */
function some(list: Sql, from: ListPlace | { readonly page: number } | null): Sql {
  if (from === null) return sql`null::json`;
  const isPage = 'page' in from;
  const rest = isPage ? sql`true` : sql`(name_key, person_id) > (${from.key}, ${from.id})`;
  const passed = isPage ? (from.page - 1) * PAGE_SIZE : 0;
  return sql`(select json_agg(json_build_object('key', one.name_key, 'id', one.person_id)) from (
    select name_key, person_id from ${list} where ${rest}
    order by name_key, person_id limit ${PAGE_SIZE + 1} offset ${passed}) one)`;
}

const endOf = (list: readonly ListPlace[]): ListPlace | null =>
  list.length > PAGE_SIZE ? (list[PAGE_SIZE - 1] ?? null) : null;
