import { raw } from '@mikro-orm/core';
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
  /** What the host said the last time, in its own words. */
  readonly reason: string;
}

/** Hands day scores to the host: at least once each, and never an older one of a day after a newer one. */
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
    if (!this.backoff.allows(tenantId)) return;
    for (let after: EmployeeDay | undefined, more = true; more && !signal.aborted;) {
      const rows = await this.unpublished(tenantId, after);
      const due = rows.filter((row) => this.dayBackoff.allows(keyOf(row)));
      const told = due.flatMap((row) => this.toldOf(row));
      let again = false;
      if (told.length > 0) {
        await this.handOver(
          tenantId,
          told.map(({ score }) => score),
        );
        again = await this.confirm(
          tenantId,
          told.map(({ row }) => row),
        );
      }
      after = again ? undefined : rows.at(-1);
      more = again || rows.length === SCORES_AT_ONCE;
    }
  }

  private async unpublished(tenantId: string, after: EmployeeDay | undefined): Promise<DayScoreEntity[]> {
    const later =
      after === undefined
        ? {}
        : {
            $or: [{ employeeId: { $gt: after.employeeId } }, { employeeId: after.employeeId, day: { $gt: after.day } }],
          };
    return await this.database
      .of(tenantId)
      .find(
        DayScoreEntity,
        { tenantId, publishedRevision: { $lt: raw('revision') }, ...later },
        { orderBy: { employeeId: 'asc', day: 'asc' }, limit: SCORES_AT_ONCE, disableIdentityMap: true },
      );
  }

  private toldOf(row: DayScoreEntity): { readonly row: DayScoreEntity; readonly score: DayScore }[] {
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

  private async handOver(tenantId: string, scores: readonly DayScore[]): Promise<void> {
    try {
      await this.sink.publish(scores);
    } catch (cause) {
      const restMs = this.backoff.failed(tenantId);
      const why = cause instanceof Error ? cause.message : String(cause);
      await this.noteRefusal(tenantId, why);
      throw new Error(
        `The host did not take ${scores.length} day scores of tenant ${tenantId} (${why}); ` +
          `they are offered again in ${restMs / 1000} seconds.`,
        { cause },
      );
    }
    this.backoff.succeeded(tenantId);
  }

  private async noteRefusal(tenantId: string, why: string): Promise<void> {
    const said = why.replaceAll('\0', '').slice(0, LONGEST_REASON);
    await this.database.of(tenantId).execute(
      `update phone_system.tenant set scores_refusal = ?, scores_refused_at = coalesce(scores_refused_at, now())
       where tenant_id = ? and scores_refusal is distinct from ?`,
      [said, tenantId, said],
    );
  }

  /** @returns whether one of them was scored again in the meantime, and so stays unpublished */
  private async confirm(tenantId: string, rows: readonly DayScoreEntity[]): Promise<boolean> {
    try {
      return await this.noteTaken(tenantId, rows);
    } catch (error) {
      if (isOutOfOrder(error)) throw error;
    }
    let again = false;
    for (const row of rows) {
      try {
        again = (await this.noteTaken(tenantId, [row])) || again;
      } catch (error) {
        if (isOutOfOrder(error)) throw error;
        this.letRest(row, error);
      }
    }
    return again;
  }

  private async noteTaken(tenantId: string, rows: readonly DayScoreEntity[]): Promise<boolean> {
    const taken = rows.map(({ employeeId, day, revision }) => ({ employeeId, day, revision }));
    const noted = await this.database.transaction(tenantId, async (em) => {
      // Most hosts take most scores: then nothing of the tenant is written.
      Object.assign(await holdTenant(em, tenantId), { scoresRefusedAt: null, scoresRefusal: null });
      return await em.execute<{ again: boolean }[]>(
        `update phone_system.day_score score set published_revision = taken.revision
         from jsonb_to_recordset(?::jsonb) as taken ("employeeId" text, day date, revision int)
         where score.tenant_id = ? and score.employee_id = taken."employeeId" and score.day = taken.day
           and score.published_revision < taken.revision
         returning score.revision > taken.revision as again`,
        [JSON.stringify(taken), tenantId],
      );
    });
    for (const row of rows) this.dayBackoff.succeeded(keyOf(row));
    return noted.some(({ again }) => again);
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
