import type { Decimal } from 'decimal.js';
import { type DayTerms, type TermsOfDay, termsOn } from '../support/day-terms.js';
import type { Day } from '../support/days.js';
import { isolated } from '../support/isolated.js';
import { holdsStill } from './accepted-objection.js';
import type { CallOnDay } from './judged-call.js';
import { type Points, asDecimals, pointsForCalls, pointsForTime, sumOf, weightOf } from './points.js';
import type { ScoringRules } from './rules.js';
import { outsideInWords } from './terms-in-words.js';
import { callsInWords, clockSpan, lengthOfTime, minuteInWords, pointsInWords, titleOf } from './wording.js';

/** The rules by which points come about, as a score's explanation names them. */
export type ScoreRule =
  'talk-inbound' | 'talk-outbound' | 'talk-internal' | 'points-per-call' | 'daily-cap' | 'objection';

/** One line of a score's explanation. */
export interface Because {
  readonly rule: ScoreRule;
  /** The lines add up, exactly, to the score before it is rounded. */
  readonly points: Decimal;
  readonly callIds: readonly string[];
  /** One sentence for the person whose score it is. */
  readonly text: string;
}

/** How a day's calls come to its score. */
export const explainScore = (
  calls: readonly CallOnDay[],
  rules: ScoringRules,
  terms: Pick<TermsOfDay, 'timeZone'>,
): Because[] =>
  [...linesOf(calls, rules), ...objectionLines(calls, terms)].map(({ rule, points, behind, text }) => ({
    rule,
    points,
    callIds: behind.map(({ call }) => call.callId),
    text: text(),
  }));

/** The exact score of {@link explainScore} without its sentences. */
export const pointsOf = (calls: readonly CallOnDay[], rules: ScoringRules): Decimal =>
  sumOf(linesOf(calls, rules).map(({ points }) => points));

interface Line<P = Decimal> {
  readonly rule: ScoreRule;
  readonly points: P;
  readonly behind: readonly CallOnDay[];
  readonly text: () => string;
}

function linesOf(calls: readonly CallOnDay[], rules: ScoringRules): Line[] {
  const groups = [...timeLines(calls, rules), ...callLines(calls, rules)];
  const decimals = asDecimals(groups.map((it) => it.points));
  const lines = groups.map(({ text, ...group }, i): Line => {
    const points = decimals[i]!;
    return { ...group, points, text: () => `${text()}: ${pointsInWords(points)}.` };
  });
  return [...lines, ...capLine(lines, rules)];
}

const timeRules = [
  { rule: 'talk-inbound', weight: 'inbound', label: 'Incoming calls' },
  { rule: 'talk-outbound', weight: 'outbound', label: 'Outgoing calls' },
  { rule: 'talk-internal', weight: 'internal', label: 'Calls with colleagues' },
] as const;

function timeLines(calls: readonly CallOnDay[], rules: ScoringRules): Line<Points>[] {
  return timeRules.flatMap(({ rule, weight, label }) => {
    const behind = calls.filter((it) => it.countedMs > 0 && weightOf(it.call) === weight);
    if (behind.length === 0) return [];
    const countedMs = behind.reduce((sum, it) => sum + it.countedMs, 0);
    const text = (): string => {
      const factor = rules.weights[weight];
      const price = `${pointsInWords(rules.pointsPerMinute)} a minute${factor === 1 ? '' : ` times ${factor}`}`;
      return `${label}: ${lengthOfTime(countedMs)} counted in ${callsInWords(behind.length)}, at ${price}`;
    };
    return [{ rule, points: pointsForTime(countedMs, weight, rules), behind, text }];
  });
}

function callLines(calls: readonly CallOnDay[], rules: ScoringRules): Line<Points>[] {
  const behind = calls.filter((it) => it.earnsAsCall);
  if (behind.length === 0 || rules.pointsPerCall === 0) return [];
  const conversations = behind.length === 1 ? '1 conversation' : `${behind.length} conversations`;
  const text = (): string => `Answered calls: ${conversations}, at ${pointsInWords(rules.pointsPerCall)} each`;
  return [{ rule: 'points-per-call', points: pointsForCalls(behind.length, rules), behind, text }];
}

