import fc from 'fast-check';
import {
  countingSpans,
  type DayTerms,
  earlyHoursOf,
  firstDifference,
  pastAfter,
  type TermsOfDay,
  termsOn,
} from './day-terms.js';
import { addDays, type Day, dayBounds, dayOf, daysBetween, daysTouched, type Span, type Zones } from './days.js';

const FIRST = '2026-03-01';
const DAYS = daysBetween(FIRST, '2026-04-10');
const ZONES = [
  'UTC',
  'America/New_York',
  'Pacific/Kiritimati',
  'Pacific/Pago_Pago',
  'Asia/Kathmandu',
  'Australia/Lord_Howe',
];

const day = fc.constantFrom(...DAYS);
const shift = fc.option(
  fc.record({
    days: fc.uniqueArray(fc.integer({ min: 1, max: 7 }), { maxLength: 7 }),
    from: fc.constantFrom('09:00', '22:00', '00:00'),
    to: fc.constantFrom('17:30', '06:00', '09:00'),
  }),
);
const terms = fc.record({ timeZone: fc.constantFrom(...ZONES), workShift: shift });
/** Terms that are noted one after the other, some of them from a day that the host names. */
const notings = fc.array(fc.record({ next: terms, today: day, effectiveFrom: fc.option(day, { nil: undefined }) }), {
  maxLength: 5,
});

type Noting = { next: TermsOfDay; today: Day; effectiveFrom: Day | undefined };

const noted = (first: TermsOfDay, later: readonly Noting[]): DayTerms =>
  later.reduce<DayTerms>((before, { next, today, effectiveFrom }) => {
    const past = pastAfter(before, { ...next, ...(effectiveFrom && { effectiveFrom }) }, today);
    return { ...next, past };
  }, first);

const bounds = (on: Day, zones: Zones): [number, number] => {
  const { from, to } = dayBounds(on, zones);
  return [from.getTime(), to.getTime()];
};

describe('terms that change', () => {
  const [a, b]: TermsOfDay[] = [
    { timeZone: 'UTC', workShift: null },
    { timeZone: 'UTC', workShift: { days: [1], from: '09:00', to: '17:00' } },
  ];
  const today = '2026-03-10';

  it('hold from their day on, each later one over the earlier: as if each day had been written anew', () => {
    fc.assert(
      fc.property(terms, notings, (first, later) => {
        const plain = new Map(DAYS.map((on): [Day, TermsOfDay] => [on, first]));
        let last: TermsOfDay = first;
        const changes = later.filter(({ next }) => {
          const isOther = JSON.stringify(next) !== JSON.stringify(last);
          last = next;
          return isOther;
        });
        for (const { next, today: noticed, effectiveFrom } of changes) {
          for (const on of DAYS) if (on >= (effectiveFrom ?? noticed)) plain.set(on, next);
        }
        const all = noted(first, changes);
        expect(DAYS.map((on) => termsOn(on, all))).toMatchObject(DAYS.map((on) => plain.get(on)));
      }),
    );
  });

  it('that say nothing else move their own beginning only, and not by themselves', () => {
    const since = (effectiveFrom?: Day) =>
      pastAfter(
        { ...b!, past: [{ ...a!, until: today }] },
        { ...b!, ...(effectiveFrom && { effectiveFrom }) },
        '2026-03-20',
      );
    expect(since()).toEqual([{ ...a, until: today }]);
    expect(since('2026-03-05')).toEqual([{ ...a, until: '2026-03-05' }]);
    expect(since('2026-03-15')).toEqual([{ ...a, until: '2026-03-15' }]);
    expect(pastAfter(a!, { ...a!, effectiveFrom: '2026-03-05' }, today)).toEqual([]);
  });

  it('differ from a day on, or never', () => {
    fc.assert(
      fc.property(terms, notings, notings, (first, one, other) => {
        const [left, right] = [noted(first, one), noted(first, [...one, ...other])];
        const differs = (on: Day): boolean =>
          JSON.stringify([termsOn(on, left).timeZone, termsOn(on, left).workShift]) !==
          JSON.stringify([termsOn(on, right).timeZone, termsOn(on, right).workShift]);
        const from = firstDifference(left, right);
        expect(DAYS.find(differs)).toBe(from === null ? undefined : DAYS.find((on) => on >= from));
      }),
    );
  });
});

