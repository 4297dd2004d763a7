import { type RulesVersion, defaultRules } from './rules.js';
import { type DayInput, type DayResult, scoreDay } from './score-day.js';
import type { ScoredCall } from './scored-call.js';

/** A call of Dana's with Ann, 10:00–10:10 UTC on Sunday, 22 November 2026, but for what is given. */
let made = 0;
const call = (with_: Partial<ScoredCall> & { talk?: [string, string]; name?: string }): ScoredCall => {
  const { talk = ['2026-11-22T10:00Z', '2026-11-22T10:10Z'], name = 'Ann Lee', ...rest } = with_;
  const id = `c${++made}`;
  return {
    callId: id,
    externalId: id,
    conversationId: id,
    direction: 'outbound',
    outcome: 'answered',
    startedAt: new Date(talk[0]),
    connectedAt: new Date(talk[0]),
    endedAt: new Date(talk[1]),
    counterparty: { number: '+14155550170', name, internal: false },
    ...rest,
  };
};
const scored = (records: ScoredCall[], rest: Partial<DayInput> = {}): DayResult =>
  scoreDay({
    employeeId: 'dana',
    day: '2026-11-22',
    timeZone: 'UTC',
    workShift: null,
    exclusions: [],
    rulesVersions: [],
    records,
    before: records,
    ...rest,
  });
const rules = (some: Partial<RulesVersion>): { rulesVersions: RulesVersion[] } => ({
  rulesVersions: [{ ...defaultRules, effectiveFrom: '2026-01-01', ...some }],
});
const textsOf = (result: DayResult): string[] => result.inputs.map((it) => it.text);
const linesOf = (result: DayResult): string[] => result.because.map((it) => `${it.rule} ${it.points}`);

const addingSam = (): ScoredCall[] => [
  call({}),
  call({ talk: ['2026-11-22T10:06Z', '2026-11-22T10:15Z'], name: 'Sam Okafor', conversationId: 'c1' }),
];

beforeEach(() => (made = 0));

