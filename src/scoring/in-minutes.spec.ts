import fc from 'fast-check';
import { inMinutes, lineInMinutes } from './in-minutes.js';
import { defaultRules } from './rules.js';
import { scoreDay } from './score-day.js';
import type { ScoredCall } from './scored-call.js';
import { callsInWords, lengthOfTime } from './wording.js';

const DAY = '2026-11-20';
const MIDNIGHT = Date.parse(`${DAY}T00:00:00Z`);

const call = fc.record({
  direction: fc.constantFrom('inbound', 'outbound'),
  internal: fc.boolean(),
  from: fc.integer({ min: 0, max: 86_000 }),
  seconds: fc.integer({ min: 0, max: 20_000 }),
  name: fc.constantFrom('Ann, at 3 points', 'Sam', 'Robin Vale'),
});
const weight = fc.constantFrom(0, 0.5, 1, 2.25);
const rules = fc.record({
  pointsPerMinute: fc.constantFrom(0, 1, 7.77, 0.125),
  pointsPerCall: fc.constantFrom(0, 3.33),
  weights: fc.record({ inbound: weight, outbound: weight, internal: weight }),
  dailyCap: fc.constantFrom(null, 0, 12.5),
});

/** What a line of time would say, from the calls behind it. */
const plainly = (label: string, ms: number, calls: number): string =>
  `${label}: ${lengthOfTime(ms)} counted in ${callsInWords(calls)}.`;

const LABELS: Readonly<Record<string, string>> = {
  'talk-inbound': 'Incoming calls',
  'talk-outbound': 'Outgoing calls',
  'talk-internal': 'Calls with colleagues',
};

describe('a day for whoever is told minutes', () => {
  it('keeps each line of time to the millisecond, and tells no point of any rule', () => {
    fc.assert(
      fc.property(fc.array(call, { maxLength: 8 }), rules, (drawn, some) => {
        const records = drawn.map(({ direction, internal, from, seconds, name }, at): ScoredCall => {
          const startedAt = new Date(MIDNIGHT + from * 1_000);
          return {
            callId: `c${at}`,
            externalId: `c${at}`,
            conversationId: `c${at}`,
            direction,
            outcome: 'answered',
            startedAt,
            connectedAt: startedAt,
            endedAt: new Date(startedAt.getTime() + seconds * 1_000),
            counterparty: { number: null, name, internal },
          };
        });
        const { because, inputs } = scoreDay({
          employeeId: 'e1',
          day: DAY,
          timeZone: 'UTC',
          workShift: null,
          exclusions: [],
          records,
          before: records,
          rulesVersions: [{ ...defaultRules, ...some, effectiveFrom: '2026-01-01' }],
        });
        const countedMs = new Map(inputs.map((input) => [input.callId, input.countedMs]));
        const told = because.flatMap(lineInMinutes);
        expect(told.map(({ rule }) => rule)).toEqual(
          because.map(({ rule }) => rule).filter((rule) => rule !== 'daily-cap'),
        );
        for (const { rule, callIds, text, points } of told) {
          expect(points).toBeNull();
          expect(text).not.toContain('point');
          const label = LABELS[rule];
          if (label === undefined) continue;
          const ms = callIds.reduce((sum, id) => sum + (countedMs.get(id) ?? NaN), 0);
          expect(text).toBe(plainly(label, ms, callIds.length));
        }
      }),
    );
  });

  it('has no score, no points, and all of the rest as it was', () => {
    expect(
      inMinutes({
        score: 12.5,
        countedSeconds: 900,
        inputs: [{ callId: 'c1', points: 3, text: 'Talked 10:00–10:15, 15 min: all counted.', objection: null }],
        because: [
          {
            rule: 'talk-outbound',
            points: 15,
            callIds: ['c1'],
            text: 'Outgoing calls: 15 min counted in 1 call, at 1 point a minute: 15 points.',
          },
          {
            rule: 'daily-cap',
            points: -2.5,
            callIds: ['c1'],
            text: 'A day brings at most 12.5 points; 2.5 points above that are left out.',
          },
          {
            rule: 'objection',
            points: 0,
            callIds: [],
            text: 'Objection of Nov 20, 2026 at 10:06, accepted on Nov 21, 2026 at 9:00: a call is left out.',
          },
        ],
      }),
    ).toEqual({
      score: null,
      countedSeconds: 900,
      inputs: [{ callId: 'c1', points: null, text: 'Talked 10:00–10:15, 15 min: all counted.', objection: null }],
      because: [
        { rule: 'talk-outbound', points: null, callIds: ['c1'], text: 'Outgoing calls: 15 min counted in 1 call.' },
        {
          rule: 'objection',
          points: null,
          callIds: [],
          text: 'Objection of Nov 20, 2026 at 10:06, accepted on Nov 21, 2026 at 9:00: a call is left out.',
        },
      ],
    });
  });

  it('tells no line of a rule that it does not know', () => {
    expect(inMinutes([{ rule: 'bonus', points: 3, text: 'A bonus of 3 points.' }])).toEqual([]);
  });
});
