import { randomUUID } from 'node:crypto';
import { fromWire, json, tell } from 'prodoscore-phone-systems/testing';
import type { Answer, Incoming } from 'prodoscore-phone-systems/testing';
import { refuse, refuseMissing, refuseParameter } from './errors.js';
import type { ApiRoute, Caller } from './guarded.js';
import type { RingCentralStore, Subscription } from './state.js';

const PATH = '/restapi/v1.0/subscription';
const MOST_SECONDS = 315_360_000;
/** Where `expiresIn` is left out. */
const USUAL_SECONDS = 604_800;
const HANDSHAKE_MS = 3000;
const HANDSHAKE_BYTES = 1024;

export interface SubscriptionOptions {
  readonly mostSubscriptions: number;
  readonly addressOf: (path: string) => string;
  readonly now: () => number;
  readonly signal: AbortSignal;
}

interface Wanted {
  readonly eventFilters: readonly string[];
  readonly address: string;
  readonly verificationToken: string | null;
  readonly expiresIn: number;
}

/** What one app is to be told, for one person. Those that have lapsed are gone. */
export const subscriptionRoutes = (store: RingCentralStore, options: SubscriptionOptions): readonly ApiRoute[] => {
  const { addressOf, now, signal, mostSubscriptions } = options;

  const own = ({ session }: Caller): readonly Subscription[] =>
    store.state.subscriptions.filter(
      ({ ownerId, clientId, expiresAt }) =>
        ownerId === session.extensionId && clientId === session.clientId && expiresAt > now(),
    );
  const named = ({ params }: Incoming, caller: Caller): Subscription =>
    own(caller).find(({ id }) => id === params.id) ?? refuseMissing('subscriptionId');
  const put = (subscription: Subscription): void => {
    store.change(({ subscriptions }) => ({
      subscriptions: [...subscriptions.filter(({ id }) => id !== subscription.id), subscription],
    }));
  };

  const wire = (one: Subscription) => ({
    uri: addressOf(`${PATH}/${one.id}`),
    id: one.id,
    creationTime: new Date(one.createdAt).toISOString(),
    status: one.blacklisted === null ? 'Active' : 'Blacklisted',
    eventFilters: one.eventFilters,
    expirationTime: new Date(one.expiresAt).toISOString(),
    expiresIn: Math.max(0, Math.ceil((one.expiresAt - now()) / 1000)),
    deliveryMode: { transportType: 'WebHook', encryption: false, address: one.address },
    ...(one.blacklisted !== null && {
      blacklistedData: {
        blacklistedAt: new Date(one.blacklisted.at).toISOString(),
        reason: one.blacklisted.reason,
      },
    }),
  });

  /** Asks the address whether it is the app's, while the app waits. */
  const shakeHands = async (address: string): Promise<void> => {
    const token = randomUUID();
    const headers = { 'Validation-Token': token, 'content-type': 'application/json' };
    const heard = await tell(address, { headers, body: '', signal, timeoutMs: HANDSHAKE_MS });
    const isOurs =
      heard?.status === 200 &&
      heard.headers.get('validation-token') === token &&
      Buffer.byteLength(heard.body) <= HANDSHAKE_BYTES &&
      (heard.body === '' || (heard.headers.get('content-type') ?? '').includes('json'));
    if (!isOurs)
      refuse(400, 'SUB-525', 'WebHook validation failed: answer 200 with the Validation-Token header in 3 s');
  };

  const make = async (request: Incoming, caller: Caller): Promise<Answer> => {
    if (own(caller).length >= mostSubscriptions) refuse(403, 'SUB-505', 'Subscriptions limit exceeded');
    const wanted = wantedOf(request);
    await shakeHands(wanted.address);
    const made: Subscription = {
      ...wanted,
      id: randomUUID(),
      companyId: caller.company.id,
      ownerId: caller.session.extensionId,
      clientId: caller.session.clientId,
      createdAt: now(),
      expiresAt: now() + wanted.expiresIn * 1000,
      failures: 0,
      blacklisted: null,
    };
    put(made);
    return json(200, wire(made));
  };

  /** Makes it anew under the same id; what is blacklisted stays so. */
  const update = async (request: Incoming, caller: Caller): Promise<Answer> => {
    const standing = named(request, caller);
    const wanted = wantedOf(request, standing);
    if (wanted.address !== standing.address) await shakeHands(wanted.address);
    const changed = { ...standing, ...wanted, expiresAt: now() + wanted.expiresIn * 1000 };
    put(changed);
    return json(200, wire(changed));
  };

  const renew = (request: Incoming, caller: Caller): Answer => {
    const standing = named(request, caller);
    const renewed = { ...standing, expiresAt: now() + standing.expiresIn * 1000 };
    put(renewed);
    return json(200, wire(renewed));
  };

  const remove = (request: Incoming, caller: Caller): Answer => {
    const gone = named(request, caller);
    store.change(({ subscriptions }) => ({ subscriptions: subscriptions.filter(({ id }) => id !== gone.id) }));
    return { status: 204 };
  };

  const appPermission = 'SubscriptionWebhook';
  const one = `${PATH}/:id`;
  return [
    { method: 'POST', path: PATH, group: 'Medium', appPermission, handle: make },
    {
      ...{ method: 'GET', path: PATH, group: 'Light', appPermission },
      handle: (_, caller) => json(200, { uri: addressOf(PATH), records: own(caller).map(wire) }),
    },
    {
      ...{ method: 'GET', path: one, group: 'Light', appPermission },
      handle: (request, caller) => json(200, wire(named(request, caller))),
    },
    { method: 'PUT', path: one, group: 'Medium', appPermission, handle: update },
    { method: 'POST', path: `${one}/renew`, group: 'Medium', appPermission, handle: renew },
    { method: 'DELETE', path: one, group: 'Medium', appPermission, handle: remove },
  ];
};

