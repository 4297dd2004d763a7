import type { SimulatedRecord } from './model.js';

/** Where what RingCentral documents, what was seen, and what nobody knows differ: how the simulated one does it. */
export interface RingCentralHabits {
  /** Whether calls that are not over are listed, with `In Progress`, no duration and no legs. Seen; not documented. */
  readonly listsCallsInProgress: boolean;
  /** Not documented. Seen with calls that stand at the front. */
  readonly order: 'newest first' | 'oldest first';
  /** Whether the log's `paging` has `totalPages`; documented as one that may be absent. */
  readonly countsPages: boolean;
  /** Whether `dateFrom` and `dateTo` are inside; not documented. */
  readonly includesBounds: boolean;
  /** Whether legs have `durationMs` beside `duration`; documented, and absent in what was seen. */
  readonly legsInMilliseconds: boolean;
  /** A call between colleagues; nobody knows. Two records share their `sessionId`. */
  readonly internalCalls: 'one record' | 'two records';
  /** The account's own `id`; documented as int64. */
  readonly accountIdAs: 'number' | 'text';
  /** The header in which a delivery has the secret back; `Validation-Token` on older pages. */
  readonly secretHeader: 'Verification-Token' | 'Validation-Token';
  /** False for an app whose “issue refresh tokens” is off. */
  readonly issuesRefreshTokens: boolean;
  /** Whether events of one session arrive in another order than that of their `sequence` now and then. */
  readonly shufflesEvents: boolean;
}

/** As the documentation has it, read word for word. */
export const documented: RingCentralHabits = {
  listsCallsInProgress: false,
  order: 'newest first',
  countsPages: true,
  includesBounds: true,
  legsInMilliseconds: true,
  internalCalls: 'one record',
  accountIdAs: 'number',
  secretHeader: 'Verification-Token',
  issuesRefreshTokens: true,
  shufflesEvents: false,
};

/** As it was seen in traffic and in code that runs. */
export const seen: RingCentralHabits = {
  ...documented,
  listsCallsInProgress: true,
  countsPages: false,
  legsInMilliseconds: false,
  shufflesEvents: true,
};

/** A record as one record, or a call between colleagues as two. */
export const asLogged =
  (habits: RingCentralHabits) =>
  (record: SimulatedRecord): readonly SimulatedRecord[] => {
    const [caller, callee] = record.parts;
    const isInternal = record.legs[0]?.legType === 'ExtensionToExtension';
    if (habits.internalCalls === 'one record' || !isInternal || caller === undefined || callee === undefined) {
      return [record];
    }
    const [own, ...others] = record.legs;
    return [
      { ...record, legs: own === undefined ? [] : [own], parts: [caller], messageAt: null },
      {
        ...record,
        id: `${record.id}B`,
        telephonySessionId: `${record.telephonySessionId}b`,
        direction: 'Inbound',
        result: others[0]?.result ?? record.result,
        extensionId: callee.extensionId,
        legs: others.map((leg, place) => ({ ...leg, master: place === 0 })),
        parts: [callee],
      },
    ];
  };
