import fc from 'fast-check';
import { readDate } from './read-date.js';

const NOW = Date.parse('2026-11-22T12:00:00Z');
const DAYS = ['Sunday', 'Monday', 'Tuesday', 'Wednesday', 'Thursday', 'Friday', 'Saturday'];

/** A second within thirty years of now, in which each form means the same. */
const seconds = fc
  .integer({ min: Date.parse('2000-01-01T00:00:00Z') / 1000, max: Date.parse('2070-01-01T00:00:00Z') / 1000 })
  .map((second) => new Date(second * 1000));

const forms: readonly [string, (date: Date) => string][] = [
  ['the form of today', (date) => date.toUTCString()],
  [
    'RFC 850',
    (date) => {
      const [, day, month, year, time] = date.toUTCString().split(' ');
      return `${DAYS[date.getUTCDay()]}, ${day}-${month}-${year?.slice(2)} ${time} GMT`;
    },
  ],
  [
    'asctime',
    (date) => {
      const [weekday, , month, year, time] = date.toUTCString().split(' ');
      return `${weekday?.slice(0, 3)} ${month} ${String(date.getUTCDate()).padStart(2)} ${time} ${year}`;
    },
  ],
  ['ISO 8601', (date) => date.toISOString()],
  ['ISO 8601 without a fraction', (date) => date.toISOString().replace('.000', '')],
  [
    'ISO 8601 with an offset',
    (date) => `${new Date(date.getTime() - 5.5 * 3_600_000).toISOString().slice(0, 19)}-05:30`,
  ],
];

describe('reading a date of a server’s', () => {
  it.each(forms)('reads each second in %s', (_name, write) => {
    fc.assert(
      fc.property(seconds, (date) => {
        expect(readDate(write(date), NOW)).toBe(date.getTime());
      }),
    );
  });

  it.each([
    ['Sunday, 06-Nov-94 08:49:37 GMT', '1994-11-06T08:49:37Z'],
    ['Sun, 06 Nov 1994 08:49:37 GMT', '1994-11-06T08:49:37Z'],
    ['Sun Nov  6 08:49:37 1994', '1994-11-06T08:49:37Z'],
    ['  Sun, 06 Nov 1994 08:49:37 GMT ', '1994-11-06T08:49:37Z'],
    ['Sat, 31 Dec 2016 23:59:60 GMT', '2017-01-01T00:00:00Z'],
    ['2026-11-22T12:00:00.25+0100', '2026-11-22T11:00:00.25Z'],
    ['2026-11-22T12:00:00', '2026-11-22T12:00:00Z'],
  ])('reads %j', (text, date) => {
    expect(readDate(text, NOW)).toBe(Date.parse(date));
  });

  it.each(['Sun, 31 Feb 2026 12:00:00 GMT', 'Sun, 01 Nov 2026 24:00:00 GMT', '2026-13-01T00:00:00Z', 'Nov 2026', ''])(
    'finds no date in %j',
    (text) => {
      expect(readDate(text, NOW)).toBeUndefined();
    },
  );

  it('finds none in any number, and none that is no instant in any text', () => {
    fc.assert(
      fc.property(fc.oneof(fc.double(), fc.integer()).map(String), (text) => {
        expect(readDate(text, NOW)).toBeUndefined();
      }),
    );
    fc.assert(
      fc.property(fc.stringMatching(/^[ -~]{0,40}$/), (text) => {
        expect(readDate(text, NOW)).not.toBeNaN();
      }),
    );
  });
});
