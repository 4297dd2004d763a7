import type { SqlEntityManager } from '@mikro-orm/sql';
import type { TenantDatabase } from '../access/index.js';
import type { Day } from '../support/days.js';

/** A day of an employee. */
export interface EmployeeDay {
  readonly employeeId: string;
  readonly day: Day;
}

/** A day of somebody in the vendor's directory. */
export interface LineDay {
  readonly connectionId: string;
  readonly phoneUserId: string;
  readonly day: Day;
}

/** How often a marked day had been changed when its mark was read. */
interface Marked {
  readonly changes: number;
}

/** Marks as they were read; they are cleared in the transaction that scores what they stand for. */
export interface Marks {
  readonly employeeDays: readonly (EmployeeDay & Marked)[];
  readonly lineDays: readonly (LineDay & Marked)[];
}

/**
 * Reads marks, and keeps nobody from making more. What they stand for is read afterwards, by later statements of the same
 * transaction, so that nothing is scored without what its mark was made for.
 */
export async function readMarks(em: SqlEntityManager, tenantId: string, atMost: number): Promise<Marks> {
  const lineDays = await em.execute<(LineDay & Marked)[]>(
    `select connection_id as "connectionId", user_external_id as "phoneUserId", day::text as "day", changes
     from phone_system.changed_phone_user_day
     where tenant_id = ? order by connection_id, user_external_id, day limit ?`,
    [tenantId, atMost],
  );
  const employeeDays = await em.execute<(EmployeeDay & Marked)[]>(
    `select employee_id as "employeeId", day::text as "day", changes from phone_system.changed_employee_day
     where tenant_id = ? order by employee_id, day limit ?`,
    [tenantId, atMost],
  );
  return { employeeDays, lineDays };
}

/** So many at once that nobody who writes a page waits long for them. */
const DROPPED_AT_ONCE = 1_000;

/**
 * Drops the marks of lines that never were anybody's: whoever is mapped to one later has all of its stored days marked.
 * A mapping is changed while no page of its connection is written, so no mark is dropped for whose line one is on its way.
 */
export async function dropNobodys(tenants: TenantDatabase, tenantId: string): Promise<void> {
  for (let dropped = DROPPED_AT_ONCE; dropped === DROPPED_AT_ONCE;) {
    const rows = await tenants.of(tenantId).execute<unknown[]>(
      `with nobodys as (
         select mark.ctid from phone_system.changed_phone_user_day mark
         where mark.tenant_id = ? and not exists (
           select 1 from phone_system.mapping m
           where m.connection_id = mark.connection_id and m.phone_user_id = mark.user_external_id)
         limit ? for update of mark skip locked)
       delete from phone_system.changed_phone_user_day mark using nobodys where mark.ctid = nobodys.ctid returning 1`,
      [tenantId, DROPPED_AT_ONCE],
    );
    dropped = rows.length;
  }
}

/**
 * Clears the marks whose days did not change since they were read. One that somebody has made meanwhile, or is just
 * making, stays for the next time.
 */
export async function clearMarks(
  em: SqlEntityManager,
  tenantId: string,
  { employeeDays, lineDays }: Marks,
): Promise<void> {
  if (lineDays.length > 0) {
    await em.execute(
      `with same as (
         select mark.ctid from phone_system.changed_phone_user_day mark
         join jsonb_to_recordset(?::jsonb) as seen ("connectionId" uuid, "phoneUserId" text, day date, changes bigint)
           on (mark.connection_id, mark.user_external_id, mark.day) = (seen."connectionId", seen."phoneUserId", seen.day)
         where mark.tenant_id = ? and mark.changes = seen.changes for update of mark skip locked)
       delete from phone_system.changed_phone_user_day mark using same where mark.ctid = same.ctid`,
      [JSON.stringify(lineDays), tenantId],
    );
  }
  if (employeeDays.length > 0) {
    await em.execute(
      `with same as (
         select mark.ctid from phone_system.changed_employee_day mark
         join jsonb_to_recordset(?::jsonb) as seen ("employeeId" text, day date, changes bigint)
           on (mark.employee_id, mark.day) = (seen."employeeId", seen.day)
         where mark.tenant_id = ? and mark.changes = seen.changes for update of mark skip locked)
       delete from phone_system.changed_employee_day mark using same where mark.ctid = same.ctid`,
      [JSON.stringify(employeeDays), tenantId],
    );
  }
}
