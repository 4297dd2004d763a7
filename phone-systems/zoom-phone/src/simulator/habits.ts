/** Where what Zoom documents, what was seen, and what nobody knows differ: how the simulated one does it. */
export interface ZoomPhoneHabits {
  /** Numbers of the directory: Zoom's own examples have no `+`, calls have one. */
  readonly directoryNumbers: 'without +' | 'with +';
  /** How the unanswered stand: no `answer_time`, or an empty one. */
  readonly noAnswerTime: 'absent' | 'empty';
  /** Whether `from` and `to` are inside; not said. */
  readonly includesBounds: boolean;
  /** Not said. */
  readonly order: 'newest first' | 'oldest first';
  /** The body's `code` where a page token died; both are documented. */
  readonly deadPageTokenCode: 300 | 400;
  /** Whether the array's old name stands beside the new one; announced to go in November 2026. */
  readonly tellsOldNames: boolean;
  /** Whether `duration` counts ringing; not said. */
  readonly durationCountsRinging: boolean;
  /** A call between colleagues; nobody knows. Two rows share their `call_id`. */
  readonly internalCalls: 'two legs' | 'one leg' | 'two rows';
  /** Both views of one step of a transfer, as two legs. Seen; not documented. */
  readonly doublesTransferredLegs: boolean;
  /** Legs of a transfer have `_1`, `_2` behind their `call_id`. Seen; not documented. */
  readonly suffixesTransferredCallIds: boolean;
  /** From which instant on a warm transfer is one row; two rows before. Milliseconds since the epoch. */
  readonly warmTransferIsOneRowSince: number;
  /** What the legs of a warm transfer are called: the description has one word, and others were seen. */
  readonly warmTransferWords: 'one' | 'outgoing and incoming';
  /** Somebody who is added to a call has a row of its own, or its legs are in the first one and merged; not said. */
  readonly addedParticipants: 'two rows' | 'merged legs';
  /** Steps are numbered from 1 in one text of Zoom's and in what was seen, from 0 in another. */
  readonly firstSegment: 0 | 1;
  /** The last telephone that a queue rang appears ten minutes after the end, under the same `end_time`. */
  readonly legsComeLate: boolean;
  /** Whether somebody who is given another's extension has the same `extension_id`; not said. */
  readonly extensionIdPassesOn: boolean;
  /** What the consent of somebody without Zoom Phone management is answered with, code 124. */
  readonly lesserAdminStatus: 400 | 403;
  /** What an account without Zoom Phone is answered with. */
  readonly withoutPhone: { readonly status: 400 | 404; readonly code: 2001 | 2013 | 2031 };
  /** Whether refusals of the token endpoint carry a number beside `reason` and `error`. */
  readonly numbersTokenErrors: boolean;
  /** Whether a second try of a delivery is signed anew; not said. */
  readonly signsAgain: boolean;
  /** Every fifth event is told twice. */
  readonly repeatsEvents: boolean;
  /** Events of what ended together arrive in another order than the legs'. */
  readonly shufflesEvents: boolean;
}

/** As the documentation has it, read word for word. */
export const documented: ZoomPhoneHabits = {
  directoryNumbers: 'without +',
  noAnswerTime: 'absent',
  includesBounds: true,
  order: 'newest first',
  deadPageTokenCode: 300,
  tellsOldNames: true,
  durationCountsRinging: false,
  internalCalls: 'two legs',
  doublesTransferredLegs: false,
  suffixesTransferredCallIds: false,
  warmTransferIsOneRowSince: Date.UTC(2026, 4, 18),
  warmTransferWords: 'one',
  addedParticipants: 'two rows',
  firstSegment: 1,
  legsComeLate: false,
  extensionIdPassesOn: false,
  lesserAdminStatus: 400,
  withoutPhone: { status: 400, code: 2013 },
  numbersTokenErrors: true,
  signsAgain: true,
  repeatsEvents: false,
  shufflesEvents: false,
};

/** As it was seen in traffic and in code that runs. */
export const seen: ZoomPhoneHabits = {
  ...documented,
  deadPageTokenCode: 400,
  tellsOldNames: false,
  doublesTransferredLegs: true,
  suffixesTransferredCallIds: true,
  warmTransferWords: 'outgoing and incoming',
  numbersTokenErrors: false,
  repeatsEvents: true,
  shufflesEvents: true,
};
