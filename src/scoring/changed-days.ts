import type { SqlEntityManager } from '@mikro-orm/sql';
import type { TenantDatabase } from '../access/index.js';
import { ChangedEmployeeDayEntity } from '../storage/index.js';
import type { Day } from '../support/days.js';

/** A day of an employee. */
export interface EmployeeDay {
  readonly employeeId: string;
  readonly day: Day;
}

/** A day of one phone user. */
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
  /** Days that could not be scored and are not tried again yet: their own marks are none of these, those of lines may be. */
  readonly resting: readonly EmployeeDay[];
}

interface MarkRow extends Marked {
  readonly connectionId: string | null;
  readonly phoneUserId: string;
  readonly employeeId: string;
  readonly day: Day;
  readonly rests: boolean;
}

/**
 * Reads marks without locking out writers. The calls behind them are read by later statements of the same transaction, so
 * that a day is never scored without the change that marked it.
 */
export async function readMarks(em: SqlEntityManager, tenantId: string, atMost: number): Promise<Marks> {
  const rows = await em.execute<MarkRow[]>(
    `(select connection_id as "connectionId", user_external_id as "phoneUserId", null as "employeeId", day::text as "day",
        changes, false as rests
      from phone_system.connection c
      cross join lateral (
        select * from phone_system.changed_phone_user_day
        where connection_id = c.id order by user_external_id, day limit ?) mark
      where c.tenant_id = ? limit ?)
     union all
     (select null, null, employee_id, day::text, changes, false from phone_system.changed_employee_day
      where tenant_id = ? and (resume_at is null or resume_at <= clock_timestamp())
      order by employee_id, day limit ?)
     union all
     (select null, null, employee_id, day::text, changes, true from phone_system.changed_employee_day
      where tenant_id = ? and failed_at is not null and resume_at > clock_timestamp())`,
    [atMost, tenantId, atMost, tenantId, atMost, tenantId],
  );
  const marks: Mutable<Marks> = { employeeDays: [], lineDays: [], resting: [] };
  for (const { connectionId, phoneUserId, employeeId, day, changes, rests } of rows) {
    if (connectionId !== null) marks.lineDays.push({ connectionId, phoneUserId, day, changes });
    else if (rests) marks.resting.push({ employeeId, day });
    else marks.employeeDays.push({ employeeId, day, changes });
  }
  return marks;
}

type Mutable<T> = { -readonly [K in keyof T]: T[K] extends readonly (infer Item)[] ? Item[] : T[K] };

/** Marks days to be scored, in the order in which everybody marks them. */
export async function markDays(em: SqlEntityManager, tenantId: string, days: readonly EmployeeDay[]): Promise<void> {
  if (days.length === 0) return;
  await em.execute(
    `insert into phone_system.changed_employee_day as changed (tenant_id, employee_id, day, changes)
     select distinct ?, marked."employeeId" collate "C", marked.day, 1
     from jsonb_to_recordset(?::jsonb) as marked ("employeeId" text, day date) order by 2, 3
     on conflict (tenant_id, employee_id, day) do update set changes = changed.changes + 1`,
    [tenantId, JSON.stringify(days)],
  );
}

const FIRST_REST_SECONDS = 5;
const LONGEST_REST_SECONDS = 900;

/** A day that could not be scored. */
export interface FailedDay {
  /** How often in a row. */
  readonly attempts: number;
  /** When it is tried again. */
  readonly resumeAt: Date;
}

/** Lets a day that could not be scored rest, longer each time. Its mark stays: so it is not complete, and is tried again. */
export async function restDay(
  em: SqlEntityManager,
  tenantId: string,
  { employeeId, day }: EmployeeDay,
): Promise<FailedDay> {
  const [row] = await em.execute<[{ attempts: number; resumeMs: number }]>(
    `insert into phone_system.changed_employee_day as changed
       (tenant_id, employee_id, day, changes, attempts, failed_at, resume_at)
     values (?, ?, ?, 1, 1, clock_timestamp(), clock_timestamp() + make_interval(secs => ?))
     on conflict (tenant_id, employee_id, day) do update set changes = changed.changes + 1,
       attempts = changed.attempts + 1, failed_at = coalesce(changed.failed_at, excluded.failed_at),
       resume_at = clock_timestamp() + make_interval(secs => least(?, ? * 2 ^ least(changed.attempts, 10)))
     returning attempts, (extract(epoch from resume_at) * 1000)::float8 as "resumeMs"`,
    [tenantId, employeeId, day, FIRST_REST_SECONDS, LONGEST_REST_SECONDS, FIRST_REST_SECONDS],
  );
  return { attempts: row.attempts, resumeAt: new Date(row.resumeMs) };
}

/** Since when a day cannot be scored; null where it can, or was not tried. */
export async function failureOf(
  em: SqlEntityManager,
  tenantId: string,
  employeeId: string,
  day: Day,
): Promise<Date | null> {
  return (await em.findOne(ChangedEmployeeDayEntity, { tenantId, employeeId, day }))?.failedAt ?? null;
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
  { employeeDays, lineDays }: Pick<Marks, 'employeeDays' | 'lineDays'>,
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
