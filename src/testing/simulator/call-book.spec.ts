import fc from 'fast-check';
import { acme } from './acme.js';
import { CallBook } from './call-book.js';
import { callFrom } from './call-draft.js';
import { dayNamed, dayOf } from '../vendor/index.js';
import { globex } from './globex.js';
import type { SimulatedCall, SimulatedCompany } from './model.js';
import { partyOf } from './party.js';

const FIRST_START = Date.parse('2026-11-05T12:00:00Z');
const DAY = 86_400_000;

const bookOf = (company: SimulatedCompany, seed = 1, added: readonly SimulatedCall[] = []): CallBook =>
  new CallBook({
    company,
    companyIndex: 0,
    seed,
    firstStartedAt: FIRST_START,
    historyDays: 10,
    added: () => added,
    changes: () => ({}),
  });

describe('a book of calls', () => {
  const old = callFrom('600000000000000001', {
    direction: 'inbound',
    startedAt: FIRST_START - 300 * DAY,
    endedAt: FIRST_START - 300 * DAY + 1000,
    target: partyOf(acme, acme.users[0]?.id ?? ''),
  });
  const book = bookOf(acme, 1, [old]);
  const end = FIRST_START + 5 * DAY;
  const all = [...book.newestFirst(-1, end)];

  it('gives exactly what is between two instants, whatever they are', () => {
    const starts = all.map(({ startedAt }) => startedAt);
    const instant = fc.oneof(fc.constantFrom(...starts), fc.integer({ min: FIRST_START - 320 * DAY, max: end }));
    fc.assert(
      fc.property(instant, instant, (after, before) => {
        const expected = all.filter(({ startedAt }) => startedAt > after && startedAt < before);
        expect([...book.newestFirst(after, before)].map(({ id }) => id)).toEqual(expected.map(({ id }) => id));
      }),
      { numRuns: 60 },
    );
  });

  it('finds every call by its id, and nothing by another', () => {
    fc.assert(fc.property(fc.constantFrom(...all), (call) => expect(book.find(call.id)).toEqual(call)));
    expect([book.find('1'), book.find(''), book.find(`5019999${'9'.repeat(11)}`)]).toEqual([null, null, null]);
  });

  it('says the same for the same seed, and something else for another', () => {
    const idsAndTimes = (one: CallBook) => [...one.newestFirst(FIRST_START - DAY, FIRST_START)];
    expect(idsAndTimes(bookOf(acme))).toEqual(idsAndTimes(bookOf(acme)));
    expect(idsAndTimes(bookOf(acme, 2))).not.toEqual(idsAndTimes(bookOf(acme)));
  });

  it('has only calls that make sense', () => {
    for (const { startedAt, connectedAt, endedAt, direction, voicemail } of all) {
      expect(startedAt).toBeLessThanOrEqual(connectedAt ?? startedAt);
      expect(connectedAt ?? startedAt).toBeLessThan(endedAt);
      if (voicemail !== 'none') expect([direction, connectedAt]).toEqual(['inbound', null]);
    }
  });

  it('tells no stories for a company without a cast', () => {
    const other = bookOf(globex);
    expect(other.storiesOn('2026-11-04')).toBeNull();
    expect([...other.newestFirst(FIRST_START - DAY, FIRST_START)].length).toBeGreaterThan(10);
  });
});

describe('a company’s day', () => {
  it('is 25 hours long when the clocks go back, 23 when they go forward', () => {
    const hours = (name: string) =>
      (dayNamed(name, 'America/New_York').to - dayNamed(name, 'America/New_York').from) / 3_600_000;
    expect([hours('2026-11-01'), hours('2026-03-08'), hours('2026-11-02')]).toEqual([25, 23, 24]);
  });

  it('holds the instants that fall in it, and none is without a day', () => {
    fc.assert(
      fc.property(
        fc.integer({ min: 0, max: 4e12 }),
        fc.constantFrom('America/New_York', 'Asia/Kolkata', 'UTC'),
        (at, zone) => {
          const day = dayOf(at, zone);
          expect(day.from <= at && at < day.to).toBe(true);
          expect(dayNamed(day.name, zone).number).toBe(day.number);
        },
      ),
    );
  });
});