/** What a body wants, the standing subscription behind it. */
const wantedOf = ({ body }: Incoming, standing?: Subscription): Wanted => {
  const fields = objectIn(body);
  const filters = fields.get('eventFilters') ?? standing?.eventFilters;
  if (!Array.isArray(filters) || filters.length === 0 || filters.some((one) => typeof one !== 'string')) {
    return refuseParameter('eventFilters');
  }
  if ((filters as string[]).some((filter) => !FILTER.test(filter))) refuseParameter('eventFilters');
  const mode = fields.get('deliveryMode');
  const delivery = new Map(Object.entries(typeof mode === 'object' && mode !== null ? mode : {}));
  if (standing === undefined && delivery.get('transportType') !== 'WebHook') refuseParameter('transportType');
  const address: unknown = delivery.get('address') ?? standing?.address;
  if (typeof address !== 'string' || !URL.canParse(address) || !/^https?:/.test(address)) {
    return refuseParameter('address');
  }
  const token: unknown = delivery.get('verificationToken') ?? standing?.verificationToken ?? null;
  const expiresIn = fields.get('expiresIn') ?? standing?.expiresIn ?? USUAL_SECONDS;
  if (typeof expiresIn !== 'number' || !Number.isInteger(expiresIn) || expiresIn < 1 || expiresIn > MOST_SECONDS) {
    return refuseParameter('expiresIn');
  }
  return {
    eventFilters: filters as string[],
    address,
    verificationToken: typeof token === 'string' ? token : null,
    expiresIn,
  };
};

const FILTER = /^\/restapi\/v1\.0\/account\/(?:~|\d{1,20})\/telephony\/sessions(?:\?[\w=&]{0,200})?$/;

const objectIn = (body: string): ReadonlyMap<string, unknown> => {
  try {
    const read = fromWire(body);
    if (typeof read === 'object' && read !== null) return new Map(Object.entries(read));
  } catch {
    // Refused below, like every other body that is no object.
  }
  return refuse(400, 'CMN-101', 'The body must be a JSON object');
};
