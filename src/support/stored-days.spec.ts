import fc from 'fast-check';
import { addDays } from './days.js';
import { FIRST_DAY, firstDayBack, isStoredOn, type StoredDays } from './stored-days.js';

const DAYS = Array.from({ length: 8 }, (_, at) => addDays('2026-11-01', at));

const day = fc.option(fc.constantFrom(...DAYS.slice(1, -1)), { nil: null });
const spans = fc
  .record({ storedFrom: day, storedUntil: day })
  .filter(({ storedFrom, storedUntil }) => storedFrom === null || storedUntil === null || storedFrom <= storedUntil);

describe('the days of which somebody’s calls are stored', () => {
  it('come back with the first that was not among them', () => {
    fc.assert(
      fc.property(spans, spans, (before: StoredDays, after: StoredDays) => {
        const back = [FIRST_DAY, ...DAYS].find((one) => isStoredOn(after, one) && !isStoredOn(before, one));
        expect(firstDayBack(before, after)).toBe(back ?? null);
      }),
    );
  });
});
