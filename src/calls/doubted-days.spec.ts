import fc from 'fast-check';
import { addDays, dayOf } from '../support/days.js';
import { Problem } from '../support/problem.js';
import { doubtedSpan } from './doubted-days.js';

const HOUR = 3_600_000;
const ZONES = ['America/New_York', 'UTC', 'Asia/Kolkata', 'Pacific/Auckland', 'Pacific/Apia'];

describe('the calls that are asked for again', () => {
  it('are those of the days that were named, hour by hour, and of no other', () => {
    fc.assert(
      fc.property(
        fc.constantFrom(...ZONES),
        fc.date({ min: new Date('2011-12-20T00:00:00Z'), max: new Date('2012-04-20T00:00:00Z'), noInvalidDate: true }),
        fc.integer({ min: 1, max: 24 * 20 }),
        fc.integer({ min: -3, max: 23 }),
        fc.integer({ min: -1, max: 5 }),
        fc.option(fc.integer({ min: 1, max: 24 * 20 })),
        (zone, now, keptHours, agoDays, more, listedHours) => {
          const beginning = new Date(now.getTime() - keptHours * HOUR);
          const listedFrom = listedHours === null ? null : new Date(now.getTime() - listedHours * HOUR);
          const earliest = listedFrom !== null && listedFrom > beginning ? listedFrom : beginning;
          const from = addDays(dayOf(now, zone), -agoDays);
          const to = addDays(from, more);
          const wanted = (hour: number): boolean => {
            const day = dayOf(new Date(hour), zone);
            return from <= day && day <= to;
          };
          let span;
          try {
            span = doubtedSpan({ from, to }, { zones: zone, beginning, listedFrom, name: 'Acme', now });
          } catch (error) {
            expect(error).toBeInstanceOf(Problem);
            expect(error).toMatchObject({ status: 400, code: 'invalid_span' });
            const isListed = to >= dayOf(earliest, zone);
            const isKnown = isListed && from <= to && to <= dayOf(now, zone) && from >= dayOf(beginning, zone);
            // Apia left out a day.
            expect(isKnown && from !== '2011-12-30').toBe(false);
            return;
          }
          expect(from <= to && to <= dayOf(now, zone) && from >= dayOf(beginning, zone)).toBe(true);
          expect(to >= dayOf(earliest, zone)).toBe(true);
          for (let at = earliest.getTime(); at < now.getTime(); at += HOUR) {
            expect(at >= span.from.getTime() && at < span.to.getTime()).toBe(wanted(at));
          }
        },
      ),
    );
  });

  it.each([
    [{ from: '2026-11-05', to: '2026-11-03' }, 'from must not be after to'],
    [{ from: '2026-11-05', to: '2026-11-23' }, 'to must not lie in the future, and today is 2026-11-21'],
    [
      { from: '2026-10-31', to: '2026-11-02' },
      'from must not be before 2026-11-01, the first day of which calls are kept',
    ],
    [
      { from: '2026-11-02', to: '2026-11-04' },
      'to must not be before 2026-11-05, the first day of which Acme still lists calls',
    ],
  ])('of %j are none: %s', (days, words) => {
    // It is the 22nd in UTC, and the 21st at the tenant's.
    const facts = {
      zones: 'America/New_York',
      beginning: new Date('2026-11-01T15:00:00Z'),
      listedFrom: new Date('2026-11-05T15:00:00Z'),
      name: 'Acme',
      now: new Date('2026-11-22T03:00:00Z'),
    };
    expect(() => doubtedSpan(days, facts)).toThrow(words);
  });
});
