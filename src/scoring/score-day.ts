import { countingSpans, type DayTerms, termsOn } from '../support/day-terms.js';
import { type Day, type Span, dayBounds, daysTouched } from '../support/days.js';
import { type Interval, intersect, totalLength } from '../support/intervals.js';
import type { AcceptedObjection } from './accepted-objection.js';
import { type Covered, type Credit, coveredParts, creditTalk, firstOfConversations } from './credit.js';
import { type Because, explainCall, explainScore, pointsOf } from './explain.js';
import { type Exclusion, type FlagReason, flagOf } from './flags.js';
import type { CallOnDay, JudgedCall, JudgedTalk } from './judged-call.js';
import {
  addPoints,
  asDecimals,
  type Points,
  pointsForCalls,
  pointsForTime,
  rounded,
  sumOf,
  weightOf,
} from './points.js';
import { type RulesVersion, type ScoringRules, rulesFor } from './rules.js';
import { type ScoredCall, dayOfCall, talkOf } from './scored-call.js';

/** Everything that a day's score follows from. The order of records, exclusions and versions does not matter. */
export interface DayInput extends DayTerms {
  readonly employeeId: string;
  readonly day: Day;
  /** At least every record of the employee that has talk on this day or starts on it; more do no harm. */
  readonly records: readonly ScoredCall[];
  /** Of the same conversations, at least the records that were the employee's where their talk began on an earlier day. */
  readonly before: readonly ScoredCall[];
  /** Those in force. */
  readonly exclusions: readonly Exclusion[];
  /** Of each call, the objection that was accepted last; left out, there are none. */
  readonly objections?: readonly AcceptedObjection[];
  readonly rulesVersions: readonly RulesVersion[];
}

/** A day's score, and all that explains it. Points are exact decimal strings. */
export interface DayResult {
  readonly employeeId: string;
  readonly day: Day;
  /** Two places, rounded half up. */
  readonly score: string;
  /** The score before it is rounded. */
  readonly points: string;
  readonly countedMs: number;
  readonly flaggedCount: number;
  /** The records that this day lists, in order of their start. */
  readonly inputs: readonly DayEntry[];
  /** The lines add up to `points`. */
  readonly because: readonly BecauseLine[];
}

/** What one record comes to on a day that lists it. */
export interface DayEntry {
  readonly callId: string;
  readonly flagReason: FlagReason | null;
  readonly countedMs: number;
  /** All that it earned on this day, before the daily cap. */
  readonly points: string;
  /** What became of its time, in one sentence. */
  readonly text: string;
}

export type BecauseLine = Omit<Because, 'points'> & { readonly points: string };

/**
 * Scores one employee's day. Pure: the same in gives the same out.
 *
 * @throws RangeError where day or time zone are none
 */
export function scoreDay(input: DayInput): DayResult {
  const { employeeId, day } = input;
  const { calls, rules } = count(input);
  const because = explainScore(calls, rules, termsOn(day, input));
  const points = sumOf(because.map((line) => line.points));
  const earned = asDecimals(calls.map((it) => earnedBy(it, rules)));
  return {
    employeeId,
    day,
    score: rounded(points),
    points: points.toFixed(),
    countedMs: calls.reduce((sum, it) => sum + it.countedMs, 0),
    flaggedCount: calls.filter((it) => it.flag !== null).length,
    inputs: calls.map((it, i) => ({
      callId: it.call.callId,
      flagReason: it.flag,
      countedMs: it.countedMs,
      points: earned[i]!.toFixed(),
      text: explainCall(it, day, input),
    })),
    because: because.map((line) => ({ ...line, points: line.points.toFixed() })),
  };
}

/** The `score` of {@link scoreDay} by itself, for what is only tried: it spares every sentence. */
export function scoreOf(input: DayInput): string {
  const { calls, rules } = count(input);
  return rounded(pointsOf(calls, rules));
}

function count(input: DayInput): { readonly calls: CallOnDay[]; readonly rules: ScoringRules } {
  const rules = rulesFor(input.day, input.rulesVersions);
  return { calls: callsOnDay(input, rules), rules };
}

const earnedBy = ({ call, countedMs, earnsAsCall }: CallOnDay, rules: ScoringRules): Points =>
  addPoints(pointsForTime(countedMs, weightOf(call), rules), pointsForCalls(earnsAsCall ? 1 : 0, rules));

