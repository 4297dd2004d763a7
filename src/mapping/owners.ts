import type { SqlEntityManager } from '@mikro-orm/sql';
import { MappingEntity } from '../storage/index.js';
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

/** All of a tenant's ownerships, also those of connections that are no longer connected. */
export const ownersOf = async (em: SqlEntityManager, tenantId: string): Promise<readonly Ownership[]> =>
  (await em.find(MappingEntity, { tenantId, phoneUserId: { $ne: null } }, { orderBy: { id: 'asc' } })).flatMap(
    ownership,
  );

/** Who an employee was, is and will be, over all of the tenant's connections, also those no longer connected. */
export const phoneUsersOf = async (
  em: SqlEntityManager,
  tenantId: string,
  employeeId: string,
): Promise<readonly Ownership[]> =>
  (
    await em.find(MappingEntity, { tenantId, employeeId, phoneUserId: { $ne: null } }, { orderBy: { id: 'asc' } })
  ).flatMap(ownership);

const ownership = ({ connectionId, phoneUserId, employeeId, fromDay, untilDay }: MappingEntity): Ownership[] =>
  phoneUserId === null ? [] : [{ connectionId, phoneUserId, employeeId, fromDay, untilDay }];
