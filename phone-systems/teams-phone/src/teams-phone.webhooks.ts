import {
  type ProviderEvent,
  type ProviderSession,
  type StandingSubscription,
  type WebhookDelivery,
  type WebhookEndpoint,
  type WebhookFacet,
  type WebhookReceipt,
  WebhookRefused,
  type WebhookReply,
  type WebhookSubscription,
  type Wire,
  isObject,
  isSameSecret,
  readId,
  readInstant,
  readList,
  readObject,
} from 'prodoscore-phone-systems';
import type { Graph } from './teams-phone.graph.js';

const PATH = '/v1.0/subscriptions';
/** Of 4,230 minutes that are allowed. */
const LASTS_MS = 4_200 * 60_000;

/**
 * Microsoft tells that a call record is new or has another version, and nothing of it: the record is then read. A
 * notification proves itself by the secret, which it echoes; several of different subscriptions may come at once. What is
 * told of another tenant is not read.
 */
export class TeamsPhoneWebhooks implements WebhookFacet {
  readonly taken: WebhookReply = { status: 202 };

  constructor(private readonly graph: Graph) {}

  open(delivery: WebhookDelivery, secret: string, { account }: WebhookReceipt): Promise<readonly ProviderEvent[]> {
    const proven = notificationsIn(delivery).filter(({ clientState }) => isSame(clientState, secret));
    if (proven.length === 0) return Promise.reject(new WebhookRefused());
    const ours = proven.filter(({ tenantId }) => readId(tenantId)?.toLowerCase() === account?.toLowerCase());
    return Promise.resolve(ours.map(readEvent));
  }

  /** It is asked while the subscription is being made, of either address. */
  answer({ query }: WebhookDelivery): WebhookReply | null {
    const token = query['validationToken'];
    return token === undefined ? null : { status: 200, body: token };
  }

  subscribe(session: ProviderSession, { url, secret }: WebhookEndpoint): Promise<WebhookSubscription> {
    const body = {
      changeType: 'created,updated',
      notificationUrl: url,
      lifecycleNotificationUrl: url,
      resource: '/communications/callRecords',
      expirationDateTime: lapse(),
      clientState: secret,
    };
    return session.send({ method: 'POST', path: PATH, body, budget: 'directory', read: readSubscription });
  }

  async unsubscribe(session: ProviderSession, { url }: StandingSubscription): Promise<void> {
    for (const { id, notificationUrl } of await this.graph.all(session, PATH, 'directory')) {
      if (notificationUrl !== url) continue;
      await session.send({ method: 'DELETE', path: pathOf(readId(id)), budget: 'directory', read: () => null });
    }
  }

  async stands(session: ProviderSession, { ids, url }: StandingSubscription): Promise<boolean> {
    const all = await this.graph.all(session, PATH, 'directory');
    return all.some(({ id, notificationUrl }) => id === ids['id'] && notificationUrl === url);
  }

  renew(session: ProviderSession, { ids }: StandingSubscription): Promise<WebhookSubscription> {
    const body = { expirationDateTime: lapse() };
    return session.send({
      method: 'PATCH',
      path: pathOf(ids['id']),
      body,
      budget: 'directory',
      read: readSubscription,
    });
  }
}

const lapse = (): string => new Date(Date.now() + LASTS_MS).toISOString();

const pathOf = (id: string | null = ''): string => `${PATH}/${encodeURIComponent(id ?? '')}`;

const isSame = (told: unknown, secret: string): boolean =>
  typeof told === 'string' && secret !== '' && isSameSecret(told, secret);

function readSubscription(json: unknown): WebhookSubscription {
  const { id, expirationDateTime } = readObject(json);
  const expiresAt = readInstant(expirationDateTime);
  return { ids: { id: readId(id) ?? '' }, ...(expiresAt !== null && { expiresAt }) };
}

function notificationsIn({ body }: WebhookDelivery): readonly Wire[] {
  try {
    return readList(readObject(JSON.parse(Buffer.from(body).toString('utf8')))['value']).filter(isObject);
  } catch {
    return [];
  }
}

/** Word of the subscription itself has no call: it is renewed in time, whatever that says. */
function readEvent({ resourceData }: Wire): ProviderEvent {
  const externalId = readId(readObject(resourceData)['id']);
  return externalId === null
    ? { kind: 'ignored', why: 'It names no call record.' }
    : { kind: 'callChanged', externalId };
}
