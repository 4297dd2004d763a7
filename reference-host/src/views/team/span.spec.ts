import { firstSpan, isMonth, lastOver, monthOfDay, spanAfter, spanBefore, spanWords, weekOf } from './span.js';

describe('the days of a team', () => {
  it('are a week from Monday to Sunday, or a month', () => {
    expect(weekOf('2026-11-22')).toEqual({ from: '2026-11-16', to: '2026-11-22' });
    expect(weekOf('2026-11-16')).toEqual({ from: '2026-11-16', to: '2026-11-22' });
    expect(monthOfDay('2028-02-10')).toEqual({ from: '2028-02-01', to: '2028-02-29' });
    expect(isMonth({ from: '2026-02-01', to: '2026-02-28' })).toBe(true);
    expect(isMonth({ from: '2026-02-01', to: '2026-02-27' })).toBe(false);
  });

  it('begin with the week of the last day that is over', () => {
    expect(firstSpan('2026-11-23')).toEqual(weekOf('2026-11-16'));
    expect(firstSpan('2026-11-24')).toEqual(weekOf('2026-11-23'));
  });

  it.each([
    [weekOf('2027-01-01'), weekOf('2026-12-21'), weekOf('2027-01-04'), 'Dec 28, 2026 – Jan 3, 2027'],
    [monthOfDay('2026-03-31'), monthOfDay('2026-02-01'), monthOfDay('2026-04-01'), 'March 2026'],
    [
      { from: '2026-11-18', to: '2026-11-20' },
      { from: '2026-11-15', to: '2026-11-17' },
      { from: '2026-11-21', to: '2026-11-23' },
      'Nov 18 – 20, 2026',
    ],
  ])('have others of their kind before and after: %j', (span, before, after, words) => {
    expect(spanBefore(span)).toEqual(before);
    expect(spanAfter(span)).toEqual(after);
    expect(spanWords(span)).toBe(words);
  });

  it('are looked at by their last day that is over', () => {
    const week = weekOf('2026-11-20');
    expect(lastOver(week, '2026-12-24')).toBe('2026-11-22');
    expect(lastOver(week, '2026-11-18')).toBe('2026-11-17');
    expect(lastOver(week, '2026-11-16')).toBe('2026-11-16');
  });
});
