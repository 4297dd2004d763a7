import { createHmac } from 'node:crypto';
import type { ProviderFailureKind, WebhookDelivery } from 'prodoscore-phone-systems';
import type {
  ConformanceVendor,
  VendorRefusal,
  VendorReply,
  VendorRequest,
  VendorWebhooks,
  World,
  WorldCall,
  WorldEvent,
  WorldLeg,
  WorldPerson,
} from 'prodoscore-phone-systems/testing';

const HISTORY = '/v2/phone/call_history';
const DIRECTORY = '/v2/phone/users';

/** The parameters that Zoom's description has. */
const KNOWN = ['from', 'to', 'page_size', 'next_page_token', 'time_type', 'status'];

/** Zoom Phone, telling a neutral world in its own JSON: rows that name queues, legs by call, whole seconds. */
export class ZoomPhoneVendor implements ConformanceVendor {
  readonly refusals: readonly VendorRefusal[] = [
    refused('the page token has lapsed', 'restartListing', 400, 400, 'The next_page_token is invalid or expired.'),
    refused('the page token is none of its own', 'restartListing', 404, 300, 'The next_page_token is invalid.'),
    refused('a lesser administrator has connected', 'forbidden', 400, 124, 'You do not have permission.'),
    refused('the app lacks a scope', 'forbidden', 400, 4711, 'It does not contain scopes:[phone:read:call_log:admin].'),
    refused('the account has no Zoom Phone', 'unsupported', 404, 2031, 'Zoom Phone has not been enabled.'),
    refused('nobody there has Zoom Phone', 'unsupported', 400, 2001, 'User does not exist.'),
    refused('the call was deleted', 'gone', 400, 1001, 'Not found.'),
    refused('this second is used up', 'slowDown', 429, 429, 'Rate.', { headers: { 'x-ratelimit-type': 'QPS' } }),
    refused('this day is used up', 'slowDown', 429, 429, 'Day.', { headers: { 'x-ratelimit-type': 'Daily-limit' } }),
    refused('this app is switched off', 'misconfigured', 400, 4717, 'Disabled.', { from: 'tokens' }),
    refused('its owner is gone', 'reconnect', 400, 4735, 'Owner.', { from: 'tokens' }),
  ];

  readonly webhooks: VendorWebhooks = {
    deliver: (event, secret, world) => signed(toldOf(event, world), secret),
    deliverOtherwise: (event, secret, world) => {
      const body = toldOf(event, world);
      const right = signed(body, secret);
      return [
        { ...right, headers: { ...right.headers, 'x-zm-signature': undefined } },
        { ...right, headers: { ...right.headers, 'x-zm-request-timestamp': '1' } },
        signed(body, secret, { algorithm: 'sha1' }),
        // What somebody has kept, or dated ahead to keep it.
        signed(body, secret, { agoSeconds: 360 }),
        signed(body, secret, { agoSeconds: -360 }),
      ];
    },
    accountGone: (secret, { account }) =>
      signed({ event: 'app_deauthorized', payload: { account_id: account.id, user_id: 'user-1' } }, secret),
    freshMs: 300_000,
    subscriptions: () => 0,
    challenges: (secret) => [
      {
        delivery: signed({ event: 'endpoint.url_validation', payload: { plainToken: 'qgg8vlvZRS' } }, secret),
        reply: {
          status: 200,
          body: {
            plainToken: 'qgg8vlvZRS',
            encryptedToken: createHmac('sha256', secret).update('qgg8vlvZRS').digest('hex'),
          },
        },
        signed: true,
      },
    ],
  };

  recordId(leg: WorldLeg, call: WorldCall): string {
    if (leg.owner.kind === 'group') return rowId(call, leg);
    return `${leg.id}:${leg.direction === 'inbound' ? 'callee' : 'caller'}`;
  }

  answer(request: VendorRequest, world: World): VendorReply {
    const ignored = Object.keys(request.query).filter((name) => !KNOWN.includes(name));
    return { ignored, ...this.replyTo(request, world) };
  }

  private replyTo(request: VendorRequest, world: World): VendorReply {
    const { path, query } = request;
    if (path === '/v2/users/me') return { body: toOwnUser(world), limit: 'light' };
    if (path === DIRECTORY) {
      const people = query['status'] === 'activate' ? world.people.map(toUser) : [];
      return { ...page(world, request, 'users', people), limit: 'medium' };
    }
    if (!path.startsWith(HISTORY)) return { status: 404, body: { code: 404, message: 'Unknown.' } };
    if (world.grant === 'member') return { status: 400, body: { code: 124, message: 'You do not have permission.' } };
    if (path === HISTORY) {
      return { ...page(world, request, 'call_history', rowsIn(world, request)), limit: ['heavy', 'heavyDay'] };
    }
    const row = rowsOf(world).find(({ id }) => `${HISTORY}/${id}` === decodeURIComponent(path));
    if (row === undefined) return { status: 404, body: { code: 1001, message: 'Not found.' }, limit: 'light' };
    return { body: { ...headOf(world, row), call_elements: elementsOf(world, row) }, limit: 'light' };
  }
}

