import { Injectable } from '@nestjs/common';
import { Queue, type WorkDefinition } from '../queue/index.js';
import { DayScorer } from '../scoring/index.js';
import { Backoff } from '../support/backoff.js';
import { inSpan } from '../tracing/index.js';
import { PUBLISH } from './publish.job.js';

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

const restAfter = (workMs: number): number =>
  Math.min(LONGEST_REST_MS, REST_PER_WORK * Math.max(0, workMs - WITHOUT_REST_MS));

/** Scores a tenant's days that something changed, and asks for the scores to be handed to the host. */
@Injectable()
export class ScoreJob implements WorkDefinition<ScoreTurn> {
  readonly name = SCORE;
  readonly concurrency = 2;
  readonly backoff = new Backoff();

  constructor(
    private readonly scorer: DayScorer,
    private readonly queue: Queue,
  ) {}

  readonly work = async ({ tenantId }: ScoreTurn, signal: AbortSignal): Promise<void> => {
    const from = performance.now();
    try {
      const days = await inSpan('score', { tenant: tenantId }, async (note) => {
        const scored = await this.scorer.scoreChanged(tenantId, signal);
        note({ days: scored });
        return scored;
      });
      this.backoff.succeeded(tenantId, restAfter(performance.now() - from));
      // Where this fails, or the host's scores rest, the next tick asks.
      if (days > 0) await this.queue.request(PUBLISH, tenantId, { tenantId }).catch(() => undefined);
    } catch (error) {
      if (signal.aborted) return;
      this.backoff.failed(tenantId);
      throw error;
    }
  };
}
