import { secondsLeft } from './time-left.js';

const DAY = 86_400_000;

describe('the time that a history still takes', () => {
  it('is unknown before a window was walked to its end', () => {
    expect(secondsLeft({ walkedSpanMs: 0, walkedMs: 0, leftSpanMs: 30 * DAY, left: 30 }, 6)).toBeNull();
  });

  it('is unknown where what was walked is too little to tell: the last window may be of a moment', () => {
    expect(secondsLeft({ walkedSpanMs: 471, walkedMs: 90, leftSpanMs: 5 * DAY, left: 5 }, 6)).toBeNull();
  });

  it('is that of the windows that are left, several at once, each day as long as those before', () => {
    const after = (days: number, tookMs: number) => ({ walkedSpanMs: days * DAY, walkedMs: tookMs });
    expect(secondsLeft({ ...after(6, 60_000), leftSpanMs: 24 * DAY, left: 24 }, 6)).toBe(40);
    expect(secondsLeft({ ...after(29, 290_000), leftSpanMs: DAY, left: 1 }, 6)).toBe(10);
    expect(secondsLeft({ ...after(27, 270_000), leftSpanMs: 3 * DAY, left: 3 }, 6)).toBe(10);
    expect(secondsLeft({ ...after(29, 290_000), leftSpanMs: DAY, left: 24 }, 6)).toBe(2);
  });

  it('is none where nothing is left', () => {
    expect(secondsLeft({ walkedSpanMs: 30 * DAY, walkedMs: 1, leftSpanMs: 0, left: 0 }, 6)).toBe(0);
  });
});
