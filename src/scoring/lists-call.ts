import type { SqlEntityManager } from '@mikro-orm/sql';
import { ownersOfLines } from '../mapping/index.js';
import type { Zones } from '../support/days.js';
import { daysOwned, entriesOf, lineOf } from './call-owners.js';
import type { EmployeeDay } from './changed-days.js';
import { findCall } from './stored-calls.js';

/** Whether a day of somebody lists a call: as it was scored, or as it will be. */
export async function listsCall(
  em: SqlEntityManager,
  tenantId: string,
  zones: Zones,
  { employeeId, day }: EmployeeDay,
  callId: string,
): Promise<boolean> {
  const record = await findCall(em, callId);
  const line = record && lineOf(record);
  if (record === null || line === null) return false;
  const ownerships = await ownersOfLines(em, tenantId, [line]);
  const entries = (await entriesOf(em, tenantId, zones, ownerships, [record]))(record);
  return [...daysOwned(ownerships, record, zones), ...entries].some(
    (one) => one.employeeId === employeeId && one.day === day,
  );
}
