import type { CallRecord } from './model.js';
import type { RejectedItem } from './page.js';
import type { Secret } from './secret.js';
import type { ProviderSession } from './session.js';

/** What is done with a delivery. */
export interface WebhookReading {
  /**
   * Verifies and reads a delivery in one step, so that an unverified body never becomes an event. Pure and quick: the
   * vendor waits for the answer. Compare signatures, and secrets that are echoed, in constant time. Of what names another
   * account than that of the receipt it reads nothing.
   *
   * @param secret that was agreed on: of the connection, of the vendor, or of the installation
   * @throws WebhookRefused when the delivery does not prove that it knows this secret in the one way that is agreed, or
   *   was signed so long before that somebody may have kept it
   */
  open(delivery: WebhookDelivery, secret: string, receipt: WebhookReceipt): Promise<readonly ProviderEvent[]>;

  /**
   * The answer to the vendor's question whether this address is ours; null where a delivery is no such question. Pure, and
   * asked before `open`. Where the vendor signs its questions, verify first: who answers an unsigned one signs anything for
   * anybody. Of a connection of its own it is asked only while a subscription is being made.
   *
   * @throws WebhookRefused where it is such a question, and not the vendor's
   */
  answer?(delivery: WebhookDelivery, secret: string, receipt: WebhookReceipt): WebhookReply | null;

  /** What a delivery that was taken is answered with. Left out: 204. */
  readonly taken?: WebhookReply;
}

/**
 * Lets the vendor tell about calls as they happen. Optional: events make data fresh, only listing makes it complete. Each
 * connection subscribes with an address and a secret of its own; where the vendor has one address for all of them, see
 * {@link SharedWebhooks}.
 */
export interface WebhookFacet extends WebhookReading {
  /**
   * Called when a connection is made and the host has an address that the vendor can reach, and when what was made stands
   * no longer. The platform sends a request again where its answer was lost: leave one subscription, not two.
   *
   * @param endpoint the address of this connection and a secret made for it alone
   */
  subscribe(session: ProviderSession, endpoint: WebhookEndpoint): Promise<WebhookSubscription>;

  /**
   * Takes away everything that delivers to the address, and nothing of anybody else's. Called on disconnect, before every
   * `subscribe`, and after one that failed: an answer can be lost on the way, so go by the address as well as by the ids.
   * What is already gone is no error.
   */
  unsubscribe(session: ProviderSession, subscription: StandingSubscription): Promise<void>;

  /**
   * Whether what `subscribe` made is there still, as it was made. Asked once a day, so ask the vendor as little as
   * possible. What is not there any more is subscribed to anew. Left out where the vendor does not say.
   */
  stands?(session: ProviderSession, subscription: StandingSubscription): Promise<boolean>;

  /**
   * Extends a subscription that lapses. Called in the last third of its life, and again within minutes where it
   * fails. Left out, or failing until it has lapsed: it is subscribed to anew.
   *
   * @throws ProviderError of kind `gone` where it stands no longer
   */
  renew?(session: ProviderSession, subscription: StandingSubscription): Promise<WebhookSubscription>;
}

/**
 * The vendor has one address for all accounts, `POST /phone-systems/:key/hooks`, which the operator enters there once, and
 * one secret, {@link ProviderClient.webhookSecret}. The descriptor says so: `webhookAddress`.
 */
export interface SharedWebhooks extends WebhookReading {
  /**
   * The account that a delivery is about, as {@link ProviderAccount.externalId}; null where it names none. Pure. Asked only
   * about deliveries that `open` has verified. One about an account that nobody has connected is answered like any other.
   */
  accountOf(delivery: WebhookDelivery): string | null;
}

/** What the vendor is answered with. */
export interface WebhookReply {
  readonly status: 200 | 202 | 204;
  readonly headers?: Readonly<Record<string, string>>;
  /** A text is sent as `text/plain`, of at most 1 KiB, anything else as JSON. */
  readonly body?: unknown;
}

/** Where the vendor shall deliver, and what it shall sign with. */
export interface WebhookEndpoint {
  readonly url: string;
  readonly secret: string;
}

/** What `subscribe` made. */
export interface WebhookSubscription {
  /** The vendor's ids for it; stored, and handed back to `unsubscribe`; none where the answer was lost. */
  readonly ids: Readonly<Record<string, string>>;
  /** The vendor's own secret, where it signs with no other: it takes the place of the one that was handed out. */
  readonly secret?: Secret;
  /** When it lapses. Left out: it stands until it is taken away. */
  readonly expiresAt?: Date;
}

/** What stands at the vendor, or may. */
export interface StandingSubscription extends Pick<WebhookSubscription, 'ids'> {
  /** Where it delivers. It holds the connection's id, so that no other connection or host has the same. */
  readonly url: string;
}

/** A request as it came in. Header names are lower case. */
export interface WebhookDelivery {
  readonly headers: Readonly<Record<string, string | undefined>>;
  /** The query of its address; of several parameters with one name, the first. */
  readonly query: Readonly<Record<string, string>>;
  readonly body: Uint8Array;
}

/** What is known of how a delivery came in. */
export interface WebhookReceipt {
  /** When: the clock for what the vendor signs with a time. */
  readonly receivedAt: Date;
  /**
   * The account of the connection to whose address it came, as {@link ProviderAccount.externalId}; null where the vendor has
   * one address for all accounts.
   */
  readonly account: string | null;
}

/**
 * What a delivery says: a call that is over, a call that is to be read, an account that is gone, or nothing that is needed.
 * Whatever an event tells badly is one of the last kind: the list shows it as it is.
 */
export type ProviderEvent =
  | { readonly kind: 'callFinished'; readonly call: CallRecord }
  /** A call is new or says something else: {@link DetailFacet.readCall} reads it soon. Its id as the list announces it. */
  | { readonly kind: 'callChanged'; readonly externalId: string }
  /**
   * The account has let this host go, and wants what came from it deleted. It is done at once: as by an administrator who
   * disconnects and erases, without a question to the vendor, and also where the account was disconnected before.
   * `at`: when, where the vendor says; who has connected the account since stays connected. Left out: when it was told.
   */
  | { readonly kind: 'accountGone'; readonly at?: Date }
  | {
      readonly kind: 'ignored';
      readonly why: string;
      /** A call that it tells, and that cannot be believed: shown among the rejected. */
      readonly rejected?: RejectedItem;
    };

/** Thrown by {@link WebhookReading.open}: the delivery is not the vendor's. It is answered with 401 and leaves no trace but a count. */
export class WebhookRefused extends Error {
  override readonly name = 'WebhookRefused';
}

/** The webhooks of a phone system whose connections subscribe for themselves; undefined where it has none, or one address. */
export const ownWebhooks = ({
  webhooks,
}: {
  readonly webhooks?: WebhookFacet | SharedWebhooks | undefined;
}): WebhookFacet | undefined => (webhooks !== undefined && 'subscribe' in webhooks ? webhooks : undefined);
