import fc from 'fast-check';
import { type NoticeFacts, noticeOf } from './notice.js';

const facts: NoticeFacts = {
  stored: ['Calls: start and end.'],
  notStored: ['Recordings.'],
  seen: [{ what: 'Your days', who: 'you, your direct manager, administrators' }],
  terms: {
    domains: ['acme.example'],
    phoneSystemLicence: true,
    timeZone: 'America/New_York',
    region: 'US',
    workShift: null,
    contact: 'privacy@acme.example',
  },
  rules: {
    pointsPerMinute: 1,
    weights: { inbound: 1, outbound: 1, internal: 1 },
    pointsPerCall: 0,
    shortestTalkSeconds: 0,
    dailyCap: null,
    overlap: 'employee',
  },
  explained: 'points',
  phoneSystem: 'Dialpad',
};

describe('a notice', () => {
  it('says how a day is counted, with a day that is counted so', () => {
    const { counting, example, kept, contact } = noticeOf(facts);
    expect(counting.slice(0, 3)).toEqual([
      'Talk counts at any time of the day (America/New_York).',
      'A minute of talk is worth 1 point.',
      'Time in which you had several calls at once is counted once.',
    ]);
    expect(example).toMatchObject({ score: 15, because: [expect.stringMatching(/15 min counted in 2 calls/)] });
    expect(kept).toBe(
      'Calls are kept for 400 days; the totals of their days stay. Who looked at them is kept for 400 days.',
    );
    expect(contact).toBe('privacy@acme.example');
  });

  it('has the same version for the same facts, and another one for any that is changed', () => {
    const { terms, rules } = facts;
    const others: NoticeFacts[] = [
      { ...facts, stored: ['Calls: start.'] },
      { ...facts, notStored: [] },
      { ...facts, seen: [] },
      { ...facts, phoneSystem: null },
      { ...facts, terms: { ...terms, retentionDays: 90 } },
      { ...facts, terms: { ...terms, contact: 'somebody else' } },
      { ...facts, terms: { ...terms, timeZone: 'UTC' } },
      { ...facts, terms: { ...terms, workShift: { days: [1], from: '09:00', to: '17:00' } } },
      { ...facts, rules: { ...rules, pointsPerMinute: 2 } },
      { ...facts, rules: { ...rules, weights: { ...rules.weights, internal: 0.5 } } },
      { ...facts, rules: { ...rules, pointsPerCall: 1 } },
      { ...facts, rules: { ...rules, shortestTalkSeconds: 30 } },
      { ...facts, rules: { ...rules, dailyCap: 60 } },
      { ...facts, rules: { ...rules, overlap: 'conversation' } },
      { ...facts, explained: 'minutes' },
    ];
    const versions = [facts, ...others].map((one) => noticeOf(one).version);
    expect(new Set(versions).size).toBe(versions.length);
    expect(noticeOf(structuredClone(facts)).version).toBe(versions[0]);
  });

  it('tells nothing of points to whom minutes are told, and is not another version because of them', () => {
    const minutes = { ...facts, explained: 'minutes' } as const;
    const told = noticeOf(minutes);
    const { phoneSystem: _, ...words } = told;
    expect(JSON.stringify(words)).not.toMatch(/point|weight|"score":[^n]/);
    expect(told.example).toMatchObject({ score: null, because: ['Outgoing calls: 15 min counted in 2 calls.'] });
    const rules = {
      ...facts.rules,
      pointsPerMinute: 9,
      weights: { inbound: 3, outbound: 2, internal: 1 },
      dailyCap: 7,
    };
    expect(noticeOf({ ...minutes, rules }).version).toBe(told.version);
    expect(noticeOf({ ...minutes, rules: { ...rules, shortestTalkSeconds: 30 } }).version).not.toBe(told.version);
  });

  it('scores its example as the rules say, whatever they are', () => {
    const points = fc.integer({ min: 0, max: 100 });
    fc.assert(
      fc.property(points, points, (pointsPerMinute, pointsPerCall) => {
        const { example } = noticeOf({ ...facts, rules: { ...facts.rules, pointsPerMinute, pointsPerCall } });
        expect(example.score).toBe(15 * pointsPerMinute + 2 * pointsPerCall);
      }),
    );
  });
});
