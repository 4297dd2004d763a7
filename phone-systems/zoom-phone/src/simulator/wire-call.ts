import type { ZoomPhoneHabits } from './habits.js';
import { wireInstant } from './instants.js';
import type { CallParty, SimulatedCall, SimulatedLeg } from './model.js';

/** One side of a call or a leg. */
const wireParty = (side: 'caller' | 'callee', party: CallParty) => ({
  [`${side}_ext_id`]: party.extId,
  [`${side}_ext_number`]: party.extNumber,
  [`${side}_ext_type`]: party.extType,
  [`${side}_name`]: party.name,
  [`${side}_email`]: party.email,
  [`${side}_did_number`]: party.number,
  [`${side}_number_type`]: party.numberType,
});

const timesOf = (
  { startedAt, answeredAt, endedAt }: Pick<SimulatedLeg, 'startedAt' | 'answeredAt' | 'endedAt'>,
  { noAnswerTime }: ZoomPhoneHabits,
) => ({
  start_time: wireInstant(startedAt),
  answer_time: answeredAt !== null ? wireInstant(answeredAt) : noAnswerTime === 'empty' ? '' : undefined,
  end_time: wireInstant(endedAt),
});

const seconds = (from: number, to: number): number => Math.round((to - from) / 1000);

/** What a row of the list and the head of one call have in common. */
const headOf = (call: SimulatedCall, habits: ZoomPhoneHabits) => ({
  call_history_uuid: call.uuid,
  call_id: call.callId,
  connect_type: call.connectType,
  call_type: 'general',
  direction: call.direction,
  international: false,
  hide_caller_id: call.caller.numberType === 'anonymous_number',
  end_to_end: false,
  ...timesOf(call, habits),
  ...wireParty('caller', call.caller),
  ...wireParty('callee', call.callee),
});

/** A row of the company's list: the whole call in short. */
export const wireRow = (call: SimulatedCall, habits: ZoomPhoneHabits) => {
  const { startedAt, answeredAt, endedAt } = call;
  const talk = answeredAt === null ? 0 : seconds(answeredAt, endedAt);
  return {
    ...headOf(call, habits),
    duration: habits.durationCountsRinging ? seconds(startedAt, endedAt) : talk,
    call_result: call.result,
    recording_status: call.recorded ? 'recorded' : 'non_recorded',
  };
};

const legOf = (leg: SimulatedLeg, habits: ZoomPhoneHabits) => ({
  call_element_id: leg.id,
  call_id: leg.callId,
  connect_type: leg.connectType,
  call_type: 'general',
  direction: leg.direction,
  event: leg.event,
  result: leg.result,
  result_reason: leg.resultReason,
  ...timesOf(leg, habits),
  ...wireParty('caller', leg.caller),
  ...wireParty('callee', leg.callee),
  operator_ext_id: leg.operator?.extId,
  operator_ext_number: leg.operator?.extNumber,
  operator_ext_type: leg.operator?.extType,
  operator_name: leg.operator?.name,
  voicemail_id: leg.voicemailId,
  transfer_call_id: leg.transferCallId,
});

/** One call with its legs, as far as they are shown by now. */
export const wireDetail = (call: SimulatedCall, habits: ZoomPhoneHabits, now: number) => {
  const legs = call.legs
    .filter(({ seenAt = -Infinity }) => seenAt <= now)
    .map((leg) => ({
      ...legOf(leg, habits),
      segment: leg.segment - 1 + habits.firstSegment,
      node: leg.node,
      is_node: leg.node,
      hold_time: leg.holdSeconds,
      waiting_time: leg.waitingSeconds,
      press_key: leg.pressKey,
    }));
  return { ...headOf(call, habits), call_elements: legs, ...(habits.tellsOldNames && { call_path: legs }) };
};

/** A leg as a person's own list and an event show it: it names its call, and says how long was talked. */
export const wireElement = (call: SimulatedCall, leg: SimulatedLeg, habits: ZoomPhoneHabits) => {
  const { startedAt, answeredAt, endedAt, holdSeconds = 0 } = leg;
  return {
    call_history_uuid: call.uuid,
    ...legOf(leg, habits),
    talk_time: answeredAt === null ? 0 : seconds(answeredAt, endedAt) - holdSeconds,
    hold_time: holdSeconds,
    wait_time: seconds(startedAt, answeredAt ?? endedAt),
  };
};
