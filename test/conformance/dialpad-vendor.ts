import { CompactSign } from 'jose';
import type { Refusal } from '../../src/contract/index.js';
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
} from '../../src/testing/index.js';
import type { CallParty, SimulatedCall } from '../../src/testing/simulator/model.js';
import { KNOWN_NAMES } from '../../src/testing/simulator/known-names.js';
import { ignoredNames } from '../../src/testing/vendor/index.js';
import { wideInteger, toWire } from '../../src/testing/vendor/wire.js';
import { wireCall } from '../../src/testing/simulator/wire-call.js';
import { wireCompany, wireUser } from '../../src/testing/simulator/wire-user.js';

const OFFICE = '4600';

/** Dialpad, telling the kit's worlds in the shapes of its simulator. */
export class DialpadVendor implements ConformanceVendor {
  private readonly standing = { webhooks: new Map<string, Made>(), 'subscriptions/call': new Map<string, Made>() };
  private made = 70;

  readonly webhooks: VendorWebhooks = {
    deliver: (event, secret) => sign(claimsOf(event), secret, 'HS256'),
    deliverOtherwise: async (event, secret) => [
      { headers: {}, query: {}, body: new TextEncoder().encode(claimsOf(event)) },
      { headers: {}, query: {}, body: new TextEncoder().encode(unsigned(claimsOf(event))) },
      await sign(claimsOf(event), secret, 'HS384'),
      await sign(claimsOf(event), secret, 'HS512'),
    ],
    subscriptions: () => this.standing.webhooks.size + this.standing['subscriptions/call'].size,
  };

  readonly refusals: readonly VendorRefusal[] = [
    {
      says: 'the cursor is not known',
      means: 'restartListing',
      ...refused(400, '/api/v2/call', { started_after: '1', cursor: 'lapsed' }),
    },
    {
      says: 'the cursor of users is not known',
      means: 'restartListing',
      ...refused(404, '/api/v2/users', { cursor: 'a' }),
    },
    { says: 'this person may not list calls', means: 'forbidden', ...refused(403, '/api/v2/call', {}) },
  ];

  answer(request: VendorRequest, world: World): VendorReply {
    const names = [...Object.keys(request.query), ...Object.keys((request.body as object | undefined) ?? {})];
    return { ...this.reply(request, world), ignored: ignoredNames(KNOWN_NAMES, request.method, request.path, names) };
  }

  private reply(request: VendorRequest, world: World): VendorReply {
    const [what = '', id] = request.path.replace('/api/v2/', '').split(/\/(?=\d+$)/);
    if (what === 'webhooks' || what === 'subscriptions/call') return this.keep(what, id, request, world);
    if (what === 'users') return { ...page(world, request, world.people.map(userOf)), limit: 'users' };
    if (world.grant !== 'administrator') return { status: 403, body: { error: { code: 403, message: 'Forbidden' } } };
    if (what === 'company') return { body: companyOf(world), limit: 'company' };
    if (what === 'call') return { ...page(world, request, callsIn(world, request)), limit: 'calls' };
    return { status: 404, body: { error: { code: 404, message: 'Not found' } } };
  }

  private keep(
    what: keyof typeof this.standing,
    id: string | undefined,
    request: VendorRequest,
    world: World,
  ): VendorReply {
    const limit = what === 'webhooks' ? what : 'subscriptions';
    const kept = this.standing[what];
    if (request.method === 'GET' && id !== undefined) {
      return { ...(kept.has(id) ? { body: kept.get(id) } : { status: 404, body: { error: { code: 404 } } }), limit };
    }
    if (request.method === 'GET') return { ...page(world, request, [...kept.values()]), limit };
    if (request.method === 'DELETE') {
      return kept.delete(id ?? '') ? { body: {}, limit } : { status: 404, body: { error: { code: 404 } }, limit };
    }
    const made = String(this.made++);
    const { hook_url, endpoint_id } = request.body as Made;
    const webhook = this.standing.webhooks.get(String(endpoint_id)) ?? null;
    kept.set(made, { id: wideInteger(made), ...(what === 'webhooks' ? { hook_url } : { webhook }) });
    return { body: kept.get(made), limit };
  }
}

type Made = Readonly<Record<string, unknown>>;

/** A place in a list, as a cursor; one in the middle may be an empty page. */
function page(world: World, { query }: VendorRequest, all: readonly unknown[]): VendorReply {
  const { cursor } = query;
  if (cursor !== undefined && world.tokensLapsed) return { status: 400, body: { error: { code: 400 } } };
  const [place = '0', paused] = (cursor ?? '0').split('p');
  const from = Number(place);
  if (world.emptyPages && from > 0 && paused === undefined) return { body: { items: null, cursor: `${from}p` } };
  const to = from + world.pageSize;
  return { body: { items: all.slice(from, to), cursor: to < all.length ? String(to) : '' } };
}

