import type { SqlEntityManager } from '@mikro-orm/sql';
import { Injectable } from '@nestjs/common';
import { TenantDatabase, TenantTermsBook } from '../access/index.js';
import { employeeOf, type Ownership, ownersOfLines, phoneUsersOf } from '../mapping/index.js';
import { isOutOfOrder } from '../storage/index.js';
import type { DayTerms } from '../support/day-terms.js';
import { EventLog, wordsOf } from '../tracing/index.js';
import {
  clearMarks,
  dropNobodys,
  type EmployeeDay,
  type LineDay,
  type Marks,
  readMarks,
  restDay,
} from './changed-days.js';
import { groupedBy } from './grouped-by.js';
import { scoreDays } from './score-days.js';
import { takeTurn } from './scoring-turn.js';

/**
 * So many marks of each kind are worked off in one transaction: enough to share its queries, and few enough that nobody
 * waits long, neither for the database nor for the process.
 */
const MARKS_AT_ONCE = 20;

/** Scores again what something changed, and only that. */
@Injectable()
export class DayScorer {
  private readonly log = new EventLog(DayScorer.name);

  constructor(
    private readonly database: TenantDatabase,
    private readonly terms: TenantTermsBook,
  ) {}

  /**
   * Scores as many of a tenant's changed days as were marked when it began: what is marked meanwhile, as during the
   * first fetch, waits for the next time, when more of it falls on the same days. Each batch is one transaction: killed
   * anywhere, what is left is still marked. A day that cannot be scored keeps its score and its mark, and rests.
   *
   * @param signal ends it after the present batch
   * @returns how many employees' days were scored
   * @throws Error where the database is out of order
   */
  async scoreChanged(tenantId: string, signal: AbortSignal): Promise<number> {
    if (signal.aborted) return 0;
    // Has them noted, so that the transaction need not ask the host.
    await this.terms.last(tenantId);
    let { marks, scored } = await this.scoreBatch(tenantId);
    if (marks < MARKS_AT_ONCE) return scored;
    await dropNobodys(this.database, tenantId);
    for (let left = await this.waiting(tenantId); left > 0 && !signal.aborted; left -= marks) {
      const batch = await this.scoreBatch(tenantId);
      if (batch.marks === 0) break;
      marks = batch.marks;
      scored += batch.scored;
    }
    return scored;
  }

  /** How many of a tenant's changed days wait to be scored, and do not rest. */
  async waiting(tenantId: string): Promise<number> {
    const [row] = await this.database.of(tenantId).execute<[{ waiting: number }]>(
      `select (
         (select count(*) from phone_system.changed_employee_day
          where tenant_id = ? and (resume_at is null or resume_at <= clock_timestamp()))
         + (select count(*) from phone_system.changed_phone_user_day
            where connection_id in (select id from phone_system.connection where tenant_id = ?)))::int as waiting`,
      [tenantId, tenantId],
    );
    return row.waiting;
  }

  /** Where the days of a batch cannot be scored together, each is scored by itself: then only those rest that fail. */
  private async scoreBatch(tenantId: string): Promise<Batch> {
    try {
      return await this.database.transaction(tenantId, async (em) => {
        const terms = await takeTurn(em, tenantId);
        return await scoreMarked(em, tenantId, terms, await readMarks(em, tenantId, MARKS_AT_ONCE));
      });
    } catch (error) {
      if (isOutOfOrder(error)) throw error;
      return await this.scoreApart(tenantId);
    }
  }

  private async scoreApart(tenantId: string): Promise<Batch> {
    const apart = await this.database.transaction(tenantId, async (em) =>
      dayByDay(em, tenantId, await readMarks(em, tenantId, MARKS_AT_ONCE)),
    );
    const sum = { marks: 0, scored: 0 };
    for (const { employeeDay, marked } of apart) {
      const { marks, scored } = await this.scoreOne(tenantId, employeeDay, marked);
      sum.marks += marks;
      sum.scored += scored;
    }
    return sum;
  }

