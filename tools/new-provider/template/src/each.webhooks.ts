// #if webhooks=each
import {
  isObject,
  ProviderError,
  type ProviderSession,
  readId,
  required,
  type StandingSubscription,
  type WebhookEndpoint,
  type WebhookFacet,
  type WebhookSubscription,
} from 'prodoscore-phone-systems';
import { openDelivery } from './events.js';
import { readPage } from './wire.js';

/** What Acme Phone tells as it happens, to an address of each connection. */
export class AcmePhoneWebhooks implements WebhookFacet {
  readonly open = openDelivery;

  async subscribe(session: ProviderSession, { url, secret }: WebhookEndpoint): Promise<WebhookSubscription> {
    const read = (json: unknown): string => required(readId(isObject(json) && json['id']), 'It has no id.');
    const hook = await session.send({ method: 'POST', path: '/hooks', body: { url, secret }, budget: 'people', read });
    return { ids: { hook } };
  }

  /** By the address: an answer to `subscribe` can be lost, and the id with it. */
  async unsubscribe(session: ProviderSession, { url }: StandingSubscription): Promise<void> {
    for (const id of await hooksOf(session, url)) {
      const path = `/hooks/${encodeURIComponent(id)}`;
      await session.send({ method: 'DELETE', path, budget: 'people', read: () => null }).catch(unlessGone);
    }
  }

  async stands(session: ProviderSession, { url }: StandingSubscription): Promise<boolean> {
    return (await hooksOf(session, url)).length > 0;
  }
}

async function hooksOf(session: ProviderSession, url: string): Promise<readonly string[]> {
  const { items } = await session.send({ path: '/hooks', budget: 'people', read: readPage });
  return items
    .filter(isObject)
    .filter((hook) => hook['url'] === url)
    .flatMap((hook) => readId(hook['id']) ?? []);
}

function unlessGone(error: unknown): void {
  if (!(error instanceof ProviderError && error.failure.kind === 'gone')) throw error;
}
// #end
