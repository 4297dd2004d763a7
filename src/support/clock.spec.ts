import { jest } from '@jest/globals';
import { steadyNow } from './clock.js';

const HOUR_MS = 3_600_000;

describe('the steady clock', () => {
  afterEach(() => {
    jest.restoreAllMocks();
  });

  it('tells the time as the host does, as long as nobody sets that clock', () => {
    expect(Math.abs(steadyNow() - Date.now())).toBeLessThan(1_000);
  });

  it.each([-HOUR_MS, HOUR_MS])('is not moved by a step of the host’s clock by %i ms', (step) => {
    const before = steadyNow();
    const now = Date.now();
    jest.spyOn(Date, 'now').mockReturnValue(now + step);
    const after = steadyNow();
    expect(after).toBeGreaterThanOrEqual(before);
    expect(after - before).toBeLessThan(1_000);
  });
});
