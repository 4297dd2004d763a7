import type { WebhookDelivery } from 'prodoscore-phone-systems';
import {
  type ConformanceVendor,
  type VendorGrant,
  type VendorRefusal,
  type VendorReply,
  type VendorRequest,
  type VendorWebhooks,
  type World,
  type WorldCall,
  type WorldEvent,
  type WorldLeg,
  type WorldPerson,
} from 'prodoscore-phone-systems/testing';

const ORIGIN = 'https://graph.microsoft.com';
const RECORDS = '/v1.0/communications/callRecords';
const SUBSCRIPTIONS = '/v1.0/subscriptions';
const OUR_TENANT = '11111111-aaaa-4aaa-8aaa-111111111111';

/** Microsoft Graph, telling a neutral world in its own JSON: call records with sessions, and the log of its own lines. */
export class TeamsPhoneVendor implements ConformanceVendor {
  readonly refusals: readonly VendorRefusal[] = [
    {
      ...{ says: 'the place in the list is no longer known', means: 'restartListing' },
      ...asked('api', RECORDS, 400, { error: { code: 'BadRequest', message: 'Skip token is expired.' } }),
      query: { $skiptoken: 'spent' },
    },
    {
      ...{ says: 'the app may not read call records', means: 'forbidden' },
      ...asked('api', RECORDS, 403, { error: { code: 'Forbidden', message: 'Insufficient privileges.' } }),
    },
    {
      ...{ says: 'the company has no licence', means: 'unsupported' },
      ...asked('api', RECORDS, 403, { error: { code: 'Forbidden', message: 'The tenant has no license for this.' } }),
    },
    {
      ...{ says: 'the app may not read people', means: 'forbidden' },
      ...asked('api', '/v1.0/users', 403, { error: { code: 'Authorization_RequestDenied', message: '…' } }),
    },
    {
      ...{ says: 'who signs in has a home in a national cloud', means: 'unsupported' },
      ...asked('sign-in', '/organizations/oauth2/v2.0/authorize', 400, {
        error: 'invalid_request',
        error_description: 'AADSTS900439: USGClientNotSupportedOnPublicEndpoint.',
      }),
    },
    {
      ...{ says: 'the code is of a national cloud', means: 'unsupported' },
      ...asked('tokens', '/organizations/oauth2/v2.0/token', 400, tokenError('invalid_request', 900382)),
    },
    {
      ...{ says: 'this app is not in the tenant', means: 'reconnect' },
      ...asked('tokens', `/${OUR_TENANT}/oauth2/v2.0/token`, 400, tokenError('unauthorized_client', 700016)),
    },
  ];

  readonly grant: VendorGrant = {
    tokensRefused: [
      { status: 400, body: tokenError('unauthorized_client', 700016) },
      { status: 400, body: tokenError('invalid_grant', 65001) },
      { status: 400, body: tokenError('invalid_request', 90002) },
      { status: 401, body: tokenError('invalid_client', 7000229) },
    ],
    hostRefused: [
      { status: 401, body: tokenError('invalid_client', 7000215) },
      { status: 401, body: tokenError('invalid_client', 7000222) },
      // Of a number that nobody knows, the word holds.
      { status: 401, body: tokenError('invalid_client', 1) },
    ],
    claimedAccount: ({ account }) => account.id,
  };

  readonly webhooks: VendorWebhooks = {
    deliver: ({ call }, secret, { account }) => delivery([notification(call, secret, account.id)]),
    deliverOtherwise: ({ call }: WorldEvent, secret, { account }) => [
      delivery([{ ...notification(call, secret, account.id), clientState: undefined }]),
      delivery([{ ...notification(call, secret, account.id), clientState: null }]),
      delivery([]),
      { ...delivery([notification(call, '', account.id)]), headers: { authorization: secret, 'client-state': secret } },
    ],
    subscriptions: () => this.standing.size,
    challenges: () => [
      {
        delivery: {
          headers: { 'content-type': 'text/plain; charset=utf-8' },
          query: { validationToken: 'Validation: a <word> of Microsoft’s' },
          body: new Uint8Array(),
        },
        reply: { status: 200, body: 'Validation: a <word> of Microsoft’s' },
        signed: false,
      },
    ],
  };
  private readonly standing = new Map<string, { url: unknown; expiresAt: unknown }>();
  private made = 0;

