import {
  type CallDirection,
  type CallGroup,
  type CallOutcome,
  type CallRecord,
  type Reject,
  Unreadable,
  type Wire,
  readId,
  readInstant,
  readList,
  readNumber,
  readObject,
  readOne,
  readText,
} from 'prodoscore-phone-systems';

const ANSWERED = new Set(['Accepted', 'Call connected', 'Connected']);
const GOES_ON = 'In Progress';

/** What legs of one call share. */
interface Call {
  readonly startedAt: Date;
  readonly ids: readonly string[];
  readonly group: CallGroup | null;
  readonly revision: number;
}

/**
 * The records of one call of the company's log: one for each leg that an extension had. A leg is listed under the
 * beginning of its call, because that is what the log is asked by.
 *
 * @param groups the extensions that are no people
 */
export function readCall(wire: Wire, groups: ReadonlyMap<string, CallGroup>, reject: Reject): readonly CallRecord[] {
  const legs = readList(wire['legs']);
  if (wire['result'] === GOES_ON || legs.some((leg) => readObject(leg)['result'] === GOES_ON)) return [];
  const startedAt = readInstant(wire['startTime']);
  if (startedAt === null) throw new Unreadable('startTime of the call is missing.');
  const involved = legs.flatMap((leg) => groups.get(extensionOf(readObject(leg)) ?? '') ?? []);
  const call: Call = {
    startedAt,
    ids: [readId(wire['telephonySessionId']) ?? readId(wire['sessionId'])].filter((id) => id !== null),
    group: involved[0] ?? null,
    revision: readInstant(wire['lastModifiedTime'])?.getTime() ?? 0,
  };
  const recordId = readId(wire['id']);
  return legs.flatMap((leg, place) =>
    extensionOf(readObject(leg)) === null
      ? []
      : (readOne(leg, (one) => readLeg(one, call, groups, `${recordId}-${place}`), reject) ?? []),
  );
}

function readLeg(leg: Wire, call: Call, groups: ReadonlyMap<string, CallGroup>, fallbackId: string): CallRecord {
  const beganAt = readInstant(leg['startTime']);
  if (beganAt === null) throw new Unreadable('startTime of the leg is missing.');
  const direction = readDirection(leg['direction']);
  const [own, other] = direction === 'inbound' ? [leg['to'], leg['from']] : [leg['from'], leg['to']];
  const party = readObject(other);
  const extension = extensionOf(leg) ?? '';
  const group = groups.get(extension) ?? call.group;
  const outcome = outcomeOf(leg, direction);
  const transferred = [leg['transferTarget'], leg['transferee']].flatMap(
    (each) => readId(readObject(each)['telephonySessionId']) ?? [],
  );
  return {
    externalId: readId(leg['partyId']) ?? fallbackId,
    relatedIds: [...new Set([...call.ids, ...transferred])],
    userExternalId: groups.has(extension) ? null : extension,
    direction,
    outcome,
    startedAt: call.startedAt,
    connectedAt: outcome === 'answered' ? beganAt : null,
    endedAt: new Date(beganAt.getTime() + durationMs(leg)),
    counterparty: {
      number: readNumber(party['phoneNumber'], 'US'),
      name: readText(party['name']),
      internal: readId(party['extensionId']) !== null,
    },
    viaNumber: readNumber(readObject(own)['phoneNumber'], 'US'),
    group,
    transferred: leg['action'] === 'Transfer' || transferred.length > 0,
    recorded: readId(readObject(leg['recording'])['id']) !== null,
    labels: [],
    revision: call.revision,
  };
}

const extensionOf = (leg: Wire): string | null => readId(readObject(leg['extension'])['id']);

function readDirection(value: unknown): CallDirection {
  if (value === 'Inbound') return 'inbound';
  if (value === 'Outbound') return 'outbound';
  throw new Unreadable('direction is neither Inbound nor Outbound.');
}

function outcomeOf(leg: Wire, direction: CallDirection): CallOutcome {
  if (ANSWERED.has(readText(leg['result']) ?? '')) return 'answered';
  if (direction === 'outbound') return 'unanswered';
  return leg['result'] === 'Voicemail' && readId(readObject(leg['message'])['id']) !== null ? 'voicemail' : 'missed';
}

/** The log counts in seconds. */
function durationMs(leg: Wire): number {
  const seconds = leg['duration'];
  if (typeof seconds !== 'number' || !(seconds >= 0)) throw new Unreadable('duration is no number of seconds.');
  return seconds * 1_000;
}
