import type { CallGroup, CallOutcome, CallRecord, PhoneUser } from '../../contract/index.js';
import { startOf, type Plan } from './plan.js';
import type { Without } from './without.js';
import type { WorldCall, WorldLeg, WorldPerson } from './world.js';

/** What a record must say of a leg. Revisions and related ids are the vendor's own and have laws of their own. */
export type ExpectedCall = Omit<CallRecord, 'revision' | 'relatedIds' | 'labels'>;

/** What must come of every leg of a plan. */
export const expectedCalls = (of: Plan, without: Without): readonly ExpectedCall[] =>
  of.calls.flatMap((each) =>
    each.legs.filter(({ unreadable }) => !unreadable).map((leg) => expectedCall(of, each, leg, without)),
  );

export function expectedCall(of: Plan, call: WorldCall, leg: WorldLeg, without: Without): ExpectedCall {
  const { owner, other } = leg;
  return {
    externalId: leg.id,
    userExternalId: owner.kind === 'person' ? owner.id : null,
    direction: leg.direction,
    outcome: outcomeOf(leg),
    startedAt: without.legStarts ? new Date(startOf(call)) : leg.startedAt,
    connectedAt: leg.connectedAt,
    endedAt: leg.endedAt,
    counterparty: {
      number: other.kind === 'number' ? other.number : null,
      name: other.name,
      internal: other.personId !== null,
    },
    viaNumber: leg.line,
    group: groupOf(of, leg),
    transferred: leg.transferred,
    recorded: leg.recorded,
  };
}

function outcomeOf({ connectedAt, direction, voicemail }: WorldLeg): CallOutcome {
  if (connectedAt !== null) return 'answered';
  if (direction === 'outbound') return 'unanswered';
  return voicemail ? 'voicemail' : 'missed';
}

function groupOf({ groups }: Plan, { groupId }: WorldLeg): CallGroup | null {
  const group = groups.find(({ id }) => id === groupId);
  return group === undefined ? null : { externalId: group.id, name: group.name };
}

/** What must come of everybody in a plan. */
export const expectedUsers = ({ people }: Plan): readonly PhoneUser[] =>
  people.filter(({ unreadable }) => !unreadable).map(expectedUser);

const expectedUser = ({ id, name, emails, numbers, extension, status }: WorldPerson): PhoneUser => ({
  externalId: id,
  displayName: name,
  emails: emails.map((email) => email.trim().toLowerCase()),
  numbers: [...numbers.map((e164) => ({ e164 })), ...(extension === null ? [] : [{ e164: null, extension }])],
  status,
});

/** A record with only what is expected of it. */
export const comparable = ({
  revision: _revision,
  relatedIds: _relatedIds,
  labels: _labels,
  counterparty: { userExternalId: _colleague, ...counterparty },
  ...rest
}: CallRecord): ExpectedCall => ({ ...rest, counterparty });
