import { raw } from '@mikro-orm/core';
import type { SqlEntityManager } from '@mikro-orm/sql';
import { Inject, Injectable } from '@nestjs/common';
import { SCORE_SINK, TenantDatabase } from '../access/index.js';
import type { DayScore, ScoreSink } from '../contract/index.js';
import { countedMsOf, DayScoreEntity, isOutOfOrder, TenantEntity } from '../storage/index.js';
import { Backoff } from '../support/backoff.js';
import { EventLog, wordsOf } from '../tracing/index.js';
import type { EmployeeDay } from './changed-days.js';
import { holdTenant } from './scoring-turn.js';

const SCORES_AT_ONCE = 500;
const LONGEST_REASON = 500;

/** Day scores that the host refuses. */
export interface RefusedScores {
  /** How many wait. */
  readonly days: number;
  readonly since: Date;
  /** What the host said the last time, in its own words; of a database's refusal, which quotes values, its code. */
  readonly reason: string;
}

/**
 * Hands day scores to the host: at least once each, and whatever else happens, the last of a day that it gets is the
 * newest. Two copies may hand over at once, where one was believed to be gone: each counts the tenant's hand-overs as it
 * begins, in the transaction that reads what is due, and looks again when the host has answered. Where nobody has begun
 * since, nobody has read anything newer, and what was handed over is noted as taken. Else nobody knows whose scores came
 * last: what was handed over is due again, with the revision that it has by then, and whoever is still handing over finds
 * the same.
 */
@Injectable()
export class ScorePublisher {
  private readonly log = new EventLog(ScorePublisher.name);
  /** By tenant: whose host refused its scores. */
  private readonly backoff = new Backoff();
  /** By day: which could not be handed over because of itself. */
  private readonly dayBackoff = new Backoff();

  constructor(
    private readonly database: TenantDatabase,
    @Inject(SCORE_SINK) private readonly sink: ScoreSink,
  ) {}

  /**
   * Publishes what the host has not taken yet, in order of employee and day. Does nothing while the tenant's scores rest
   * after a refusal. A day whose stored score cannot be told, or of which cannot be noted that the host has it, rests by
   * itself and holds up no other. One call for a tenant at a time: the queue sees to it.
   *
   * @param signal ends it after the present batch
   * @throws Error where the host refuses; what it did not take stays for the next time, at growing intervals
   */
  async publish(tenantId: string, signal: AbortSignal): Promise<void> {
    if (!this.allows(tenantId)) return;
    for (let after: EmployeeDay | undefined, more = true; more && !signal.aborted;) {
      const { turn, rows } = await this.begin(tenantId, after);
      const due = rows.filter((row) => this.dayBackoff.allows(keyOf(row)));
      const told = due.flatMap((row) => this.toldOf(row));
      const outcome = told.length === 0 ? 'taken' : await this.handOver({ tenantId, turn }, told);
      // Another copy is publishing: the next job publishes whatever is still due.
      if (outcome === 'overtaken') return;
      after = outcome === 'changed' ? undefined : rows.at(-1);
      more = outcome === 'changed' || rows.length === SCORES_AT_ONCE;
    }
  }

  /** Whether a tenant's scores do not rest after a refusal. */
  allows(tenantId: string): boolean {
    return this.backoff.allows(tenantId);
  }

  /** Reads what is due, and counts that it is about to be handed over. Nobody scores the tenant meanwhile. */
  private async begin(
    tenantId: string,
    after: EmployeeDay | undefined,
  ): Promise<{ readonly turn: number; readonly rows: readonly DayScoreEntity[] }> {
    const later =
      after === undefined
        ? {}
        : {
            $or: [{ employeeId: { $gt: after.employeeId } }, { employeeId: after.employeeId, day: { $gt: after.day } }],
          };
    return await this.database.transaction(tenantId, async (em) => {
      const tenant = await holdTenant(em, tenantId);
      tenant.handovers += 1;
      const rows = await em.find(
        DayScoreEntity,
        { tenantId, publishedRevision: { $lt: raw('revision') }, ...later },
        { orderBy: { employeeId: 'asc', day: 'asc' }, limit: SCORES_AT_ONCE, disableIdentityMap: true },
      );
      return { turn: tenant.handovers, rows };
    });
  }

  private toldOf(row: DayScoreEntity): Told[] {
    try {
      return [{ row, score: toDayScore(row) }];
    } catch (error) {
      this.letRest(row, error);
      return [];
    }
  }

  /** What the host does not take just now; null while it takes its scores. */
  async refused(tenantId: string): Promise<RefusedScores | null> {
    const em = this.database.of(tenantId);
    const row = await em.findOne(TenantEntity, { tenantId }, { fields: ['scoresRefusedAt', 'scoresRefusal'] });
    if (row === null || row.scoresRefusedAt === null) return null;
    const days = await em.count(DayScoreEntity, { tenantId, publishedRevision: { $lt: raw('revision') } });
    return days === 0 ? null : { days, since: row.scoresRefusedAt, reason: row.scoresRefusal ?? '' };
  }

