import { isDirectoryDue, ORDINARY_DIRECTORY } from './directory-due.js';

const HOUR = 3_600_000;
const now = new Date('2026-11-20T15:00:00Z');
const isDue = (phoneUsers: number, ageMs: number | null, asked = false): boolean =>
  isDirectoryDue(
    { phoneUsers, readAt: ageMs === null ? null : new Date(now.getTime() - ageMs) },
    { asked, now, everyMs: HOUR },
  );

describe('whether a directory is read', () => {
  it('is read at every turn for an ordinary company, however fresh it is', () => {
    expect(isDue(ORDINARY_DIRECTORY, 0)).toBe(true);
  });

  it('is left for a large company while it is younger than a far round, and not after', () => {
    expect(isDue(ORDINARY_DIRECTORY + 1, HOUR - 1)).toBe(false);
    expect(isDue(ORDINARY_DIRECTORY + 1, HOUR)).toBe(true);
  });

  it('is read for a large company where somebody asks for what is new', () => {
    expect(isDue(10_000, 0, true)).toBe(true);
  });

  it('is read where nothing is stored yet', () => {
    expect(isDue(0, null)).toBe(true);
  });
});
