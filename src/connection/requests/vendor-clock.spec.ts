import { jest } from '@jest/globals';
import { startLoopbackVendor } from '../../../test/support/loopback-vendor.js';
import { steadyNow } from '../../support/clock.js';
import { VendorClock } from './vendor-clock.js';
import { askVendor } from './vendor-http.js';

const HOUR_MS = 3_600_000;
const AT = Date.parse('2026-11-22T12:00:00Z');
const dated = (date: string): Headers => new Headers({ date });

describe('how far ahead of the vendor’s clock ours is', () => {
  afterEach(() => {
    jest.restoreAllMocks();
  });

  it.each([
    ['Sun, 22 Nov 2026 11:59:50 GMT', 10_000],
    ['Sunday, 22-Nov-26 11:59:50 GMT', 10_000],
    ['Sun Nov 22 11:59:50 2026', 10_000],
    ['Sun, 22 Nov 2026 12:00:10 GMT', 0],
  ])('is told by %j', (date, aheadMs) => {
    const clock = new VendorClock();
    clock.heard(dated(date), AT);
    expect(clock.aheadMs).toBe(aheadMs);
  });

  it.each(['soon', '12.5', '45', '2026', '-1', 'Sun, 31 Feb 2026 12:00:00 GMT'])(
    'stays as it was where the vendor names no date (%j)',
    (date) => {
      const clock = new VendorClock();
      clock.heard(dated('Sun, 22 Nov 2026 11:59:50 GMT'), AT);
      clock.heard(dated(date), AT);
      expect(clock.aheadMs).toBe(10_000);
    },
  );

  it.each([
    'Sat, 22 Nov 2025 12:00:00 GMT',
    'Sun, 01 Jan 0000 00:00:00 GMT',
    '-200000-01-01T00:00:00Z',
    'Fri, 31 Dec 9999 23:59:59 GMT',
    'Sat, 21 Nov 2026 10:59:59 GMT',
  ])('stays as it was where the vendor’s date cannot be believed (%j)', (date) => {
    const told: boolean[] = [];
    const clock = new VendorClock((isBelieved) => told.push(isBelieved));
    clock.heard(dated('Sat, 21 Nov 2026 11:00:00 GMT'), AT);
    expect([clock.aheadMs, told]).toEqual([25 * HOUR_MS, []]);
    clock.heard(dated(date), AT);
    clock.heard(dated(date), AT);
    expect(clock.aheadMs).toBe(25 * HOUR_MS);
    // What is no date at all is none; the others are said once.
    expect(told).toEqual(date.startsWith('-') ? [] : [false]);
  });

  it('says once that dates are not believed, and once that this is over, though servers of a vendor differ', () => {
    const told: boolean[] = [];
    const clock = new VendorClock((isBelieved) => told.push(isBelieved));
    const hear = (hoursBehind: number, minutesLater: number): void => {
      const at = AT + minutesLater * 60_000;
      clock.heard(dated(new Date(at - hoursBehind * HOUR_MS).toUTCString()), at);
    };
    for (let minutes = 0; minutes < 60; minutes++) hear(minutes % 2 === 0 ? 48 : 0, minutes);
    expect(told).toEqual([false]);
    for (let minutes = 60; minutes < 90; minutes++) hear(0, minutes);
    expect(told).toEqual([false, true]);
    hear(48, 90);
    expect(told).toEqual([false, true, false]);
  });

  it('tells what time it is there, once an answer was dated', () => {
    const clock = new VendorClock();
    expect(clock.now).toBeNull();
    clock.heard(dated(new Date(AT + HOUR_MS).toUTCString()), AT);
    expect(Math.round(((clock.now ?? 0) - steadyNow()) / 1_000)).toBe(3_600);
  });

  it.each([-HOUR_MS, HOUR_MS])('is not moved by a step of the host’s clock by %i ms', async (step) => {
    const vendor = await startLoopbackVendor();
    const sent = new Date(Date.now() - 5_000).toUTCString();
    vendor.answer = (_request, response) => void response.setHeader('date', sent).end('{}');
    const ask = async (): Promise<number> => {
      const { headers, receivedAt } = await askVendor({
        method: 'GET',
        url: new URL('/calls', vendor.baseUrl),
        headers: {},
        signal: new AbortController().signal,
      });
      const clock = new VendorClock();
      clock.heard(headers, receivedAt);
      return clock.aheadMs;
    };
    const before = await ask();
    const now = Date.now();
    jest.spyOn(Date, 'now').mockReturnValue(now + step);
    const after = await ask();
    await vendor.close();
    expect(before).toBeGreaterThanOrEqual(5_000);
    expect(Math.abs(after - before)).toBeLessThan(10_000);
  });
});