function capLine(lines: readonly Line[], { dailyCap }: ScoringRules): Line[] {
  if (dailyCap === null) return [];
  const over = sumOf(lines.map((it) => it.points)).minus(dailyCap);
  if (!over.isPositive() || over.isZero()) return [];
  return [
    {
      rule: 'daily-cap',
      points: over.negated(),
      behind: [...new Set(lines.flatMap((it) => it.behind))],
      text: () => `A day brings at most ${pointsInWords(dailyCap)}; ${pointsInWords(over)} above that are left out.`,
    },
  ];
}

/** Names objections by their times: a line stays on a day for good, also when the people in it and its calls are erased. */
function objectionLines(calls: readonly CallOnDay[], { timeZone }: Pick<TermsOfDay, 'timeZone'>): Line[] {
  return calls.flatMap((it) => {
    const { objection, exclusion } = it;
    if (objection === null || !holdsStill(objection, exclusion)) return [];
    const { objectedAt, answeredAt, step } = objection;
    const text = (): string =>
      `Objection of ${minuteInWords(objectedAt, timeZone)}, accepted on ${minuteInWords(answeredAt, timeZone)}: ` +
      (step === 'exclude' ? 'a call is left out.' : 'a call that was left out counts again.');
    return [{ rule: 'objection', points: sumOf([]), behind: [it], text }];
  });
}

/** What became of one call's time on a day, in a sentence that its person can check with a clock. */
export function explainCall(it: CallOnDay, day: Day, terms: DayTerms): string {
  const { talk } = it;
  const { timeZone } = termsOn(day, terms);
  if (it.flag === 'excluded') return `Not counted: excluded${exclusionInWords(it, timeZone)}.`;
  if (it.flag === 'voicemail') return 'Not counted: a voicemail; nobody spoke.';
  if (talk === null) return withoutTalk(it);
  const whole = talk.to - talk.from;
  const said = `Talked ${clockSpan(talk, day, timeZone)}, ${lengthOfTime(whole)}`;
  if (it.flag === 'too-short') return `${said}: not counted, shorter than ${lengthOfTime(shortestMs(it))}.`;
  const here = it.talkMs === whole ? '' : `, ${lengthOfTime(it.talkMs)} of it on this day`;
  return `${said}${here}: ${countedInWords(it, day, terms)}.`;
}

function countedInWords(it: CallOnDay, day: Day, terms: DayTerms): string {
  if (it.countedMs === it.talkMs) return 'all counted';
  const counted = it.countedMs === 0 ? 'nothing counted' : `${lengthOfTime(it.countedMs)} counted`;
  const { timeZone } = termsOn(day, terms);
  const covered = it.covered().map(({ from, to, by }) => {
    const when = clockSpan(by, day, timeZone);
    return `${lengthOfTime(to - from)} already counted for “${isolated(titleOf(by.judged.call))}” (${when})`;
  });
  const where = outsideInWords(day, terms);
  const outside = where !== null && it.outsideShiftMs > 0 ? [`${lengthOfTime(it.outsideShiftMs)} ${where}`] : [];
  return [counted, ...covered, ...outside].join('; ');
}

function withoutTalk({ call, flag, ...it }: CallOnDay): string {
  if (flag === 'too-short') return `Not counted: no talk time, shorter than ${lengthOfTime(shortestMs(it))}.`;
  if (call.outcome === 'answered') return 'Answered and ended at once: no talk time.';
  return call.outcome === 'missed' ? 'Nobody took the call: no talk time.' : 'Nobody answered: no talk time.';
}

function exclusionInWords({ exclusion }: CallOnDay, timeZone: string): string {
  if (exclusion === null) return '';
  const { by, at, note } = exclusion;
  const decided = ` by ${isolated(by ?? 'a manager')} on ${minuteInWords(at, timeZone)}`;
  return note ? `${decided} (“${isolated(note)}”)` : decided;
}

/** Seconds of rules have few decimals, and their products may have many. */
const shortestMs = ({ rules }: Pick<CallOnDay, 'rules'>): number => Math.round(rules.shortestTalkSeconds * 1e6) / 1e3;
