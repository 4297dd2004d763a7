import type { SqlEntityManager } from '@mikro-orm/sql';
import type { Evidence } from './identifiers.js';
import type { MappingRow } from './mapping-row.js';
import { type Asked, holdsToday, isMine, isStillHeld, run, type Sql, sql } from './mapping-sql.js';
import {
  type CandidateView,
  type HolderView,
  isOpen,
  itemOf,
  type MappedEmployee,
  type MappedPhoneUser,
  type MappingItem,
  phoneUserView,
  type PhoneUserView,
} from './mapping-view.js';

/*
 * In each statement here `offset 0` has everybody on the page looked up by an index: where many were just written, the
 * planner takes them for few, and reads a whole company for a page.
 */

interface Shown extends MappedEmployee {
  readonly rows: readonly MappingRow[];
  readonly successor: HolderView | null;
  readonly candidates: readonly {
    readonly phoneUserId: string;
    readonly on: Evidence;
    readonly takenBy: CandidateView['takenBy'];
  }[];
}

/** What a page says of those who stand on it, in the same order. */
export async function itemsOn(
  em: SqlEntityManager,
  asked: Asked,
  { employees, phoneUsers }: { readonly employees: readonly string[]; readonly phoneUsers: readonly string[] },
): Promise<{ readonly items: readonly MappingItem[]; readonly unmatchedPhoneUsers: readonly PhoneUserView[] }> {
  const shown = employees.length === 0 ? [] : await run<Shown>(em, shownEmployees(asked, employees));
  const named = shown.flatMap(({ rows, candidates }) =>
    [...rows, ...candidates].flatMap(({ phoneUserId }) => phoneUserId ?? []),
  );
  const users = await phoneUsersOf(em, asked, [...new Set([...named, ...phoneUsers])]);
  return {
    items: shown.map(({ rows, successor, candidates, ...employee }) => {
      const item = itemOf(employee, rows, users, asked.today, successor);
      return isOpen(item) ? { ...item, candidates: candidates.flatMap((one) => candidateView(one, users)) } : item;
    }),
    unmatchedPhoneUsers: phoneUsers.flatMap((id) => {
      const user = users.get(id);
      return user === undefined ? [] : [phoneUserView(user)];
    }),
  };
}

function candidateView(
  { phoneUserId, on, takenBy }: Shown['candidates'][number],
  users: ReadonlyMap<string, MappedPhoneUser>,
): CandidateView[] {
  const user = users.get(phoneUserId);
  return user === undefined ? [] : [{ ...phoneUserView(user), on, takenBy }];
}

const shownEmployees = (asked: Asked, ids: readonly string[]): Sql => sql`
  select e.id, e.name, e.emails, e.phones, e.active, e.erased_at as "erasedAt",
    e.stored_from::text as "storedFrom", e.stored_until::text as "storedUntil",
    (select coalesce(json_agg(json_build_object('id', m.id, 'employeeId', m.employee_id, 'phoneUserId', m.phone_user_id,
        'source', m.source, 'matchedOn', m.matched_on, 'fromDay', m.from_day, 'untilDay', m.until_day) order by m.id), '[]')
      from phone_system.mapping m
      where m.employee_id = e.id and ${isMine(asked)}) as rows,
    (select json_build_object('id', heir.employee_id, 'name', coalesce(o.name, heir.employee_id))
      from phone_system.mapping m
      join phone_system.mapping heir on heir.connection_id = m.connection_id and heir.tenant_id = m.tenant_id
        and heir.phone_user_id = m.phone_user_id and heir.from_day = m.until_day
        and heir.employee_id <> m.employee_id
      left join phone_system.employee o on o.tenant_id = heir.tenant_id and o.id = heir.employee_id
      where m.employee_id = e.id and ${holdsToday(asked)}) as successor,
    (select coalesce(json_agg(json_build_object('phoneUserId', c.phone_user_id, 'on', c.evidence, 'takenBy', (
        select json_build_object('id', m.employee_id, 'name', coalesce(o.name, m.employee_id))
        from phone_system.mapping m
        left join phone_system.employee o on o.tenant_id = m.tenant_id and o.id = m.employee_id
        where m.phone_user_id = c.phone_user_id and ${isStillHeld(asked)}
        order by m.from_day nulls first limit 1)) order by c.place), '[]')
      from phone_system.mapping_candidate c
      where c.connection_id = ${asked.connectionId} and c.tenant_id = ${asked.tenantId} and c.employee_id = e.id) as candidates
  from jsonb_array_elements_text(${JSON.stringify(ids)}::jsonb) with ordinality as one (id, place)
  cross join lateral (
    select * from phone_system.employee e where e.tenant_id = ${asked.tenantId} and e.id = one.id offset 0) e
  order by one.place`;

async function phoneUsersOf(
  em: SqlEntityManager,
  { tenantId, connectionId }: Asked,
  ids: readonly string[],
): Promise<ReadonlyMap<string, MappedPhoneUser>> {
  if (ids.length === 0) return new Map();
  const found = await run<Omit<MappedPhoneUser, 'emailsSince'>>(
    em,
    sql`select u.external_id as "externalId", u.display_name as "displayName", u.emails, u.numbers, u.status
      from jsonb_array_elements_text(${JSON.stringify(ids)}::jsonb) one (id) cross join lateral (
        select * from phone_system.phone_user u
        where u.connection_id = ${connectionId} and u.tenant_id = ${tenantId} and u.external_id = one.id offset 0) u`,
  );
  return new Map(found.map((user) => [user.externalId, { ...user, emailsSince: null }]));
}
