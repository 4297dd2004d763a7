import { randomUUID } from 'node:crypto';
import { fromWire, json, tell } from 'prodoscore-phone-systems/testing';
import type { Answer, Incoming } from 'prodoscore-phone-systems/testing';
import { badRequest, refuse } from './errors.js';
import type { ApiRoute, Caller } from './guarded.js';
import type { Subscription, TeamsPhoneStore } from './state.js';

const PATH = '/v1.0/subscriptions';
const MINUTE_MS = 60_000;
const MOST_MINUTES = 4230;
const LEAST_MINUTES = 45;
const HANDSHAKE_MS = 10_000;

export interface SubscriptionOptions {
  readonly addressOf: (path: string) => string;
  readonly now: () => number;
  readonly signal: AbortSignal;
}

/** What one application is to be told in one tenant. Subscriptions that have lapsed are gone. */
export const subscriptionRoutes = (store: TeamsPhoneStore, options: SubscriptionOptions): readonly ApiRoute[] => {
  const { addressOf, now, signal } = options;
  const context = (): string => addressOf('/v1.0/$metadata#subscriptions');

  const own = ({ clientId, company }: Caller): readonly Subscription[] =>
    store.state.subscriptions.filter(
      (one) => one.clientId === clientId && one.companyId === company.id && one.expiresAt > now(),
    );
  const named = ({ params }: Incoming, caller: Caller): Subscription =>
    own(caller).find(({ id }) => id === params.id) ?? refuse(404, 'ResourceNotFound', 'The object was not found.');
  const put = (subscription: Subscription): void => {
    store.change(({ subscriptions }) => ({
      subscriptions: [...subscriptions.filter(({ id }) => id !== subscription.id), subscription],
    }));
  };

  const wire = (one: Subscription) => ({
    '@odata.context': `${context()}/$entity`,
    id: one.id,
    resource: one.resource,
    applicationId: one.clientId,
    changeType: one.changeType,
    clientState: null,
    notificationUrl: one.notificationUrl,
    lifecycleNotificationUrl: one.lifecycleNotificationUrl,
    expirationDateTime: new Date(one.expiresAt).toISOString(),
    creatorId: one.clientId,
  });

  /** Asks an address whether it is the application's, while that waits. */
  const shakeHands = async (address: string): Promise<void> => {
    const url = new URL(address);
    const token = `Validation: made up, for the subscription request ${randomUUID()} & no other`;
    url.searchParams.append('validationToken', token);
    const headers = { 'content-type': 'text/plain; charset=utf-8' };
    const heard = await tell(url.href, { headers, body: '', signal, timeoutMs: HANDSHAKE_MS });
    const isText = (heard?.headers.get('content-type') ?? '').toLowerCase().startsWith('text/plain');
    if (heard?.status !== 200 || !isText || heard.body !== token) {
      refuse(
        400,
        'ValidationError',
        'Subscription validation request failed. Answer 200 with the token as text/plain.',
      );
    }
  };

  const expiryOf = (value: unknown): number => {
    const at = typeof value === 'string' ? Date.parse(value) : NaN;
    if (Number.isNaN(at)) return badRequest('expirationDateTime is missing or no time.');
    if (at > now() + MOST_MINUTES * MINUTE_MS) {
      return badRequest(`Subscription expiration can only be ${MOST_MINUTES} minutes in the future.`);
    }
    return Math.max(at, now() + LEAST_MINUTES * MINUTE_MS);
  };

  const make = async (request: Incoming, caller: Caller): Promise<Answer> => {
    const wanted = wantedOf(request);
    const expiresAt = expiryOf(wanted.expirationDateTime);
    const { notificationUrl, lifecycleNotificationUrl } = wanted;
    await shakeHands(notificationUrl);
    if (lifecycleNotificationUrl !== null) await shakeHands(lifecycleNotificationUrl);
    const { expirationDateTime: _, ...kept } = wanted;
    const made = { ...kept, id: randomUUID(), companyId: caller.company.id, clientId: caller.clientId, expiresAt };
    put(made);
    return json(201, { ...wire(made), clientState: made.clientState });
  };

  const renew = (request: Incoming, caller: Caller): Answer => {
    const standing = named(request, caller);
    const renewed = { ...standing, expiresAt: expiryOf(objectIn(request.body).get('expirationDateTime')) };
    put(renewed);
    return json(200, wire(renewed));
  };

  const remove = (request: Incoming, caller: Caller): Answer => {
    const gone = named(request, caller);
    store.change(({ subscriptions }) => ({ subscriptions: subscriptions.filter(({ id }) => id !== gone.id) }));
    return { status: 204 };
  };

  const reauthorize = (request: Incoming, caller: Caller): Answer => {
    named(request, caller);
    return { status: 204 };
  };

  const rules = { permission: 'CallRecords.Read.All', countedAs: () => ({ kind: 'other' as const }) } as const;
  const one = `${PATH}/:id`;
  return [
    { ...rules, method: 'POST', path: PATH, handle: make },
    {
      ...{ ...rules, method: 'GET', path: PATH },
      handle: (_, caller) => json(200, { '@odata.context': context(), value: own(caller).map(wire) }),
    },
    { ...rules, method: 'GET', path: one, handle: (request, caller) => json(200, wire(named(request, caller))) },
    { ...rules, method: 'PATCH', path: one, handle: renew },
    { ...rules, method: 'DELETE', path: one, handle: remove },
    { ...rules, method: 'POST', path: `${one}/reauthorize`, handle: reauthorize },
  ];
};

const wantedOf = ({ body }: Incoming) => {
  const fields = objectIn(body);
  const changeType = fields.get('changeType');
  const changes = typeof changeType === 'string' ? changeType.split(',') : [];
  if (changes.length === 0 || changes.some((one) => one !== 'created' && one !== 'updated')) {
    return badRequest('changeType must be created, updated or both.');
  }
  const resource = fields.get('resource');
  if (typeof resource !== 'string' || !/^\/?communications\/callRecords$/.test(resource)) {
    return badRequest('The simulator tells of communications/callRecords only.');
  }
  const clientState = fields.get('clientState') ?? null;
  if (clientState !== null && (typeof clientState !== 'string' || clientState.length > 128)) {
    return badRequest('clientState must be a text of 128 characters at most.');
  }
  return {
    changeType: changes.join(),
    resource,
    clientState,
    notificationUrl: addressIn(fields.get('notificationUrl')) ?? badRequest('notificationUrl is no address.'),
    lifecycleNotificationUrl: addressIn(fields.get('lifecycleNotificationUrl')),
    expirationDateTime: fields.get('expirationDateTime'),
  };
};

const addressIn = (value: unknown): string | null =>
  typeof value === 'string' && URL.canParse(value) && /^https?:/.test(value) ? value : null;

const objectIn = (body: string): ReadonlyMap<string, unknown> => {
  try {
    const read = fromWire(body);
    if (typeof read === 'object' && read !== null) return new Map(Object.entries(read));
  } catch {
    // Refused below, like every other body that is no object.
  }
  return badRequest('The body must be a JSON object.');
};
