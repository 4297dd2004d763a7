import { jest } from '@jest/globals';
import { orderedId } from './ordered-id.js';

describe('orderedId', () => {
  it('is a UUID of version 7, and another one each time', () => {
    const ids = Array.from({ length: 1_000 }, orderedId);
    expect(new Set(ids).size).toBe(1_000);
    for (const id of ids) expect(id).toMatch(/^[\da-f]{8}-[\da-f]{4}-7[\da-f]{3}-[89ab][\da-f]{3}-[\da-f]{12}$/);
  });

  it('is greater than every one that was made in a millisecond before', () => {
    try {
      jest.useFakeTimers({ now: new Date('2026-11-20T15:00:00Z') });
      const before = Array.from({ length: 100 }, orderedId).sort();
      jest.advanceTimersByTime(1);
      for (const id of Array.from({ length: 100 }, orderedId)) expect(id > (before.at(-1) ?? id)).toBe(true);
    } finally {
      jest.useRealTimers();
    }
  });
});
