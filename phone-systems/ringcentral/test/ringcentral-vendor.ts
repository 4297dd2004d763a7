import type { WebhookDelivery } from 'prodoscore-phone-systems';
import {
  type ConformanceVendor,
  type VendorRefusal,
  type VendorWebhooks,
  type WorldEvent,
  type VendorReply,
  type VendorRequest,
  type World,
  type WorldCall,
  type WorldLeg,
  wideInteger,
} from 'prodoscore-phone-systems/testing';

const ACCOUNT = '/restapi/v1.0/account/~';
const SUBSCRIPTIONS = '/restapi/v1.0/subscription';

/** RingCentral, telling a neutral world in its own JSON: page numbers, seconds, legs, extensions. */
export class RingCentralVendor implements ConformanceVendor {
  readonly refusals: readonly VendorRefusal[] = [
    {
      says: 'the extension is disabled',
      means: 'closed',
      ...asked('api', `${ACCOUNT}/call-log`, 401, { errorCode: 'OAU-141', message: 'Extension is disabled' }),
    },
    {
      says: 'the person may not read the company’s call log',
      means: 'forbidden',
      ...asked('api', `${ACCOUNT}/call-log`, 403, {
        errorCode: 'CMN-408',
        message: 'In order to call this API endpoint, user needs to have [FullCompanyCallLog] permission',
        errors: [{ errorCode: 'CMN-408', permissionName: 'FullCompanyCallLog' }],
      }),
    },
    {
      says: 'the redirect address is not registered',
      means: 'misconfigured',
      ...asked('tokens', '/restapi/oauth/token', 403, { errorCode: 'OAU-109', message: 'Redirect URI mismatch' }),
    },
    {
      says: 'the extension is locked out',
      means: 'forbidden',
      ...asked('tokens', '/restapi/oauth/token', 400, { errorCode: 'OAU-148', message: 'Login is locked' }),
    },
  ];

  readonly webhooks: VendorWebhooks = {
    deliver: (event, secret) => delivery(event, { 'verification-token': secret }),
    // Older deliveries have it under another name; none without it is RingCentral's.
    deliverOtherwise: (event, secret) => [
      delivery(event, {}),
      delivery(event, { 'verification-token': '' }),
      delivery(event, { authorization: secret }),
    ],
    subscriptions: () => this.standing.size,
    challenges: () => [
      {
        delivery: { headers: { 'validation-token': 'a-word-of-ringcentral' }, query: {}, body: new Uint8Array() },
        reply: { status: 200, headers: { 'Validation-Token': 'a-word-of-ringcentral' } },
        signed: false,
      },
    ],
  };
  private readonly standing = new Map<string, { address: unknown; expiresAt: number }>();
  private made = 0;

  private subscription({ method, path, body }: VendorRequest, world: World): VendorReply {
    const [, id = '', action] = path.slice(SUBSCRIPTIONS.length).split('/');
    const known = this.standing.get(id);
    if (method === 'POST' && id === '') {
      const { deliveryMode, expiresIn } = body as { deliveryMode: { address: string }; expiresIn: number };
      const made = `subscription-${++this.made}`;
      this.standing.set(made, { address: deliveryMode.address, expiresAt: world.now.getTime() + expiresIn * 1_000 });
      return { body: this.told(made), limit: 'medium' };
    }
    if (id === '')
      return { body: { records: [...this.standing.keys()].map((each) => this.told(each)) }, limit: 'light' };
    if (known === undefined)
      return { status: 404, body: { errorCode: 'CMN-102' }, limit: method === 'GET' ? 'light' : 'medium' };
    if (method === 'DELETE') {
      this.standing.delete(id);
      return { status: 204, limit: 'medium' };
    }
    if (action === 'renew') this.standing.set(id, { ...known, expiresAt: world.now.getTime() + 30 * 24 * 3_600_000 });
    return { body: this.told(id), limit: action === 'renew' ? 'medium' : 'light' };
  }

  private told(id: string): object {
    const { address, expiresAt = 0 } = this.standing.get(id) ?? {};
    return {
      id,
      status: 'Active',
      expirationTime: new Date(expiresAt).toISOString(),
      deliveryMode: { transportType: 'WebHook', address },
    };
  }

  recordId(leg: WorldLeg, call: WorldCall): string {
    const place = recordsOf(call).findIndex((legs) => legs.some(({ id }) => id === leg.id));
    return leg.owner.kind === 'group' ? idOf(call, place) : `${idOf(call, place)}:${leg.owner.id}`;
  }

