import { LimitKeeper } from './limits.js';
import { dialpadLimits, startDialpadSimulator } from './index.js';

describe('limits', () => {
  it('admits twenty requests of a company in a second, and more once a second is over', () => {
    let now = 0;
    const keeper = new LimitKeeper(dialpadLimits, () => now);
    const admitted = () =>
      Array.from({ length: 30 }, () => keeper.admit('a', 'callListPerMinute', 'list')).filter(
        (refusal) => refusal === null,
      );
    expect(admitted()).toHaveLength(20);
    expect(keeper.admit('b', 'callListPerMinute', 'list')).toBeNull();
    now = 999;
    expect(admitted()).toHaveLength(0);
    now = 1000;
    expect(admitted()).toHaveLength(20);
  });

  it('counts the routes of one limit apart', () => {
    const keeper = new LimitKeeper({ ...dialpadLimits, otherPerMinute: 1 }, () => 0);
    expect(keeper.admit('a', 'otherPerMinute', 'users')).toBeNull();
    expect(keeper.admit('a', 'otherPerMinute', 'users')).not.toBeNull();
    expect(keeper.admit('a', 'otherPerMinute', 'company')).toBeNull();
  });

  it('says at times when to come back', () => {
    const keeper = new LimitKeeper({ ...dialpadLimits, callPerMinute: 1 }, () => 0);
    keeper.admit('a', 'callPerMinute', 'call');
    expect(keeper.admit('a', 'callPerMinute', 'call')).toEqual({ retryAfterSeconds: 60 });
    expect(keeper.admit('a', 'callPerMinute', 'call')).toEqual({ retryAfterSeconds: null });
  });

  it('answers the eleventh single call in a minute with 429', async () => {
    const dialpad = await startDialpadSimulator();
    try {
      const { accessToken } = dialpad.grant('dana@acme.example');
      const statuses: number[] = [];
      let refused: Response | undefined;
      for (let i = 0; i < 11; i++) {
        refused = await fetch(`${dialpad.baseUrl}/api/v2/call/1`, {
          headers: { authorization: `Bearer ${accessToken}` },
        });
        statuses.push(refused.status);
      }
      expect(statuses).toEqual([...Array<number>(10).fill(404), 429]);
      expect(Number(refused?.headers.get('retry-after'))).toBeGreaterThan(0);
      expect(await refused?.json()).toMatchObject({ error: { code: 429 } });
    } finally {
      await dialpad.stop();
    }
  });
});
