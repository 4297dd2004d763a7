import type { TenantDatabase } from '../access/index.js';
import { run, sql } from './mapping-sql.js';
import { readUnreadEmployees } from './search-fill.js';
import { soughtIn } from './search-text.js';

/** Whose names to list: of those who work here, and report to somebody. */
export interface PeopleAsked {
  /** Whose direct reports; null is everybody. Nobody is their own. */
  readonly managerId: string | null;
  /** Part of a name, an address or a number; letters' case and accents do not matter. */
  readonly search: string;
}

/** A part of a list. */
export interface Part {
  readonly skip: number;
  readonly take: number;
}

/** Somebody who is listed. */
export interface ListedPerson {
  readonly id: string;
  readonly name: string;
}

/** A part of a list of people, by name. */
export interface PeopleList {
  readonly people: readonly ListedPerson[];
  /** How many the whole list has, and how many there are whatever is sought. */
  readonly found: number;
  readonly all: number;
}

/** Lists people by name, in the order of the mapping page. */
export async function listPeople(
  database: TenantDatabase,
  tenantId: string,
  asked: PeopleAsked,
  part: Part,
): Promise<PeopleList> {
  const { unread, ...list } = await read(database, tenantId, asked, part);
  if (!unread) return list;
  await readUnreadEmployees(database, tenantId);
  const { unread: _, ...readList } = await read(database, tenantId, asked, part);
  return readList;
}

async function read(
  database: TenantDatabase,
  tenantId: string,
  { managerId, search }: PeopleAsked,
  { skip, take }: Part,
): Promise<PeopleList & { readonly unread: boolean }> {
  const team = managerId === null ? sql`` : sql`and manager_id = ${managerId} and id <> ${managerId}`;
  const sought = soughtIn(search);
  const fits = sought === '' ? sql`true` : sql`strpos(search_text, ${sought}) > 0`;
  const [row] = await run<PeopleList & { readonly unread: boolean }>(
    database.of(tenantId),
    sql`with team as materialized (
        select id, name, name_key, search_text from phone_system.employee
        where tenant_id = ${tenantId} and active ${team}),
      found as (select id, name, name_key from team where ${fits})
      select exists (select from team where name_key is null) as unread, (select count(*)::int from team) as all,
        (select count(*)::int from found) as found,
        (select coalesce(json_agg(json_build_object('id', id, 'name', name) order by name_key, id collate "C"), '[]')
          from (select * from found order by name_key, id collate "C" limit ${take} offset ${skip}) listed) as people`,
  );
  if (row === undefined) throw new Error('The database answered nothing, where it answers one row.');
  return row;
}
