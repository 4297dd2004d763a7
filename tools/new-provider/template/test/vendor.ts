// #if webhooks=each|shared
import { createHmac } from 'node:crypto';
import type { WebhookDelivery } from 'prodoscore-phone-systems';
// #end
import {
  type ConformanceVendor,
  // #if grant=consent
  type VendorGrant,
  // #end
  type VendorRefusal,
  type VendorReply,
  type VendorRequest,
  // #if webhooks=each|shared
  type VendorWebhooks,
  // #end
  type World,
  type WorldCall,
  // #if webhooks=each|shared
  type WorldEvent,
  // #end
  type WorldLeg,
  type WorldPerson,
  wideInteger,
} from 'prodoscore-phone-systems/testing';

/** Acme Phone, telling a neutral world in its own JSON. Write it from the vendor's documentation, not from the provider. */
export class AcmePhoneVendor implements ConformanceVendor {
  /** What it says in its own words when it refuses, and what that means. */
  readonly refusals: readonly VendorRefusal[] = [
    {
      says: 'the page token has lapsed',
      means: 'restartListing',
      from: 'api',
      status: 400,
      headers: {},
      json: {},
      path: '/calls',
      query: { token: '20' },
    },
  ];

  // #if grant=consent
  /** What it says where nobody has consented (any more), and how the id token of a sign-in names the account. */
  readonly grant: VendorGrant = {
    tokensRefused: [{ status: 400, body: { error: 'no_consent' } }],
    claimedAccount: ({ account }) => account.id,
  };

  // #end
  // #if webhooks=each|shared
  readonly webhooks: VendorWebhooks = {
    deliver: (event, secret, world) => delivery(event, world, (body) => signature('sha256', body, secret)),
    deliverOtherwise: (event, secret, world) => [
      delivery(event, world, () => ''),
      delivery(event, world, (body) => signature('sha1', body, secret)),
    ],
    // #end
    // #if webhooks=shared
    subscriptions: () => 0,
    // #end
    // #if webhooks=each
    subscriptions: () => this.hooks.size,
    // #end
    // #if webhooks=each|shared
  };

  // #end
  // #if webhooks=each
  /** Where it delivers to, by id. */
  private readonly hooks = new Map<string, unknown>();

  private hook({ method, path, body }: VendorRequest): VendorReply {
    const id = path.slice('/hooks/'.length);
    if (method === 'DELETE') return { status: this.hooks.delete(id) ? 204 : 404, limit: 'people' };
    if (method === 'GET') {
      return { body: { items: [...this.hooks].map(([each, url]) => ({ id: each, url })) }, limit: 'people' };
    }
    const made = `hook-${this.hooks.size + 1}`;
    this.hooks.set(made, (body as { readonly url: unknown }).url);
    return { body: { id: made }, limit: 'people' };
  }

  // #end
  answer(request: VendorRequest, world: World): VendorReply {
    // #if webhooks=each
    if (request.path.startsWith('/hooks')) return this.hook(request);
    // #end
    switch (request.path) {
      case '/account':
        return { body: world.account, limit: 'people' };
      case '/people':
        return { ...page(world, request, world.people.map(toPerson)), limit: 'people' };
      case '/calls':
        return world.grant === 'administrator'
          ? { ...page(world, request, callsIn(world, request)), limit: 'calls' }
          : { status: 403, body: {} };
      default:
        return { status: 404, body: {} };
    }
  }
}

/** At most `world.pageSize` items, an empty page where `world.emptyPages` asks for one, and tokens that lapse. */
function page(world: World, { query }: VendorRequest, all: readonly unknown[]): VendorReply {
  const { token } = query;
  if (token !== undefined && world.tokensLapsed) return { status: 400, body: {} };
  const [place = '0', paused] = (token ?? '0').split('p');
  const from = Number(place);
  if (world.emptyPages && from > 0 && paused === undefined) return { body: { items: [], next: `${from}p` } };
  const to = from + world.pageSize;
  return { body: { items: all.slice(from, to), ...(to < all.length && { next: String(to) }) } };
}

/** Newest first. `from` is inside, `to` is not: say here what the vendor's bounds do. */
const callsIn = (world: World, { query }: VendorRequest): readonly unknown[] =>
  world.calls
    .flatMap((call) => call.legs.map((leg) => ({ call, leg })))
    .filter(({ leg }) => leg.startedAt >= new Date(query['from'] ?? '') && leg.startedAt < new Date(query['to'] ?? ''))
    .sort((a, b) => b.leg.startedAt.getTime() - a.leg.startedAt.getTime())
    .map(({ call, leg }) => toCall(world, call, leg));

// #if webhooks=each|shared
/** What it tells of one leg: signed with the secret, in hexadecimal digits. */
function delivery({ call, leg, at }: WorldEvent, world: World, sign: (body: Buffer) => string): WebhookDelivery {
  const told = { ...toCall(world, call, leg), changed: at.toISOString() };
  const body = Buffer.from(JSON.stringify({ account: world.account.id, call: told }));
  return { headers: { 'x-signature': sign(body) }, query: {}, body };
}

const signature = (algorithm: string, body: Buffer, secret: string): string =>
  createHmac(algorithm, secret).update(body).digest('hex');

// #end
/** One call in the vendor's JSON: begin here. Leave out the start where `leg.unreadable`. */
const toCall = (_world: World, _call: WorldCall, leg: WorldLeg): object => ({ id: wideInteger(leg.id) });

/** One person in the vendor's JSON. Leave out the id where `person.unreadable`. */
const toPerson = (person: WorldPerson): object => ({ name: person.name });
