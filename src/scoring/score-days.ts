import { isDeepStrictEqual } from 'node:util';
import type { SqlEntityManager } from '@mikro-orm/sql';
import { employeeOf } from '../mapping/index.js';
import { countedMsOf, DayScoreEntity, storedCountedMs, type StoredInput } from '../storage/index.js';
import { type Day, dayBounds } from '../support/days.js';
import { asciiJson } from '../support/json.js';
import { type EmployeeDay, markDays } from './changed-days.js';
import { readDays, type ScoringBasis } from './read-days.js';
import { earnPerCall } from './rules.js';
import { rulesVersionsOf } from './rules-versions.js';
import { type DayInput, scoreDay } from './score-day.js';
import { dayOfCall, type ScoredCall } from './scored-call.js';
import { explanationView } from './scored-day-views.js';
import { callsTogetherWith } from './stored-calls.js';
import { listedFrom } from './stored-explanation.js';

/**
 * Scores days from what is stored, and stores what is different. Runs in a transaction that holds the tenant's turn.
 */
export async function scoreDays(
  em: SqlEntityManager,
  tenantId: string,
  basis: ScoringBasis,
  employeeDays: readonly EmployeeDay[],
): Promise<void> {
  if (employeeDays.length === 0) return;
  const rulesVersions = await rulesVersionsOf(em, tenantId);
  const inputs = await readDays(em, tenantId, { ...basis, rulesVersions }, employeeDays);
  const changed = await storeDifferent(em, tenantId, inputs.map(scored));
  if (earnPerCall(rulesVersions)) await markLaterDays(em, tenantId, basis, changed, employeeDays);
}

/** A day that is stored otherwise than before, with the calls that it listed or lists. */
interface ChangedDay extends EmployeeDay {
  readonly callIds: readonly string[];
}

/**
 * Marks the days on which conversations of changed days go on: whether a call earns there by itself follows from what
 * is earlier. Those that were just scored know it already.
 */
async function markLaterDays(
  em: SqlEntityManager,
  tenantId: string,
  { terms, ownerships }: ScoringBasis,
  changed: readonly ChangedDay[],
  scoredDays: readonly EmployeeDay[],
): Promise<void> {
  const listed = changed.flatMap(({ day, callIds }) => callIds.map((callId) => ({ callId, ...dayBounds(day, terms) })));
  const isKnown = new Set(scoredDays.map(keyOf));
  const days = (await callsTogetherWith(em, tenantId, listed)).flatMap(({ call, ...line }) => {
    const day = dayOfCall(call, terms);
    const employeeId = employeeOf(ownerships, line, day);
    const goesOn = changed.some((one) => one.employeeId === employeeId && one.day < day);
    return employeeId === null || !goesOn || isKnown.has(keyOf({ employeeId, day })) ? [] : [{ employeeId, day }];
  });
  await markDays(em, tenantId, days);
}

interface Scored {
  readonly employeeId: string;
  readonly day: Day;
  readonly content: Content;
  /** The same for people; it also follows from what a call's other party is called. */
  readonly answer: string;
  readonly listed: number;
  readonly flagged: number;
}

type Content = Pick<DayScoreEntity, 'score' | 'countedMs' | 'inputs' | 'because'>;

function scored(input: DayInput): Scored {
  const { employeeId, day, score, countedMs, inputs, because, flaggedCount: flagged } = scoreDay(input);
  const content: Content = {
    score,
    countedMs: storedCountedMs(countedMs),
    inputs: inputs.map((one) => ({ ...one })),
    because: because.map((line) => ({ ...line, callIds: [...line.callIds] })),
  };
  return { employeeId, day, content, answer: answerText(content, input.records), listed: inputs.length, flagged };
}

function answerText(content: Content, records: readonly ScoredCall[]): string {
  const callOf = new Map(records.map((call) => [call.callId, call]));
  const inputs = content.inputs.map((input) => ({ ...input, ...listedFrom(callOf.get(input.callId)!) }));
  return asciiJson(explanationView({ ...content, countedMs: countedMsOf(content), inputs }));
}

/**
 * A day that never had anything gets no row; one that had keeps it, empty, since it was told to the host. A frozen day
 * stays as it is: the calls that it was scored from are gone.
 */
async function storeDifferent(
  em: SqlEntityManager,
  tenantId: string,
  results: readonly Scored[],
): Promise<readonly ChangedDay[]> {
  const stored = await em.find(
    DayScoreEntity,
    { tenantId, $or: results.map(({ employeeId, day }) => ({ employeeId, day })) },
    { disableIdentityMap: true, populate: ['answer'] },
  );
  const rowOf = new Map(stored.map((row) => [keyOf(row), row]));
  const changed: ChangedDay[] = [];
  const rows = results.flatMap(({ content, ...result }) => {
    const before = rowOf.get(keyOf(result));
    if (before !== undefined && before.frozenAt !== null) return [];
    if (before === undefined && result.listed === 0) return [];
    const isNews = before === undefined || !isSame(before, content);
    if (!isNews && before.answer === result.answer) return [];
    if (isNews) changed.push({ ...result, callIds: callIdsOf([...(before?.inputs ?? []), ...content.inputs]) });
    return [{ tenantId, ...result, ...content, revision: (before?.revision ?? 0) + (isNews ? 1 : 0) }];
  });
  if (rows.length === 0) return changed;
  await em.upsertMany(DayScoreEntity, rows, {
    onConflictFields: ['tenantId', 'employeeId', 'day'],
    onConflictMergeFields: ['score', 'countedMs', 'inputs', 'because', 'answer', 'listed', 'flagged', 'revision'],
    disableIdentityMap: true,
  });
  return changed;
}

const callIdsOf = (inputs: readonly StoredInput[]): string[] => [...new Set(inputs.map(({ callId }) => callId))];

const keyOf = ({ employeeId, day }: EmployeeDay): string => `${day} ${employeeId}`;

const isSame = ({ score, countedMs, inputs, because }: DayScoreEntity, content: Content): boolean =>
  isDeepStrictEqual({ score, countedMs, inputs, because }, content);
