// #if webhooks=each|shared
import { createHmac } from 'node:crypto';
import {
  isSameSecret,
  parseJson,
  type ProviderEvent,
  readId,
  readObject,
  toPage,
  type WebhookDelivery,
  type WebhookReceipt,
  WebhookRefused,
  type Wire,
} from 'prodoscore-phone-systems';
import { readCall } from './wire.js';

/** Say here how the vendor signs, and what it tells. An event that names a call alone is `callChanged`. */
export async function openDelivery(
  { headers, body }: WebhookDelivery,
  secret: string,
  { account }: WebhookReceipt,
): Promise<readonly ProviderEvent[]> {
  const signature = createHmac('sha256', secret).update(body).digest('hex');
  if (secret === '' || !isSameSecret(headers['x-signature'] ?? '', signature)) {
    throw new WebhookRefused('It is not signed with the secret that was agreed on.');
  }
  const told = readBody(body);
  if (account !== null && readId(told['account']) !== account) {
    return [{ kind: 'ignored', why: 'It is told of another account.' }];
  }
  const { items, rejected = [] } = toPage({ items: [told['call']], next: null }, readCall);
  return [
    ...items.map((call) => ({ kind: 'callFinished' as const, call })),
    ...rejected.map((item) => ({ kind: 'ignored' as const, why: item.reason, rejected: item })),
  ];
}

export const readBody = (body: Uint8Array): Wire => readObject(parseJson(new TextDecoder().decode(body)));
// #end
