import type { SqlEntityManager } from '@mikro-orm/sql';
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

/** Marks that were taken off, and have to be scored in the same transaction. */
export interface TakenMarks {
  readonly employeeDays: readonly EmployeeDay[];
  readonly lineDays: readonly LineDay[];
}

/**
 * Takes marks off. What they stand for is read afterwards, by later statements of the same transaction: who changes
 * something from here on finds the mark deleted by a transaction under way, waits for it, and marks the day anew. A mark
 * that somebody is just making is left for the next time, when what it stands for can be read.
 */
export async function takeMarks(em: SqlEntityManager, tenantId: string, atMost: number): Promise<TakenMarks> {
  const lineDays = await em.execute<LineDay[]>(
    `with taken as (
       select connection_id, user_external_id, day from phone_system.changed_phone_user_day
       where tenant_id = ? order by connection_id, user_external_id, day limit ? for update skip locked)
     delete from phone_system.changed_phone_user_day changed using taken
     where (changed.connection_id, changed.user_external_id, changed.day)
       = (taken.connection_id, taken.user_external_id, taken.day)
     returning changed.connection_id as "connectionId", changed.user_external_id as "phoneUserId", changed.day::text as "day"`,
    [tenantId, atMost],
  );
  const employeeDays = await em.execute<EmployeeDay[]>(
    `with taken as (
       select employee_id, day from phone_system.changed_employee_day
       where tenant_id = ? order by employee_id, day limit ? for update skip locked)
     delete from phone_system.changed_employee_day changed using taken
     where changed.tenant_id = ? and (changed.employee_id, changed.day) = (taken.employee_id, taken.day)
     returning changed.employee_id as "employeeId", changed.day::text as "day"`,
    [tenantId, atMost, tenantId],
  );
  return { employeeDays, lineDays };
}
