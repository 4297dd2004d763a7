import { Decimal } from 'decimal.js';
import fc from 'fast-check';
import { type DayResult, scoreDay } from '../../src/scoring/score-day.js';
import { talkOf } from '../../src/scoring/scored-call.js';
import { dayBounds } from '../../src/support/days.js';
import { normalise, totalLength } from '../../src/support/intervals.js';
import { plainDay } from './plain-score.js';
import { law } from './law.js';
import { type ScoringWorld, scoringWorld } from './worlds.js';

const Exact = Decimal.clone({ precision: 100 });
const daysOf = (world: ScoringWorld): DayResult[] => world.days.map((day) => scoreDay({ ...world, day }));
const countedOf = (results: readonly DayResult[]): Map<string, number> => {
  const counted = new Map<string, number>();
  for (const it of results.flatMap((day) => day.inputs)) {
    counted.set(it.callId, (counted.get(it.callId) ?? 0) + it.countedMs);
  }
  return counted;
};
const sum = (points: readonly string[]): Decimal => points.reduce((total, it) => total.plus(it), new Exact(0));

describe('laws of the score', () => {
  law('a day is what a second, plainer computation says', scoringWorld, (world) => {
    for (const result of daysOf(world)) {
      const plain = plainDay(world, result.day);
      const counted = result.inputs.filter((it) => it.countedMs > 0).map((it) => [it.callId, it.countedMs]);
      expect(Object.fromEntries(counted)).toEqual(plain.counted);
      expect(result.inputs.map((it) => it.callId).sort()).toEqual(plain.listed);
      expect(result.inputs.flatMap((it) => (it.flagReason !== null ? [it.callId] : [])).sort()).toEqual(plain.flagged);
      expect(result.score).toBe(plain.score);
    }
  });

  law('the explanation adds up: lines to the score, records to what they earned, exactly', scoringWorld, (world) => {
    for (const result of daysOf(world)) {
      const lines = sum(result.because.map((it) => it.points));
      expect(lines.toFixed()).toBe(result.points);
      expect(lines.toFixed(2, Decimal.ROUND_HALF_UP)).toBe(result.score);
      const beforeCap = result.because.filter((it) => it.rule !== 'daily-cap');
      const earned = sum(result.inputs.map((it) => it.points));
      expect(earned.toFixed()).toBe(sum(beforeCap.map((it) => it.points)).toFixed());
      const behind = new Set(beforeCap.flatMap((it) => it.callIds));
      expect(result.inputs.filter((it) => Number(it.points) > 0 && !behind.has(it.callId))).toEqual([]);
    }
  });

  const shuffled = <T>(items: readonly T[]) => fc.shuffledSubarray([...items], { minLength: items.length });
  const inAnotherOrder = scoringWorld.chain((world) =>
    fc.record({
      world: fc.constant(world),
      another: fc.record({ records: shuffled(world.records), rulesVersions: shuffled(world.rulesVersions) }),
    }),
  );
  law('order does not matter', inAnotherOrder, ({ world, another }) => {
    expect(daysOf({ ...world, ...another })).toEqual(daysOf(world));
  });

  law('scoring twice changes nothing', scoringWorld, (world) => {
    const before = structuredClone(world);
    expect(daysOf(world)).toEqual(daysOf(world));
    expect(world).toEqual(before);
  });

  law('a day needs only the records that it lists, and earlier ones of their conversations', scoringWorld, (world) => {
    for (const result of daysOf(world)) {
      const listed = new Set(result.inputs.map((it) => it.callId));
      const records = world.records.filter((it) => listed.has(it.callId));
      const conversations = new Set(records.map((it) => it.conversationId));
      const { from } = dayBounds(result.day, world.timeZone);
      const before = world.records.filter((it) => conversations.has(it.conversationId) && it.startedAt < from);
      expect(scoreDay({ ...world, day: result.day, records, before })).toEqual(result);
    }
  });

  law('credited never exceeds the talk time of any record nor the length of the day', scoringWorld, (world) => {
    const unscoped = {
      ...world,
      rulesVersions: world.rulesVersions.map((it) => ({ ...it, overlap: 'employee' as const })),
    };
    const results = daysOf(unscoped);
    const counted = countedOf(results);
    for (const call of world.records) {
      expect(counted.get(call.callId) ?? 0).toBeLessThanOrEqual(totalLength([talkOf(call) ?? { from: 0, to: 0 }]));
    }
    for (const { day, countedMs } of results) {
      const { from, to } = dayBounds(day, world.timeZone);
      expect(countedMs).toBeLessThanOrEqual(to.getTime() - from.getTime());
    }
  });

  law('without a shift, all days together count the union of what is not flagged, once', scoringWorld, (world) => {
    const plainWorld = { ...world, workShift: null, rulesVersions: [] };
    const results = daysOf(plainWorld);
    const flagged = new Set(
      results.flatMap((day) => day.inputs.filter((it) => it.flagReason !== null).map((it) => it.callId)),
    );
    const talks = world.records.flatMap((call) => (flagged.has(call.callId) ? [] : (talkOf(call) ?? [])));
    const counted = results.reduce((total, it) => total + it.countedMs, 0);
    expect(counted).toBe(totalLength(normalise(talks)));
  });

  law("flagging a record never lowers another's credit", scoringWorld, (world) => {
    const before = countedOf(daysOf(world));
    for (const flagged of world.records) {
      const exclusions = [...world.exclusions, { callId: flagged.callId, by: null, at: new Date(0), note: null }];
      const after = countedOf(daysOf({ ...world, exclusions }));
      expect(after.get(flagged.callId) ?? 0).toBe(0);
      for (const { callId } of world.records) {
        if (callId === flagged.callId) continue;
        expect(after.get(callId) ?? 0).toBeGreaterThanOrEqual(before.get(callId) ?? 0);
      }
    }
  });
});