  answer(request: VendorRequest, world: World): VendorReply {
    switch (request.path) {
      case ACCOUNT:
        return { body: { id: wideInteger(world.account.id), status: 'Confirmed' }, limit: 'light' };
      case `${ACCOUNT}/extension/~`:
        return { body: toOwnExtension(world), limit: 'light' };
      case `${ACCOUNT}/directory/entries`:
        return { body: page(world, request, directoryOf(world)), limit: 'medium' };
      case `${ACCOUNT}/extension`:
        return { body: page(world, request, []), limit: 'medium' };
      case `${ACCOUNT}/call-log`:
        return world.grant === 'administrator'
          ? { body: page(world, request, callsOf(world, request)), limit: 'heavy' }
          : { status: 403, body: { errorCode: 'InsufficientPermissions', message: 'In order to call this API…' } };
      default:
        return request.path.startsWith(SUBSCRIPTIONS)
          ? this.subscription(request, world)
          : { status: 404, body: { errorCode: 'CMN-102', message: 'Resource is not found' } };
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

/** One session's calls, or those of a span. */
const callsOf = (world: World, request: VendorRequest): readonly unknown[] => {
  const session = request.query['telephonySessionId'];
  if (session === undefined) return callsIn(world, request);
  return world.calls
    .filter(({ id }) => `s-${id}` === session)
    .flatMap((call) => recordsOf(call).map((legs, place) => toRecord(world, call, legs, place)));
};

/** What RingCentral tells when somebody's part is over, or a message was left. */
function delivery({ call, leg, kind }: WorldEvent, headers: Readonly<Record<string, string>>): WebhookDelivery {
  const code = kind === 'ended' ? 'Disconnected' : 'VoiceMail';
  const parties = [{ id: `p-${leg.id}`, extensionId: leg.owner.id, status: { code } }];
  const body = {
    event: `${ACCOUNT}/telephony/sessions`,
    body: { sequence: 1, telephonySessionId: `s-${call.id}`, parties },
  };
  return { headers, query: {}, body: new TextEncoder().encode(JSON.stringify(body)) };
}

/** Newest first, by the beginning of the call. */
const callsIn = (world: World, { query }: VendorRequest): readonly unknown[] =>
  [...world.calls]
    .filter(
      (call) =>
        beginningOf(call) >= Date.parse(query['dateFrom'] ?? '') &&
        beginningOf(call) <= Date.parse(query['dateTo'] ?? ''),
    )
    .sort((a, b) => beginningOf(b) - beginningOf(a))
    .flatMap((call) => recordsOf(call).map((legs, place) => toRecord(world, call, legs, place)));

const beginningOf = ({ legs }: WorldCall): number => Math.min(...legs.map(({ startedAt }) => startedAt.getTime()));

/** RingCentral has one record of a call for everybody's first part in it, and further ones for whoever has another. */
function recordsOf(call: WorldCall): readonly (readonly WorldLeg[])[] {
  const records: WorldLeg[][] = [];
  for (const leg of call.legs) {
    const fits = records.find(
      (legs) =>
        leg.owner.kind === 'person' &&
        legs.every(
          (each) => each.owner.kind === 'person' && each.owner.id !== leg.owner.id && each.groupId === leg.groupId,
        ),
    );
    if (fits === undefined) records.push([leg]);
    else fits.push(leg);
  }
  return records;
}

const idOf = (call: WorldCall, place: number): string => (place === 0 ? `AB${call.id}` : `AB${call.id}-${place}`);

function toRecord(world: World, call: WorldCall, legs: readonly WorldLeg[], place: number): object {
  const [first] = legs;
  const endedAt = Math.max(...call.legs.map((leg) => leg.endedAt.getTime()));
  const group = world.groups.find(({ id }) => id === first?.groupId);
  const told = legs.map((leg) => toLeg(world, leg));
  return {
    id: idOf(call, place),
    sessionId: call.id,
    telephonySessionId: `s-${call.id}`,
    startTime: new Date(beginningOf(call)).toISOString(),
    duration: Math.floor((endedAt - beginningOf(call)) / 1_000),
    type: 'Voice',
    direction: first?.direction === 'inbound' ? 'Inbound' : 'Outbound',
    result: first && resultOf(first),
    ...(group && { to: { extensionId: wideInteger(group.id), name: group.name } }),
    lastModifiedTime: new Date(endedAt).toISOString(),
    // Whoever has two telephones rings twice, and took it on one.
    legs: [
      ...told,
      ...legs.slice(0, 1).map((leg) => ({
        ...toLeg(world, leg),
        legType: 'FindMe',
        result: 'Missed',
        message: undefined,
        recording: undefined,
        duration: 0,
        durationMs: 0,
      })),
    ],
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
    duration: Math.floor((leg.endedAt.getTime() - leg.startedAt.getTime()) / 1_000),
    durationMs: leg.endedAt.getTime() - leg.startedAt.getTime(),
    type: 'Voice',
    direction: leg.direction === 'inbound' ? 'Inbound' : 'Outbound',
    action: leg.transferred ? 'Transfer' : 'Phone Call',
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

const asked = (
  from: VendorRefusal['from'],
  path: string,
  status: number,
  json: unknown,
): Omit<VendorRefusal, 'says' | 'means'> => ({ from, path, status, json, headers: {}, query: {} });
