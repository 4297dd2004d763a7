import type { Explained } from '../contract/index.js';
import { lineInMinutes } from './in-minutes.js';
import { lengthOfTime, pointsInWords } from './wording.js';
import type { ScoringRules } from './rules.js';
import { scoreDay } from './score-day.js';
import type { ScoredCall } from './scored-call.js';

/** What rules count, in sentences for those who are counted. */
export const rulesInWords = (rules: ScoringRules): readonly string[] => [
  ...pricesOf(rules),
  ...timeRulesInWords(rules),
];

/** What time is worth. */
function pricesOf({ pointsPerMinute, weights, pointsPerCall, dailyCap }: ScoringRules): readonly string[] {
  const weighted = [
    ['incoming calls', weights.inbound],
    ['outgoing calls', weights.outbound],
    ['calls with colleagues', weights.internal],
  ] as const;
  return [
    `A minute of talk is worth ${pointsInWords(pointsPerMinute)}.`,
    ...weighted.flatMap(([what, weight]) => (weight === 1 ? [] : [`For ${what} that is multiplied by ${weight}.`])),
    ...(pointsPerCall === 0
      ? []
      : [`A conversation in which you answered a call is worth ${pointsInWords(pointsPerCall)} besides its time.`]),
    ...(dailyCap === null ? [] : [`A day brings at most ${pointsInWords(dailyCap)}.`]),
  ];
}

/** Which time counts, for who is told nothing of points. */
export function timeRulesInWords({ shortestTalkSeconds, overlap }: ScoringRules): readonly string[] {
  return [
    overlap === 'employee'
      ? 'Time in which you had several calls at once is counted once.'
      : 'Time in which several records of one conversation overlap is counted once.',
    ...(shortestTalkSeconds === 0
      ? []
      : [`Calls shorter than ${lengthOfTime(Math.round(shortestTalkSeconds * 1000))} are shown and not counted.`]),
    'Received voicemail, and calls that a manager or an administrator left out, are shown and not counted. Calls that nobody answered have no talk, so they add no time.',
  ];
}

/** A made-up day as rules count it, by the very computation that counts everybody's. */
export interface ExampleDay {
  /** What was called, and what became of it. */
  readonly calls: readonly string[];
  /** How the score came about, or which time counted. */
  readonly because: readonly string[];
  /** Null for who is told nothing of points. */
  readonly score: number | null;
}

const EXAMPLE_DAY = '2026-01-05';
const at = (clock: string): Date => new Date(`${EXAMPLE_DAY}T${clock}:00Z`);

const exampleCall = (callId: string, name: string, from: string, to: string): ScoredCall => ({
  callId,
  externalId: callId,
  conversationId: callId,
  direction: 'outbound',
  outcome: 'answered',
  startedAt: at(from),
  connectedAt: at(from),
  endedAt: at(to),
  counterparty: { number: null, name, internal: false },
});

/** Two calls that overlap. */
export function exampleDay(rules: ScoringRules, explained: Explained): ExampleDay {
  const { inputs, because, score } = scoreDay({
    employeeId: '',
    day: EXAMPLE_DAY,
    timeZone: 'UTC',
    workShift: null,
    records: [exampleCall('1', 'Ann', '10:00', '10:10'), exampleCall('2', 'Sam', '10:06', '10:15')],
    before: [],
    exclusions: [],
    rulesVersions: [{ ...rules, effectiveFrom: EXAMPLE_DAY }],
  });
  const calls = inputs.map(({ text }) => text);
  if (explained === 'minutes')
    return { calls, because: because.flatMap(lineInMinutes).map(({ text }) => text), score: null };
  return { calls, because: because.map(({ text }) => text), score: Number(score) };
}
