import {
  type CallRecord,
  type CallStub,
  type Reject,
  type Wire,
  isObject,
  readId,
  readInstant,
  readList,
  readNumber,
  readObject,
  readOne,
  readText,
  readTexts,
  required,
} from 'prodoscore-phone-systems';

/** One end of a session: somebody's, a telephone outside, or a service. */
interface End {
  readonly user: string | null;
  readonly isPhone: boolean;
  readonly number: string | null;
  readonly name: string | null;
  /** A queue or an attendant. */
  readonly isGroup: boolean;
  readonly isMailbox: boolean;
}

interface Session {
  readonly id: string;
  readonly caller: End;
  readonly callee: End;
  readonly beganAt: Date;
  readonly endedAt: Date;
  /** Null where it rang only. */
  readonly talkedFrom: Date | null;
}

const GROUPS = new Set(['skypeForBusinessCallQueues', 'skypeForBusinessAutoAttendant']);
/** Of a telephone outside, also where its number is not told. */
const GATEWAYS = new Set(['mediationServer', 'gateway']);
const MAILBOXES = new Set(['voicemail', 'exchangeUnifiedMessagingService']);
/** What follows so soon was handed on. */
const AT_ONCE_MS = 2_000;

/** Meetings and video calls are not shown. */
export const isShown = (record: Wire): boolean =>
  readText(record['joinWebUrl']) === null && !readTexts(record['modalities']).includes('video');

/** A call as the list announces it: its version grows with each change. */
export function readStub(record: Wire): CallStub {
  const version = Number(required(readId(record['version']), 'The call record has no version.'));
  return { externalId: recordId(record), startedAt: startOf(record), revision: version };
}

/**
 * The records of a call: one for each person at an end of a session, and one that is nobody's for each time that a queue or
 * an attendant took it. Who takes a call out of a queue is the caller of a session towards a service; who speaks to a
 * mailbox has called out.
 *
 * @param people the ids of the directory: guests, other companies' people and services have sessions as well
 */
export function readCall(
  record: Wire,
  sessions: readonly unknown[],
  people: ReadonlySet<string>,
  reject: Reject,
): readonly CallRecord[] {
  const [id, startedAt, revision] = [recordId(record), startOf(record), readStub(record).revision];
  const organizer = organizerOf(record);
  const all = sessions
    .flatMap((raw) => readOne(raw, (wire) => (wire['isTest'] === true ? [] : readSession(wire)), reject) ?? [])
    .toSorted((a, b) => a.beganAt.getTime() - b.beganAt.getTime());
  const calls = all.filter(({ callee }) => !callee.isMailbox);
  const queued = calls.filter(({ callee }) => callee.isGroup);
  const groups = new Set(queued.map(({ callee }) => callee.user));
  const isSomebody = ({ user, isPhone }: End): boolean => isPhone || (user !== null && !groups.has(user));
  // The accounts of queues call on without a name.
  const isPerson = (end: End, other: End): boolean =>
    end.user !== null && people.has(end.user) && !groups.has(end.user) && (end.name !== null || isSomebody(other));
  const isOutbound = (end: End, { caller, callee }: Session): boolean =>
    end === caller && (isSomebody(callee) || callee.isMailbox || end.user === organizer.user);

  /** Whom somebody speaks with: the other end, or behind a service who began the call, or took it. */
  const partyOf = (end: End, other: End, outbound: boolean): End => {
    if (isSomebody(other)) return other;
    if (!outbound) return organizer;
    if (other.isMailbox) return calls.find(({ caller }) => caller.user === end.user)?.callee ?? other;
    const took = calls.find(
      ({ caller, talkedFrom }) => talkedFrom !== null && caller.user !== end.user && isPerson(caller, other),
    );
    return took?.caller ?? other;
  };
  const recordOf = (session: Session, end: End, party: End, outbound: boolean, isNobodys = false): CallRecord => {
    const { beganAt, endedAt } = session;
    const connectedAt = isNobodys ? null : session.talkedFrom;
    const isLeft = queued.length === 0 && all.some(({ callee }) => callee.isMailbox);
    const group = isNobodys ? end : queued.findLast((each) => each.beganAt <= beganAt)?.callee;
    const colleague = party.user !== null && people.has(party.user) ? party.user : null;
    return {
      externalId: `${session.id}:${end.user}`,
      relatedIds: [id],
      userExternalId: isNobodys ? null : end.user,
      direction: outbound ? 'outbound' : 'inbound',
      outcome: connectedAt ? 'answered' : outbound ? 'unanswered' : isLeft ? 'voicemail' : 'missed',
      ...{ startedAt, connectedAt, endedAt },
      counterparty: {
        number: party.number,
        name: party.name,
        internal: colleague !== null,
        ...(colleague !== null && { userExternalId: colleague }),
      },
      viaNumber: null,
      group: group?.user ? { externalId: group.user, name: group.name } : null,
      transferred: connectedAt !== null && calls.some((next) => next !== session && isAtOnce(next.beganAt, endedAt)),
      recorded: false,
      labels: [],
      revision,
    };
  };
  return all.flatMap((session) => {
    const { caller, callee } = session;
    const ends: readonly (readonly [End, End])[] = [
      [caller, callee],
      [callee, caller],
    ];
    const parts = ends
      .filter(([end, other]) => isPerson(end, other) && !end.isMailbox)
      .map(([end, other]) => {
        const outbound = isOutbound(end, session);
        return recordOf(session, end, partyOf(end, other, outbound), outbound);
      });
    if (!callee.isGroup || callee.user === null) return parts;
    return [...parts, recordOf(session, callee, isSomebody(caller) ? caller : organizer, false, true)];
  });
}

