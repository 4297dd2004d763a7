import {
  type CallDirection,
  type CallGroup,
  type CallOutcome,
  type CallRecord,
  type Reject,
  Unreadable,
  type Wire,
  isObject,
  readId,
  readInstant,
  readList,
  readNumber,
  readObject,
  readOne,
  readText,
  required,
} from 'prodoscore-phone-systems';

const TALK = new Set(['Accepted', 'Call connected']);
const MESSAGE = new Set(['Voicemail', 'Sent to Voicemail']);
const NOT_ENDED = 'In Progress';
/** Checking a mailbox, and meetings: no calls. */
const NO_CALLS = new Set(['Phone Login', 'RC Meetings']);
/** Who listens in takes no part. */
const LISTENS = new Set(['Monitoring', 'SilentMonitoring']);

/**
 * The records of one call of the company's log: one for each person whose extension had a leg. The same ringing is listed
 * twice where somebody has several telephones, so of their legs the one that was talked on longest counts. Without a person
 * there is one record that is nobody's. A call that goes on is passed over: it comes again when it has ended.
 *
 * @param people the extensions that are people's: queues and menus have legs as well
 */
export function readCall(call: Wire, people: ReadonlySet<string>, reject: Reject): readonly CallRecord[] {
  const legs = legsOf(call);
  if (!isOver(call, legs) || readText(call['type']) === 'Fax' || NO_CALLS.has(readText(call['action']) ?? ''))
    return [];
  const id = required(readId(call['id']), 'The call has no id.');
  const startedAt = required(readInstant(call['startTime']), 'startTime of the call is missing.');
  const taking = legs.filter((leg) => !LISTENS.has(readText(leg['legType']) ?? ''));
  const parts = Map.groupBy(
    taking.filter((leg) => people.has(extensionOf(leg) ?? '')),
    (leg) => extensionOf(leg),
  );
  const shared = {
    relatedIds: [...new Set([id, ...conversationsOf(call), ...taking.flatMap(conversationsOf)])],
    startedAt,
    group: groupOf(call, taking, people),
    revision: readInstant(call['lastModifiedTime'])?.getTime() ?? startedAt.getTime(),
  };
  if (parts.size === 0) {
    return [{ ...shared, ...readPart(taking[0] ?? call, call), externalId: id, userExternalId: null }];
  }
  return [...parts].flatMap(
    ([extension, own]) =>
      readOne(
        own[0],
        () => ({
          ...shared,
          ...readPart(countedOf(own), call, own),
          externalId: `${id}:${extension}`,
          userExternalId: extension,
        }),
        reject,
      ) ?? [],
  );
}

/** Where nobody's extension is named in a leg, the call's own is the person's. */
function legsOf(call: Wire): readonly Wire[] {
  const legs = readList(call['legs']).filter(isObject);
  return legs.some((leg) => extensionOf(leg) !== null) ? legs : [call];
}

const isOver = (call: Wire, legs: readonly Wire[]): boolean =>
  [call, ...legs].every(({ result }) => result !== NOT_ENDED);

/** The leg that was talked on longest; the first where none was. */
const countedOf = (legs: readonly Wire[]): Wire =>
  legs.filter(isTalk).toSorted((a, b) => durationMs(b) - durationMs(a))[0] ?? legs[0] ?? {};

/** @param parts all legs of the same person */
function readPart(
  leg: Wire,
  call: Wire,
  parts: readonly Wire[] = [leg],
): Pick<
  CallRecord,
  | 'direction'
  | 'outcome'
  | 'connectedAt'
  | 'endedAt'
  | 'counterparty'
  | 'viaNumber'
  | 'transferred'
  | 'recorded'
  | 'labels'
> {
  const beganAt = required(readInstant(leg['startTime']), 'startTime of the leg is missing.');
  const direction = readDirection(leg['direction']);
  const [own, other] = direction === 'inbound' ? [leg['to'], leg['from']] : [leg['from'], leg['to']];
  const party = readObject(other);
  const colleague = readId(party['extensionId']);
  const outcome = outcomeOf(parts, call, direction);
  return {
    direction,
    outcome,
    connectedAt: outcome === 'answered' ? beganAt : null,
    endedAt: new Date(beganAt.getTime() + durationMs(leg)),
    counterparty: {
      number: readNumber(party['phoneNumber'], 'US'),
      name: readText(party['name']),
      internal:
        colleague !== null || (readText(party['extensionNumber']) !== null && party['phoneNumber'] === undefined),
      ...(colleague !== null && { userExternalId: colleague }),
    },
    viaNumber: readNumber(readObject(own)['phoneNumber'], 'US'),
    transferred:
      parts.some((each) => /transfer/i.test(`${readText(each['action'])} ${readText(each['legType'])}`)) ||
      isHandedOn(call),
    recorded: [call, ...parts].some(({ recording }) => readId(readObject(recording)['id']) !== null),
    labels: [],
  };
}

/** What a warm transfer names of its other half. */
const OTHER_HALVES = ['transferTarget', 'transferee'] as const;

const isHandedOn = (call: Wire): boolean => OTHER_HALVES.some((half) => isObject(call[half]));

const conversationsOf = (part: Wire): readonly string[] =>
  [
    part['sessionId'],
    part['telephonySessionId'],
    ...OTHER_HALVES.map((half) => readObject(part[half])['telephonySessionId']),
  ].flatMap((id) => readId(id) ?? []);

/** What the call went through: whose leg is no person's, or whom it was for. Its name stands where it was called. */
function groupOf(call: Wire, legs: readonly Wire[], people: ReadonlySet<string>): CallGroup | null {
  const called = [call, ...legs].map((part) => readObject(part['to']));
  const ids = [...legs.map(extensionOf), ...called.map(({ extensionId }) => readId(extensionId))];
  const externalId = ids.find((id) => id !== null && !people.has(id));
  if (externalId === undefined || externalId === null) return null;
  const name = called.find(({ extensionId }) => readId(extensionId) === externalId)?.['name'];
  return { externalId, name: readText(name) };
}

const extensionOf = (leg: Wire): string | null => readId(readObject(leg['extension'])['id']);

const isTalk = (leg: Wire): boolean => TALK.has(readText(leg['result']) ?? '');

function readDirection(value: unknown): CallDirection {
  if (value === 'Inbound') return 'inbound';
  if (value === 'Outbound') return 'outbound';
  throw new Unreadable('direction is neither Inbound nor Outbound.');
}

/** Words grow with plans and releases: one that is not known is no talk. */
function outcomeOf(parts: readonly Wire[], call: Wire, direction: CallDirection): CallOutcome {
  if (parts.some(isTalk)) return 'answered';
  if (direction === 'outbound') return 'unanswered';
  const isLeft = (part: Wire): boolean =>
    MESSAGE.has(readText(part['result']) ?? '') || readObject(part['message'])['type'] === 'VoiceMail';
  return parts.some(isLeft) || (parts.includes(call) && isLeft(call)) ? 'voicemail' : 'missed';
}

/** Milliseconds where they are told; else seconds. */
function durationMs(leg: Wire): number {
  const { durationMs: ms, duration: seconds } = leg;
  if (typeof ms === 'number' && ms >= 0) return ms;
  if (typeof seconds !== 'number' || !(seconds >= 0)) throw new Unreadable('duration is no number of seconds.');
  return seconds * 1_000;
}
