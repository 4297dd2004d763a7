import type { SqlEntityManager } from '@mikro-orm/sql';
import { Injectable } from '@nestjs/common';
import { TenantDatabase, TenantTermsBook } from '../access/index.js';
import { employeeOf, type Ownership, ownersOfLines, phoneUsersOf } from '../mapping/index.js';
import { clearMarks, dropNobodys, type EmployeeDay, type LineDay, readMarks } from './changed-days.js';
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
  constructor(
    private readonly database: TenantDatabase,
    private readonly terms: TenantTermsBook,
  ) {}

  /**
   * Scores as many of a tenant's changed days as were marked when it began: what is marked meanwhile, as during the
   * first fetch, waits for the next time, when more of it falls on the same days. Each batch is one transaction: killed
   * anywhere, what is left is still marked.
   *
   * @param signal ends it after the present batch
   * @returns how many employees' days were scored
   */
  async scoreChanged(tenantId: string, signal: AbortSignal): Promise<number> {
    // Has them noted, so that the transaction need not ask the host.
    await this.terms.last(tenantId);
    await dropNobodys(this.database, tenantId);
    let scored = 0;
    for (let left = await this.waiting(tenantId); left > 0 && !signal.aborted;) {
      const batch = await this.database.transaction(tenantId, (em) => scoreBatch(em, tenantId));
      if (batch.marks === 0) break;
      left -= batch.marks;
      scored += batch.scored;
    }
    return scored;
  }

  /** How many changed days wait to be scored: of one tenant, or of all. */
  async waiting(tenantId?: string): Promise<number> {
    const [row] = await this.database.acrossTenants().execute<[{ waiting: number }]>(
      `select (
         (select count(*) from phone_system.changed_employee_day where ?::text is null or tenant_id = ?)
         + (select count(*) from phone_system.changed_phone_user_day where ?::text is null or tenant_id = ?))::int as waiting`,
      Array.from({ length: 4 }, () => tenantId ?? null),
    );
    return row.waiting;
  }
}

/** How many marks were read, and how many days of employees were scored for them. */
interface Batch {
  readonly marks: number;
  readonly scored: number;
}

async function scoreBatch(em: SqlEntityManager, tenantId: string): Promise<Batch> {
  const terms = await takeTurn(em, tenantId);
  const marked = await readMarks(em, tenantId, MARKS_AT_ONCE);
  const { employeeDays, lineDays } = marked;
  const marks = employeeDays.length + lineDays.length;
  if (marks === 0) return { marks, scored: 0 };
  const days = distinct([...employeeDays, ...daysOfOwners(lineDays, await ownersOfLines(em, tenantId, lineDays))]);
  const employeeIds = [...new Set(days.map(({ employeeId }) => employeeId))];
  const ownerships = await phoneUsersOf(em, tenantId, employeeIds);
  await scoreDays(em, tenantId, { terms, ownerships }, days);
  // Last, so that whoever writes a page waits for no more than the commit.
  await clearMarks(em, tenantId, marked);
  return { marks, scored: days.length };
}

/** Days of a line that is nobody's are dropped: whoever is mapped to it later has all of its stored days marked. */
function daysOfOwners(lineDays: readonly LineDay[], ownerships: readonly Ownership[]): EmployeeDay[] {
  const owners = groupedBy(ownerships, ({ phoneUserId }) => phoneUserId);
  return lineDays.flatMap((line) => {
    const employeeId = employeeOf(owners.get(line.phoneUserId) ?? [], line, line.day);
    return employeeId === null ? [] : [{ employeeId, day: line.day }];
  });
}

const distinct = (days: readonly EmployeeDay[]): EmployeeDay[] => [
  ...new Map(days.map((it) => [`${it.day} ${it.employeeId}`, it])).values(),
];
