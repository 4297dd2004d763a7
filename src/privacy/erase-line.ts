import type { SqlEntityManager } from '@mikro-orm/sql';
import { daysOf, type PhoneUserDay } from '../calls/index.js';
import { covers } from '../mapping/spans.js';
import {
  CallRecordEntity,
  ChangedPhoneUserDayEntity,
  PhoneUserEntity,
  RejectedRecordEntity,
} from '../storage/index.js';
import type { Zones } from '../support/days.js';
import { eraseDeliveries, markDays } from './erase-mentions.js';
import { callsOn, isOnDays, type Line } from './lines.js';
import { takeOutCalls } from './take-out-calls.js';

/**
 * Erases the calls of a line's days; and, where today is one of them, its entry in the directory. A call that
 * lasted into days of somebody else is missing there, and what only it joined falls apart: those days are marked.
 */
export async function eraseLine(em: SqlEntityManager, tenantId: string, zones: Zones, line: Line): Promise<void> {
  const { connection, phoneUserId, fromDay, untilDay } = line;
  const calls = await em.find(CallRecordEntity, callsOn(line), {
    fields: ['id', 'connectionId', 'conversationId', 'userExternalId', 'startedAt', 'endedAt'],
    disableIdentityMap: true,
  });
  const touched = await takeOutCalls(em, tenantId, calls);
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
  const isGone = ({ userExternalId, day }: PhoneUserDay): boolean =>
    userExternalId === phoneUserId && covers(line, day);
  await markDays(
    em,
    connection,
    daysOf(touched, zones).filter((day) => !isGone(day)),
  );
  if (!line.isPresent) return;
  await em.nativeDelete(PhoneUserEntity, { connectionId: connection.id, externalId: phoneUserId });
  await em.nativeDelete(RejectedRecordEntity, { connectionId: connection.id, itemKey: `user:${phoneUserId}` });
}