  recordId(leg: WorldLeg, call: WorldCall): string {
    const session = sessionsOf(call).find((legs) => legs.includes(leg));
    return `${session?.[0]?.id}:${leg.owner.id}`;
  }

  answer(request: VendorRequest, world: World): VendorReply {
    const reply = this.replyTo(request, world);
    const ignored = Object.keys(request.query).filter((name) => !KNOWN.has(name));
    return { ...reply, ignored, limit: request.path.startsWith(RECORDS) ? 'callRecords' : 'directory' };
  }

  private replyTo(request: VendorRequest, world: World): VendorReply {
    const { path } = request;
    const [, id, rest] = /^\/v1\.0\/communications\/callRecords\/([^/(]+)(.*)$/.exec(path) ?? [];
    if (path === '/v1.0/organization') return { body: { value: [toOrganization(world)] } };
    if (path === '/v1.0/users') return page(world, request, world.people.map(toUser), idOf);
    if (path === '/v1.0/admin/teams/userConfigurations') {
      return page(world, request, [...world.people.map(toConfiguration), ...world.groups.map(toAccount)], idOf);
    }
    if (path.startsWith(SUBSCRIPTIONS)) return this.subscription(request, world);
    if (path.startsWith(RECORDS) && world.grant !== 'administrator') {
      return { status: 403, body: { error: { code: 'Forbidden', message: 'Insufficient privileges.' } } };
    }
    if (path === RECORDS) return page(world, request, listed(world, request), keyOf);
    if (id?.startsWith('getPstnCalls')) return page(world, request, rowsIn(world, path), keyOf);
    if (id?.startsWith('getDirectRoutingCalls')) return { body: { value: [] } };
    const call = world.calls.find((each) => each.id === decodeURIComponent(id ?? ''));
    if (call === undefined) return NOT_FOUND;
    // More sessions than fit are not handed on: the way to the next ones leads nowhere.
    const sessions = toSessions(world, call);
    if (rest === '/sessions') return { body: { value: sessions } };
    const more = sessions.length > MOST_SESSIONS && { 'sessions@odata.nextLink': `${ORIGIN}/v1.0/$metadata#sessions` };
    return { body: { ...toRecord(world, call), sessions: sessions.slice(0, MOST_SESSIONS), ...more } };
  }

  private subscription({ method, path, body }: VendorRequest, world: World): VendorReply {
    const id = path.slice(SUBSCRIPTIONS.length + 1);
    if (method === 'GET') return { body: { value: [...this.standing.keys()].map((each) => this.told(each)) } };
    const longest = world.now.getTime() + 4_230 * 60_000;
    const { notificationUrl, expirationDateTime = '' } = (body ?? {}) as Record<string, string>;
    const until = method === 'DELETE' ? longest : Math.min(longest, Date.parse(expirationDateTime));
    const expiresAt = new Date(until).toISOString();
    if (method === 'POST') {
      const made = `subscription-${++this.made}`;
      this.standing.set(made, { url: notificationUrl, expiresAt });
      return { status: 201, body: this.told(made) };
    }
    const known = this.standing.get(id);
    if (known === undefined) return NOT_FOUND;
    if (method === 'DELETE') {
      this.standing.delete(id);
      return { status: 204 };
    }
    this.standing.set(id, { ...known, expiresAt });
    return { body: this.told(id) };
  }

  private told(id: string): object {
    const { url, expiresAt } = this.standing.get(id) ?? {};
    return { id, resource: '/communications/callRecords', notificationUrl: url, expirationDateTime: expiresAt };
  }
}

const KNOWN = new Set(['$filter', '$expand', '$select', '$top', '$skiptoken']);
const NOT_FOUND: VendorReply = { status: 404, body: { error: { code: 'NotFound', message: 'Resource not found.' } } };
const MOST_SESSIONS = 2;
/** Ways to next pages are long. */
const LONG = 'x'.repeat(600);

const idOf = (item: object): string => String((item as { id?: unknown }).id ?? '');

const keyOf = (item: object): string => `${String((item as Record<string, unknown>)['startDateTime'])} ${idOf(item)}`;

/** A page begins behind the last item of the one before, whatever has come since. */
function page(
  world: World,
  { path, query }: VendorRequest,
  all: readonly object[],
  key: (item: object) => string,
): VendorReply {
  const { $skiptoken: token } = query;
  if (token !== undefined && world.tokensLapsed) return { status: 400, body: { error: { code: 'BadRequest' } } };
  const sorted = all.map((item) => [key(item), item] as const).sort(([a], [b]) => (a < b ? -1 : 1));
  const [after = '', isSecond] = token === undefined ? [''] : [token.slice(1, -LONG.length), token.startsWith('2')];
  const next = (last: string, first = '1'): object => {
    const search = new URLSearchParams({ ...query, $skiptoken: `${first}${last}${LONG}` });
    return { '@odata.nextLink': `${ORIGIN}${path}?${search}` };
  };
  if (world.emptyPages && token !== undefined && !isSecond) return { body: { value: [], ...next(after, '2') } };
  const behind = token === undefined ? sorted : sorted.filter(([each]) => each > after);
  const items = behind.slice(0, world.pageSize);
  return {
    body: { value: items.map(([, item]) => item), ...(behind.length > items.length && next(items.at(-1)?.[0] ?? '')) },
  };
}

const toOrganization = ({ account }: World): object => ({
  id: account.id,
  displayName: account.name,
  verifiedDomains: [
    { name: account.domain.toUpperCase(), capabilities: 'Email, OfficeCommunicationsOnline', isDefault: true },
    { name: 'acme.onmicrosoft.com', capabilities: 'Email, OfficeCommunicationsOnline', isInitial: true },
    { name: 'only-for-sign-in.example', capabilities: 'None' },
  ],
});

const toUser = ({ id, name, emails, numbers, unreadable }: WorldPerson): object => ({
  ...(!unreadable && { id }),
  displayName: name,
  mail: emails[0] ?? null,
  userPrincipalName: `person${id}@acme.onmicrosoft.com`,
  proxyAddresses: emails.map((email, place) => `${place === 0 ? 'SMTP' : 'smtp'}:${email}`),
  businessPhones: numbers.map((number) => `${number.slice(0, 5)}-${number.slice(5)}`),
  accountEnabled: true,
  userType: 'Member',
});

const toConfiguration = ({ id, numbers, extension }: WorldPerson): object => ({
  id,
  tenantId: OUR_TENANT,
  accountType: 'user',
  isEnterpriseVoiceEnabled: true,
  telephoneNumbers: numbers.map((number, place) => ({
    telephoneNumber: `${number}${place === 0 && extension !== null ? `;ext=${extension}` : ''}`,
    assignmentCategory: place === 0 ? 'primary' : 'alternate',
  })),
});

const toAccount = ({ id, number }: World['groups'][number]): object => ({
  id,
  accountType: 'resourceAccount',
  telephoneNumbers: [{ telephoneNumber: number }],
});

const beginningOf = ({ legs }: WorldCall): number => Math.min(...legs.map(({ startedAt }) => startedAt.getTime()));

/** By the bounds, and by the person, that are asked for. */
function listed(world: World, { query }: VendorRequest): readonly object[] {
  const { $filter: filter = '' } = query;
  const bounds = [...filter.matchAll(/startDateTime (ge|gt|le|lt) (\S+)/g)];
  const [, person] = /participants_v2\/any\(p:p\/id eq '([^']+)'\)/.exec(filter) ?? [];
  return world.calls
    .filter((call) =>
      bounds.every(([, word, at = '']) => HOLDS[word as keyof typeof HOLDS](beginningOf(call), Date.parse(at))),
    )
    .filter(
      ({ legs }) =>
        person === undefined || legs.some(({ owner, other }) => [owner.id, other.personId].includes(person)),
    )
    .map((call) => toRecord(world, call));
}