const recordId = ({ id }: Wire): string => required(readId(id), 'The call record has no id.');

const startOf = ({ startDateTime }: Wire): Date =>
  required(readInstant(startDateTime), 'startDateTime of the call record is missing.');

function readSession(wire: Wire): Session {
  const beganAt = required(readInstant(wire['startDateTime']), 'startDateTime of the session is missing.');
  const endedAt = required(readInstant(wire['endDateTime']), 'endDateTime of the session is missing.');
  const spoken = readList(wire['segments']).find((each) => readList(readObject(each)['media']).length > 0);
  const isTaken = !isObject(wire['failureInfo']) && endedAt > beganAt;
  return {
    id: required(readId(wire['id']), 'The session has no id.'),
    caller: endOf(readObject(wire['caller'])),
    callee: endOf(readObject(wire['callee'])),
    ...{ beganAt, endedAt },
    talkedFrom: isTaken ? (readInstant(readObject(spoken)['startDateTime']) ?? beganAt) : null,
  };
}

function endOf({ identity, associatedIdentity, userAgent }: Wire): End {
  const { role, headerValue } = readObject(userAgent);
  const { user, phone } = isObject(identity) ? identity : identitiesIn(readObject(associatedIdentity));
  return {
    user: readId(readObject(user)['id']),
    isPhone: isObject(phone) || GATEWAYS.has(readText(role) ?? ''),
    number: readNumber(readObject(phone)['id']),
    name: readText(readObject(user ?? phone)['displayName']),
    isGroup: GROUPS.has(readText(role) ?? '') || /AutoAttendant|CallQueue/.test(readText(headerValue) ?? ''),
    isMailbox: MAILBOXES.has(readText(role) ?? ''),
  };
}

/** An associated identity is one, and no set of them by their kind. */
function identitiesIn(identity: Wire): Wire {
  if (isObject(identity['user']) || isObject(identity['phone'])) return identity;
  return /phone/i.test(readText(identity['@odata.type']) ?? '') ? { phone: identity } : { user: identity };
}

/** Who began the call: `organizer` is no longer filled. */
function organizerOf(record: Wire): End {
  const { id, identity } = readObject(record['organizer_v2']);
  const told = endOf({ identity });
  if (told.user !== null || told.isPhone) return told;
  return readText(id)?.startsWith('+') ? endOf({ identity: { phone: { id } } }) : endOf({ identity: { user: { id } } });
}

const isAtOnce = (a: Date, b: Date): boolean => Math.abs(a.getTime() - b.getTime()) <= AT_ONCE_MS;
