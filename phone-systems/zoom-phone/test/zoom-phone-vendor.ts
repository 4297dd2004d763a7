import {
  type ConformanceVendor,
  type VendorRefusal,
  type VendorReply,
  type VendorRequest,
  type World,
  type WorldCall,
  type WorldLeg,
  type WorldPerson,
  wideInteger,
} from 'prodoscore-phone-systems/testing';

/** Zoom Phone, telling a neutral world in its own JSON. Write it from the vendor's documentation, not from the provider. */
export class ZoomPhoneVendor implements ConformanceVendor {
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

  answer(request: VendorRequest, world: World): VendorReply {
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

/** One call in the vendor's JSON: begin here. Leave out the start where `leg.unreadable`. */
const toCall = (_world: World, _call: WorldCall, leg: WorldLeg): object => ({ id: wideInteger(leg.id) });

/** One person in the vendor's JSON. Leave out the id where `person.unreadable`. */
const toPerson = (person: WorldPerson): object => ({ name: person.name });
