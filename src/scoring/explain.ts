import type { Decimal } from 'decimal.js';
import type { Day } from '../support/days.js';
import type { CallOnDay } from './judged-call.js';
import { noPoints, type Points, addPoints, asDecimals, sumOf, weightOf } from './points.js';
import type { ScoringRules } from './rules.js';
import { callsInWords, clockSpan, lengthOfTime, minuteInWords, pointsInWords, titleOf } from './wording.js';

/** The rules by which points come about, as a score's explanation names them. */
export type ScoreRule = 'talk-inbound' | 'talk-outbound' | 'talk-internal' | 'points-per-call' | 'daily-cap';

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
export function explainScore(calls: readonly CallOnDay[], rules: ScoringRules): Because[] {
  const groups = [...timeLines(calls, rules), ...callLines(calls, rules)];
  const decimals = asDecimals(groups.map((it) => it.points));
  const lines = groups.map(({ rule, callIds, text }, i): Because => {
    const points = decimals[i]!;
    return { rule, points, callIds, text: `${text}: ${pointsInWords(points)}.` };
  });
  return [...lines, ...capLine(lines, rules)];
}

interface Group {
  readonly rule: ScoreRule;
  readonly points: Points;
  readonly callIds: readonly string[];
  readonly text: string;
}

const timeRules = [
  { rule: 'talk-inbound', weight: 'inbound', label: 'Inbound calls' },
  { rule: 'talk-outbound', weight: 'outbound', label: 'Outbound calls' },
  { rule: 'talk-internal', weight: 'internal', label: 'Calls with colleagues' },
] as const;

function timeLines(calls: readonly CallOnDay[], rules: ScoringRules): Group[] {
  return timeRules.flatMap(({ rule, weight, label }) => {
    const behind = calls.filter((it) => it.countedMs > 0 && weightOf(it.call) === weight);
    if (behind.length === 0) return [];
    const countedMs = behind.reduce((sum, it) => sum + it.countedMs, 0);
    const factor = rules.weights[weight];
    const price = `${pointsInWords(rules.pointsPerMinute)} a minute${factor === 1 ? '' : ` times ${factor}`}`;
    return [
      {
        rule,
        points: behind.map((it) => it.timePoints).reduce(addPoints, noPoints),
        callIds: behind.map((it) => it.call.callId),
        text: `${label}: ${lengthOfTime(countedMs)} counted in ${callsInWords(behind.length)}, at ${price}`,
      },
    ];
  });
}

function callLines(calls: readonly CallOnDay[], rules: ScoringRules): Group[] {
  const behind = calls.filter((it) => !it.callPoints.isZero());
  if (behind.length === 0) return [];
  return [
    {
      rule: 'points-per-call',
      points: behind.map((it) => it.callPoints).reduce(addPoints, noPoints),
      callIds: behind.map((it) => it.call.callId),
      text: `${callsInWords(behind.length)} answered, at ${pointsInWords(rules.pointsPerCall)} each`,
    },
  ];
}

function capLine(lines: readonly Because[], { dailyCap }: ScoringRules): Because[] {
  if (dailyCap === null) return [];
  const over = sumOf(lines.map((it) => it.points)).minus(dailyCap);
  if (!over.isPositive() || over.isZero()) return [];
  return [
    {
      rule: 'daily-cap',
      points: over.negated(),
      callIds: [...new Set(lines.flatMap((it) => it.callIds))],
      text: `A day brings at most ${pointsInWords(dailyCap)}; ${pointsInWords(over)} above that are left out.`,
    },
  ];
}

/** What became of one call's time on a day, in a sentence that its person can check with a clock. */
export function explainCall(it: CallOnDay, day: Day, timeZone: string): string {
  const { talk } = it;
  if (it.flag === 'excluded') return `Not counted: excluded${exclusionInWords(it, timeZone)}.`;
  if (it.flag === 'voicemail') return 'Not counted: a voicemail; nobody spoke.';
  if (talk === null) return withoutTalk(it);
  const whole = talk.to - talk.from;
  const said = `Talked ${clockSpan(talk, day, timeZone)}, ${lengthOfTime(whole)}`;
  if (it.flag === 'too-short') return `${said}: not counted, shorter than ${lengthOfTime(shortestMs(it))}.`;
  const here = it.talkMs === whole ? '' : `, ${lengthOfTime(it.talkMs)} of it on this day`;
  return `${said}${here}: ${countedInWords(it, day, timeZone)}.`;
}

function countedInWords(it: CallOnDay, day: Day, timeZone: string): string {
  if (it.countedMs === it.talkMs) return 'all counted';
  const counted = it.countedMs === 0 ? 'nothing counted' : `${lengthOfTime(it.countedMs)} counted`;
  const covered = it.covered.map(({ from, to, by }) => {
    const when = clockSpan(by, day, timeZone);
    return `${lengthOfTime(to - from)} already counted for “${titleOf(by.judged.call)}” (${when})`;
  });
  const outside = it.outsideShiftMs === 0 ? [] : [`${lengthOfTime(it.outsideShiftMs)} outside the work shift`];
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
  const decided = ` by ${by ?? 'a manager'} on ${minuteInWords(at, timeZone)}`;
  return note ? `${decided} (“${note}”)` : decided;
}

const shortestMs = ({ rules }: Pick<CallOnDay, 'rules'>): number => rules.shortestTalkSeconds * 1000;
