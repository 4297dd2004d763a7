import fc from 'fast-check';
import type { RulesVersion } from '../../src/scoring/rules.js';
import type { ScoredCall } from '../../src/scoring/scored-call.js';
import type { DayInput } from '../../src/scoring/score-day.js';

/** One employee's calls around a day on which something happens to the calendar, and everything that judges them. */
export type ScoringWorld = Omit<DayInput, 'day'> & { readonly days: readonly string[] };

export const places: readonly (readonly [timeZone: string, day: string])[] = [
  ['America/New_York', '2026-03-08'],
  ['America/New_York', '2026-11-01'],
  ['Europe/Berlin', '2026-03-29'],
  ['Asia/Kathmandu', '2026-11-22'],
  ['Australia/Lord_Howe', '2026-04-05'],
  ['America/Sao_Paulo', '2018-11-04'],
  ['America/Sao_Paulo', '2018-02-17'],
  ['America/Havana', '2026-11-01'],
  ['Asia/Beirut', '2022-03-27'],
  ['Pacific/Apia', '2011-12-30'],
  ['UTC', '2026-12-31'],
];

const minute = 60_000;
const hour = 60 * minute;

/** Moments meet each other often, and now and then to the millisecond they do not. */
const moment = fc.oneof(
  { weight: 4, arbitrary: fc.integer({ min: -36 * 4, max: 60 * 4 }).map((quarters) => quarters * 15 * minute) },
  { weight: 4, arbitrary: fc.integer({ min: 0, max: 90 }).map((minutes) => 4 * hour + minutes * minute) },
  { weight: 1, arbitrary: fc.integer({ min: -36 * hour, max: 60 * hour }) },
);
const length = fc.oneof(
  { weight: 1, arbitrary: fc.constantFrom(0, 1, 10_000, 29_999, 30_000) },
  { weight: 4, arbitrary: fc.integer({ min: 1, max: 40 }).map((minutes) => minutes * minute) },
  { weight: 1, arbitrary: fc.integer({ min: 0, max: 26 * hour }) },
);

export const callAround = (noon: number): fc.Arbitrary<Omit<ScoredCall, 'callId' | 'externalId'>> =>
  fc
    .record({
      at: moment,
      ring: fc.constantFrom(0, 0, 7_000, 20 * minute),
      length,
      conversation: fc.integer({ min: 1, max: 3 }),
      direction: fc.constantFrom('inbound' as const, 'outbound' as const),
      outcome: fc.oneof(
        { weight: 6, arbitrary: fc.constant('answered' as const) },
        { weight: 1, arbitrary: fc.constantFrom('missed' as const, 'unanswered' as const, 'voicemail' as const) },
      ),
      internal: fc.boolean(),
    })
    .map(({ at, ring, length: talk, conversation, direction, outcome, internal }) => ({
      conversationId: `k${conversation}`,
      direction,
      outcome,
      startedAt: new Date(noon + at - ring),
      connectedAt: outcome === 'answered' ? new Date(noon + at) : null,
      endedAt: new Date(noon + at + talk),
      counterparty: { number: null, name: null, internal },
    }));

const factor = fc.constantFrom(0, 0.001, 0.333, 0.5, 1, 1.25, 7);
export const versions = (days: readonly string[]): fc.Arbitrary<RulesVersion[]> =>
  fc.uniqueArray(
    fc.record({
      effectiveFrom: fc.constantFrom(...days),
      pointsPerMinute: factor,
      weights: fc.record({ inbound: factor, outbound: factor, internal: factor }),
      pointsPerCall: factor,
      shortestTalkSeconds: fc.constantFrom(0, 0, 30, 120),
      dailyCap: fc.constantFrom(null, null, 0, 5, 30.125),
      overlap: fc.constantFrom('employee' as const, 'conversation' as const),
    }),
    { maxLength: 3, selector: (it) => it.effectiveFrom },
  );

/** Off the hours in which clocks change somewhere. */
const clock = fc
  .integer({ min: 4 * 4, max: 22 * 4 })
  .map((q) => `${String(Math.floor(q / 4)).padStart(2, '0')}:${String((q % 4) * 15).padStart(2, '0')}`);
export const shift = fc.record({ days: fc.subarray([1, 2, 3, 4, 5, 6, 7], { minLength: 1 }), from: clock, to: clock });

/** All days on which a call around this moment can be listed. */
export const daysAround = (noon: number): string[] =>
  [-3, -2, -1, 0, 1, 2, 3, 4, 5].map((n) => new Date(noon + n * 24 * hour).toISOString().slice(0, 10));

export const scoringWorld: fc.Arbitrary<ScoringWorld> = fc.constantFrom(...places).chain(([timeZone, day]) => {
  const noon = Date.parse(`${day}T00:00:00Z`);
  const days = daysAround(noon);
  const world = fc.record({
    employeeId: fc.constant('dana'),
    days: fc.constant(days),
    timeZone: fc.constant(timeZone),
    workShift: fc.option(shift),
    records: fc
      .array(callAround(noon), { maxLength: 8 })
      .map((calls) => calls.map((call, i) => ({ ...call, callId: `c${i}`, externalId: `${100 - i}` }))),
    exclusions: fc
      .subarray(['c0', 'c1', 'c2'], { maxLength: 1 })
      .map((ids) => ids.map((callId) => ({ callId, by: null, at: new Date(0), note: null }))),
    rulesVersions: versions(days),
  });
  return world.map((it) => ({ ...it, before: it.records }));
});