const HOLDS = {
  ge: (a: number, b: number) => a >= b,
  gt: (a: number, b: number) => a > b,
  le: (a: number, b: number) => a <= b,
  lt: (a: number, b: number) => a < b,
};

const toRecord = ({ groups }: World, call: WorldCall): object => ({
  id: call.id,
  version: call.changedAt.getTime(),
  type: call.legs.length > 1 ? 'groupCall' : 'peerToPeer',
  modalities: ['audio'],
  ...(!call.legs.some(({ unreadable }) => unreadable) && { startDateTime: new Date(beginningOf(call)).toISOString() }),
  endDateTime: new Date(Math.max(...call.legs.map(({ endedAt }) => endedAt.getTime()))).toISOString(),
  joinWebUrl: null,
  organizer_v2: organizerOf(call, groups),
});

function organizerOf({ legs }: WorldCall, groups: World['groups']): object {
  const [first] = legs;
  if (first === undefined) return {};
  if (first.direction === 'outbound') return { id: first.owner.id, identity: identityOf(first.owner.id, null) };
  const { identity } = far(first, groups) as { identity: object };
  return { id: first.other.number ?? 'anonymous', identity };
}

/** Two colleagues have one session between them. */
const sessionsOf = ({ legs }: WorldCall): readonly (readonly WorldLeg[])[] => [
  ...Map.groupBy(legs, (leg) =>
    [leg.startedAt.getTime(), ...[leg.owner.id, leg.other.personId ?? leg.id].sort()].join(),
  ).values(),
];

