import {
  amount,
  clock,
  clockOn,
  clockSeconds,
  counted,
  dayOf,
  daysAfter,
  moment,
  offset,
  roughSpan,
  scoreText,
  span,
  unbroken,
  zoneWords,
} from './format.js';

const plain = (text: string): string => text.replace(/\s/g, ' ');

describe('how things are written', () => {
  it('tells the time of the tenant and not of the reader', () => {
    expect(clock('2026-11-20T15:04:00Z', 'America/New_York')).toBe('10:04');
    expect(clock('2026-07-20T15:04:00Z', 'America/New_York')).toBe('11:04');
    expect(clock('2026-11-20T05:00:00Z', 'America/New_York')).toBe('00:00');
    expect(clockSeconds('2026-11-20T20:04:09Z', 'America/New_York')).toBe('15:04:09');
    expect(plain(moment('2026-11-20T20:04:00Z', 'America/New_York'))).toBe('Nov 20, 2026, 15:04 EST');
    expect(offset('2026-11-20T15:04:00Z', 'America/New_York')).toBe('GMT-5');
  });

  it('names a zone for reading, also where its clocks change', () => {
    const summer = '2026-10-31T12:00:00Z';
    expect(zoneWords('America/New_York', summer, summer)).toBe('America/New York (GMT-4)');
    expect(zoneWords('America/New_York', summer, '2026-11-02T12:00:00Z')).toBe('America/New York (GMT-4, later GMT-5)');
  });

  it('keeps a number and its unit on one line', () =>
    expect(unbroken('9 min 5 s: 2 h in 3 calls.')).toBe('9\u00a0min 5\u00a0s: 2\u00a0h in 3 calls.'));

  it('knows the day of an instant in a zone, and the days around a day', () => {
    expect(dayOf(new Date('2026-11-21T04:59:59Z'), 'America/New_York')).toBe('2026-11-20');
    expect(daysAfter('2026-11-01', -1)).toBe('2026-10-31');
    expect(daysAfter('2028-02-28', 1)).toBe('2028-02-29');
  });

  it.each([
    [0, '0 s'],
    [12, '12 s'],
    [270, '4 min 30 s'],
    [3600, '1 h'],
    [3905, '1 h 5 min 5 s'],
    [65.32, '1 min 5.32 s'],
    [59.9995, '1 min'],
  ])('writes %d seconds as %s', (seconds, text) => expect(span(seconds)).toBe(text));

  it('writes a span from which its points can be counted again', () => {
    // At 1.5 points a minute; whole seconds, 1 min 5 s, would come to 1.625.
    expect([span(65.32), amount((65.32 / 60) * 1.5)]).toEqual(['1 min 5.32 s', '1.633']);
  });

  it('tells the day of a time only where it is another one', () => {
    expect(clockOn('2026-11-21T04:50:00Z', 'America/New_York', '2026-11-20')).toBe('23:50:00');
    expect(clockOn('2026-11-21T05:10:00Z', 'America/New_York', '2026-11-20')).toBe('00:10:00 on Sat, Nov 21');
  });

  it('does not pretend to know what is only expected', () => {
    expect(roughSpan(20)).toBe('less than a minute');
    expect(roughSpan(130)).toBe('about 2 min');
  });

  it('writes scores with two places, and counts in the right number', () => {
    expect(scoreText(15.5)).toBe('15.50');
    expect([counted(1, 'call'), counted(1200, 'call')]).toEqual(['1 call', '1,200 calls']);
  });
});