describe('days whose time zone changes', () => {
  it('follow each other without a gap, and hold each instant once', () => {
    fc.assert(
      fc.property(terms, notings, fc.integer({ min: 0, max: 40 * 24 * 60 }), (first, later, minute) => {
        const all = noted(first, later);
        for (const on of DAYS) {
          const [from, to] = bounds(on, all);
          expect(to).toBeGreaterThanOrEqual(from);
          expect(bounds(addDays(on, 1), all)[0]).toBe(to);
        }
        const instant = new Date(Date.parse(`${FIRST}T12:00:00Z`) + minute * 60_000);
        const holding = [addDays(FIRST, -1), ...DAYS, '2026-04-11'].filter((on) => {
          const [from, to] = bounds(on, all);
          return from <= instant.getTime() && instant.getTime() < to;
        });
        expect(holding).toEqual([dayOf(instant, all)]);
        const later40h = new Date(instant.getTime() + 40 * 3_600_000);
        expect(daysTouched(instant, later40h, all)).toEqual(
          daysBetween(dayOf(instant, all), dayOf(new Date(later40h.getTime() - 1), all)).filter((on) => {
            const [from, to] = bounds(on, all);
            return to > from;
          }),
        );
      }),
    );
  });

  it('are those of their own zone, but for the days beside a change', () => {
    fc.assert(
      fc.property(terms, notings, (first, later) => {
        const all = noted(first, later);
        for (const on of DAYS) {
          const { timeZone } = termsOn(on, all);
          const near = [-2, -1, 0, 1, 2].map((away) => termsOn(addDays(on, away), all).timeZone);
          if (near.every((zone) => zone === timeZone)) expect(bounds(on, all)).toEqual(bounds(on, timeZone));
        }
      }),
    );
  });

  it('begin on the first day of a zone where the day before it ended', () => {
    const all = {
      timeZone: 'America/Los_Angeles',
      workShift: null,
      past: [{ timeZone: 'America/New_York', workShift: null, until: '2026-03-03' }],
    };
    expect(dayBounds('2026-03-03', all)).toEqual({
      from: new Date('2026-03-03T05:00:00Z'),
      to: new Date('2026-03-04T08:00:00Z'),
    });
  });
});

describe('what counts of a day', () => {
  it('is the shift of its own terms, and of the terms before what a shift over midnight leaves to it', () => {
    const night = { days: [1], from: '22:00', to: '06:00' };
    const office = { days: [2], from: '05:00', to: '17:00' };
    const all = {
      timeZone: 'UTC',
      workShift: office,
      past: [{ timeZone: 'UTC', workShift: night, until: '2026-03-03' }],
    };
    const spans = (on: Day) =>
      countingSpans(on, all).map(({ from, to }) => [from.toISOString(), to.toISOString()].join());
    expect(spans('2026-03-02')).toEqual(['2026-03-02T22:00:00.000Z,2026-03-03T00:00:00.000Z']);
    expect(spans('2026-03-03')).toEqual([
      '2026-03-03T00:00:00.000Z,2026-03-03T06:00:00.000Z',
      '2026-03-03T05:00:00.000Z,2026-03-03T17:00:00.000Z',
    ]);
    expect(spans('2026-03-09')).toEqual([]);
  });

  it('is what its own terms say of every day alike, but where it is told how the day begins', () => {
    const shifts = fc.array(
      fc.record({ next: fc.record({ timeZone: fc.constant('UTC'), workShift: shift }), on: day }),
      {
        maxLength: 4,
      },
    );
    const moments = (on: Day, spans: readonly Span[]): boolean[] =>
      Array.from({ length: 48 }, (_, half) => Date.parse(`${on}T00:00:00Z`) + half * 30 * 60_000).map((at) =>
        spans.some(({ from, to }) => from.getTime() <= at && at < to.getTime()),
      );
    fc.assert(
      fc.property(shift, shifts, (workShift, later) => {
        const all = noted(
          { timeZone: 'UTC', workShift },
          later.map(({ next, on }) => ({ next, today: on, effectiveFrom: on })),
        );
        for (const on of DAYS) {
          const own = termsOn(on, all);
          const early = earlyHoursOf(on, all);
          const begun = countingSpans(on, { ...own, past: [{ timeZone: 'UTC', workShift: null, until: on }] });
          const told =
            early === null ? countingSpans(on, own) : [...begun, ...(early.goesOn ? [early.goesOn.left] : [])];
          expect(moments(on, countingSpans(on, all))).toEqual(moments(on, told));
        }
      }),
    );
  });
});