function toSessions(world: World, call: WorldCall): readonly object[] {
  const isQueued = call.legs.some(({ owner }) => owner.kind === 'group');
  const told = sessionsOf(call).flatMap(([leg]) => leg ?? []);
  return told.flatMap((leg) => [
    toSession(world, leg, isQueued),
    ...(leg.voicemail ? [toMailbox(leg, world.groups)] : []),
  ]);
}

function toSession(world: World, leg: WorldLeg, isQueued: boolean): object {
  const name = world.people.find(({ id }) => id === leg.owner.id)?.name ?? null;
  const own = { userAgent: { productFamily: 'teams' }, identity: identityOf(leg.owner.id, name) };
  const queue = { userAgent: { role: 'skypeForBusinessCallQueues' }, identity: groupIdentityOf(leg, world.groups) };
  const other = far(leg, world.groups);
  const [caller, callee] =
    leg.owner.kind === 'group'
      ? [other, queue]
      : isQueued
        ? [own, { userAgent: { role: 'unknown' } }]
        : leg.direction === 'inbound'
          ? [other, own]
          : [own, other];
  return {
    id: leg.id,
    caller,
    callee,
    startDateTime: leg.startedAt.toISOString(),
    endDateTime: leg.endedAt.toISOString(),
    failureInfo:
      leg.connectedAt === null && leg.owner.kind === 'person' ? { stage: 'callSetup', reason: 'NoAnswer' } : null,
    isTest: false,
    segments:
      leg.connectedAt === null
        ? []
        : [
            { startDateTime: leg.startedAt.toISOString(), endDateTime: leg.connectedAt.toISOString(), media: [] },
            { startDateTime: leg.connectedAt.toISOString(), endDateTime: leg.endedAt.toISOString(), media: [{}] },
          ],
  };
}

