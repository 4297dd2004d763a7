import type { ProviderDescriptor, VendorOrigins } from './descriptor.js';
import type { CallPage, DetailFacet, KnownPhoneUsers } from './details.js';
import type { ProviderFailure } from './failure.js';
import type { PhoneUser, ProviderAccount } from './model.js';
import type { Page } from './page.js';
import type { Refusal } from './refusal.js';
import type { Secret } from './secret.js';
import type { ProviderSession } from './session.js';
import type { TimeWindow } from './time-window.js';
import type { SharedWebhooks, WebhookFacet } from './webhooks.js';

/**
 * A phone system. It answers three questions (whose account is this, who has a line, which calls began in this window)
 * and may offer an extra. Everything else (tokens, retries, budgets, storage, matching, scoring) is the platform's.
 *
 * Mark the class with `@PhoneSystem()` and list it among a module's providers: that installs it.
 * It keeps no state between calls: several copies of the host run it at once.
 */
export interface PhoneSystemProvider {
  readonly descriptor: ProviderDescriptor;

  /** How this installation is known to the vendor; null where the operator has not configured it (then nobody can connect). */
  readonly client: ProviderClient | null;

  /**
   * What a refusal means, where the vendor's words, numbers or headers say more than HTTP's status does. Pure. Called for
   * each refusal of the API, of the token endpoint and of the sign-in, before the platform reads the status itself. Left
   * out: the status holds.
   *
   * @param now the instant from which a wait counts
   * @returns null where the status says it all
   * @example
   * failureOf: ({ status, json }) =>
   *   status === 400 && codeOf(json) === 300 ? { kind: 'restartListing' } : null
   */
  failureOf?(refusal: Refusal, now: Date): ProviderFailure | null;

  /**
   * Whose account a fresh grant opens, and whether it may read every call. Called after each consent, before anything
   * is kept.
   *
   * @throws ProviderError of kind `forbidden` where the vendor does not let this person read the account
   */
  identify(session: ProviderSession): Promise<ProviderAccount>;

  /** Everyone with a line, present or departed, page by page. Called at the start of rounds. */
  listUsers(session: ProviderSession): AsyncIterable<Page<PhoneUser>>;

  /**
   * Every concluded call that *started* in the window, in any order, page by page; none from outside it. The platform
   * walks a window to its end or starts it again, and asks for windows that overlap. Where records are read one call at a
   * time, a page announces calls, and {@link DetailFacet.readCall} reads those that are new or changed.
   *
   * @param window half-open; never longer than `descriptor.listing.maxWindowMs`
   * @param phoneUsers who is in the directory, where calls name people otherwise than by their id in it: walk no directory
   * for it
   * @throws ProviderError of kind `restartListing` when the vendor no longer knows a place in its list
   */
  listCalls(session: ProviderSession, window: TimeWindow, phoneUsers: KnownPhoneUsers): AsyncIterable<CallPage>;

  /**
   * The id of every concluded call that started in the window, those included that the vendor keeps without personal data
   * and leaves out of its list: with them the platform tells a call that was anonymised from one that is gone without a
   * reason. Absent where the vendor has no such list; no ids at all where this installation of it does not know it. Called
   * by the daily comparison, where a stored call is listed no longer and its user is still there; and of a window of the past
   * of which nothing is listed, so that a day whose calls were all anonymised is not taken for an empty one.
   *
   * @param window half-open; never longer than `descriptor.listing.maxWindowMs`
   */
  listAnonymized?(session: ProviderSession, window: TimeWindow): AsyncIterable<Page<string>>;

  /** Reads one call. Present where a list announces calls, or an event only names them. */
  readonly details?: DetailFacet;

  /** Present means supported. Nothing else declares the capability. */
  readonly webhooks?: WebhookFacet | SharedWebhooks;
}

/** The vendor's registration of this installation: an OAuth client, and where its vendor is. */
export interface ProviderClient extends VendorOrigins {
  /** Absent where administrators type keys: nobody registers this host then. The same of the secret. */
  readonly clientId?: string;
  readonly clientSecret?: Secret;
  /** What deliveries are signed with where the vendor has one address for all accounts; absent: none is taken. */
  readonly webhookSecret?: Secret;
}