/** The calls that the day lists, each with what it comes to, in order of their start. */
function callsOnDay(input: DayInput, rules: ScoringRules): CallOnDay[] {
  const bounds = intervalOf(dayBounds(input.day, input));
  const counting = countingOn(input.day, input);
  const judgedCalls = judge(input.records, input);
  const earning = earningAsCalls(judgedCalls, bounds, rules, input);
  const listed = judgedCalls.filter(({ call, talk }) =>
    talk === null
      ? holds(bounds, call.startedAt.getTime())
      : bounds.to > bounds.from && talk.from < bounds.to && talk.to > bounds.from,
  );
  // Records without talk on this day cover none of this day's moments, so those that it lists are enough.
  const credits = creditTalk(listed.flatMap(talkToCredit), rules.overlap);
  const creditOf = new Map(credits.map((credit) => [credit.talk.judged, credit]));
  return listed.sort(byStart).map((judged) => {
    const credit = creditOf.get(judged);
    const onDay = judged.talk === null ? [] : intersect([judged.talk], [bounds]);
    const inShift = intersect(onDay, counting);
    const countedMs = totalLength(intersect(creditedTo(credit), inShift));
    return {
      ...judged,
      talkMs: totalLength(onDay),
      countedMs,
      outsideShiftMs: totalLength(onDay) - totalLength(inShift),
      covered: () => (credit === undefined ? [] : coveredIn(inShift, credit, credits, rules)),
      earnsAsCall: earning.has(judged),
    };
  });
}

function judge(
  records: readonly ScoredCall[],
  { exclusions, objections = [], rulesVersions, ...terms }: DayInput,
): JudgedCall[] {
  const exclusionOf = new Map(exclusions.map((it) => [it.callId, it]));
  const objectionOf = new Map(objections.map((it) => [it.callId, it]));
  return records.map((call) => {
    const rules = rulesFor(dayOfCall(call, terms), rulesVersions);
    const exclusion = exclusionOf.get(call.callId) ?? null;
    const objection = objectionOf.get(call.callId) ?? null;
    return { call, talk: talkOf(call), flag: flagOf(call, rules, exclusion), exclusion, objection, rules };
  });
}

function talkToCredit(judged: JudgedCall): JudgedTalk[] {
  const { call, talk, flag } = judged;
  if (talk === null || flag !== null) return [];
  return [{ ...talk, externalId: call.externalId, conversationId: call.conversationId, judged }];
}

function coveredIn(
  spans: readonly Interval[],
  credit: Credit<JudgedTalk>,
  credits: readonly Credit<JudgedTalk>[],
  rules: ScoringRules,
): readonly Covered<JudgedTalk>[] {
  return coveredParts(credits, credit, rules.overlap).flatMap((part) =>
    intersect([part], spans).map((span) => ({ ...span, by: part.by })),
  );
}

/**
 * Points per call go to a conversation once: to the first of its unflagged calls with talk inside the shift, on the day
 * on which that talk begins.
 */
function earningAsCalls(
  calls: readonly JudgedCall[],
  bounds: Interval,
  { pointsPerCall }: ScoringRules,
  input: DayInput,
): ReadonlySet<JudgedCall> {
  if (pointsPerCall === 0) return new Set();
  const begunToday = calls.flatMap(talkToCredit).filter(({ from }) => holds(bounds, from));
  const begunBefore = judge(input.before, input)
    .flatMap(talkToCredit)
    .filter(({ from }) => from < bounds.from);
  const counting = [...begunBefore, ...begunToday].filter((talk) => isInShift(talk, input));
  return new Set(firstOfConversations(counting).map(({ judged }) => judged));
}

function isInShift(talk: Interval, terms: DayTerms): boolean {
  return daysTouched(new Date(talk.from), new Date(talk.to), terms).some(
    (day) => intersect([talk], countingOn(day, terms)).length > 0,
  );
}

const creditedTo = (credit: Credit<JudgedTalk> | undefined): Interval[] => (credit?.credited ? [credit.credited] : []);

const countingOn = (day: Day, terms: DayTerms): Interval[] => countingSpans(day, terms).map(intervalOf);

const intervalOf = ({ from, to }: Span): Interval => ({ from: from.getTime(), to: to.getTime() });

const holds = ({ from, to }: Interval, ms: number): boolean => ms >= from && ms < to;

function byStart(a: JudgedCall, b: JudgedCall): number {
  const order = a.call.startedAt.getTime() - b.call.startedAt.getTime();
  return order || (a.call.externalId < b.call.externalId ? -1 : a.call.externalId > b.call.externalId ? 1 : 0);
}
