import { readablePhoneNumber, toE164 } from './phone-numbers.js';

describe('a telephone number', () => {
  it.each([
    ['+1 415 555 0170', 'US', '+14155550170'],
    ['(415) 555-0170', 'US', '+14155550170'],
    ['415.555.0170', 'us', '+14155550170'],
    [' 030 23125 000 ', 'DE', '+493023125000'],
    ['(555) 555-0170', 'US', '+15555550170'],
    ['+44 20 7946 0123', 'US', '+442079460123'],
    ['+61 491 570 006', 'nowhere', '+61491570006'],
    ['\u202a+1 (415) 555-0171\u202c', 'US', '+14155550171'],
    ['\u200e(415)\u00a0555\u20110171', 'US', '+14155550171'],
    ['tel:+1-415-555-0171', 'DE', '+14155550171'],
    ['Mobile: 415 555 0171', 'US', '+14155550171'],
    ['+1 415 555 0171 (mobile)', 'US', '+14155550171'],
    ['(415) 555-0171 (Büro, direkt)', 'US', '+14155550171'],
    ['＋１（４１５）５５５－０１７１', 'US', '+14155550171'],
    ['٤١٥ ٥٥٥ ٠١٧١', 'US', '+14155550171'],
  ])('written %s in %s is %s', (text, region, e164) => expect(toE164(text, region)).toBe(e164));

  it.each([
    ['x123', 'US'],
    ['1234', 'US'],
    ['1234', 'DE'],
    ['30023', 'DE'],
    ['10012', 'FI'],
    ['415-555-0170 x12', 'US'],
    ['+14155550170;ext=5', 'US'],
    ['blocked', 'US'],
    ['anonymous', 'US'],
    ['', 'US'],
    ['911', 'US'],
    ['555 0170', 'US'],
    ['+999 1234 5678', 'US'],
    ['+1 415 555', 'US'],
    ['(415) 555-0170', 'nowhere'],
    ['call 415 555 0170 now', 'US'],
    ['tel:', 'US'],
    ['tel:204', 'US'],
    ['tel:+14155550170;ext=5', 'US'],
    ['415 555 0170 (ext. 5)', 'US'],
  ])('is not "%s" in %s', (text, region) => expect(toE164(text, region)).toBeNull());

  it('is written with spaces for reading', () => {
    expect(readablePhoneNumber('+14155550170')).toBe('+1 415 555 0170');
    expect(readablePhoneNumber('blocked')).toBe('blocked');
  });
});
