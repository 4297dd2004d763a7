import { randomBytes } from 'node:crypto';
import { Store } from 'prodoscore-phone-systems/testing';
import type { SimulatedCall, SimulatedUser } from './model.js';

/** Why a session is over: the number that the token endpoint has for it. */
export type SessionEnd = 4738 | 4740 | 4741;

/** One person's session with one app. Its tokens follow from its id, its generation and the store's key. */
export interface Session {
  readonly id: string;
  readonly clientId: string;
  readonly accountId: string;
  readonly userId: string;
  /** As they stood on the app at the consent. */
  readonly scopes: readonly string[];
  /** How often it was refreshed: each time there is a new refresh token, and the one before is spent. */
  readonly generation: number;
  readonly refreshedAt: number;
  /** Null while it is in force. */
  readonly end: SessionEnd | null;
}

/** The one address that is told of events, for all companies. */
export interface WebhookState {
  readonly address: string;
  /** When it answered a challenge last; null until it has. */
  readonly validatedAt: number | null;
  /** When it was challenged last; null until it was. */
  readonly challengedAt: number | null;
  /** Challenges that failed one after the other. */
  readonly failures: number;
  readonly isOff: boolean;
}

/** How an account stands. */
export interface AccountState {
  /** Whether it has Zoom Phone. */
  readonly phone: 'on' | 'off';
  /** Whether its administrators allow the app. */
  readonly app: 'allowed' | 'disabled';
}

/** Everything that a simulator remembers over a restart. */
export interface ZoomPhoneState {
  readonly version: 1;
  readonly lastId: number;
  /** The simulator's own app, made at the first start. */
  readonly client: { readonly clientId: string; readonly clientSecret: string };
  /** The app's own, for the deliveries of all companies. */
  readonly webhookSecret: string;
  readonly tokenKey: string;
  readonly seed: number;
  readonly firstStartedAt: number;
  readonly sessions: readonly Session[];
  readonly webhook: WebhookState | null;
  readonly added: readonly { readonly accountId: string; readonly call: SimulatedCall }[];
  /** Calls that are gone, by uuid: from the list and its details, or from the details alone. */
  readonly forgotten: Readonly<Record<string, 'wholly' | 'details'>>;
  /** Changed people by account. */
  readonly users: Readonly<Record<string, readonly SimulatedUser[]>>;
  readonly accounts: Readonly<Record<string, AccountState>>;
}

/** What a simulator of Zoom Phone remembers, and where. */
export type ZoomPhoneStore = Store<ZoomPhoneState>;

export const openStore = (dataDir: string | undefined, seed: number, firstStartedAt: number): ZoomPhoneStore =>
  Store.open<ZoomPhoneState>({
    vendor: 'Zoom Phone',
    dataDir,
    file: 'zoom-phone-simulator.json',
    fresh: () => ({
      version: 1,
      lastId: 0,
      client: { clientId: randomBytes(16).toString('base64url'), clientSecret: randomBytes(24).toString('base64url') },
      webhookSecret: randomBytes(16).toString('base64url'),
      tokenKey: randomBytes(32).toString('base64url'),
      seed,
      firstStartedAt,
      sessions: [],
      webhook: null,
      added: [],
      forgotten: {},
      users: {},
      accounts: {},
    }),
  });