const toMailbox = (leg: WorldLeg, groups: World['groups']): object => ({
  id: `${leg.id}-mailbox`,
  // A colleague who leaves one has a call of their own, which the worlds of the kit do not have.
  caller: leg.other.personId === null ? far(leg, groups) : {},
  callee: { userAgent: { role: 'voicemail' } },
  startDateTime: leg.endedAt.toISOString(),
  endDateTime: new Date(leg.endedAt.getTime() + 20_000).toISOString(),
  failureInfo: null,
});

/** The other end of a session: a colleague, or whoever is outside. */
function far({ other }: WorldLeg, _groups: World['groups']): object {
  if (other.personId !== null) {
    return { userAgent: { productFamily: 'teams' }, identity: identityOf(other.personId, other.name) };
  }
  return {
    userAgent: { role: 'mediationServer' },
    associatedIdentity: { phone: { id: other.number ?? 'anonymous', displayName: other.name } },
    identity: { phone: { id: other.number ?? 'anonymous', displayName: other.name } },
  };
}

const identityOf = (id: string, displayName: string | null): object => ({
  user: { id, displayName, tenantId: OUR_TENANT },
});

const groupIdentityOf = ({ groupId }: WorldLeg, groups: World['groups']): object =>
  identityOf(groupId ?? '', groups.find(({ id }) => id === groupId)?.name ?? null);

/** Calls of one person with somebody outside that were answered. Its last second is inside. */
function rowsIn(world: World, path: string): readonly object[] {
  const [, from = '', to = ''] = /\(fromDateTime=([^,]+),toDateTime=([^)]+)\)$/.exec(path) ?? [];
  return world.calls.flatMap(({ id, legs: [leg, ...others] }) => {
    if (leg === undefined || others.length > 0 || leg.unreadable || leg.connectedAt === null) return [];
    if (leg.owner.kind !== 'person' || leg.other.kind !== 'number' || leg.endedAt > world.now || id.length > 36)
      return [];
    if (leg.startedAt.getTime() < Date.parse(from) || leg.startedAt.getTime() > Date.parse(to)) return [];
    const [far, own] = [leg.other.number?.replace(/\d{4}$/, '****'), '+14155550100'];
    const [callerNumber, calleeNumber] = leg.direction === 'inbound' ? [far, own] : [own, far];
    return [
      {
        id: `row-${id}`,
        callId: `other-${id}`,
        userId: leg.owner.id,
        callType: leg.direction === 'inbound' ? 'user_in' : 'user_out',
        startDateTime: leg.startedAt.toISOString().replace('Z', '0000Z'),
        endDateTime: leg.endedAt.toISOString().replace('Z', '0000Z'),
        duration: Math.floor((leg.endedAt.getTime() - leg.connectedAt.getTime()) / 1_000),
        callerNumber,
        calleeNumber,
      },
    ];
  });
}

const notification = ({ id }: WorldCall, clientState: string, tenantId: string): object => ({
  subscriptionId: 'subscription-1',
  clientState,
  changeType: 'updated',
  resource: `communications/callRecords/${id}`,
  resourceData: { id, '@odata.type': '#microsoft.graph.callRecords.callRecord' },
  tenantId,
});

const delivery = (value: readonly object[]): WebhookDelivery => ({
  headers: { 'content-type': 'application/json' },
  query: {},
  body: new TextEncoder().encode(JSON.stringify({ value })),
});

function tokenError(error: string, code: number): object {
  return { error, error_description: `AADSTS${code}: synthetic text`, error_codes: [code] };
}

function asked(
  from: VendorRefusal['from'],
  path: string,
  status: number,
  json: unknown,
): Omit<VendorRefusal, 'says' | 'means'> {
  return { from, path, status, json, headers: {}, query: {} };
}
