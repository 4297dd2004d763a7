import {
  ProviderError,
  type ProviderEvent,
  type ProviderSession,
  type StandingSubscription,
  type WebhookDelivery,
  type WebhookEndpoint,
  type WebhookFacet,
  WebhookRefused,
  type WebhookReply,
  type WebhookSubscription,
  type Wire,
  isObject,
  isSameSecret,
  parseJson,
  readId,
  readInstant,
  readList,
  readObject,
} from 'prodoscore-phone-systems';

const PATH = '/restapi/v1.0/subscription';
const ENDED = '/restapi/v1.0/account/~/telephony/sessions?statusCode=Disconnected';
/** Ten years less a day are allowed; it is renewed long before. */
const LASTS_SECONDS = 30 * 24 * 3_600;
const HANDED_ON = 'BlindTransfer';

/**
 * RingCentral tells when somebody's part in a call is over, in no order and without what the log knows: the call is then
 * read from the log. A delivery proves itself by the secret, which it echoes under one of two names.
 */
export class RingCentralWebhooks implements WebhookFacet {
  readonly taken: WebhookReply = { status: 200 };

  open(delivery: WebhookDelivery, secret: string): Promise<readonly ProviderEvent[]> {
    const token = delivery.headers['verification-token'] ?? tokenIn(delivery);
    if (token === undefined || !isSameSecret(token, secret)) return Promise.reject(new WebhookRefused());
    return Promise.resolve([readEvent(parseJson(Buffer.from(delivery.body).toString('utf8')))]);
  }

  /** Older deliveries have the secret where the question has a word of RingCentral's own. */
  answer(delivery: WebhookDelivery, secret: string): WebhookReply | null {
    const token = tokenIn(delivery);
    if (token === undefined || isSameSecret(token, secret)) return null;
    return { status: 200, headers: { 'Validation-Token': token } };
  }

  subscribe(session: ProviderSession, { url, secret }: WebhookEndpoint): Promise<WebhookSubscription> {
    return session.send({
      method: 'POST',
      path: PATH,
      body: {
        eventFilters: [ENDED],
        expiresIn: LASTS_SECONDS,
        deliveryMode: { transportType: 'WebHook', address: url, verificationToken: secret },
      },
      budget: 'medium',
      read: readSubscription,
    });
  }

  async unsubscribe(session: ProviderSession, { url }: StandingSubscription): Promise<void> {
    const all = await session.send({
      path: PATH,
      budget: 'light',
      read: (json) => readList(readObject(json)['records']),
    });
    for (const each of all.filter(isObject)) {
      const id = readId(each['id']);
      if (id === null || readObject(each['deliveryMode'])['address'] !== url) continue;
      await session.send({ method: 'DELETE', path: pathOf(id), budget: 'medium', read: () => null });
    }
  }

  /** An address that failed too often is black-listed for good, and has to be subscribed to anew. */
  async stands(session: ProviderSession, { ids }: StandingSubscription): Promise<boolean> {
    try {
      const isActive = (json: unknown): boolean => readObject(json)['status'] === 'Active';
      return await session.send({ path: pathOf(ids['id']), budget: 'light', read: isActive });
    } catch (error) {
      if (error instanceof ProviderError && error.failure.kind === 'gone') return false;
      throw error;
    }
  }

  renew(session: ProviderSession, { ids }: StandingSubscription): Promise<WebhookSubscription> {
    return session.send({
      method: 'POST',
      path: `${pathOf(ids['id'])}/renew`,
      budget: 'medium',
      read: readSubscription,
    });
  }
}

const pathOf = (id = ''): string => `${PATH}/${encodeURIComponent(id)}`;

const tokenIn = ({ headers }: WebhookDelivery): string | undefined => headers['validation-token'];

function readSubscription(json: unknown): WebhookSubscription {
  const { id, expirationTime } = readObject(json);
  const expiresAt = readInstant(expirationTime);
  return { ids: { id: readId(id) ?? '' }, ...(expiresAt !== null && { expiresAt }) };
}

function readEvent(json: unknown): ProviderEvent {
  const session = readObject(readObject(json)['body']);
  const externalId = readId(session['telephonySessionId']);
  if (externalId === null) return { kind: 'ignored', why: 'It names no telephony session.' };
  return readList(session['parties']).filter(isObject).some(isOver)
    ? { kind: 'callChanged', externalId }
    : { kind: 'ignored', why: 'Nobody’s part in the call is over.' };
}

/** Whoever was handed on is still on the line. */
const isOver = (party: Wire): boolean => {
  const { code, reason } = readObject(party['status']);
  return code === 'Disconnected' && reason !== HANDED_ON;
};