describe("an employee's day", () => {
  it('counts 15 minutes where Dana calls Ann for 10 and adds Sam for 9 of which 4 overlap', () => {
    const day = scored(addingSam());
    expect(day).toMatchObject({ score: '15.00', points: '15', countedMs: 900_000, flaggedCount: 0 });
    expect(day.inputs.map((it) => [it.callId, it.countedMs, it.points])).toEqual([
      ['c1', 600_000, '10'],
      ['c2', 300_000, '5'],
    ]);
    expect(textsOf(day)).toEqual([
      'Talked 10:00–10:10, 10 min: all counted.',
      'Talked 10:06–10:15, 9 min: 5 min counted; 4 min already counted for “Call with Ann Lee” (10:00–10:10).',
    ]);
    expect(day.because).toEqual([
      {
        rule: 'talk-outbound',
        points: '15',
        callIds: ['c1', 'c2'],
        text: 'Outgoing calls: 15 min counted in 2 calls, at 1 point a minute: 15 points.',
      },
    ]);
  });

  it('keeps a name that runs the other way from turning the rest of its sentence', () => {
    const talk: [string, string] = ['2026-11-22T10:06Z', '2026-11-22T10:15Z'];
    const day = scored([call({ name: '\u202eeeL nnA' }), call({ talk })]);
    expect(textsOf(day)[1]).toBe(
      'Talked 10:06–10:15, 9 min: 5 min counted; 4 min already counted for “\u2068Call with \u202eeeL nnA\u2069” (10:00–10:10).',
    );
  });

  it('gives the overlap to Sam where a manager excludes the call with Ann', () => {
    const day = scored(addingSam(), {
      exclusions: [{ callId: 'c1', by: 'Max Boss', at: new Date('2026-11-25T23:30:59Z'), note: 'private' }],
    });
    expect(day).toMatchObject({ score: '9.00', flaggedCount: 1 });
    expect(day.inputs[0]).toMatchObject({ flagReason: 'excluded', countedMs: 0, points: '0' });
    expect(textsOf(day)).toEqual([
      'Not counted: excluded by Max Boss on Nov 25, 2026 at 23:30 (“private”).',
      'Talked 10:06–10:15, 9 min: all counted.',
    ]);
  });

  it('counts two calls at once where overlap is kept to a conversation, and one of them otherwise', () => {
    const held = [call({}), call({ conversationId: 'other' })];
    expect(scored(held).score).toBe('10.00');
    expect(scored(held, rules({ overlap: 'conversation' })).score).toBe('20.00');
  });

  it('flags a received voicemail, and what is shorter than the tenant wants, for the first reason that fits', () => {
    const short: [string, string] = ['2026-11-22T11:00Z', '2026-11-22T11:00:20Z'];
    const records = [
      call({ outcome: 'voicemail', connectedAt: null, direction: 'inbound' }),
      call({ talk: short }),
      call({ talk: ['2026-11-22T12:00Z', '2026-11-22T12:00:30Z'] }),
      call({ outcome: 'missed', connectedAt: null, direction: 'inbound', startedAt: new Date('2026-11-22T13:00Z') }),
      call({ outcome: 'voicemail', connectedAt: null, startedAt: new Date('2026-11-22T14:00Z') }),
    ];
    const day = scored(records, {
      ...rules({ shortestTalkSeconds: 30 }),
      exclusions: [{ callId: 'c5', by: null, at: new Date('2026-11-25T08:00:00Z'), note: null }],
    });
    expect(day.inputs.map((it) => it.flagReason)).toEqual(['voicemail', 'too-short', null, null, 'excluded']);
    expect(day.flaggedCount).toBe(3);
    expect(day.score).toBe('0.50');
    expect(textsOf(day)).toEqual([
      'Not counted: a voicemail; nobody spoke.',
      'Talked 11:00–11:00:20, 20 s: not counted, shorter than 30 s.',
      'Talked 12:00–12:00:30, 30 s: all counted.',
      'Nobody took the call: no talk time.',
      'Not counted: excluded by a manager on Nov 25, 2026 at 08:00.',
    ]);
  });

  it.each([2.007, 4.03, 4.009, 0.001])('does not call short what lasts exactly as long as wanted: %s s', (seconds) => {
    const talk = (ms: number): [string, string] => [
      '2026-11-22T11:00:00.000Z',
      new Date(Date.parse('2026-11-22T11:00:00.000Z') + ms).toISOString(),
    ];
    const wanted = Math.round(seconds * 1000);
    const records = [call({ talk: talk(wanted) }), call({ talk: talk(wanted - 1) })];
    const day = scored(records, rules({ shortestTalkSeconds: seconds }));
    expect(day.inputs.map((it) => it.flagReason)).toEqual([null, 'too-short']);
    expect(day.inputs[1]!.text).toContain(`shorter than ${seconds} s.`);
  });

  it('gives each day its part of a call over midnight, and says so', () => {
    const late = [call({ talk: ['2026-11-22T23:50Z', '2026-11-23T00:20Z'] })];
    const [first, second] = [scored(late), scored(late, { day: '2026-11-23' })];
    expect([first.score, second.score]).toEqual(['10.00', '20.00']);
    expect(textsOf(first)).toEqual(['Talked 23:50 – 00:20 on Nov 23, 30 min, 10 min of it on this day: all counted.']);
    expect(textsOf(second)).toEqual(['Talked 23:50 on Nov 22 – 00:20, 30 min, 20 min of it on this day: all counted.']);
    expect(scored(late, { day: '2026-11-24' }).inputs).toEqual([]);
  });

  it('credits before it cuts: what yesterday’s call covers after midnight is not counted again', () => {
    const records = [
      call({ talk: ['2026-11-21T23:00Z', '2026-11-22T00:30Z'] }),
      call({ talk: ['2026-11-22T00:10Z', '2026-11-22T00:40Z'] }),
    ];
    expect(scored(records).inputs.map((it) => it.countedMs / 60_000)).toEqual([30, 10]);
  });

  it('has 23 or 25 hours where clocks change, and shows the offsets of a call across the change', () => {
    const allDay = (day: string): DayInput['records'] => [
      call({ talk: [`${day}T00:00-12:00`, `${day}T00:00-12:00`] }),
      call({ talk: ['2026-01-01T00:00Z', '2026-12-31T00:00Z'] }),
    ];
    const inNewYork = (day: string): number =>
      scored([...allDay(day)], { day, timeZone: 'America/New_York' }).countedMs / 3_600_000;
    expect(['2026-03-08', '2026-11-01', '2026-11-02'].map(inNewYork)).toEqual([23, 25, 24]);
    const across = [call({ talk: ['2026-11-01T05:30Z', '2026-11-01T06:10Z'] })];
    expect(textsOf(scored(across, { day: '2026-11-01', timeZone: 'America/New_York' }))).toEqual([
      'Talked 01:30 (UTC-04:00) – 01:10 (UTC-05:00), 40 min: all counted.',
    ]);
  });

  it('leaves out the day that a zone left out', () => {
    const records = [call({ talk: ['2011-12-30T09:00Z', '2011-12-30T11:00Z'] })];
    const onDay = (day: string): number => scored(records, { day, timeZone: 'Pacific/Apia' }).countedMs / 60_000;
    expect(['2011-12-29', '2011-12-30', '2011-12-31'].map(onDay)).toEqual([60, 0, 60]);
    expect(scored(records, { day: '2011-12-30', timeZone: 'Pacific/Apia' }).inputs).toEqual([]);
  });

  it('begins at a quarter to in Kathmandu', () => {
    const records = [call({ talk: ['2026-11-21T18:00Z', '2026-11-21T18:30Z'] })];
    const onDay = (day: string): string => scored(records, { day, timeZone: 'Asia/Kathmandu' }).score;
    expect(['2026-11-21', '2026-11-22'].map(onDay)).toEqual(['15.00', '15.00']);
  });

  it('counts only talk inside the work shift', () => {
    const workShift = { days: [7], from: '09:00', to: '10:12' };
    const day = scored(addingSam(), { workShift });
    expect(day.score).toBe('12.00');
    expect(textsOf(day)[1]).toBe(
      'Talked 10:06–10:15, 9 min: 2 min counted; 4 min already counted for “Call with Ann Lee” (10:00–10:10); 3 min outside the work shift (Sun 09:00–10:12, UTC).',
    );
  });

  it('counts a night shift on both of its days, also where the second is a weekend', () => {
    const workShift = { days: [5], from: '22:00', to: '06:00' };
    const records = [call({ talk: ['2026-11-20T21:30Z', '2026-11-21T07:00Z'] })];
    const onDay = (day: string): number => scored(records, { day, workShift }).countedMs / 3_600_000;
    expect(['2026-11-20', '2026-11-21', '2026-11-22'].map(onDay)).toEqual([2, 6, 0]);
  });
});

