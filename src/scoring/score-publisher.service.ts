import { raw } from '@mikro-orm/core';
import { Inject, Injectable } from '@nestjs/common';
import { SCORE_SINK, TenantDatabase } from '../access/index.js';
import type { DayScore, ScoreSink } from '../contract/index.js';
import { DayScoreEntity, TenantEntity } from '../storage/index.js';
import { Backoff } from '../support/backoff.js';
import { takeTurn } from './scoring-turn.js';

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
  /** By tenant: whose host refused its scores. */
  private readonly backoff = new Backoff();

  constructor(
    private readonly database: TenantDatabase,
    @Inject(SCORE_SINK) private readonly sink: ScoreSink,
  ) {}

  /**
   * Publishes what the host has not taken yet, in order of employee and day. Does nothing while the tenant's scores rest
   * after a refusal. One call for a tenant at a time: the queue sees to it.
   *
   * @param signal ends it after the present batch
   * @throws Error where the host refuses; what it did not take stays for the next time, at growing intervals
   */
  async publish(tenantId: string, signal: AbortSignal): Promise<void> {
    if (!this.backoff.allows(tenantId)) return;
    while (!signal.aborted) {
      const rows = await this.unpublished(tenantId);
      if (rows.length === 0) return;
      await this.handOver(tenantId, rows);
      await this.confirm(tenantId, rows);
    }
  }

  private async unpublished(tenantId: string): Promise<DayScoreEntity[]> {
    return await this.database
      .of(tenantId)
      .find(
        DayScoreEntity,
        { tenantId, publishedRevision: { $lt: raw('revision') } },
        { orderBy: { employeeId: 'asc', day: 'asc' }, limit: SCORES_AT_ONCE, disableIdentityMap: true },
      );
  }

  /** What the host does not take just now; null while it takes its scores. */
  async refused(tenantId: string): Promise<RefusedScores | null> {
    const em = this.database.of(tenantId);
    const row = await em.findOne(TenantEntity, { tenantId }, { fields: ['scoresRefusedAt', 'scoresRefusal'] });
    if (row === null || row.scoresRefusedAt === null) return null;
    const days = await em.count(DayScoreEntity, { tenantId, publishedRevision: { $lt: raw('revision') } });
    return days === 0 ? null : { days, since: row.scoresRefusedAt, reason: row.scoresRefusal ?? '' };
  }

  private async handOver(tenantId: string, rows: readonly DayScoreEntity[]): Promise<void> {
    try {
      await this.sink.publish(rows.map(toDayScore));
    } catch (cause) {
      const restMs = this.backoff.failed(tenantId);
      const why = cause instanceof Error ? cause.message : String(cause);
      await this.noteRefusal(tenantId, why);
      throw new Error(
        `The host did not take ${rows.length} day scores of tenant ${tenantId} (${why}); ` +
          `they are offered again in ${restMs / 1000} seconds.`,
        { cause },
      );
    }
    this.backoff.succeeded(tenantId);
    await this.noteRefusal(tenantId, null);
  }

  /** What is noted already is not written again: most hosts take most scores. */
  private async noteRefusal(tenantId: string, why: string | null): Promise<void> {
    const said = why === null ? null : why.replaceAll('\0', '').slice(0, LONGEST_REASON);
    await this.database.of(tenantId).execute(
      `update phone_system.tenant set scores_refusal = ?::text,
         scores_refused_at = case when ?::text is null then null else coalesce(scores_refused_at, now()) end
       where tenant_id = ? and scores_refusal is distinct from ?::text`,
      [said, said, tenantId, said],
    );
  }

  /** A day that was scored again in the meantime stays unpublished. */
  private async confirm(tenantId: string, rows: readonly DayScoreEntity[]): Promise<void> {
    const taken = rows.map(({ employeeId, day, revision }) => ({ employeeId, day, revision }));
    await this.database.transaction(tenantId, async (em) => {
      await takeTurn(em, tenantId);
      await em.execute(
        `update phone_system.day_score score set published_revision = taken.revision
         from jsonb_to_recordset(?::jsonb) as taken ("employeeId" text, day date, revision int)
         where score.tenant_id = ? and score.employee_id = taken."employeeId" and score.day = taken.day
           and score.published_revision < taken.revision`,
        [JSON.stringify(taken), tenantId],
      );
    });
  }
}

const toDayScore = (row: DayScoreEntity): DayScore => ({
  tenantId: row.tenantId,
  employeeId: row.employeeId,
  day: row.day,
  revision: row.revision,
  score: row.score,
  countedMs: row.countedMs,
  inputs: row.inputs.length,
  flagged: row.inputs.filter(({ flagReason }) => flagReason !== null).length,
  because: row.because.map(({ rule, points, callIds }) => ({ rule, points, calls: callIds })),
});
