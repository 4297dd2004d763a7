import { createHash } from 'node:crypto';
import type { CallDetail, CallRecord, CallStub, Reject, Wire } from 'prodoscore-phone-systems';
import { isObject, readId, readInstant, readList, readNumber, readText } from 'prodoscore-phone-systems';
import { readOne, required, toPage } from 'prodoscore-phone-systems';

type Side = 'caller' | 'callee';

/** Whose part in the call a leg is, by what happened in it. */
const CALLERS = /^(outgoing|outgoing_to_zoom_contact_center|warm_transfer_outgoing)$/;
const CALLEES =
  /^(incoming|shared_line_incoming|ring_to_member|forward|overflow|call_me_on|park_pick_up|takeover|transfer_from_zoom_contact_center|warm_transfer_incoming)$/;
/** They say how a step ended, or that somebody listened. */
const NOBODYS = /^(direct_transfer|park|timeout|merge|shared|monitor|listen|whisper|barge|conference_barge)$/;
const HANDED_ON = /^(direct_transfer|warm_transfer|warm_transfer_outgoing)$/;
const CONSULTS = /^warm_transfer/;
const NO_TALK =
  /^(hang_up|canceled|call_failed|unconnected|rejected|busy|ring_timeout|overflowed|no_answer|invalid_key|invalid_operation|abandoned|system_blocked|service_unavailable)$/;
const GROUP = /^(call_queue|auto_receptionist|shared_line_group|group_call_pickup)$/;

/** A row of the list. Zoom tells no time of change: the revision is made of all that the row shows. */
export function readStub(row: Wire): CallStub | readonly CallStub[] {
  if (readText(row['end_time']) === null) return [];
  const fields = Object.entries(row).filter(([, value]) => typeof value !== 'object');
  const shown = JSON.stringify(fields.sort(([a], [b]) => (a < b ? -1 : 1)));
  return { ...idAndStart(row), revision: createHash('sha256').update(shown).digest().readUIntBE(0, 6) };
}

const idAndStart = (call: Wire): Pick<CallRecord, 'externalId' | 'startedAt'> => ({
  externalId: required(readId(call['call_history_uuid']), 'The call has no id.'),
  startedAt: required(readInstant(call['start_time']), 'start_time of the call is missing.'),
});

export const readCall = (json: unknown): CallDetail => toPage({ items: [json], next: null }, readRecords);

/** Somebody's part in a call: a leg, and on which side of it they are. */
type Part = { readonly leg: Wire; readonly side: Side };

/** One record for each person and leg; where no person has a leg, one that is nobody's. */
function readRecords(call: Wire, reject: Reject): readonly CallRecord[] {
  const { externalId, startedAt } = idAndStart(call);
  const legs = readList(call['call_elements']).filter(isObject);
  // The halves of a transfer have _1 and _2 behind the id that they share.
  const callIds = [call, ...legs].flatMap((each) => readId(each['call_id'])?.split('_')[0] ?? []);
  const shared = { startedAt, relatedIds: [...new Set([externalId, ...callIds])] };
  const parts = partsIn(legs.flatMap((leg) => readOne(leg, partOf, reject) ?? []));
  const transferred = handingOn(legs, parts);
  const whole: Part = { leg: call, side: call['direction'] === 'outbound' ? 'caller' : 'callee' };
  if (parts.length === 0) {
    return [{ ...shared, ...readPart(whole, call), externalId, userExternalId: null, transferred: false }];
  }
  return parts.flatMap((part) => {
    const whose = { userExternalId: extensionOf(part), transferred: transferred.has(part) };
    const read = (leg: Wire): CallRecord => {
      const id = required(readId(leg['call_element_id']), 'A leg of the call has no id.');
      return { ...shared, ...readPart(part, call), ...whose, externalId: `${id}:${part.side}` };
    };
    return readOne(part.leg, read, reject) ?? [];
  });
}

/** Before May 2026 every leg of a warm transfer had one word: then who talked has a part. */
function partOf(leg: Wire): Part | readonly Part[] {
  const event = readText(leg['event']) ?? '';
  const isEarlier = event === 'warm_transfer' && readText(leg['answer_time']) !== null;
  if (CALLERS.test(event) || (isEarlier && leg['direction'] === 'outbound')) return { leg, side: 'caller' };
  if (CALLEES.test(event) || isEarlier) return { leg, side: 'callee' };
  const isNobodys = NOBODYS.test(event) || event === 'warm_transfer';
  const hasPeople = [leg['caller_ext_type'], leg['callee_ext_type']].includes('user');
  return required(isNobodys || !hasPeople ? [] : null, 'A leg of somebody is of a kind that is not known.');
}

