import { Injectable } from '@nestjs/common';
import type { WorkDefinition } from '../queue/index.js';
import { DayScorer, ScorePublisher } from '../scoring/index.js';
import { Backoff } from '../support/backoff.js';
import { inSpan } from '../tracing/index.js';

export const SCORE = 'score';

/** Whose turn it is. */
export interface ScoreTurn {
  readonly tenantId: string;
}

/**
 * Long scoring rests three times as long as it took: however much there is, most of the time is left for fetching and
 * people. What just came in is scored in less than that, and holds up nothing that comes in next.
 */
const REST_PER_WORK = 3;
const WITHOUT_REST_MS = 250;
const LONGEST_REST_MS = 10_000;

/** @param workMs how long scoring took, without what the host took to take the scores */
const restAfter = (workMs: number): number =>
  Math.min(LONGEST_REST_MS, REST_PER_WORK * Math.max(0, workMs - WITHOUT_REST_MS));

/** Scores a tenant's days that something changed, and hands the scores to the host. */
@Injectable()
export class ScoreJob implements WorkDefinition<ScoreTurn> {
  readonly name = SCORE;
  readonly concurrency = 2;
  readonly backoff = new Backoff();

  constructor(
    private readonly scorer: DayScorer,
    private readonly publisher: ScorePublisher,
  ) {}

  readonly work = async ({ tenantId }: ScoreTurn, signal: AbortSignal): Promise<void> => {
    const from = performance.now();
    try {
      await inSpan('score', { tenant: tenantId }, async (note) => {
        note({ days: await this.scorer.scoreChanged(tenantId, signal) });
      });
      const restMs = restAfter(performance.now() - from);
      await inSpan('publish', { tenant: tenantId }, () => this.publisher.publish(tenantId, signal));
      this.backoff.succeeded(tenantId, restMs);
    } catch (error) {
      if (signal.aborted) return;
      this.backoff.failed(tenantId);
      throw error;
    }
  };
}
