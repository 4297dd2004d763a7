import { secondsLeft } from './time-left.js';

describe('the time that a history still takes', () => {
  it('is unknown before a window was walked to its end', () => {
    expect(secondsLeft({ walked: 0, walkedMs: 0, left: 30 }, 6)).toBeNull();
  });

  it('is that of the windows that are left, several at once, each as long as those before', () => {
    expect(secondsLeft({ walked: 6, walkedMs: 60_000, left: 24 }, 6)).toBe(40);
    expect(secondsLeft({ walked: 29, walkedMs: 290_000, left: 1 }, 6)).toBe(10);
    expect(secondsLeft({ walked: 27, walkedMs: 270_000, left: 3 }, 6)).toBe(10);
  });

  it('is none where nothing is left', () => {
    expect(secondsLeft({ walked: 30, walkedMs: 1, left: 0 }, 6)).toBe(0);
  });
});
