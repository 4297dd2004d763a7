import { hashOf } from 'prodoscore-phone-systems/testing';
import type { TeamsPhoneHabits } from './habits.js';
import type { SimulatedEnd, SimulatedSession, TeamsCompany } from './model.js';

const ASSISTANT = '9e133cac-5238-4d1e-aaa0-d8ff4ca23f4e';
const TYPES = '#microsoft.graph.callRecords';

/** How call records are written. */
export interface RecordWriting {
  readonly company: TeamsCompany;
  readonly habits: TeamsPhoneHabits;
}

/** Who is at an end, as both fields have it in them; null where nobody is named. */
interface Named {
  readonly kind: 'user' | 'phone';
  readonly id: string | null;
  readonly displayName: string | null;
  readonly tenantId?: string;
  readonly userPrincipalName?: string;
}

/** One end of a session. */
export const wireEnd = (session: SimulatedSession, side: 'caller' | 'callee', writing: RecordWriting): object => {
  const end = session[side];
  const named = namedIn(end, session.id, writing);
  const byAssociation =
    writing.habits.endsNamedBy === 'associatedIdentity' ||
    (writing.habits.endsNamedBy === 'mixed' && hashOf(`${session.id} ${side}`) % 5 === 0);
  // A service that is an account is named as before.
  const isService = end.kind === 'service' || (end.kind === 'account' && end.named);
  return {
    '@odata.type': `${TYPES}.${isService ? 'service' : 'participant'}Endpoint`,
    userAgent: userAgentOf(end, writing),
    ...(named !== null && (byAssociation && !isService ? associated(named) : { identity: identitySetOf(named) })),
  };
};

/** Who began a call, as the record says it. */
export const wireOrganizer = (end: SimulatedEnd, callId: string, writing: RecordWriting): object => {
  const named = namedIn(end, callId, writing);
  return { id: named?.id ?? null, identity: named === null ? null : identitySetOf(named) };
};

/** Who took part: people and numbers, each once. */
export const wireParticipants = (
  sessions: readonly SimulatedSession[],
  callId: string,
  writing: RecordWriting,
): readonly { readonly id: string; readonly identity: object }[] => {
  const named = sessions
    .flatMap(({ caller, callee }) => [caller, callee])
    .map((end) => namedIn(end, callId, writing))
    .filter((one): one is Named & { readonly id: string } => one !== null && one.id !== null);
  return [...new Map(named.map((one) => [one.id, one])).values()].map((one) => ({
    id: one.id,
    identity: identitySetOf(one),
  }));
};

const identitySetOf = ({ kind, userPrincipalName: _, ...identity }: Named): object => ({ [kind]: identity });

const associated = ({ kind, ...identity }: Named): object => ({
  associatedIdentity: {
    '@odata.type': kind === 'user' ? `${TYPES}.userIdentity` : '#microsoft.graph.communicationsPhoneIdentity',
    ...identity,
  },
});

const namedIn = (end: SimulatedEnd, hashedBy: string, { company, habits }: RecordWriting): Named | null => {
  switch (end.kind) {
    case 'user': {
      const user = company.users.find(({ id }) => id === end.userId);
      const { displayName = null, userPrincipalName } = user ?? {};
      return { kind: 'user', id: end.userId, displayName, tenantId: company.id, userPrincipalName };
    }
    case 'account': {
      const { displayName = null } = company.users.find(({ id }) => id === end.userId) ?? {};
      return { kind: 'user', id: end.userId, displayName: end.named ? displayName : null, tenantId: company.id };
    }
    case 'stranger':
      return { kind: 'user', id: end.userId, displayName: end.name, tenantId: end.tenantId };
    case 'phone':
      return numberIn(end.number, hashedBy, habits);
    case 'conferencingAssistant':
      return { kind: 'user', id: ASSISTANT, displayName: null, tenantId: company.id };
    case 'service':
      return null;
  }
};

const numberIn = (number: string, hashedBy: string, { numbersInRecords }: TeamsPhoneHabits): Named | null => {
  if (number === '' || numbersInRecords === 'absent') return null;
  const isMasked = numbersInRecords === 'some masked' && hashOf(`number ${hashedBy}`) % 4 === 0;
  return { kind: 'phone', id: isMasked ? masked(number) : number, displayName: null };
};

/** With stars for its last four digits. */
export const masked = (number: string): string => number.replace(/\d{4}$/, '****');

const userAgentOf = (end: SimulatedEnd, { company }: RecordWriting): object => {
  const service = (role: string, headerValue: string) => ({
    '@odata.type': `${TYPES}.serviceUserAgent`,
    ...{ headerValue, applicationVersion: null, role },
  });
  switch (end.kind) {
    case 'user':
    case 'stranger':
      return { headerValue: 'a made-up client', applicationVersion: null, platform: 'windows', productFamily: 'teams' };
    case 'phone':
      return { role: 'mediationServer', headerValue: 'a made-up gateway' };
    case 'account': {
      if (!end.named) return { headerValue: 'a made-up service' };
      const { answersAs } = company.users.find(({ id }) => id === end.userId) ?? {};
      return answersAs === 'attendant'
        ? service('skypeForBusinessAutoAttendant', 'a made-up AutoAttendant')
        : service('skypeForBusinessCallQueues', 'a made-up CallQueue');
    }
    case 'conferencingAssistant':
      return { headerValue: 'a made-up assistant' };
    case 'service':
      return service(end.role, 'a made-up service');
  }
};
