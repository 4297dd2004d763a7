import type { SqlEntityManager } from '@mikro-orm/sql';
import type { Day } from '../support/days.js';
import { covers, type Span } from './spans.js';

/** Whose a phone user is for a span of days. */
export interface Ownership extends Span {
  readonly connectionId: string;
  readonly phoneUserId: string;
  readonly employeeId: string;
}

/** Whose a phone user of one connection is on a day; null where it is nobody's. */
export const employeeOf = (
  ownerships: readonly Ownership[],
  phoneUser: Pick<Ownership, 'connectionId' | 'phoneUserId'>,
  day: Day,
): string | null =>
  ownerships.find(
    (one) =>
      one.connectionId === phoneUser.connectionId && one.phoneUserId === phoneUser.phoneUserId && covers(one, day),
  )?.employeeId ?? null;

/** Who an employee is on a day: at most one phone user of each connection. */
export const phoneUsersOn = (ownerships: readonly Ownership[], employeeId: string, day: Day): readonly Ownership[] =>
  ownerships.filter((one) => one.employeeId === employeeId && covers(one, day));

/** A phone user of one connection. */
export type Line = Pick<Ownership, 'connectionId' | 'phoneUserId'>;

/** All of a tenant's ownerships, also those of connections that are no longer connected, and of days that are not stored. */
export const ownersOf = (em: SqlEntityManager, tenantId: string): Promise<readonly Ownership[]> =>
  read(em, tenantId, MAPPED, '', []);

/** Whose some phone users were, are and will be, on days that are stored. */
export const ownersOfLines = async (
  em: SqlEntityManager,
  tenantId: string,
  lines: readonly Line[],
): Promise<readonly Ownership[]> =>
  lines.length === 0
    ? []
    : await read(
        em,
        tenantId,
        STORED,
        `and (m.connection_id, m.phone_user_id) in (
           select line."connectionId", line."phoneUserId"
           from jsonb_to_recordset(?::jsonb) as line ("connectionId" uuid, "phoneUserId" text))`,
        [JSON.stringify(lines.map(({ connectionId, phoneUserId }) => ({ connectionId, phoneUserId })))],
      );

/**
 * Who some employees were, are and will be, on days that are stored, over all of the tenant's connections, also those no
 * longer connected.
 */
export const phoneUsersOf = async (
  em: SqlEntityManager,
  tenantId: string,
  employeeIds: readonly string[],
): Promise<readonly Ownership[]> => await ofEmployees(em, tenantId, STORED, employeeIds);

/** The same on every day. */
export const everyPhoneUserOf = async (
  em: SqlEntityManager,
  tenantId: string,
  employeeIds: readonly string[],
): Promise<readonly Ownership[]> => await ofEmployees(em, tenantId, MAPPED, employeeIds);

const ofEmployees = async (
  em: SqlEntityManager,
  tenantId: string,
  days: DaysOfRow,
  employeeIds: readonly string[],
): Promise<readonly Ownership[]> =>
  employeeIds.length === 0
    ? []
    : await read(em, tenantId, days, 'and m.employee_id in (select jsonb_array_elements_text(?::jsonb))', [
        JSON.stringify(employeeIds),
      ]);

/** From when to when a row `m` of the mapping is taken to hold. */
interface DaysOfRow {
  readonly from: string;
  readonly until: string;
  readonly joins: string;
}

/** As it was matched. */
const MAPPED: DaysOfRow = { from: 'm.from_day', until: 'm.until_day', joins: '' };

/** Without the days of which nothing is stored of the employee. A missing end is passed over. */
const STORED: DaysOfRow = {
  from: 'greatest(m.from_day, e.stored_from)',
  until: 'least(m.until_day, e.stored_until)',
  joins: 'left join phone_system.employee e on e.tenant_id = m.tenant_id and e.id = m.employee_id',
};

const read = async (
  em: SqlEntityManager,
  tenantId: string,
  { from, until, joins }: DaysOfRow,
  condition: string,
  values: readonly unknown[],
): Promise<readonly Ownership[]> =>
  await em.execute<Ownership[]>(
    `select m.connection_id as "connectionId", m.phone_user_id as "phoneUserId", m.employee_id as "employeeId",
       ${from}::text as "fromDay", ${until}::text as "untilDay"
     from phone_system.mapping m ${joins}
     where m.tenant_id = ? and m.phone_user_id is not null and coalesce(${from} < ${until}, true) ${condition}
     order by m.id`,
    [tenantId, ...values],
  );
