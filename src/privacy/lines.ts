import type { SqlEntityManager } from '@mikro-orm/sql';
import { everyPhoneUserOf } from '../mapping/index.js';
import { ConnectionEntity } from '../storage/index.js';
import { covers, type Span } from '../mapping/spans.js';
import { type Day, dayOf, startOf, type Zones } from '../support/days.js';

/** A line in a phone system, for the days on which it is somebody's. */
export interface Line {
  readonly connection: ConnectionEntity;
  readonly phoneUserId: string;
  readonly fromDay: Day | null;
  readonly untilDay: Day | null;
  /** The instants at which those days begin and end. */
  readonly from: Date | null;
  readonly until: Date | null;
  /** Whether today is one of its days: then what the directory says of the line is theirs. */
  readonly isPresent: boolean;
}

export const lineOn = (
  connection: ConnectionEntity,
  phoneUserId: string,
  { fromDay, untilDay }: Span,
  zones: Zones,
  today: Day,
): Line => ({
  ...{ connection, phoneUserId, fromDay, untilDay },
  from: startOf(fromDay, zones),
  until: startOf(untilDay, zones),
  isPresent: covers({ fromDay, untilDay }, today),
});

/** Every line that was, is or will be an employee's, over all connections, also those no longer connected. */
export async function linesOf(
  em: SqlEntityManager,
  tenantId: string,
  employeeId: string,
  zones: Zones,
): Promise<readonly Line[]> {
  const connections = new Map((await em.find(ConnectionEntity, { tenantId })).map((row) => [row.id, row]));
  const today = dayOf(new Date(), zones);
  return (await everyPhoneUserOf(em, tenantId, [employeeId])).flatMap(({ connectionId, phoneUserId, ...span }) => {
    const connection = connections.get(connectionId);
    return connection === undefined ? [] : [lineOn(connection, phoneUserId, span, zones, today)];
  });
}

/** Whether an instant lies on the days of a line. */
export const isOnDays = ({ from, until }: Line, at: Date): boolean =>
  (from === null || at >= from) && (until === null || at < until);

/** The calls of a line: those that started on its days. */
export const callsOn = ({ connection, phoneUserId, from, until }: Line) => ({
  connectionId: connection.id,
  userExternalId: phoneUserId,
  ...(from === null && until === null
    ? {}
    : { startedAt: { ...(from === null ? {} : { $gte: from }), ...(until === null ? {} : { $lt: until }) } }),
});
