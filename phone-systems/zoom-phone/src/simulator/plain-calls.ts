import { took } from './call-maker.js';
import type { CallMaker, CallTimes } from './call-maker.js';
import type { CallParty, SimulatedCall } from './model.js';
import { personParty, userOf } from './parties.js';

/** What goes beside the usual. */
export interface PlainMore {
  readonly result?: string;
  readonly recorded?: boolean;
  readonly role?: string;
  /** Joins it with another row. */
  readonly callId?: string;
}

/** To somebody outside: one leg. The same word, `connected`, stands for a mailbox that answers. */
export const outboundCall = (
  make: CallMaker,
  who: string,
  other: CallParty,
  times: CallTimes,
  { result = times.answeredAt === null ? 'no_answer' : 'connected', role = 'caller', ...more }: PlainMore = {},
): SimulatedCall => {
  const sides = { caller: personParty(userOf(make.company, who), 'outside'), callee: other };
  return make.call({
    ...{ ...more, ...times, ...sides, direction: 'outbound', connectType: 'external', result },
    legs: [{ ...times, ...sides, event: 'outgoing', result, segment: 1 }],
    parts: [took(role, who, 0, times, { direction: 'outbound', other })],
  });
};

/** From outside to a direct number. */
export const inboundCall = (
  make: CallMaker,
  who: string,
  other: CallParty,
  times: CallTimes,
  { message = false, role = 'callee', ...more }: PlainMore & { readonly message?: boolean } = {},
): SimulatedCall => {
  const result = more.result ?? (times.answeredAt !== null ? 'answered' : message ? 'voicemail' : 'ring_timeout');
  const sides = { caller: other, callee: personParty(userOf(make.company, who), 'outside') };
  return make.call({
    ...{ ...more, ...times, ...sides, direction: 'inbound', connectType: 'external', result },
    legs: [
      {
        ...{ ...times, ...sides, event: 'incoming', result, segment: 1 },
        ...(message && { voicemailId: voicemailIdOf(who, times) }),
      },
    ],
    parts: [took(role, who, 0, times, { direction: 'inbound', other, voicemail: message })],
  });
};

/** What a call between colleagues has beside the usual. */
export interface InternalMore {
  /** The caller left a message; Zoom shows the caller an answer from here on, or none. */
  readonly message?: { readonly answeredAt: number | null };
}

/** Between two colleagues: a leg for each side, one for both, or a row for each. */
export const internalCall = (
  make: CallMaker,
  caller: string,
  callee: string,
  times: CallTimes,
  { message }: InternalMore = {},
): readonly SimulatedCall[] => {
  const [from, to] = [caller, callee].map((id) => personParty(userOf(make.company, id), 'inside')) as [
    CallParty,
    CallParty,
  ];
  const base = { caller: from, callee: to };
  const callers = message === undefined ? times : { ...times, answeredAt: message.answeredAt };
  const left = message !== undefined && { voicemailId: voicemailIdOf(callee, times) };
  const resultOf = (answered: string): string =>
    message !== undefined ? 'voicemail' : times.answeredAt === null ? 'no_answer' : answered;
  const outgoing = { ...base, ...callers, event: 'outgoing', result: resultOf('connected'), segment: 1 };
  const incoming = { ...base, ...times, ...left, event: 'incoming', result: resultOf('answered'), segment: 2 };
  const row = { ...base, ...times, direction: 'outbound', connectType: 'internal', result: outgoing.result } as const;
  const callersPart = took('caller', caller, 0, callers, { direction: 'outbound', other: to });
  const calleesPart = (leg: number) =>
    took('callee', callee, leg, times, { direction: 'inbound', other: from, voicemail: message !== undefined });
  const inward = { direction: 'inbound' } as const;
  switch (make.habits.internalCalls) {
    case 'two legs':
      return [
        make.call({ ...row, legs: [outgoing, { ...incoming, ...inward }], parts: [callersPart, calleesPart(1)] }),
      ];
    case 'one leg':
      return [make.call({ ...row, legs: [{ ...outgoing, ...left }], parts: [callersPart, calleesPart(0)] })];
    case 'two rows': {
      const first = make.call({ ...row, legs: [outgoing], parts: [callersPart] });
      const legs = [{ ...incoming, segment: 1 }];
      return [first, make.call({ ...row, ...inward, callId: first.callId, legs, parts: [calleesPart(0)] })];
    }
  }
};

const voicemailIdOf = (who: string, { startedAt }: CallTimes): string => `voicemail-${who}-${startedAt}`;
