import type { SqlEntityManager } from '@mikro-orm/sql';
import { Injectable } from '@nestjs/common';
import { Decimal } from 'decimal.js';
import { TenantDatabase, TenantTermsBook } from '../access/index.js';
import { ownersOf } from '../mapping/index.js';
import { EmployeeEntity } from '../storage/index.js';
import { addDays, type Day, dayOf, daysBetween } from '../support/days.js';
import { groupedBy } from './grouped-by.js';
import { readDays, type ScoringBasis } from './read-days.js';
import type { RulesVersion } from './rules.js';
import { rulesVersionsOf } from './rules-versions.js';
import { scoreOf } from './score-day.js';

/** What the last thirty days of an employee come to. Sums of day scores, with two places. */
export interface RulesEffect {
  readonly employeeId: string;
  /** As they are. */
  readonly old: number;
  /** As they would be if the draft were saved. */
  readonly new: number;
}

/** Today is one of them. */
const DAYS = 30;
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
   * What a draft would change, for everybody who works there and who has scores in these days, by employee id. Days
   * before the draft's `effectiveFrom`, and those on which a later version holds, keep their rules: as when it is saved.
   *
   * @param draft a validated document
   */
  async effects(tenantId: string, draft: RulesVersion): Promise<readonly RulesEffect[]> {
    const terms = await this.terms.last(tenantId);
    const em = this.database.of(tenantId);
    const today = dayOf(new Date(), terms.timeZone);
    const days = daysBetween(addDays(today, 1 - DAYS), today);
    const saved = await rulesVersionsOf(em, tenantId);
    const trial = {
      terms,
      ownerships: await ownersOf(em, tenantId),
      rulesVersions: [...saved.filter(({ effectiveFrom }) => effectiveFrom !== draft.effectiveFrom), draft],
      days: days.filter((day) => day >= draft.effectiveFrom),
    };
    const stored = await storedScores(em, tenantId, days);
    const employeeIds = await whoCounts(em, tenantId, stored);
    const effects: RulesEffect[] = [];
    for (let at = 0; at < employeeIds.length; at += EMPLOYEES_AT_ONCE) {
      const some = employeeIds.slice(at, at + EMPLOYEES_AT_ONCE);
      const tried = await tryOn(em, tenantId, trial, some);
      for (const employeeId of some) {
        const old = stored.get(employeeId) ?? new Map<Day, string>();
        const changed = tried.get(employeeId) ?? new Map<Day, string>();
        effects.push({ employeeId, old: sumOf(old), new: sumOf(new Map([...old, ...changed])) });
      }
    }
    return effects;
  }
}

interface Trial extends ScoringBasis {
  readonly rulesVersions: readonly RulesVersion[];
  /** Those that the draft may change. */
  readonly days: readonly Day[];
}

type Scores = ReadonlyMap<Day, string>;

const sumOf = (scores: Scores): number =>
  [...scores.values()].reduce((sum, score) => sum.plus(score), new Decimal(0)).toNumber();

async function tryOn(
  em: SqlEntityManager,
  tenantId: string,
  { days, ...basis }: Trial,
  employeeIds: readonly string[],
): Promise<ReadonlyMap<string, Scores>> {
  const employeeDays = employeeIds.flatMap((employeeId) => days.map((day) => ({ employeeId, day })));
  const inputs = groupedBy(await readDays(em, tenantId, basis, employeeDays), ({ employeeId }) => employeeId);
  return new Map(
    [...inputs].map(([employeeId, ofThem]) => [employeeId, new Map(ofThem.map((it) => [it.day, scoreOf(it)]))]),
  );
}

async function storedScores(
  em: SqlEntityManager,
  tenantId: string,
  days: readonly Day[],
): Promise<ReadonlyMap<string, Scores>> {
  const rows = await em.execute<{ employeeId: string; day: Day; score: string }[]>(
    `select employee_id as "employeeId", day::text as "day", score from phone_system.day_score
     where tenant_id = ? and day between ?::date and ?::date`,
    [tenantId, days[0], days.at(-1)],
  );
  const byEmployee = groupedBy(rows, ({ employeeId }) => employeeId);
  return new Map(
    [...byEmployee].map(([employeeId, ofThem]) => [employeeId, new Map(ofThem.map(({ day, score }) => [day, score]))]),
  );
}

async function whoCounts(
  em: SqlEntityManager,
  tenantId: string,
  stored: ReadonlyMap<string, Scores>,
): Promise<readonly string[]> {
  const present = await em.find(EmployeeEntity, { tenantId, active: true }, { fields: ['id'] });
  return [...new Set([...present.map(({ id }) => id), ...stored.keys()])].sort();
}
