import { clockSpan, lengthOfTime, minuteInWords, titleOf } from './wording.js';

describe('the title of a call', () => {
  const nobody = { number: null, name: null, internal: false };

  it.each([
    ['answered', { ...nobody, name: 'Sam Okafor', number: '+14155550170' }, 'Call with Sam Okafor'],
    ['answered', { ...nobody, number: '+14155550170', name: ' ' }, 'Call with +1 415 555 0170'],
    ['answered', nobody, 'Call with a withheld number'],
    ['unanswered', { ...nobody, name: 'Sam' }, 'Unanswered call to Sam'],
    ['missed', nobody, 'Missed call from a withheld number'],
    ['voicemail', { ...nobody, name: 'Sam' }, 'Voicemail from Sam'],
  ] as const)('%s', (outcome, counterparty, title) => expect(titleOf({ outcome, counterparty })).toBe(title));
});

describe('times in sentences', () => {
  it.each([
    ['America/New_York', 'Nov 24, 2026 at 19:30'],
    ['Asia/Kolkata', 'Nov 25, 2026 at 06:00'],
  ])('an instant is told by the clocks of %s', (timeZone, text) =>
    expect(minuteInWords(new Date('2026-11-25T00:30:59.999Z'), timeZone)).toBe(text),
  );

  it.each([
    [0, '0 s'],
    [1, '0.001 s'],
    [59_000, '59 s'],
    [570_250, '9 min 30.25 s'],
    [3_600_000, '1 h'],
    [90_061_000, '25 h 1 min 1 s'],
  ])('%d ms is %s', (ms, text) => expect(lengthOfTime(ms)).toBe(text));

  it('show seconds and milliseconds where there are any', () => {
    const from = Date.parse('2026-11-22T18:15:05Z');
    expect(clockSpan({ from, to: from + 55_001 }, '2026-11-23', 'Asia/Kathmandu')).toBe('00:00:05–00:01:00.001');
  });
});
