import { compactVerify } from 'jose';
import {
  type CallRecord,
  type ProviderEvent,
  ProviderError,
  type ProviderSession,
  type WebhookDelivery,
  type WebhookEndpoint,
  type WebhookFacet,
  WebhookRefused,
  type WebhookSubscription,
} from '../../contract/index.js';
import { parseJson } from '../../support/json.js';
import { readCall } from './dialpad.calls.js';
import { readId, readObject, readText } from './dialpad.wire.js';

/** The states that conclude a record or change a concluded one. The others are a call's life, which nothing here needs. */
const CALL_STATES = ['hangup', 'missed', 'voicemail', 'voicemail_uploaded'];

const THREE_PARTS = /^[\w-]+\.[\w-]+\.[\w-]+$/;

/** Dialpad's call events: a webhook, and a subscription that feeds it. */
export class DialpadWebhooks implements WebhookFacet {
  async subscribe(session: ProviderSession, { url, secret }: WebhookEndpoint): Promise<WebhookSubscription> {
    const webhook = await session.send({
      method: 'POST',
      path: '/api/v2/webhooks',
      body: { hook_url: url, secret },
      budget: 'webhooks',
      read: readCreatedId,
    });
    try {
      const subscription = await session.send({
        method: 'POST',
        path: '/api/v2/subscriptions/call',
        body: { endpoint_id: asInteger(webhook), call_states: CALL_STATES, enabled: true },
        budget: 'subscriptions',
        read: readCreatedId,
      });
      return { ids: { webhook, subscription } };
    } catch (error) {
      // A webhook that nothing feeds is litter. That it could not be swept up is no news beside why.
      await remove(session, 'webhooks', webhook).catch(() => undefined);
      throw error;
    }
  }

  async unsubscribe(session: ProviderSession, { ids }: WebhookSubscription): Promise<void> {
    if (ids['subscription']) await remove(session, 'subscriptions', ids['subscription']);
    if (ids['webhook']) await remove(session, 'webhooks', ids['webhook']);
  }

  async open({ body }: WebhookDelivery, secret: string): Promise<readonly ProviderEvent[]> {
    return [toEvent(await verify(body, secret))];
  }
}

const PATHS = { webhooks: '/api/v2/webhooks', subscriptions: '/api/v2/subscriptions/call' } as const;

async function remove(session: ProviderSession, what: keyof typeof PATHS, id: string): Promise<void> {
  try {
    await session.send({
      method: 'DELETE',
      path: `${PATHS[what]}/${encodeURIComponent(id)}`,
      budget: what,
      read: () => undefined,
    });
  } catch (error) {
    if (!(error instanceof ProviderError && error.failure.kind === 'gone')) throw error;
  }
}

function readCreatedId(json: unknown): string {
  const id = readId(readObject(json)['id']);
  if (id !== null) return id;
  throw new ProviderError({ kind: 'unreadable', where: 'id' }, 'Dialpad did not say what it made.');
}

/** Dialpad describes it as an integer. One that fits no double goes as its digits. */
const asInteger = (id: string): number | string => (Number.isSafeInteger(Number(id)) ? Number(id) : id);

/** The signed text: the body as a whole is a JWT. Its claims are read here and not by the library, for ids beyond 2^53. */
async function verify(body: Uint8Array, secret: string): Promise<string> {
  const jwt = new TextDecoder().decode(body).trim();
  if (secret === '' || !THREE_PARTS.test(jwt)) throw new WebhookRefused('The delivery is not signed.');
  try {
    const { payload } = await compactVerify(jwt, new TextEncoder().encode(secret), { algorithms: ['HS256'] });
    return new TextDecoder().decode(payload);
  } catch (cause) {
    throw new WebhookRefused('The delivery is not signed with the secret of this connection.', { cause });
  }
}

function toEvent(claims: string): ProviderEvent {
  const wire = parseClaims(claims);
  const reading = readCall(wire, new Date());
  if ('item' in reading && !isToldBeforeItsEnd(reading.item)) return { kind: 'callFinished', call: reading.item };
  const { externalId, reason } =
    'item' in reading
      ? { externalId: reading.item.externalId, reason: 'The event is older than the end of the call that it tells of.' }
      : reading.rejected;
  const state = readText(readObject(wire)['state']) ?? '';
  // It is over, or so it says, and cannot be trusted: the list will show it as it is.
  return externalId !== undefined && CALL_STATES.includes(state)
    ? { kind: 'callChanged', externalId }
    : { kind: 'ignored', why: reason };
}

/** Events of calls that go on were seen with an end already set. What comes after may still be talk. */
const isToldBeforeItsEnd = ({ revision, endedAt }: CallRecord): boolean => revision < endedAt.getTime();

function parseClaims(text: string): unknown {
  try {
    return parseJson(text);
  } catch {
    return undefined;
  }
}
