import { type Asked, holdsToday, isMine, isStillHeld, type Sql, sql } from './mapping-sql.js';

/*
 * In each statement here `offset 0` has a row looked up by an index for each row of the outer query: how many rows there
 * are is unknown to the planner after many were written, and it then compares each with each.
 */

/**
 * Who is listed as of now: rows of `mapping_place`, but for whose they are. An employee who left is listed as long as they
 * are somebody.
 */
export const placesNow = (asked: Asked): Sql => sql`
  select false as is_line, e.name_key, e.id as person_id, u.external_id as phone_user_id,
    case when m.source is not null then m.source when ${isApart(asked)} then 'apart' when ${isAmbiguous(asked)} then 'ambiguous' else 'unmatched' end as list,
    case when u.search_text is null then e.search_text else ${BOTH_TEXTS} end as search_text
  from phone_system.employee e
  left join lateral (
    select m.source, m.phone_user_id from phone_system.mapping m where m.employee_id = e.id and ${holdsToday(asked)} limit 1) m on true
  left join lateral (
    select u.external_id, u.search_text from phone_system.phone_user u
    where u.connection_id = ${asked.connectionId} and u.external_id = m.phone_user_id offset 0) u on true
  where e.tenant_id = ${asked.tenantId} and e.name_key is not null and (e.active or u.external_id is not null)
  union all
  select true, u.name_key, u.external_id, u.external_id, 'line', u.search_text from phone_system.phone_user u
  where u.connection_id = ${asked.connectionId} and u.tenant_id = ${asked.tenantId} and u.name_key is not null
    and case when u.status = 'departed' then ${isLeftOver(asked)} else ${isFree(asked)} end`;

/** The lines of two texts. What a phone user is called and written to is often what the employee is: it stands there once. */
const BOTH_TEXTS = sql`e.search_text || replace(
  chr(10) || u.search_text || chr(10), chr(10) || e.search_text || chr(10), chr(10))`;

/** An employee `e` whose calls are not stored today: nobody waits for a match. */
const isApart = ({ today }: Asked): Sql => sql`coalesce(e.stored_from > ${today} or e.stored_until <= ${today}, false)`;

/** An unmatched employee `e` for whom there are candidates, and nothing is to follow. */
const isAmbiguous = (asked: Asked): Sql => sql`exists (
    select from phone_system.mapping_candidate c
    join phone_system.phone_user u on u.connection_id = c.connection_id and u.external_id = c.phone_user_id
    where c.connection_id = ${asked.connectionId} and c.tenant_id = ${asked.tenantId} and c.employee_id = e.id offset 0)
  and not exists (
    select from phone_system.mapping m where m.employee_id = e.id and ${isMine(asked)} and m.from_day > ${asked.today} offset 0)`;

/** A phone user `u` whom nobody is, or will be. */
const isFree = (asked: Asked): Sql => sql`not exists (
  select from phone_system.mapping m where m.phone_user_id = u.external_id and ${isStillHeld(asked)} offset 0)`;

/** A departed one whom nobody ever was, and of whom calls are stored. */
const isLeftOver = (asked: Asked): Sql => sql`not exists (
    select from phone_system.mapping m where m.phone_user_id = u.external_id and ${isMine(asked)} offset 0)
  and exists (
    select from phone_system.call_record r
    where r.connection_id = u.connection_id and r.user_external_id = u.external_id offset 0)`;
