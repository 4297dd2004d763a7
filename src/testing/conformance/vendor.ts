import type {
  PhoneSystemProvider,
  ProviderFailureKind,
  Refusal,
  WebhookDelivery,
  WebhookReply,
} from '../../contract/index.js';
import type { World, WorldCall, WorldLeg } from './world.js';

/**
 * The vendor of the provider under test: it tells a {@link World} in the vendor's own JSON. With the provider it is all
 * that an implementer writes; worlds, clock and laws are the kit's.
 */
export interface ConformanceVendor {
  /**
   * Answers one request, as the vendor would if the world were its data. Pure as far as listings go: the same request
   * in the same world has the same answer.
   *
   * @example
   * answer: ({ path, query }, world) => path === '/v1/calls'
   *   ? { body: { calls: page(world.calls, query) }, limit: 'calls' }
   *   : { status: 404, body: { message: 'Not found' } }
   */
  answer(request: VendorRequest, world: World): VendorReply;
  /**
   * The `externalId` of the record that must come of a leg, where that is not the leg's own: a vendor that has no id for
   * one person's part in a call.
   *
   * @example recordId: (leg, call) => `${call.id}:${leg.owner.id}`
   */
  recordId?(leg: WorldLeg, call: WorldCall): string;
  /** What the vendor says in its own words when it refuses. Present where the provider reads that: `failureOf`. */
  readonly refusals?: readonly VendorRefusal[];
  /** How it says that it lets this host in no longer, where it says that in its own way. */
  readonly grant?: VendorGrant;
  /** Present where the provider has webhooks. */
  readonly webhooks?: VendorWebhooks;
}

/** A request as it reaches the vendor. It was authorised on the way. */
export interface VendorRequest {
  readonly method: 'GET' | 'POST' | 'PATCH' | 'DELETE';
  readonly path: string;
  readonly query: Readonly<Record<string, string>>;
  /** Parsed JSON; undefined where there is none. */
  readonly body: unknown;
}

/** What the vendor answers. */
export interface VendorReply {
  /** 200 unless given. */
  readonly status?: number;
  readonly headers?: Readonly<Record<string, string>>;
  /** Sent as JSON; put ids through `wideInteger` where the vendor writes bare numbers. A text is sent as it is. */
  readonly body?: unknown;
  /**
   * Names in the query or body that the vendor's description does not have. Real vendors pass over them in silence, so a
   * parameter that is misspelt is found by nobody else.
   */
  readonly ignored?: readonly string[];
  /**
   * The vendor's limit that this request counts against: a key of the descriptor's `budgets`; several where it counts
   * against each of them, such as a number a second and one a day.
   */
  readonly limit?: string | readonly string[];
}

/** A refusal as the vendor documents it, or as it was seen, and what must come of it. */
export interface VendorRefusal extends Refusal {
  /** What the vendor says with it, such as `the page token has lapsed`. */
  readonly says: string;
  readonly means: ProviderFailureKind;
}

/** What the vendor answers where access has ended, or never was. */
export interface VendorGrant {
  /**
   * The API, to what it does not take (any more): deleted keys, say. Left out: 401. With an empty body it says that the
   * status alone means so.
   */
  readonly accessRefused?: readonly VendorReply[];
  /**
   * The token endpoint, to a grant that is dead: of a consent, that it was withdrawn, which every vendor says in its own
   * words. Left out: RFC 6749's `invalid_grant`.
   */
  readonly tokensRefused?: readonly VendorReply[];
  /** The token endpoint, to a host whose id or secret is wrong. Left out: RFC 6749's `invalid_client`. */
  readonly hostRefused?: readonly VendorReply[];
  /** How the id token of a sign-in names the account of a world. Needed where the grant is a consent. */
  claimedAccount?(world: World): string;
}

/** How the vendor tells of calls as they happen. */
export interface VendorWebhooks {
  /** What the vendor delivers, signed with the secret in the way that is agreed. */
  deliver(event: WorldEvent, secret: string, world: World): WebhookDelivery | Promise<WebhookDelivery>;
  /** The same event in every way that must not be taken: unsigned, and signed with this secret by another algorithm. */
  deliverOtherwise(
    event: WorldEvent,
    secret: string,
    world: World,
  ): readonly WebhookDelivery[] | Promise<readonly WebhookDelivery[]>;
  /**
   * For how long after it was sent a delivery is taken, in milliseconds. Present where the vendor signs when that was, by the
   * clock of the machine.
   */
  readonly freshMs?: number;
  /**
   * That the account has let this host go and wants what came from it deleted, signed likewise. Present where the vendor
   * tells that: the provider then gives `accountGone`.
   */
  accountGone?(secret: string, world: World): WebhookDelivery | Promise<WebhookDelivery>;
  /** How many subscriptions (webhooks included) stand at the vendor now; 0 where nobody subscribes. */
  subscriptions(): number;
  /** What the vendor asks in order to learn whether an address is ours. Present where the provider answers: `answer`. */
  challenges?(secret: string): readonly VendorChallenge[] | Promise<readonly VendorChallenge[]>;
}

/** A question of the vendor whether an address is ours. */
export interface VendorChallenge {
  readonly delivery: WebhookDelivery;
  /** What it must be answered with. */
  readonly reply: WebhookReply;
  /** Whether it is signed with the secret: a question that is not is refused then. */
  readonly signed: boolean;
}

/** Something that happened to one leg. */
export interface WorldEvent {
  /** `ended`: it is over, and no message is known of yet; `voicemail`: a message came in. */
  readonly kind: 'ended' | 'voicemail';
  readonly at: Date;
  readonly call: WorldCall;
  readonly leg: WorldLeg;
}

/** A provider, and the vendor that answers it. Made anew for every check. */
export interface ConformanceSubject {
  readonly provider: PhoneSystemProvider;
  readonly vendor: ConformanceVendor;
}
