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

/** All of a tenant's ownerships, also those of connections that are no longer connected. */
export const ownersOf = (em: SqlEntityManager, tenantId: string): Promise<readonly Ownership[]> =>
  read(em, tenantId, '', []);

/** Whose some phone users were, are and will be. */
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
        `and (connection_id, phone_user_id) in (
           select line."connectionId", line."phoneUserId"
           from jsonb_to_recordset(?::jsonb) as line ("connectionId" uuid, "phoneUserId" text))`,
        [JSON.stringify(lines.map(({ connectionId, phoneUserId }) => ({ connectionId, phoneUserId })))],
      );

/** Who some employees were, are and will be, over all of the tenant's connections, also those no longer connected. */
export const phoneUsersOf = async (
  em: SqlEntityManager,
  tenantId: string,
  employeeIds: readonly string[],
): Promise<readonly Ownership[]> =>
  employeeIds.length === 0
    ? []
    : await read(em, tenantId, 'and employee_id in (select jsonb_array_elements_text(?::jsonb))', [
        JSON.stringify(employeeIds),
      ]);

const read = async (
  em: SqlEntityManager,
  tenantId: string,
  condition: string,
  values: readonly unknown[],
): Promise<readonly Ownership[]> =>
  await em.execute<Ownership[]>(
    `select connection_id as "connectionId", phone_user_id as "phoneUserId", employee_id as "employeeId",
       from_day::text as "fromDay", until_day::text as "untilDay"
     from phone_system.mapping where tenant_id = ? and phone_user_id is not null ${condition} order by id`,
    [tenantId, ...values],
  );
