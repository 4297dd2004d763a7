import { jest } from '@jest/globals';
import type { DayScorer, ScorePublisher } from '../scoring/index.js';
import { ScoreJob } from './score.job.js';

describe('scoring’s rest', () => {
  let now: number;
  let scoringMs: number;
  let publishingMs: number;
  let failure: Error | null;
  let job: ScoreJob;

  beforeEach(() => {
    now = 1_000_000;
    [scoringMs, publishingMs, failure] = [0, 0, null];
    jest.spyOn(performance, 'now').mockImplementation(() => now);
    jest.spyOn(Date, 'now').mockImplementation(() => now);
    const spend = (ms: number) => {
      now += ms;
      return failure === null ? Promise.resolve(1) : Promise.reject(failure);
    };
    job = new ScoreJob(
      { scoreChanged: () => spend(scoringMs) } as unknown as DayScorer,
      { publish: () => spend(publishingMs) } as unknown as ScorePublisher,
    );
  });
  afterEach(() => {
    jest.restoreAllMocks();
  });

  const restMs = async (): Promise<number> => {
    await job.work({ tenantId: 'acme' }, new AbortController().signal).catch(() => undefined);
    const from = now;
    while (!job.backoff.allows('acme', now)) now += 10;
    return now - from;
  };

  it('is none after a change that is scored at once, however long the host takes its score', async () => {
    for (const [scoring, publishing] of [
      [1, 1],
      [60, 20],
      [250, 0],
      [100, 5_000],
    ] as const) {
      [scoringMs, publishingMs] = [scoring, publishing];
      expect(await restMs()).toBe(0);
    }
  });

  it('is three times what it took beyond that, ten seconds at most', async () => {
    for (const [scoring, rest] of [
      [350, 300],
      [1_250, 3_000],
      [60_000, 10_000],
    ] as const) {
      scoringMs = scoring;
      expect(await restMs()).toBe(rest);
    }
  });

  it('is longer each time where it fails', async () => {
    failure = new Error('no');
    for (const rest of [5_000, 10_000, 20_000]) expect(await restMs()).toBe(rest);
  });
});