describe('the points of a day', () => {
  it('follow the weights, by direction or for a colleague', () => {
    const hour = (n: number): { talk: [string, string] } => ({
      talk: [`2026-11-22T1${n}:00Z`, `2026-11-22T1${n}:10Z`],
    });
    const records = [
      call({ ...hour(0), direction: 'inbound' }),
      call({ ...hour(1), direction: 'outbound' }),
      call({ ...hour(2), direction: 'inbound', counterparty: { number: null, name: 'Kim', internal: true } }),
    ];
    const day = scored(records, rules({ pointsPerMinute: 2, weights: { inbound: 1, outbound: 1.5, internal: 0.1 } }));
    expect(linesOf(day)).toEqual(['talk-inbound 20', 'talk-outbound 30', 'talk-internal 2']);
    expect(day.because[2]!.text).toBe(
      'Calls with colleagues: 10 min counted in 1 call, at 2 points a minute times 0.1: 2 points.',
    );
  });

  it('per call go to unflagged answered calls, on the day and by the rules of the day on which their talk begins', () => {
    const over = call({ talk: ['2026-11-22T23:50Z', '2026-11-23T00:10Z'] });
    const covered = call({ talk: ['2026-11-22T23:55Z', '2026-11-22T23:56Z'] });
    const empty = call({ talk: ['2026-11-22T09:00Z', '2026-11-22T09:00Z'] });
    const voicemail = call({ outcome: 'voicemail', connectedAt: null });
    const perCall = rules({ pointsPerMinute: 0, pointsPerCall: 1.5 });
    const records = [over, covered, empty, voicemail];
    expect(linesOf(scored(records, perCall))).toEqual(['talk-outbound 0', 'points-per-call 3']);
    expect(scored(records, perCall).because[1]!.callIds).toEqual(['c1', 'c2']);
    expect(scored(records, { ...perCall, day: '2026-11-23' }).score).toBe('0.00');
  });

  it('per call are earned once a conversation, with the record that is first in the order of credit and may count', () => {
    const added = addingSam();
    const later = call({ talk: ['2026-11-22T15:00Z', '2026-11-22T15:10Z'] });
    const records = [...added.toReversed(), later];
    const perCall = rules({ pointsPerMinute: 0, pointsPerCall: 5 });
    const once = scored(records, perCall);
    expect(linesOf(once)).toEqual(['talk-outbound 0', 'points-per-call 10']);
    expect(once.because[1]).toMatchObject({
      callIds: ['c1', 'c3'],
      text: 'Answered calls: 2 conversations, at 5 points each: 10 points.',
    });
    const exclusions = [{ callId: 'c1', by: null, at: new Date('2026-11-25T08:00:00Z'), note: null }];
    expect(scored(records, { ...perCall, exclusions }).because[1]!.callIds).toEqual(['c2', 'c3']);
  });

  it('per call are earned on the day on which that record’s talk begins, and on no later one', () => {
    const first = call({ talk: ['2026-11-21T23:40Z', '2026-11-21T23:50Z'], conversationId: 'k' });
    const added = call({ talk: ['2026-11-22T00:05Z', '2026-11-22T00:10Z'], conversationId: 'k' });
    const rulesVersions = [21, 22].map((day) => ({
      ...defaultRules,
      effectiveFrom: `2026-11-${day}`,
      pointsPerMinute: 0,
      pointsPerCall: day,
    }));
    const scores = (rest: Partial<DayInput>): string[] =>
      ['2026-11-21', '2026-11-22'].map((day) => scored([added, first], { day, rulesVersions, ...rest }).score);
    expect(scores({})).toEqual(['21.00', '0.00']);
    const early = { days: [7], from: '00:00', to: '08:00' };
    expect(scores({ workShift: early })).toEqual(['0.00', '22.00']);
  });

  it('per call need talk inside the shift, if only on the day after', () => {
    const over = [call({ talk: ['2026-11-22T23:50Z', '2026-11-23T00:10Z'] })];
    const perCall = rules({ pointsPerMinute: 0, pointsPerCall: 1 });
    const shift = (days: number[]): Partial<DayInput> => ({
      ...perCall,
      workShift: { days, from: '00:00', to: '08:00' },
    });
    expect(scored(over, shift([1])).score).toBe('1.00');
    expect(scored(over, shift([2])).score).toBe('0.00');
  });

  it('are capped by a line of their own', () => {
    const day = scored([call({})], rules({ dailyCap: 7.5, pointsPerCall: 1 }));
    expect(linesOf(day)).toEqual(['talk-outbound 10', 'points-per-call 1', 'daily-cap -3.5']);
    expect(day).toMatchObject({ score: '7.50', points: '7.5' });
    expect(day.inputs[0]!.points).toBe('11');
    expect(day.because[2]!.text).toBe('A day brings at most 7.5 points; 3.5 points above that are left out.');
  });

  it('are rounded once, half up, from the exact sum', () => {
    const at = (n: number, ms: number): ScoredCall =>
      call({ talk: [`2026-11-22T1${n}:00Z`, new Date(Date.parse(`2026-11-22T1${n}:00Z`) + ms).toISOString()] });
    // Three times a hundred milliseconds are 0.005 points: each alone is 0.00, and none is a finite decimal.
    const day = scored([at(0, 100), at(1, 100), at(2, 100)]);
    expect(day).toMatchObject({ points: '0.005', score: '0.01' });
    const sum = day.inputs.map((it) => BigInt(it.points.slice(2).padEnd(20, '0'))).reduce((a, b) => a + b);
    expect(sum).toBe(500_000_000_000_000_000n);
    expect(scored([at(0, 299)]).score).toBe('0.00');
  });

  it('come from the version of the day', () => {
    const versions = ['2026-11-22', '2026-11-23'].map((effectiveFrom, i) => ({
      ...defaultRules,
      effectiveFrom,
      pointsPerMinute: i + 2,
    }));
    const late = [call({ talk: ['2026-11-21T23:50Z', '2026-11-23T00:10Z'] })];
    const onDay = (day: string): string => scored(late, { day, rulesVersions: versions }).score;
    expect(['2026-11-21', '2026-11-22', '2026-11-23'].map(onDay)).toEqual(['10.00', '2880.00', '30.00']);
  });
});