  private async scoreOne(tenantId: string, employeeDay: EmployeeDay | null, marked: Marks): Promise<Batch> {
    try {
      return await this.database.transaction(tenantId, async (em) =>
        scoreMarked(em, tenantId, await takeTurn(em, tenantId), marked),
      );
    } catch (error) {
      if (employeeDay === null || isOutOfOrder(error)) throw error;
      // Where this fails as well, it was not the day.
      const { attempts, resumeAt } = await this.database.transaction(tenantId, async (em) => {
        await takeTurn(em, tenantId);
        const failed = await restDay(em, tenantId, employeeDay);
        await clearMarks(em, tenantId, { lineDays: marked.lineDays, employeeDays: [] });
        return failed;
      });
      const { employeeId: employee, day } = employeeDay;
      this.log.warn(
        'day-not-scored',
        `A day could not be scored and keeps its score (${wordsOf(error)}); it is tried again at ${resumeAt.toISOString()}.`,
        { tenant: tenantId, employee, day, attempts },
      );
      return { marks: marksIn(marked), scored: 0 };
    }
  }
}

/** How many marks were read, and how many days of employees were scored for them. */
interface Batch {
  readonly marks: number;
  readonly scored: number;
}

const marksIn = ({ employeeDays, lineDays }: Marks): number => employeeDays.length + lineDays.length;

async function scoreMarked(em: SqlEntityManager, tenantId: string, terms: DayTerms, marked: Marks): Promise<Batch> {
  const { employeeDays, lineDays, resting } = marked;
  const marks = marksIn(marked);
  if (marks === 0) return { marks, scored: 0 };
  const changed = distinct([...employeeDays, ...daysOfOwners(lineDays, await ownersOfLines(em, tenantId, lineDays))]);
  const rests = new Set(resting.map(keyOf));
  const days = changed.filter((day) => !rests.has(keyOf(day)));
  const employeeIds = [...new Set(days.map(({ employeeId }) => employeeId))];
  const ownerships = await phoneUsersOf(em, tenantId, employeeIds);
  await scoreDays(em, tenantId, { terms, ownerships }, days);
  // Last, so that whoever writes a page waits for no more than the commit. The mark of a day that rests stands for its lines'.
  await clearMarks(em, tenantId, marked);
  return { marks, scored: days.length };
}

/** The marks of each day by themselves; those of lines that are nobody's together, for no day. */
async function dayByDay(
  em: SqlEntityManager,
  tenantId: string,
  { employeeDays, lineDays, resting }: Marks,
): Promise<{ readonly employeeDay: EmployeeDay | null; readonly marked: Marks }[]> {
  const owners = await ownersOfLines(em, tenantId, lineDays);
  const marks = [
    ...employeeDays.map((mark) => ({ employeeDay: mark, employeeDays: [mark], lineDays: [] })),
    ...lineDays.map((mark) => ({ employeeDay: daysOfOwners([mark], owners)[0], employeeDays: [], lineDays: [mark] })),
  ];
  const groups = groupedBy(marks, ({ employeeDay }) => (employeeDay === undefined ? '' : keyOf(employeeDay)));
  return [...groups.values()].map((group) => ({
    employeeDay: group[0]!.employeeDay ?? null,
    marked: {
      employeeDays: group.flatMap((one) => one.employeeDays),
      lineDays: group.flatMap((one) => one.lineDays),
      resting,
    },
  }));
}

/** Days of a line that is nobody's are dropped: whoever is mapped to it later has all of its stored days marked. */
function daysOfOwners(lineDays: readonly LineDay[], ownerships: readonly Ownership[]): EmployeeDay[] {
  const owners = groupedBy(ownerships, ({ phoneUserId }) => phoneUserId);
  return lineDays.flatMap((line) => {
    const employeeId = employeeOf(owners.get(line.phoneUserId) ?? [], line, line.day);
    return employeeId === null ? [] : [{ employeeId, day: line.day }];
  });
}

const keyOf = ({ employeeId, day }: EmployeeDay): string => `${day} ${employeeId}`;

const distinct = (days: readonly EmployeeDay[]): EmployeeDay[] => [
  ...new Map(days.map((it) => [keyOf(it), it])).values(),
];
