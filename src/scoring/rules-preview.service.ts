import { setImmediate } from 'node:timers/promises';
import type { SqlEntityManager } from '@mikro-orm/sql';
import { Injectable } from '@nestjs/common';
import { Decimal } from 'decimal.js';
import { TenantDatabase, TenantTermsBook } from '../access/index.js';
import { phoneUsersOf } from '../mapping/index.js';
import { addDays, type Day, dayOf, daysBetween } from '../support/days.js';
import { groupedBy } from './grouped-by.js';
import { readDays, type ScoringBasis } from './read-days.js';
import type { RulesVersion } from './rules.js';
import { rulesVersionsOf } from './rules-versions.js';
import { type DayInput, scoreOf } from './score-day.js';

/** What the last thirty days of an employee come to. Sums of day scores, with two places. */
export interface RulesEffect {
  readonly employeeId: string;
  /** As they are. */
  readonly old: number;
  /** As they would be if the draft were saved. */
  readonly new: number;
}

/** What rules would change if they were saved. */
export interface RulesTrial {
  readonly items: readonly RulesEffect[];
  /** Days that no rules score again, because their calls were deleted: they count as they are, in both sums. */
  readonly frozenDays: readonly Day[];
  /** How many people work there: about as many there are to try the rules on. */
  readonly people: number;
  /** After whom the next trial goes on; null where everybody was tried. */
  readonly next: string | null;
}

/** Today is one of them. */
const DAYS = 30;
/** Tried for one request: it is answered within seconds, however many work there. */
const EMPLOYEES_A_REQUEST = 500;
/** Read and scored in one go: few enough that nothing else in the process waits noticeably. */
const EMPLOYEES_AT_ONCE = 5;

/** Tries rules before they are saved. Nothing is stored. */
@Injectable()
export class RulesPreview {
  constructor(
    private readonly database: TenantDatabase,
    private readonly terms: TenantTermsBook,
  ) {}

  /**
   * What a draft would change, for everybody who works there or has scores in these days, by employee id, so many at a
   * time. Days before the draft's `effectiveFrom`, and those on which a later version holds, keep their rules, as when it
   * is saved.
   *
   * @param draft a validated document
   * @param after the employee after whom it goes on; null to begin
   */
  async effects(tenantId: string, draft: RulesVersion, after: string | null = null): Promise<RulesTrial> {
    const terms = await this.terms.last(tenantId);
    const em = this.database.of(tenantId);
    const today = dayOf(new Date(), terms);
    const days = daysBetween(addDays(today, 1 - DAYS), today);
    const saved = await rulesVersionsOf(em, tenantId);
    const { employeeIds, people, next } = await whoCounts(em, tenantId, days, after);
    const trial = {
      terms,
      ownerships: await phoneUsersOf(em, tenantId, employeeIds),
      rulesVersions: [...saved.filter(({ effectiveFrom }) => effectiveFrom !== draft.effectiveFrom), draft],
      days: days.filter((day) => day >= draft.effectiveFrom),
    };
    const stored = await storedScores(em, tenantId, days, employeeIds);
    const items: RulesEffect[] = [];
    for (let at = 0; at < employeeIds.length; at += EMPLOYEES_AT_ONCE) {
      const some = employeeIds.slice(at, at + EMPLOYEES_AT_ONCE);
      const inputs = await daysToTry(em, tenantId, trial, stored, some);
      for (const employeeId of some) {
        // Others in this process wait for one person's days at most.
        await setImmediate();
        const scores = stored.get(employeeId) ?? [];
        const tried = new Map(inputs.get(employeeId)?.flatMap(tryDay));
        const kept = scores.filter(({ day }) => !tried.has(day));
        items.push({ employeeId, old: sumOf(scoresIn(scores)), new: sumOf([...scoresIn(kept), ...tried.values()]) });
      }
    }
    const frozen = [...stored.values()].flat().filter((it) => it.frozen && it.day >= draft.effectiveFrom);
    return { items, frozenDays: [...new Set(frozen.map(({ day }) => day))].sort(), people, next };
  }
}

interface Trial extends ScoringBasis {
  readonly rulesVersions: readonly RulesVersion[];
  /** Those that the draft may change. */
  readonly days: readonly Day[];
}

interface StoredScore {
  readonly employeeId: string;
  readonly day: Day;
  readonly score: string;
  /** Its calls are gone, and it stays as it is. */
  readonly frozen: boolean;
}

/** Nothing where the day cannot be scored: it counts as it is, as it would once the draft is saved. */
function tryDay(input: DayInput): [Day, string][] {
  try {
    return [[input.day, scoreOf(input)]];
  } catch {
    return [];
  }
}

type Stored = ReadonlyMap<string, readonly StoredScore[]>;

const scoresIn = (scores: readonly StoredScore[]): string[] => scores.map(({ score }) => score);

const sumOf = (scores: readonly string[]): number =>
  scores.reduce((sum, score) => sum.plus(score), new Decimal(0)).toNumber();

async function daysToTry(
  em: SqlEntityManager,
  tenantId: string,
  { days, ...basis }: Trial,
  stored: Stored,
  employeeIds: readonly string[],
): Promise<ReadonlyMap<string, readonly DayInput[]>> {
  const employeeDays = employeeIds.flatMap((employeeId) => {
    const frozen = new Set(stored.get(employeeId)?.flatMap((it) => (it.frozen ? it.day : [])));
    return days.filter((day) => !frozen.has(day)).map((day) => ({ employeeId, day }));
  });
  return groupedBy(await readDays(em, tenantId, basis, employeeDays), ({ employeeId }) => employeeId);
}

async function storedScores(
  em: SqlEntityManager,
  tenantId: string,
  days: readonly Day[],
  employeeIds: readonly string[],
): Promise<Stored> {
  const rows = await em.execute<StoredScore[]>(
    `select employee_id as "employeeId", day::text as "day", score, frozen_at is not null as "frozen"
     from phone_system.day_score where tenant_id = ? and day between ?::date and ?::date
       and employee_id in (select jsonb_array_elements_text(?::jsonb))`,
    [tenantId, days[0], days.at(-1), JSON.stringify(employeeIds)],
  );
  return groupedBy(rows, ({ employeeId }) => employeeId);
}

interface PeopleRow {
  readonly id: string;
  readonly people: number;
}

/** One more than are tried is asked for: who that is shows that it goes on. */
async function whoCounts(
  em: SqlEntityManager,
  tenantId: string,
  days: readonly Day[],
  after: string | null,
): Promise<{ readonly employeeIds: readonly string[] } & Pick<RulesTrial, 'people' | 'next'>> {
  const atMost = EMPLOYEES_A_REQUEST + 1;
  const rows = await em.execute<PeopleRow[]>(
    `select id, (select count(*)::int from phone_system.employee where tenant_id = ? and active) as people from (
       (select id from phone_system.employee where tenant_id = ? and active and id > ? order by id limit ?)
       union
       (select distinct employee_id from phone_system.day_score
        where tenant_id = ? and employee_id > ? and day between ?::date and ?::date order by employee_id limit ?)) as one
     order by id limit ?`,
    [...[tenantId, tenantId, after ?? '', atMost], ...[tenantId, after ?? '', days[0], days.at(-1), atMost], atMost],
  );
  const employeeIds = rows.slice(0, EMPLOYEES_A_REQUEST).map(({ id }) => id);
  const next = rows.length === atMost ? (employeeIds.at(-1) ?? null) : null;
  return { employeeIds, people: rows[0]?.people ?? 0, next };
}