  private async handOver(handover: Handover, told: readonly Told[]): Promise<Outcome> {
    const { tenantId } = handover;
    const rows = told.map(({ row }) => row);
    try {
      await this.sink.publish(told.map(({ score }) => score));
    } catch (cause) {
      const restMs = this.backoff.failed(tenantId);
      const why = wordsOf(cause);
      // It may have taken some, or all.
      await this.database.transaction(tenantId, (em) => isOvertaken(em, handover, rows));
      await this.noteRefusal(tenantId, why);
      throw new Error(
        `The host did not take ${told.length} day scores of tenant ${tenantId} (${why}); ` +
          `they are offered again in ${restMs / 1000} seconds.`,
        { cause },
      );
    }
    this.backoff.succeeded(tenantId);
    return await this.confirm(handover, rows);
  }

  private async noteRefusal(tenantId: string, why: string): Promise<void> {
    const said = why.replaceAll('\0', '').slice(0, LONGEST_REASON);
    await this.database.of(tenantId).execute(
      `update phone_system.tenant set scores_refusal = ?, scores_refused_at = coalesce(scores_refused_at, now())
       where tenant_id = ? and scores_refusal is distinct from ?`,
      [said, tenantId, said],
    );
  }

  private async confirm(handover: Handover, rows: readonly DayScoreEntity[]): Promise<Outcome> {
    try {
      return await this.noteTaken(handover, rows);
    } catch (error) {
      if (isOutOfOrder(error)) throw error;
    }
    const outcomes = new Set<Outcome>();
    for (const row of rows) {
      try {
        outcomes.add(await this.noteTaken(handover, [row]));
      } catch (error) {
        if (isOutOfOrder(error)) throw error;
        this.letRest(row, error);
      }
    }
    return OUTCOMES.find((outcome) => outcomes.has(outcome)) ?? 'taken';
  }

  private async noteTaken(handover: Handover, rows: readonly DayScoreEntity[]): Promise<Outcome> {
    const { tenantId } = handover;
    const outcome = await this.database.transaction(tenantId, async (em): Promise<Outcome> => {
      if (await isOvertaken(em, handover, rows)) return 'overtaken';
      await em.nativeUpdate(TenantEntity, { tenantId, scoresRefusedAt: { $ne: null } }, NOT_REFUSED);
      const noted = await em.execute<{ again: boolean }[]>(
        `update phone_system.day_score score set published_revision = taken.revision ${OF_TAKEN}
         returning score.revision > taken.revision as again`,
        [takenIn(rows), tenantId],
      );
      return noted.some((one) => one.again) ? 'changed' : 'taken';
    });
    for (const row of rows) this.dayBackoff.succeeded(keyOf(row));
    return outcome;
  }

  private letRest(row: DayScoreEntity, error: unknown): void {
    const { tenantId: tenant, employeeId: employee, day } = row;
    const restMs = this.dayBackoff.failed(keyOf(row));
    this.log.warn(
      'day-not-published',
      `A day's score could not be handed over (${wordsOf(error)}); it is tried again in ${restMs / 1000} seconds.`,
      { tenant, employee, day },
    );
  }
}

/** One offer to the host, by the tenant's count of them. */
interface Handover {
  readonly tenantId: string;
  readonly turn: number;
}

/** A row with what the host is told of it. */
interface Told {
  readonly row: DayScoreEntity;
  readonly score: DayScore;
}

/**
 * What became of a hand-over: another began before it had ended, so that it may have come too late; some of it was scored
 * again meanwhile; or neither.
 */
type Outcome = (typeof OUTCOMES)[number];
const OUTCOMES = ['overtaken', 'changed', 'taken'] as const;

const NOT_REFUSED = { scoresRefusedAt: null, scoresRefusal: null };

const OF_TAKEN = `from jsonb_to_recordset(?::jsonb) as taken ("employeeId" text, day date, revision int)
  where score.tenant_id = ? and score.employee_id = taken."employeeId" and score.day = taken.day`;

const takenIn = (rows: readonly DayScoreEntity[]): string =>
  JSON.stringify(rows.map(({ employeeId, day, revision }) => ({ employeeId, day, revision })));

/** Whether somebody has begun to hand over since: then it is due again, and so is what they are handing over. */
async function isOvertaken(
  em: SqlEntityManager,
  { tenantId, turn }: Handover,
  rows: readonly DayScoreEntity[],
): Promise<boolean> {
  const tenant = await holdTenant(em, tenantId);
  if (tenant.handovers === turn) return false;
  tenant.handovers += 1;
  await em.execute(`update phone_system.day_score score set published_revision = 0 ${OF_TAKEN}`, [
    takenIn(rows),
    tenantId,
  ]);
  return true;
}

const keyOf = ({ tenantId, employeeId, day }: DayScoreEntity): string => `${day} ${tenantId} ${employeeId}`;

const toDayScore = (row: DayScoreEntity): DayScore => ({
  tenantId: row.tenantId,
  employeeId: row.employeeId,
  day: row.day,
  revision: row.revision,
  score: row.score,
  countedMs: countedMsOf(row),
  inputs: row.inputs.length,
  flagged: row.inputs.filter(({ flagReason }) => flagReason !== null).length,
  because: row.because.map(({ rule, points, callIds }) => ({ rule, points, calls: callIds })),
});