/** A call of the list, which is the whole call's summary. Of a queue that nobody's part belongs to, it is one of its own. */
interface Row {
  readonly id: string;
  readonly call: WorldCall;
  readonly legs: readonly WorldLeg[];
}

const rowId = (call: WorldCall, leg?: WorldLeg): string => `20250106-${call.id}${leg ? `-${leg.id}` : ''}`;

const rowsOf = ({ calls }: World): readonly Row[] =>
  calls.flatMap((call) => {
    const ofPeople = call.legs.filter(({ owner }) => owner.kind === 'person');
    return [
      ...(ofPeople.length > 0 ? [{ id: rowId(call), call, legs: ofPeople }] : []),
      ...call.legs.flatMap((leg) => (leg.owner.kind === 'group' ? [{ id: rowId(call, leg), call, legs: [leg] }] : [])),
    ];
  });

/** Newest first, by the beginning of the call; both bounds are inside. */
const rowsIn = (world: World, { query }: VendorRequest): readonly unknown[] =>
  rowsOf(world)
    .filter(
      ({ call }) => startOf(call) >= Date.parse(query['from'] ?? '') && startOf(call) <= Date.parse(query['to'] ?? ''),
    )
    .sort((a, b) => startOf(b.call) - startOf(a.call))
    .map((row) => ({ ...headOf(world, row), duration: 0, call_result: row.legs[0] && resultOf(row.legs[0]) }));

const startOf = ({ legs }: WorldCall): number => Math.min(...legs.map(({ startedAt }) => startedAt.getTime()));

const inSeconds = (at: number | Date): string => `${new Date(at).toISOString().slice(0, 19)}Z`;

function headOf(world: World, { id, call, legs }: Row): object {
  const [first] = legs;
  const queue = world.groups.find(({ id: each }) => each === first?.groupId);
  return {
    call_history_uuid: id,
    call_id: `74${call.id}`,
    connect_type: 'external',
    direction: first?.direction,
    start_time: inSeconds(startOf(call)),
    answer_time: first?.connectedAt ? inSeconds(first.connectedAt) : '',
    end_time: inSeconds(Math.max(...legs.map(({ endedAt }) => endedAt.getTime()))),
    ...(first?.owner.kind === 'group' && { ...other('caller', first), callee_did_number: first.line }),
    ...(queue && { callee_ext_id: queue.id, callee_ext_type: 'call_queue', callee_name: queue.name }),
  };
}

/** Of each leg a second view, as parallel ones have it; what transferred, and somebody who listens. */
const elementsOf = (world: World, { call, legs }: Row): readonly object[] =>
  legs[0]?.owner.kind === 'group'
    ? []
    : legs.flatMap((leg, place) => {
        const element = toElement(world, call, leg, place * 2 + 1);
        return [
          { ...element, call_element_id: `${leg.id}-b`, node: 2, is_node: 0, answer_time: '' },
          element,
          {
            ...element,
            call_element_id: `${leg.id}-m`,
            event: 'monitor',
            callee_ext_id: '9999',
            callee_ext_type: 'user',
          },
          ...(leg.transferred
            ? [{ event: 'direct_transfer', result: 'connected', segment: place * 2 + 2, operator_ext_id: leg.owner.id }]
            : []),
        ];
      });

function toElement(world: World, call: WorldCall, leg: WorldLeg, segment: number): object {
  const [own, others] = leg.direction === 'inbound' ? (['callee', 'caller'] as const) : (['caller', 'callee'] as const);
  return {
    call_element_id: leg.id,
    call_id: `74${call.id}_${segment}`,
    event: eventOf(leg),
    result: resultOf(leg),
    direction: leg.direction,
    ...{ segment, node: 1, is_node: 1 },
    start_time: inSeconds(leg.startedAt),
    ...(leg.connectedAt && { answer_time: inSeconds(leg.connectedAt) }),
    ...(!leg.unreadable && { end_time: inSeconds(leg.endedAt) }),
    [`${own}_ext_id`]: leg.owner.id,
    [`${own}_ext_type`]: 'user',
    [`${own}_name`]: world.people.find(({ id }) => id === leg.owner.id)?.name,
    ...(leg.line && { [`${own}_did_number`]: leg.line }),
    ...other(others, leg),
    ...(leg.voicemail && { voicemail_id: `v-${leg.id}` }),
    ...(leg.recorded && { recording_id: `r-${leg.id}`, recording_type: 'automatic' }),
  };
}

