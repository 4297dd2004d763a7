import type { Refusal } from '../../src/contract/index.js';
import {
  type ConformanceVendor,
  type VendorChallenge,
  type VendorRefusal,
  type VendorReply,
  type VendorRequest,
  type VendorWebhooks,
  type World,
  type WorldCall,
  type WorldEvent,
  type WorldLeg,
  wideInteger,
} from '../../src/testing/index.js';
import { FRESH_MS, signature } from './example-phone.js';

const KNOWN = ['from', 'to', 'token', 'api_key', 'url', 'secret'];

/** The vendor of {@link ExamplePhone}: one resource each, bounds as the contract has them, ids as bare numbers. */
export class ExampleVendor implements ConformanceVendor {
  /** Where each delivers. */
  readonly #hooks = new Map<string, unknown>();
  #made = 0;

  readonly webhooks: VendorWebhooks = {
    deliver: (event, secret, world) => delivery(event, world, (body) => ({ 'x-signature': signature(body, secret) })),
    deliverOtherwise: (event, secret, world) => [
      delivery(event, world, () => ({})),
      delivery(event, world, (body) => ({ 'x-signature': signature(body, secret, 'sha1') })),
    ],
    accountGone: (secret, { account }) => {
      const body = new TextEncoder().encode(JSON.stringify({ account: account.id, removed: true }));
      return { headers: { 'x-signature': signature(body, secret) }, query: {}, body };
    },
    freshMs: FRESH_MS,
    subscriptions: () => this.#hooks.size,
    challenges: (): readonly VendorChallenge[] => [
      {
        delivery: { headers: { 'validation-token': 'a token' }, query: {}, body: new Uint8Array() },
        reply: { status: 200, headers: { 'Validation-Token': 'a token' } },
        signed: false,
      },
      {
        delivery: { headers: {}, query: { validationToken: '<another> token' }, body: new Uint8Array() },
        reply: { status: 200, body: '<another> token' },
        signed: false,
      },
    ],
  };

  readonly refusals: readonly VendorRefusal[] = [
    {
      says: 'the place in the list is lost',
      means: 'restartListing',
      ...refused(400, {}),
      query: { from: '0', to: '1', token: '20' },
    },
    { says: 'the company has not paid', means: 'closed', ...refused(423, { state: 'unpaid' }) },
  ];

  answer(request: VendorRequest, world: World): VendorReply {
    const names = [...Object.keys(request.query), ...Object.keys((request.body as object | undefined) ?? {})];
    return { ...this.#reply(request, world), ignored: names.filter((name) => !KNOWN.includes(name)) };
  }

  #reply(request: VendorRequest, world: World): VendorReply {
    const { path } = request;
    if (path === '/account') return { body: world.account, limit: 'everything' };
    if (path === '/people') return { ...page(world, request, world.people.map(toWirePerson)), limit: 'everything' };
    if (path === '/hooks') return { body: this.#hook(request, world), limit: 'everything' };
    if (path.startsWith('/hooks/') && request.method === 'PATCH') {
      return this.#hooks.has(path.slice(7)) ? { body: { expires: expiryOf(world) } } : { status: 404 };
    }
    if (path.startsWith('/hooks/')) return this.#hooks.delete(path.slice(7)) ? { body: {} } : { status: 404 };
    if (world.grant === 'member') return { status: 403, body: {} };
    return { ...page(world, request, callsIn(world, request)), limit: ['calls', 'day'] };
  }

  #hook({ method, body }: VendorRequest, world: World): object {
    if (method === 'GET') return { items: [...this.#hooks].map(([id, url]) => ({ id, url })), next: null };
    const id = `hook${this.#made++}`;
    this.#hooks.set(id, (body as { readonly url: unknown }).url);
    return { id, expires: expiryOf(world) };
  }
}

const expiryOf = ({ now }: World): number => now.getTime() + 3 * 86_400_000;

const refused = (status: number, json: unknown): Refusal => ({
  from: 'api',
  status,
  headers: {},
  json,
  path: '/calls',
  query: {},
});

export function page(world: World, { query }: VendorRequest, all: readonly unknown[]): VendorReply {
  const { token } = query;
  if (token !== undefined && world.tokensLapsed) return { status: 400, body: {} };
  const [place = '0', paused] = (token ?? '0').split('p');
  const from = Number(place);
  if (world.emptyPages && from > 0 && paused === undefined) return { body: { items: [], next: `${from}p` } };
  const to = from + world.pageSize;
  return { body: { items: all.slice(from, to), total: all.length, next: to < all.length ? String(to) : null } };
}

const callsIn = (world: World, { query }: VendorRequest): readonly unknown[] =>
  world.calls
    .flatMap((call) => call.legs.map((leg) => ({ call, leg })))
    .filter(
      ({ leg: { startedAt } }) =>
        startedAt.getTime() >= Number(query['from']) && startedAt.getTime() < Number(query['to']),
    )
    .sort((a, b) => b.leg.startedAt.getTime() - a.leg.startedAt.getTime())
    .map(({ call, leg }) => toWireCall(world, call, leg, leg.endedAt.getTime() + (leg.voicemail ? 60_000 : 0)));

export function toWireCall(world: World, call: WorldCall, leg: WorldLeg, changed: number): object {
  const group = world.groups.find(({ id }) => id === leg.groupId);
  return {
    id: wideInteger(leg.id),
    conversation: `c${call.id}`,
    owner: { kind: leg.owner.kind, id: wideInteger(leg.owner.id) },
    direction: leg.direction,
    started: leg.unreadable ? null : leg.startedAt.getTime(),
    connected: leg.connectedAt?.getTime() ?? null,
    ended: leg.endedAt.getTime(),
    other: {
      number: leg.other.kind === 'withheld' ? 'anonymous' : leg.other.number,
      name: leg.other.name,
      colleague: leg.other.personId !== null,
    },
    line: leg.line,
    group: group ? { id: group.id, name: group.name } : null,
    voicemail: leg.voicemail,
    transferred: leg.transferred,
    recorded: leg.recorded,
    changed,
  };
}

const toWirePerson = ({
  id,
  name,
  emails,
  numbers,
  extension,
  status,
  unreadable,
}: World['people'][number]): object => ({
  ...(!unreadable && { id: wideInteger(id) }),
  name,
  emails,
  numbers,
  extension,
  left: status === 'departed',
});

function delivery(
  { call, leg, at }: WorldEvent,
  world: World,
  headersFor: (body: Uint8Array) => Readonly<Record<string, string>>,
) {
  const body = new TextEncoder().encode(
    JSON.stringify({ account: world.account.id, sent: Date.now(), ...toWireCall(world, call, leg, at.getTime()) }),
  );
  return { headers: headersFor(body), query: {}, body };
}
