import type { CallDirection, CallOutcome } from '../contract/index.js';
import { countedMsOf, type StoredInput, type StoredReason } from '../storage/index.js';
import type { ScoredCall } from './scored-call.js';
import { timesOf } from './times-of.js';

/** A day's score as it is stored, with its calls. */
export interface StoredExplanation {
  readonly score: string;
  readonly countedMs: number;
  readonly because: readonly StoredReason[];
  /** In the order in which the day lists them. */
  readonly inputs: readonly (StoredInput & ListedCall)[];
}

/** Whether a day's calls are kept. Retention takes the sentences of all that the day listed, also of a call that lasts on. */
export const keepsCalls = (stored: StoredDay | null): boolean =>
  stored === null || stored.inputs.every(({ text }) => text !== '');

/** What a day shows of a call record. Times are ISO 8601 in UTC. */
export interface ListedCall {
  readonly externalId: string;
  readonly direction: CallDirection;
  readonly outcome: CallOutcome;
  readonly startedAt: string;
  readonly connectedAt: string | null;
  readonly endedAt: string;
  readonly number: string | null;
  readonly name: string | null;
  readonly internal: boolean;
}

/** A day's score as the database answers it. */
export interface StoredDay {
  readonly score: string;
  readonly countedMs: number;
  readonly because: readonly StoredReason[];
  readonly inputs: readonly StoredInput[];
  /** Null where it has none. */
  readonly calls: readonly WrittenCall[] | null;
}

/** What is stored of a day's score, with its calls. */
export function storedExplanation({ score, countedMs, because, inputs, calls }: StoredDay): StoredExplanation {
  const callOf = new Map(calls?.map((call) => [call[0], call]));
  // What retention has deleted is listed no longer, though its score stays.
  const listed = inputs.flatMap((input) => {
    const call = callOf.get(input.callId);
    return call === undefined ? [] : [{ ...input, ...listedCall(call) }];
  });
  return { score, countedMs: countedMsOf({ countedMs, inputs: [...inputs] }), because, inputs: listed };
}

/** A call as the database answers it: one JSON value, with times as milliseconds since the epoch. */
type WrittenCall = readonly [
  callId: string,
  externalId: string,
  direction: CallDirection,
  outcome: CallOutcome,
  startedMs: number,
  connectedMs: number | null,
  endedMs: number,
  number: string | null,
  name: string | null,
  internal: boolean,
];

function listedCall(call: WrittenCall): ListedCall {
  const [, externalId, direction, outcome, startedMs, connectedMs, endedMs, number, name, internal] = call;
  return {
    externalId,
    direction,
    outcome,
    startedAt: iso(startedMs),
    connectedAt: connectedMs === null ? null : iso(connectedMs),
    endedAt: iso(endedMs),
    number,
    name,
    internal,
  };
}

/** What a day shows of a call that it was scored from. */
export const listedFrom = ({ externalId, direction, outcome, counterparty, ...times }: ScoredCall): ListedCall => ({
  externalId,
  direction,
  outcome,
  ...timesOf(times),
  number: counterparty.number,
  name: counterparty.name,
  internal: counterparty.internal,
});

const iso = (ms: number): string => new Date(ms).toISOString();
