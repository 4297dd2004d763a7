import { Injectable } from '@nestjs/common';
import type { WorkDefinition } from '../queue/index.js';
import { DayScorer, ScorePublisher } from '../scoring/index.js';
import { Backoff } from '../support/backoff.js';

export const SCORE = 'score';

/** Whose turn it is. */
export interface ScoreTurn {
  readonly tenantId: string;
}

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
    try {
      await this.scorer.scoreChanged(tenantId, signal);
      await this.publisher.publish(tenantId, signal);
      this.backoff.succeeded(tenantId);
    } catch (error) {
      if (signal.aborted) return;
      this.backoff.failed(tenantId);
      throw error;
    }
  };
}
