import type { WireDetail, WireLeg } from './asked.js';

/** A record as it can be read from the wire alone. */
export interface ReadRecord {
  readonly recordId: string;
  readonly extensionId: string | null;
  readonly direction: 'inbound' | 'outbound';
  readonly outcome: string;
  readonly startedAt: string;
  readonly connectedAt: string | null;
  readonly endedAt: string;
  readonly groupId: string | null;
  readonly internal: boolean;
}

const GROUPS = ['call_queue', 'auto_receptionist', 'shared_line_group', 'group_call_pickup'];
const CALLERS = ['outgoing', 'outgoing_to_zoom_contact_center', 'warm_transfer_outgoing'];
const CALLEES = [
  ...['incoming', 'shared_line_incoming', 'ring_to_member', 'forward', 'overflow', 'call_me_on', 'park_pick_up'],
  ...['takeover', 'transfer_from_zoom_contact_center', 'warm_transfer_incoming'],
];

/** The plainest reading of one call: whose leg it is by its event, one leg of a person and step, and nobody's where there is none. */
export const readByTheSheet = (call: WireDetail): readonly ReadRecord[] => {
  const sidesOf = ({ event, caller_ext_type }: WireLeg): readonly ('caller' | 'callee')[] => {
    // One leg that stands for both sides of a call between colleagues.
    const isAlone = call.connect_type === 'internal' && call.direction === 'outbound' && isOnly(call, event);
    if (isAlone) return ['caller', 'callee'];
    // One word for asking a colleague and for handing over: who asks is a colleague.
    if (event === 'warm_transfer') return [caller_ext_type === 'user' ? 'caller' : 'callee'];
    return CALLERS.includes(event) ? ['caller'] : CALLEES.includes(event) ? ['callee'] : [];
  };
  const own = call.call_elements
    .flatMap((leg) => sidesOf(leg).map((side) => ({ leg, side })))
    .filter(({ leg, side }) => leg[`${side}_ext_type`] === 'user');
  const kept = own.filter(
    ({ leg, side }) =>
      !own.some(
        (other) =>
          other.leg !== leg &&
          other.side === side &&
          other.leg.segment === leg.segment &&
          other.leg[`${side}_ext_id`] === leg[`${side}_ext_id`] &&
          other.leg.is_node > leg.is_node,
      ),
  );
  if (kept.length === 0) return [recordOf(call, null)];
  return kept.map((one) => recordOf(call, one));
};

/** Two rows for one call share its `call_id`, which the caller of this cannot see: a leg alone stands for both only in one row. */
const isOnly = (call: WireDetail & { readonly other_row?: boolean }, event: string): boolean =>
  call.call_elements.length === 1 && event === 'outgoing' && call.callee_ext_type === 'user' && call.other_row !== true;

const recordOf = (
  call: WireDetail,
  told: { readonly leg: WireLeg; readonly side: 'caller' | 'callee' } | null,
): ReadRecord => {
  const group = (['callee', 'caller'] as const).find((side) => GROUPS.includes(call[`${side}_ext_type`] ?? ''));
  const groupId = group === undefined ? null : (call[`${group}_ext_id`] ?? null);
  const { leg, side } = told ?? { leg: null, side: 'callee' as const };
  const direction = side === 'caller' ? 'outbound' : 'inbound';
  const message = leg?.result === 'voicemail' || leg?.voicemail_id !== undefined;
  const isUnanswered = (leg?.answer_time ?? '') === '' || (message && direction === 'inbound');
  const connectedAt = isUnanswered ? null : (leg?.answer_time ?? null);
  return {
    recordId: leg === null ? call.call_history_uuid : `${leg.call_element_id}:${side}`,
    extensionId: leg?.[`${side}_ext_id`] ?? null,
    direction,
    outcome:
      connectedAt !== null ? 'answered' : direction === 'outbound' ? 'unanswered' : message ? 'voicemail' : 'missed',
    startedAt: call.start_time,
    connectedAt,
    endedAt: leg?.end_time ?? call.end_time,
    groupId,
    internal: (leg ?? call)[side === 'caller' ? 'callee_ext_type' : 'caller_ext_type'] === 'user',
  };
};
