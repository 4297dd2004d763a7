import {
  type ProviderDescriptor,
  type SharedWebhooks,
  type WebhookDelivery,
  WebhookRefused,
  type WebhookReply,
} from '../../src/contract/index.js';
import { parseJson } from '../../src/support/json.js';
import { ExamplePhone, signature, type Wire } from './example-phone.js';
import { ExampleVendor } from './example-vendor.js';
import type { VendorWebhooks } from '../../src/testing/index.js';

/** A right phone system whose vendor has one address for all accounts, and signs what it asks. */
export class SharedPhone extends ExamplePhone {
  override readonly descriptor: ProviderDescriptor = {
    ...new ExamplePhone().descriptor,
    webhookAddress: 'installation',
  };
  override readonly webhooks: SharedWebhooks = {
    open: (delivery, secret, receipt) => this.open(delivery, secret, receipt),
    accountOf: (delivery) => this.accountOf(delivery),
    answer: (delivery, secret) => this.answerSigned(delivery, secret),
  };

  protected accountOf({ body }: WebhookDelivery): string | null {
    const account = wireOf(body)['account'];
    return typeof account === 'string' ? account : null;
  }

  protected answerSigned(delivery: WebhookDelivery, secret: string): WebhookReply | null {
    const token = wireOf(delivery.body)['plainToken'];
    if (typeof token !== 'string') return null;
    if (!this.isSigned(delivery, secret)) throw new WebhookRefused('It is not signed.');
    return { status: 200, body: { plainToken: token, encryptedToken: signature(bytesOf(token), secret) } };
  }
}

/** Its vendor: nobody subscribes there. */
export class SharedVendor extends ExampleVendor {
  override readonly webhooks: VendorWebhooks = {
    ...this.webhooks,
    challenges: (secret) => {
      const body = bytesOf(JSON.stringify({ plainToken: 'abc' }));
      const encryptedToken = signature(bytesOf('abc'), secret);
      return [
        {
          delivery: { headers: { 'x-signature': signature(body, secret) }, query: {}, body },
          reply: { status: 200, body: { plainToken: 'abc', encryptedToken } },
          signed: true,
        },
      ];
    },
  };
}

const bytesOf = (text: string): Uint8Array => new TextEncoder().encode(text);

function wireOf(body: Uint8Array): Wire {
  try {
    return (parseJson(new TextDecoder().decode(body)) as Wire | null) ?? {};
  } catch {
    return {};
  }
}
