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

/** Scoring rests three times as long as it took: however much there is, most of the time is left for fetching and people. */
const REST_PER_WORK = 3;
const LONGEST_REST_MS = 10_000;

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
      await inSpan('publish', { tenant: tenantId }, () => this.publisher.publish(tenantId, signal));
      this.backoff.succeeded(tenantId, Math.min(LONGEST_REST_MS, REST_PER_WORK * (performance.now() - from)));
    } catch (error) {
      if (signal.aborted) return;
      this.backoff.failed(tenantId);
      throw error;
    }
  };
}
