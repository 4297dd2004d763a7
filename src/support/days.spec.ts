import fc from 'fast-check';
import { addDays, dayBounds, dayOf, daysBetween, daysTouched, isDay, isTimeZone, shiftSpans } from './days.js';

const hours = (span: { from: Date; to: Date }): number => (span.to.getTime() - span.from.getTime()) / 3_600_000;
const boundsOf = (day: string, zone: string): string[] =>
  Object.values(dayBounds(day, zone)).map((it: Date) => it.toISOString());

describe('a day', () => {
  it.each(['2026-11-22', '2024-02-29', '0001-01-01'])('is %s', (text) => expect(isDay(text)).toBe(true));
  it.each(['2026-02-29', '2026-13-01', '2026-1-1', '0000-01-01', '', 'today', '2026-11-22T00:00', '+2026-11-22'])(
    'is not "%s"',
    (text) => expect(isDay(text)).toBe(false),
  );

  it.each([
    ['2026-03-08', 'America/New_York', 23],
    ['2026-11-01', 'America/New_York', 25],
    ['2026-07-01', 'America/New_York', 24],
    ['2026-10-04', 'Australia/Lord_Howe', 23.5],
    ['2026-04-05', 'Australia/Lord_Howe', 24.5],
    ['2018-11-04', 'America/Sao_Paulo', 23],
    ['2018-02-17', 'America/Sao_Paulo', 25],
    ['2022-03-27', 'Asia/Beirut', 23],
    ['2026-11-01', 'America/Havana', 25],
    ['2026-10-31', 'America/Havana', 24],
    ['2011-12-29', 'Pacific/Apia', 24],
    ['2011-12-30', 'Pacific/Apia', 0],
    ['2011-12-31', 'Pacific/Apia', 24],
  ])('%s in %s has %d hours', (day, zone, length) => expect(hours(dayBounds(day, zone))).toBe(length));

  it('begins when the clock passes midnight, also where it never shows it', () => {
    expect(boundsOf('2018-11-04', 'America/Sao_Paulo')).toEqual([
      '2018-11-04T03:00:00.000Z',
      '2018-11-05T02:00:00.000Z',
    ]);
    expect(boundsOf('2026-11-22', 'Asia/Kathmandu')).toEqual(['2026-11-21T18:15:00.000Z', '2026-11-22T18:15:00.000Z']);
  });

  it('begins at the first of two midnights', () => {
    expect(boundsOf('2026-11-01', 'America/Havana')[0]).toBe('2026-11-01T04:00:00.000Z');
  });

  it('of an instant is the one whose bounds hold it, in every zone and near every change of clocks', () => {
    const zones = [
      'America/St_Johns',
      'America/Sao_Paulo',
      'America/Havana',
      'Pacific/Apia',
      'Asia/Kathmandu',
      'Asia/Beirut',
    ];
    const changes = [
      '2010-11-07T02:31Z',
      '2018-11-04T03:00Z',
      '2026-11-01T05:00Z',
      '2011-12-30T10:00Z',
      '2022-03-26T22:00Z',
    ];
    const instant = fc
      .tuple(fc.constantFrom(...changes), fc.integer({ min: -50 * 3_600_000, max: 50 * 3_600_000 }))
      .map(([change, offset]) => new Date(Date.parse(change) + offset));
    fc.assert(
      fc.property(instant, fc.constantFrom(...zones), (at, zone) => {
        const { from, to } = dayBounds(dayOf(at, zone), zone);
        expect(from <= at && at < to).toBe(true);
      }),
      { numRuns: 500 },
    );
  });

  it('is counted on the calendar', () => {
    expect(addDays('2024-02-28', 2)).toBe('2024-03-01');
    expect(addDays('2026-01-01', -1)).toBe('2025-12-31');
    expect(daysBetween('2026-10-30', '2026-11-01')).toEqual(['2026-10-30', '2026-10-31', '2026-11-01']);
    expect(daysBetween('2026-11-02', '2026-11-01')).toEqual([]);
    expect(daysBetween('9999-12-30', '9999-12-31')).toEqual(['9999-12-30', '9999-12-31']);
  });

  it('is touched by a span that has a part in it', () => {
    const touched = (from: string, to: string, zone = 'UTC'): string[] =>
      daysTouched(new Date(from), new Date(to), zone);
    expect(touched('2026-11-21T23:50Z', '2026-11-23T00:00Z')).toEqual(['2026-11-21', '2026-11-22']);
    expect(touched('2026-11-21T10:00Z', '2026-11-21T10:00Z')).toEqual([]);
    expect(touched('2011-12-30T09:00Z', '2011-12-30T11:00Z', 'Pacific/Apia')).toEqual(['2011-12-29', '2011-12-31']);
  });
});

describe('a time zone', () => {
  it('is known by name, and others are refused with what to do', () => {
    expect(isTimeZone('Asia/Kathmandu')).toBe(true);
    expect(isTimeZone('Mars/Olympus')).toBe(false);
    expect(() => dayOf(new Date(), 'Mars/Olympus')).toThrow('"Mars/Olympus" is no time zone; use a name');
  });
});

describe('a work shift', () => {
  const night = { days: [5], from: '22:00', to: '06:00' };
  const spansOf = (day: string, shift: typeof night, zone = 'UTC'): string[][] =>
    shiftSpans(day, shift, zone).map(({ from, to }) => [
      from.toISOString().slice(0, 16),
      to.toISOString().slice(0, 16),
    ]);

  it('over midnight gives the next day its early hours, also on a weekend', () => {
    expect(spansOf('2026-11-20', night)).toEqual([['2026-11-20T22:00', '2026-11-21T00:00']]);
    expect(spansOf('2026-11-21', night)).toEqual([['2026-11-21T00:00', '2026-11-21T06:00']]);
    expect(spansOf('2026-11-22', night)).toEqual([]);
  });

  it('on consecutive nights gives a day both of its parts', () => {
    expect(spansOf('2026-11-20', { ...night, days: [4, 5] })).toEqual([
      ['2026-11-20T00:00', '2026-11-20T06:00'],
      ['2026-11-20T22:00', '2026-11-21T00:00'],
    ]);
  });

  it('that ends at the time at which it begins is a day long', () => {
    expect(spansOf('2026-11-20', { days: [5], from: '09:00', to: '09:00' })).toEqual([
      ['2026-11-20T09:00', '2026-11-21T00:00'],
    ]);
  });

  it('begins at the jump where clocks jump over its beginning, and at the first of two like times', () => {
    const early = { days: [7], from: '02:30', to: '09:00' };
    expect(spansOf('2026-03-08', early, 'America/New_York')).toEqual([['2026-03-08T07:00', '2026-03-08T13:00']]);
    const twice = { days: [7], from: '01:30', to: '09:00' };
    expect(spansOf('2026-11-01', twice, 'America/New_York')).toEqual([['2026-11-01T05:30', '2026-11-01T14:00']]);
  });
});
