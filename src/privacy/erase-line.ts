import type { SqlEntityManager } from '@mikro-orm/sql';
import { daysOf, deleteCalls } from '../calls/index.js';
import { covers } from '../mapping/spans.js';
import {
  CallRecordEntity,
  ChangedPhoneUserDayEntity,
  PhoneUserEntity,
  RejectedRecordEntity,
} from '../storage/index.js';
import type { Zones } from '../support/days.js';
import { eraseDeliveries, markDays, timesOf } from './erase-mentions.js';
import { callsOn, isOnDays, type Line } from './lines.js';

/**
 * Erases the calls of a line's days; and, where today is one of them, its entry in the directory. A call that
 * lasted into days of somebody else is missing there: those days are marked.
 */
export async function eraseLine(em: SqlEntityManager, tenantId: string, zones: Zones, line: Line): Promise<void> {
  const { connection, phoneUserId, fromDay, untilDay } = line;
  const calls = await em.find(CallRecordEntity, callsOn(line), {
    fields: ['id', 'connectionId', 'userExternalId', 'startedAt', 'endedAt'],
    disableIdentityMap: true,
  });
  await deleteCalls(
    em,
    tenantId,
    calls.map(({ id }) => id),
  );
  await eraseDeliveries(
    em,
    [connection.id],
    ({ userExternalId, startedAt }) => userExternalId === phoneUserId && isOnDays(line, new Date(startedAt)),
  );
  await em.nativeDelete(ChangedPhoneUserDayEntity, {
    connectionId: connection.id,
    userExternalId: phoneUserId,
    day: { ...(fromDay === null ? {} : { $gte: fromDay }), ...(untilDay === null ? { $ne: null } : { $lt: untilDay }) },
  });
  const touched = daysOf(calls.map(timesOf), zones).filter(({ day }) => !covers(line, day));
  await markDays(em, connection, touched);
  if (!line.isPresent) return;
  await em.nativeDelete(PhoneUserEntity, { connectionId: connection.id, externalId: phoneUserId });
  await em.nativeDelete(RejectedRecordEntity, { connectionId: connection.id, itemKey: `user:${phoneUserId}` });
}
