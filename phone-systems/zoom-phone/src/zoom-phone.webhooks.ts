import { createHmac } from 'node:crypto';
import type { ProviderEvent, SharedWebhooks, WebhookDelivery, WebhookReceipt, Wire } from 'prodoscore-phone-systems';
import { isSameSecret, parseJson, readId, readInstant, readList, readObject, readText } from 'prodoscore-phone-systems';
import { WebhookRefused } from 'prodoscore-phone-systems';

/** What is older may be what somebody has kept. */
const FRESH_MS = 5 * 60_000;
const PART_IS_OVER = /^phone\.calle[er]_call_element_completed$/;

/** Zoom tells of all accounts at one address, asks every three days whether it is ours, and signs all of it alike. */
export const zoomPhoneWebhooks = {
  answer: (delivery, secret, receipt) => {
    const { event, payload } = read(delivery);
    if (event !== 'endpoint.url_validation') return null;
    const plainToken = readText(readObject(payload)['plainToken']) ?? '';
    // With a colon in it, it could be a delivery that somebody wants to have signed.
    if (!isZooms(delivery, secret, receipt) || !/^[^:]+$/.test(plainToken)) throw new WebhookRefused();
    return { status: 200, body: { plainToken, encryptedToken: hmac(secret, plainToken) } };
  },

  open: async (delivery, secret, receipt) => {
    if (!isZooms(delivery, secret, receipt)) throw new WebhookRefused();
    const { event, payload } = read(delivery);
    const { object, deauthorization_time: deauthorizedAt } = readObject(payload);
    const [at, told] = [readInstant(deauthorizedAt), readObject(object)];
    if (event === 'app_deauthorized') return [{ kind: 'accountGone', ...(at && { at }) }];
    // A leg has not the beginning of its call: the call is read.
    const legs = PART_IS_OVER.test(readText(event) ?? '') ? readList(told['call_elements']) : [];
    const calls = [
      ...legs.map((leg) => readObject(leg)['call_history_uuid']),
      event === 'phone.voicemail_received' ? told['call_history_id'] : null,
    ].flatMap((id) => readId(id) ?? []);
    return [...new Set(calls)].map((externalId): ProviderEvent => ({ kind: 'callChanged', externalId }));
  },

  accountOf: (delivery) => readId(readObject(read(delivery)['payload'])['account_id']),
} satisfies SharedWebhooks;

function isZooms({ headers, body }: WebhookDelivery, secret: string, { receivedAt }: WebhookReceipt): boolean {
  const { 'x-zm-request-timestamp': seconds = '', 'x-zm-signature': signature = '' } = headers;
  const isFresh = /^\d{1,12}$/.test(seconds) && Math.abs(receivedAt.getTime() - Number(seconds) * 1_000) <= FRESH_MS;
  return isFresh && secret !== '' && isSameSecret(signature, `v0=${hmac(secret, `v0:${seconds}:`, body)}`);
}

const hmac = (secret: string, ...parts: readonly (string | Uint8Array)[]): string =>
  parts.reduce((mac, part) => mac.update(part), createHmac('sha256', secret)).digest('hex');

function read({ body }: WebhookDelivery): Wire {
  try {
    return readObject(parseJson(new TextDecoder().decode(body)));
  } catch {
    return {};
  }
}