/** Newest first; both bounds exclusive. */
function callsIn(world: World, { query }: VendorRequest): readonly unknown[] {
  const after = Number(query['started_after']);
  const before = Number(query['started_before']);
  return world.calls
    .flatMap((call) => call.legs.map((leg) => ({ call, leg })))
    .filter(({ leg }) => leg.startedAt.getTime() > after && leg.startedAt.getTime() < before)
    .sort((a, b) => b.leg.startedAt.getTime() - a.leg.startedAt.getTime())
    .map(({ call, leg }) => {
      const wire = wireCall(simulated(world, call, leg), 'list', world.now.getTime());
      return leg.unreadable ? { ...wire, date_started: null } : wire;
    });
}

function simulated(world: World, call: WorldCall, leg: WorldLeg): SimulatedCall {
  const group = world.groups.find(({ id }) => id === leg.groupId);
  const entryPoint = group && { id: group.id, type: 'department', name: group.name, email: '', phone: group.number };
  const person = world.people.find(({ id }) => id === leg.owner.id);
  return {
    id: leg.id,
    masterCallId: call.id,
    entryPointCallId: null,
    operatorCallId: null,
    direction: leg.direction,
    startedAt: leg.startedAt.getTime(),
    connectedAt: leg.connectedAt?.getTime() ?? null,
    endedAt: leg.endedAt.getTime(),
    target:
      leg.owner.kind === 'group' && entryPoint
        ? entryPoint
        : partyOf(leg.owner.id, 'user', person?.name ?? '', person?.numbers[0] ?? ''),
    contact: contactOf(leg),
    entryPoint: entryPoint ?? null,
    externalNumber: leg.other.kind === 'withheld' ? 'blocked' : (leg.other.number ?? ''),
    internalNumber: leg.line ?? '',
    transferred: leg.transferred,
    recorded: leg.recorded,
    labels: [],
    voicemail: leg.voicemail ? 'message' : 'none',
    voicemailAfterMs: 60_000,
  };
}

function contactOf({ other }: WorldLeg): CallParty | null {
  if (other.kind === 'withheld') return null;
  const type = other.personId === null ? 'local' : 'user';
  return partyOf(other.personId ?? '77', type, other.name ?? '', other.number ?? '');
}

const partyOf = (id: string, type: string, name: string, phone: string): CallParty => ({
  id,
  type,
  name,
  email: '',
  phone,
});

function userOf({ id, name, emails, numbers, extension, status, unreadable }: WorldPerson): unknown {
  const [firstName = '', lastName = ''] = name.split(' ');
  const wire = wireUser(
    {
      id,
      firstName,
      lastName,
      emails,
      phoneNumbers: numbers,
      ...(extension !== null && { extension }),
      state: status === 'active' ? 'active' : 'cancelled',
      isAdmin: false,
      isSuperAdmin: false,
    },
    company(ACCOUNT),
  );
  return unreadable ? { ...wire, id: null } : wire;
}

const ACCOUNT = { id: '4500100200', name: 'Acme', domain: 'acme.example' };

const company = (account: World['account']) => ({
  ...account,
  adminEmail: `admin@${account.domain}`,
  officeId: OFFICE,
  timeZone: 'America/New_York',
  users: [],
  groups: [],
});

const companyOf = ({ account }: World): unknown =>
  wireCompany({ ...company(account), domain: account.domain.toUpperCase() }, 'active');

const claimsOf = ({ at, call, leg }: WorldEvent): string =>
  toWire(wireCall(simulated({ ...NOTHING, now: at }, call, leg), 'event', at.getTime()));

const NOTHING: World = {
  now: new Date(0),
  account: ACCOUNT,
  people: [],
  groups: [],
  calls: [],
  ongoing: [],
  pageSize: 1,
  emptyPages: false,
  tokensLapsed: false,
  grant: 'administrator',
};

async function sign(claims: string, secret: string, alg: string) {
  const jwt = await new CompactSign(new TextEncoder().encode(claims))
    .setProtectedHeader({ alg, typ: 'JWT' })
    .sign(new TextEncoder().encode(secret));
  return { headers: { 'content-type': 'application/jwt' }, query: {}, body: new TextEncoder().encode(jwt) };
}

const unsigned = (claims: string): string =>
  `${Buffer.from('{"alg":"none"}').toString('base64url')}.${Buffer.from(claims).toString('base64url')}.`;

const refused = (status: number, path: string, query: Refusal['query']): Refusal => ({
  from: 'api',
  status,
  headers: {},
  json: { error: { code: status, message: 'Refused' } },
  path,
  query,
});