/**
 * Of parallel legs of one step somebody's is the one that won; of legs alike, the one with the lowest id. A colleague
 * without a leg of their own is the other side of somebody's, unless they were only consulted.
 */
function partsIn(parts: readonly Part[]): readonly Part[] {
  const won = ({ leg }: Part): number => Number(readId(leg['is_node']) === '1');
  const idOf = ({ leg }: Part): string => readId(leg['call_element_id']) ?? '';
  const inOrder = parts.toSorted((a, b) => won(b) - won(a) || (idOf(a) < idOf(b) ? -1 : 1));
  const own = inOrder.filter(isPerson);
  const withLegs = new Set(own.map(extensionOf));
  const others = inOrder
    .filter(({ leg }) => !CONSULTS.test(readText(leg['event']) ?? ''))
    .map(otherSide)
    .filter((part) => isPerson(part) && !withLegs.has(extensionOf(part)))
    .sort((a, b) => Number(outcomeOf(b) === 'answered') - Number(outcomeOf(a) === 'answered'));
  return [...firsts(own, (part) => `${segmentOf(part.leg)} ${extensionOf(part)}`), ...firsts(others, extensionOf)];
}

const firsts = (parts: readonly Part[], keyOf: (part: Part) => string | null): readonly Part[] =>
  [...Map.groupBy(parts, keyOf).values()].flatMap(([first]) => first ?? []);

/** Who handed the call on did so in the latest of their parts before that step. */
function handingOn(legs: readonly Wire[], parts: readonly Part[]): ReadonlySet<Part | undefined> {
  const steps = legs.filter((leg) => HANDED_ON.test(readText(leg['event']) ?? ''));
  const partBefore = (step: Wire): Part | undefined => {
    const who = readId(step['operator_ext_id']) ?? readId(step['caller_ext_id']);
    const before = parts.filter((part) => extensionOf(part) === who && segmentOf(part.leg) < segmentOf(step));
    return before.toSorted((a, b) => segmentOf(b.leg) - segmentOf(a.leg))[0];
  };
  return new Set(steps.map(partBefore));
}

const segmentOf = (leg: Wire): number => Number(readId(leg['segment']) ?? 0);

const extensionOf = ({ leg, side }: Part): string | null => readId(leg[`${side}_ext_id`]);

const isPerson = (part: Part): boolean => part.leg[`${part.side}_ext_type`] === 'user' && extensionOf(part) !== null;

const otherSide = ({ leg, side }: Part): Part => ({ leg, side: side === 'caller' ? 'callee' : 'caller' });

type Told = 'externalId' | 'relatedIds' | 'startedAt' | 'userExternalId' | 'transferred';

function readPart(part: Part, call: Wire): Omit<CallRecord, Told> {
  const [{ leg, side }, other, outcome] = [part, otherSide(part), outcomeOf(part)];
  const direction = side === 'caller' ? 'outbound' : 'inbound';
  const colleague = isPerson(other) ? extensionOf(other) : null;
  const isWithheld = leg[`${other.side}_number_type`] === 'anonymous_number';
  const line = readNumber(leg[`${side}_did_number`]);
  return {
    ...{ direction, outcome },
    connectedAt: outcome === 'answered' ? readInstant(leg['answer_time']) : null,
    endedAt: required(readInstant(leg['end_time']), 'end_time of the leg is missing.'),
    counterparty: {
      number: isWithheld ? null : readNumber(leg[`${other.side}_did_number`]),
      name: readText(leg[`${other.side}_name`]),
      internal: colleague !== null,
      ...(colleague !== null && { userExternalId: colleague }),
    },
    viaNumber: line ?? (call['direction'] === direction ? readNumber(call[`${side}_did_number`]) : null),
    group: groupOf(leg) ?? groupOf(call),
    recorded: readId(leg['recording_id']) !== null,
    labels: [],
    revision: readInstant(call['end_time'])?.getTime() ?? 0,
  };
}

/** Words grow: one that is not known is talk where Zoom says when it began. */
function outcomeOf({ leg, side }: Part): CallRecord['outcome'] {
  const result = readText(leg['result'] ?? leg['call_result']) ?? '';
  const isTalk = readInstant(leg['answer_time']) !== null && !NO_TALK.test(result);
  if (side === 'caller') return isTalk ? 'answered' : 'unanswered';
  if (result === 'voicemail' || (!isTalk && readId(leg['voicemail_id']) !== null)) return 'voicemail';
  return isTalk ? 'answered' : 'missed';
}

function groupOf(part: Wire): CallRecord['group'] {
  const side = (['callee', 'caller'] as const).find((each) => GROUP.test(readText(part[`${each}_ext_type`]) ?? ''));
  const externalId = side ? readId(part[`${side}_ext_id`]) : null;
  return externalId === null ? null : { externalId, name: readText(part[`${side}_name`]) };
}
