import { jest } from '@jest/globals';
import type { Queue } from '../queue/index.js';
import type { DayScorer } from '../scoring/index.js';
import { ScoreJob } from './score.job.js';

describe('scoring’s rest', () => {
  let now: number;
  let scoringMs: number;
  let failure: Error | null;
  let requests: unknown[][];
  let job: ScoreJob;

  beforeEach(() => {
    now = 1_000_000;
    requests = [];
    [scoringMs, failure] = [0, null];
    jest.spyOn(performance, 'now').mockImplementation(() => now);
    jest.spyOn(Date, 'now').mockImplementation(() => now);
    const spend = (ms: number) => {
      now += ms;
      return failure === null ? Promise.resolve(1) : Promise.reject(failure);
    };
    job = new ScoreJob(
      { scoreChanged: () => spend(scoringMs) } as unknown as DayScorer,
      { request: (...asked: unknown[]) => Promise.resolve(void requests.push(asked)) } as unknown as Queue,
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

  it('is none after a change that is scored at once', async () => {
    for (const scoring of [1, 60, 250]) {
      scoringMs = scoring;
      expect(await restMs()).toBe(0);
    }
  });

  it('keeps no score back: as soon as they are there, they are asked to be handed over', async () => {
    scoringMs = 60_000;
    await restMs();
    expect(requests).toEqual([['publish', 'acme', { tenantId: 'acme' }]]);
    failure = new Error('no');
    await restMs();
    expect(requests).toHaveLength(1);
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
