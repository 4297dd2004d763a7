import {
  type ConformanceVendor,
  type VendorReply,
  type VendorRequest,
  type World,
  type WorldCall,
  type WorldLeg,
  wideInteger,
} from 'prodoscore-phone-systems/testing';

const ACCOUNT = '/restapi/v1.0/account/~';

/** RingCentral, telling a neutral world in its own JSON: page numbers, seconds, legs, extensions. */
export class RingCentralVendor implements ConformanceVendor {
  answer(request: VendorRequest, world: World): VendorReply {
    switch (request.path) {
      case `${ACCOUNT}/extension/~`:
        return { body: toOwnExtension(world), limit: 'light' };
      case `${ACCOUNT}/directory/entries`:
        return { body: page(world, request, directoryOf(world)), limit: 'medium' };
      case `${ACCOUNT}/call-log`:
        return world.grant === 'administrator'
          ? { body: page(world, request, callsIn(world, request)), limit: 'heavy' }
          : { status: 403, body: { errorCode: 'InsufficientPermissions', message: 'In order to call this API…' } };
      default:
        return { status: 404, body: { errorCode: 'CMN-102', message: 'Resource is not found' } };
    }
  }
}

function page({ pageSize, emptyPages }: World, { query }: VendorRequest, all: readonly unknown[]): object {
  const number = Number(query['page'] ?? 1);
  const perPage = Math.min(pageSize, Number(query['perPage'] ?? 100));
  const pages = Array.from({ length: Math.max(1, Math.ceil(all.length / perPage)) }, (_, place) =>
    all.slice(place * perPage, (place + 1) * perPage),
  );
  // A page whose calls were all deleted at the vendor since is empty, and has a next one.
  if (emptyPages) pages.splice(1, 0, []);
  return {
    records: pages[number - 1] ?? [],
    paging: { page: number, perPage, totalPages: pages.length },
    navigation: number < pages.length ? { nextPage: { uri: `?page=${number + 1}` } } : {},
  };
}

const toOwnExtension = ({ account }: World): object => ({
  id: wideInteger('5001'),
  account: { id: account.id },
  contact: { firstName: 'Ida', email: `Ida@${account.domain.toUpperCase()}`, company: account.name },
  permissions: { admin: { enabled: true } },
});

const directoryOf = ({ people, groups }: World): readonly unknown[] => [
  ...people.map(({ id, name, emails, numbers, extension, unreadable }) => ({
    ...(!unreadable && { id }),
    type: 'User',
    status: 'Enabled',
    firstName: name.split(' ')[0],
    lastName: name.split(' ')[1],
    email: emails[0] ?? '',
    extensionNumber: extension,
    phoneNumbers: numbers.map((phoneNumber) => ({ phoneNumber, usageType: 'DirectNumber' })),
  })),
  ...groups.map(({ id, name }) => ({ id, type: 'Department', status: 'Enabled', name, extensionNumber: '7000' })),
];

/** Newest first, by the beginning of the call. */
const callsIn = (world: World, { query }: VendorRequest): readonly unknown[] =>
  [...world.calls]
    .filter(
      (call) =>
        beginningOf(call) >= Date.parse(query['dateFrom'] ?? '') &&
        beginningOf(call) <= Date.parse(query['dateTo'] ?? ''),
    )
    .sort((a, b) => beginningOf(b) - beginningOf(a))
    .map((call) => toRecord(world, call));

const beginningOf = ({ legs }: WorldCall): number => Math.min(...legs.map(({ startedAt }) => startedAt.getTime()));

function toRecord(world: World, call: WorldCall): object {
  const [first] = call.legs;
  const endedAt = Math.max(...call.legs.map((leg) => leg.endedAt.getTime()));
  return {
    id: `AB${call.id}`,
    sessionId: call.id,
    telephonySessionId: `s-${call.id}`,
    startTime: new Date(beginningOf(call)).toISOString(),
    duration: (endedAt - beginningOf(call)) / 1_000,
    type: 'Voice',
    direction: first?.direction === 'inbound' ? 'Inbound' : 'Outbound',
    result: first && resultOf(first),
    lastModifiedTime: new Date(endedAt).toISOString(),
    legs: call.legs.map((leg) => toLeg(world, leg)),
  };
}

function toLeg(world: World, leg: WorldLeg): object {
  const own = { phoneNumber: leg.line ?? undefined, name: world.people.find(({ id }) => id === leg.owner.id)?.name };
  const other = {
    ...(leg.other.kind === 'number' && { phoneNumber: leg.other.number }),
    ...(leg.other.kind === 'withheld' && { phoneNumber: 'anonymous' }),
    ...(leg.other.kind === 'extension' && { extensionNumber: leg.other.number }),
    ...(leg.other.personId !== null && { extensionId: leg.other.personId }),
    ...(leg.other.name !== null && { name: leg.other.name }),
  };
  return {
    partyId: leg.id,
    ...(!leg.unreadable && { startTime: leg.startedAt.toISOString() }),
    duration: (leg.endedAt.getTime() - leg.startedAt.getTime()) / 1_000,
    type: 'Voice',
    direction: leg.direction === 'inbound' ? 'Inbound' : 'Outbound',
    action: 'Phone Call',
    result: resultOf(leg),
    extension: { id: wideInteger(leg.owner.id) },
    ...(leg.direction === 'inbound' ? { from: other, to: own } : { from: own, to: other }),
    ...(leg.recorded && { recording: { id: '77', type: 'Automatic' } }),
    ...(leg.voicemail && { message: { id: '88', type: 'VoiceMail' } }),
  };
}

function resultOf(leg: WorldLeg): string {
  if (leg.connectedAt !== null) return leg.direction === 'inbound' ? 'Accepted' : 'Call connected';
  if (leg.direction === 'outbound') return 'No Answer';
  return leg.voicemail ? 'Voicemail' : 'Missed';
}