/** A colleague has a leg of their own, unless they were consulted alone. */
function eventOf({ direction, other: { personId } }: WorldLeg): string {
  if (personId !== null) return direction === 'inbound' ? 'warm_transfer_incoming' : 'warm_transfer_outgoing';
  return direction === 'inbound' ? 'incoming' : 'outgoing';
}

const other = (side: 'caller' | 'callee', { other: { kind, number, name, personId } }: WorldLeg): object => ({
  ...(kind === 'number' && { [`${side}_did_number`]: number }),
  ...(kind === 'withheld' && { [`${side}_number_type`]: 'anonymous_number', [`${side}_did_number`]: '+19999999999' }),
  ...(kind === 'extension' && { [`${side}_ext_number`]: number }),
  ...(personId !== null && { [`${side}_ext_id`]: personId, [`${side}_ext_type`]: 'user' }),
  ...(name !== null && { [`${side}_name`]: name }),
});

function resultOf(leg: WorldLeg): string {
  if (leg.connectedAt !== null) return leg.direction === 'inbound' ? 'answered' : 'connected';
  if (leg.direction === 'outbound') return 'no_answer';
  return leg.voicemail ? 'voicemail' : 'ring_timeout';
}

const toOwnUser = ({ account }: World): object => ({
  id: 'zoom-user-0001',
  account_id: account.id,
  email: `Ida@${account.domain.toUpperCase()}`,
  verified: 1,
});

const toUser = ({ id, name, emails, numbers, extension, unreadable }: WorldPerson): object => ({
  id: `zoom-user-${id}`,
  ...(!unreadable && { extension_id: id }),
  ...(extension !== null && { extension_number: Number(extension) }),
  name,
  email: emails[0] ?? '',
  status: 'Active',
  phone_numbers: numbers.map((number) => ({ id: `n-${number}`, number: number.slice(1) })),
});

/** At most `page_size` items and no more than Zoom gives; a token that has lapsed is refused. */
function page(
  { pageSize, emptyPages, tokensLapsed }: World,
  { query }: VendorRequest,
  name: string,
  all: readonly unknown[],
): VendorReply {
  const token = query['next_page_token'];
  if (token !== undefined && tokensLapsed) {
    return { status: 400, body: { code: 400, message: 'The next_page_token is invalid or expired.' } };
  }
  const [place = '0', paused] = (token ?? '0').split('p');
  const from = Number(place);
  if (emptyPages && from > 0 && paused === undefined) return { body: { [name]: [], next_page_token: `${from}p` } };
  const to = from + Math.min(pageSize, Number(query['page_size'] ?? 30));
  return { body: { [name]: all.slice(from, to), next_page_token: to < all.length ? String(to) : '' } };
}

/** What Zoom tells as somebody's part is over, or a message was left. */
const toldOf = ({ kind, call, leg, at }: WorldEvent, { account }: World): object =>
  kind === 'ended'
    ? {
        event: `phone.${leg.direction === 'inbound' ? 'callee' : 'caller'}_call_element_completed`,
        event_ts: at.getTime(),
        payload: {
          account_id: account.id,
          object: {
            user_id: 'zoom-user',
            call_elements: [{ call_element_id: leg.id, call_history_uuid: rowId(call) }],
          },
        },
      }
    : {
        event: 'phone.voicemail_received',
        event_ts: at.getTime(),
        payload: { account_id: account.id, object: { call_id: `74${call.id}`, call_history_id: rowId(call) } },
      };

/** As Zoom signs: the second of this machine's clock, and the bytes of the body. */
function signed(told: object, secret: string, { algorithm = 'sha256', agoSeconds = 0 } = {}): WebhookDelivery {
  const body = new TextEncoder().encode(JSON.stringify(told));
  const seconds = String(Math.floor(Date.now() / 1_000) - agoSeconds);
  const mac = createHmac(algorithm, secret).update(`v0:${seconds}:`).update(body).digest('hex');
  return { headers: { 'x-zm-request-timestamp': seconds, 'x-zm-signature': `v0=${mac}` }, query: {}, body };
}

function refused(
  says: string,
  means: ProviderFailureKind,
  status: number,
  code: number,
  message: string,
  more: Partial<VendorRefusal> = {},
): VendorRefusal {
  const asked = { from: 'api' as const, path: HISTORY, query: { next_page_token: 'abc' } };
  return { says, means, status, json: { code, message }, headers: {}, ...asked, ...more };
}
