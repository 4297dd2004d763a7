// #if webhooks=shared
import { readId, type SharedWebhooks, type WebhookDelivery } from 'prodoscore-phone-systems';
import { openDelivery, readBody } from './events.js';

/** What Acme Phone tells as it happens, of all accounts at one address. */
export class AcmePhoneWebhooks implements SharedWebhooks {
  readonly open = openDelivery;

  /** As identify() names it. */
  accountOf({ body }: WebhookDelivery): string | null {
    return readId(readBody(body)['account']);
  }
}
// #end
