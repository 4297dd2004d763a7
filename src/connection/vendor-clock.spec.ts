import { jest } from '@jest/globals';
import { startLoopbackVendor } from '../../test/support/loopback-vendor.js';
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
    let told = 0;
    const clock = new VendorClock(() => (told += 1));
    clock.heard(dated('Sat, 21 Nov 2026 11:00:00 GMT'), AT);
    expect([clock.aheadMs, told]).toEqual([25 * HOUR_MS, 0]);
    clock.heard(dated(date), AT);
    clock.heard(dated(date), AT);
    expect(clock.aheadMs).toBe(25 * HOUR_MS);
    // What is no date at all is none; the others are said once.
    expect(told).toBe(date.startsWith('-') ? 0 : 1);
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
