import fc from 'fast-check';
import { covers, difference, overlap, since, type Span, without } from './spans.js';

const DAYS = ['2026-03-01', '2026-03-02', '2026-03-03', '2026-03-04', '2026-03-05', '2026-03-06'];

const day = fc.option(fc.constantFrom(...DAYS));
const span: fc.Arbitrary<Span> = fc
  .record({ fromDay: day, untilDay: day })
  .filter(({ fromDay, untilDay }) => fromDay === null || untilDay === null || fromDay < untilDay);
const spans = fc.array(span, { maxLength: 4 });

/** The days of a span, and one before and after all others. */
const EVERY_DAY = ['2026-02-28', ...DAYS, '2026-03-07'];
const daysOf = (...all: Span[]): string[] => EVERY_DAY.filter((one) => all.some((span) => covers(span, one)));

describe('spans of days', () => {
  it('hold their first day and not the one they end on', () => {
    expect(daysOf({ fromDay: '2026-03-02', untilDay: '2026-03-04' })).toEqual(['2026-03-02', '2026-03-03']);
    expect(daysOf(since('2026-03-05'))).toEqual(['2026-03-05', '2026-03-06', '2026-03-07']);
  });

  it('overlap where they share a day', () => {
    fc.assert(
      fc.property(span, span, (a, b) => {
        const shared = daysOf(a).filter((one) => covers(b, one));
        expect(overlap(a, b)).toBe(shared.length > 0);
      }),
    );
  });

  it('without others are the days that no other has, each once', () => {
    fc.assert(
      fc.property(span, spans, (one, others) => {
        const left = without(one, others);
        expect(left.flatMap((piece) => daysOf(piece))).toEqual(
          daysOf(one).filter((each) => !daysOf(...others).includes(each)),
        );
      }),
    );
  });

  it('differ by the days that only one of two lists has', () => {
    fc.assert(
      fc.property(spans, spans, (a, b) => {
        const inOne = EVERY_DAY.filter((one) => daysOf(...a).includes(one) !== daysOf(...b).includes(one));
        expect(daysOf(...difference(a, b))).toEqual(inOne);
      }),
    );
  });
});
