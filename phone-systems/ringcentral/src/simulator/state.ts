import { randomBytes } from 'node:crypto';
import { Store } from 'prodoscore-phone-systems/testing';
import type { AccountStatus, SimulatedExtension, SimulatedRecord } from './model.js';

/** One person's session with one app. Its tokens follow from its id, its generation and the store's key. */
export interface Session {
  readonly id: string;
  readonly clientId: string;
  readonly companyId: string;
  readonly extensionId: string;
  /** How often it was refreshed: each time there is a new pair. */
  readonly generation: number;
  readonly issuedAt: number;
  /** When the access token of this generation was used first; null while it was not. */
  readonly usedAt: number | null;
  readonly accessSeconds: number;
  readonly refreshSeconds: number;
}

/** A subscription to events. */
export interface Subscription {
  readonly id: string;
  readonly companyId: string;
  readonly ownerId: string;
  readonly clientId: string;
  readonly eventFilters: readonly string[];
  readonly address: string;
  readonly verificationToken: string | null;
  readonly createdAt: number;
  readonly expiresIn: number;
  readonly expiresAt: number;
  /** Deliveries that failed one after the other. */
  readonly failures: number;
  /** Why nothing is delivered any longer; null while it is. */
  readonly blacklisted: { readonly at: number; readonly reason: string } | null;
}

/** Everything that a simulator remembers over a restart. */
export interface RingCentralState {
  readonly version: 1;
  readonly lastId: number;
  /** The simulator's own OAuth client, made at the first start. */
  readonly client: { readonly clientId: string; readonly clientSecret: string };
  readonly tokenKey: string;
  readonly seed: number;
  readonly firstStartedAt: number;
  readonly sessions: readonly Session[];
  readonly subscriptions: readonly Subscription[];
  readonly addedRecords: readonly { readonly companyId: string; readonly record: SimulatedRecord }[];
  readonly changedRecords: Readonly<Record<string, Partial<SimulatedRecord>>>;
  /** Changed extensions by company. */
  readonly extensions: Readonly<Record<string, readonly SimulatedExtension[]>>;
  readonly accounts: Readonly<Record<string, AccountState>>;
}

/** How an account stands. */
export interface AccountState {
  readonly status: AccountStatus;
  /** Such as `SuspendedInvoluntarily`. */
  readonly reason?: string;
}

/** What a simulator of RingCentral remembers, and where. */
export type RingCentralStore = Store<RingCentralState>;

export const openStore = (dataDir: string | undefined, seed: number, firstStartedAt: number): RingCentralStore =>
  Store.open<RingCentralState>({
    vendor: 'RingCentral',
    dataDir,
    file: 'ringcentral-simulator.json',
    fresh: () => ({
      version: 1,
      lastId: 0,
      client: { clientId: randomBytes(16).toString('base64url'), clientSecret: randomBytes(32).toString('base64url') },
      tokenKey: randomBytes(32).toString('base64url'),
      seed,
      firstStartedAt,
      sessions: [],
      subscriptions: [],
      addedRecords: [],
      changedRecords: {},
      extensions: {},
      accounts: {},
    }),
  });
