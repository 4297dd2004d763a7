import type { CallRecord } from './model.js';
import type { RejectedItem } from './page.js';
import type { ProviderSession } from './session.js';

/**
 * Lets the vendor tell about calls as they happen. Optional: events make data fresh, only listing makes it complete.
 */
export interface WebhookFacet {
  /**
   * Called once when a connection is made and the host has an address that the vendor can reach. The platform sends a
   * request again where its answer was lost: leave one subscription, not two.
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
   * Verifies and reads a delivery in one step, so that an unverified body never becomes an event. Pure and quick: the
   * vendor waits for the answer. Compare signatures in constant time.
   *
   * @throws WebhookRefused when the delivery is not signed with this secret in the one algorithm that is agreed
   */
  open(delivery: WebhookDelivery, secret: string): Promise<readonly ProviderEvent[]>;
}

/** Where the vendor shall deliver, and what it shall sign with. */
export interface WebhookEndpoint {
  readonly url: string;
  readonly secret: string;
}

/** The vendor's ids for what `subscribe` made; stored, and handed back to `unsubscribe`; none where the answer was lost. */
export interface WebhookSubscription {
  readonly ids: Readonly<Record<string, string>>;
}

/** What stands at the vendor, or may. */
export interface StandingSubscription extends WebhookSubscription {
  /** Where it delivers. It holds the connection's id, so that no other connection or host has the same. */
  readonly url: string;
}

/** A request as it came in. Header names are lower case. */
export interface WebhookDelivery {
  readonly headers: Readonly<Record<string, string | undefined>>;
  readonly body: Uint8Array;
}

/**
 * What a delivery says: a call that is over, or nothing that is needed. Whatever an event tells badly is one of the second
 * kind: the list shows it as it is.
 */
export type ProviderEvent =
  | { readonly kind: 'callFinished'; readonly call: CallRecord }
  | {
      readonly kind: 'ignored';
      readonly why: string;
      /** A call that it tells, and that cannot be believed: shown among the rejected. */
      readonly rejected?: RejectedItem;
    };

/** Thrown by {@link WebhookFacet.open}: the delivery is not the vendor's. It is answered with 401 and leaves no trace but a count. */
export class WebhookRefused extends Error {
  override readonly name = 'WebhookRefused';
}
