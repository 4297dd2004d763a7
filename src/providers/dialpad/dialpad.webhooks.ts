import { compactVerify } from 'jose';
import {
  type CallRecord,
  type ProviderEvent,
  pageToken,
  ProviderError,
  type ProviderSession,
  type StandingSubscription,
  walk,
  type WebhookDelivery,
  type WebhookEndpoint,
  type WebhookFacet,
  WebhookRefused,
  type WebhookSubscription,
} from '../../contract/index.js';
import { parseJson } from '../../support/json.js';
import { readCall, tellsEnd } from './dialpad.calls.js';
import { readPage, type WirePage } from './dialpad.pages.js';
import { readId, readObject, readText, readTexts, type Wire } from './dialpad.wire.js';

/** The states that conclude a record or change a concluded one. The others are a call's life, which nothing here needs. */
const CALL_STATES = ['hangup', 'missed', 'voicemail', 'voicemail_uploaded'];

/** States before anybody has answered. Such events were seen with an end already set. */
const UNANSWERED_YET = ['calling', 'ringing', 'queued', 'preanswer'];

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
    const subscription = await session.send({
      method: 'POST',
      path: '/api/v2/subscriptions/call',
      body: { endpoint_id: asInteger(webhook), call_states: CALL_STATES, enabled: true },
      budget: 'subscriptions',
      read: readCreatedId,
    });
    // A second one only doubles deliveries, which changes nothing; and it goes with the next `unsubscribe`.
    await sweep(session, url, { webhook, subscription }).catch(() => undefined);
    return { ids: { webhook, subscription } };
  }

  async unsubscribe(session: ProviderSession, { url, ids }: StandingSubscription): Promise<void> {
    if (ids['subscription']) await remove(session, 'subscriptions', ids['subscription']);
    if (ids['webhook']) await remove(session, 'webhooks', ids['webhook']);
    await sweep(session, url, {});
  }

  /** One request: a subscription shows its webhook, and goes with it. */
  async stands(session: ProviderSession, { url, ids }: StandingSubscription): Promise<boolean> {
    if (!ids['subscription']) return false;
    const item = await session
      .send({ path: pathOf('subscriptions', ids['subscription']), budget: 'subscriptions', read: readObject })
      .catch(whereGone<Wire>({}));
    return item['enabled'] !== false && tellsEnough(item) && idAt(item, 'subscriptions', url).length > 0;
  }

  async open({ body }: WebhookDelivery, secret: string): Promise<readonly ProviderEvent[]> {
    return [toEvent(await verify(body, secret))];
  }
}

const PATHS = { webhooks: '/api/v2/webhooks', subscriptions: '/api/v2/subscriptions/call' } as const;

type What = keyof typeof PATHS;

async function remove(session: ProviderSession, what: What, id: string): Promise<void> {
  await session
    .send({ method: 'DELETE', path: pathOf(what, id), budget: what, read: () => undefined })
    .catch(whereGone<undefined>(undefined));
}

const pathOf = (what: What, id: string): string => `${PATHS[what]}/${encodeURIComponent(id)}`;

/** Whether it tells of every state that is needed; one that names none tells of all. */
function tellsEnough({ call_states }: Wire): boolean {
  const told = readTexts(call_states);
  return told.length === 0 || told.includes('all') || CALL_STATES.every((state) => told.includes(state));
}

/** What is not there is no failure here. */
const whereGone =
  <T>(instead: T) =>
  (error: unknown): T => {
    if (error instanceof ProviderError && error.failure.kind === 'gone') return instead;
    throw error;
  };

/** Removes what delivers to the address, apart from what is kept. Subscriptions first: they name their webhook. */
async function sweep(session: ProviderSession, url: string, kept: Partial<Record<'webhook' | 'subscription', string>>) {
  for (const id of await deliveringTo(session, 'subscriptions', url)) {
    if (id !== kept.subscription) await remove(session, 'subscriptions', id);
  }
  for (const id of await deliveringTo(session, 'webhooks', url)) {
    if (id !== kept.webhook) await remove(session, 'webhooks', id);
  }
}

async function deliveringTo(session: ProviderSession, what: What, url: string): Promise<string[]> {
  const pages = walk(async (cursor) => {
    const { items, cursor: next } = await session
      .send({ path: PATHS[what], query: { cursor }, budget: what, read: readPage })
      .catch(whereGone<WirePage>({ items: [], cursor: undefined }));
    return { items, ...(next !== undefined && { next: pageToken(next) }) };
  });
  const ids: string[] = [];
  for await (const { items } of pages) ids.push(...items.map(readObject).flatMap((item) => idAt(item, what, url)));
  return ids;
}

function idAt(item: Wire, what: What, url: string): string[] {
  const webhook = what === 'webhooks' ? item : readObject(item['webhook']);
  const id = webhook['hook_url'] === url ? readId(item['id']) : null;
  return id === null ? [] : [id];
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
  if ('rejected' in reading) {
    const { rejected } = reading;
    return { kind: 'ignored', why: rejected.reason, ...(tellsEnd(wire) && { rejected }) };
  }
  const { item: call } = reading;
  if (call.connectedAt === null && UNANSWERED_YET.includes(readText(readObject(wire)['state']) ?? '')) {
    return { kind: 'ignored', why: 'The event says that it may still be answered.' };
  }
  if (isToldBeforeItsEnd(call)) {
    return { kind: 'ignored', why: 'The event is older than the end of the call that it tells of.' };
  }
  return { kind: 'callFinished', call };
}

/** Events of calls that go on were seen with an end already set. What comes after may still be talk, but for a message. */
const isToldBeforeItsEnd = ({ revision, endedAt, outcome }: CallRecord): boolean =>
  revision < endedAt.getTime() && outcome !== 'voicemail';

function parseClaims(text: string): unknown {
  try {
    return parseJson(text);
  } catch {
    return undefined;
  }
}
