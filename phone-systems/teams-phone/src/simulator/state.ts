import { generateKeyPairSync, randomBytes, randomUUID } from 'node:crypto';
import { Store } from 'prodoscore-phone-systems/testing';
import type { SimulatedCall, SimulatedUser, SimulatedVersion } from './model.js';
import type { Permission } from './options.js';

/** What an administrator has allowed an application in the whole tenant. */
export interface Consent {
  readonly companyId: string;
  readonly clientId: string;
  readonly at: number;
  readonly permissions: readonly Permission[];
}

/** A subscription to notifications of call records. */
export interface Subscription {
  readonly id: string;
  readonly companyId: string;
  readonly clientId: string;
  readonly changeType: string;
  readonly resource: string;
  readonly notificationUrl: string;
  readonly lifecycleNotificationUrl: string | null;
  readonly clientState: string | null;
  readonly expiresAt: number;
}

/** Everything that a simulator remembers over a restart. */
export interface TeamsPhoneState {
  readonly version: 1;
  readonly lastId: number;
  /** The simulator's own application, made at the first start. */
  readonly client: { readonly clientId: string; readonly clientSecret: string };
  /** Its secret has run out. */
  readonly secretExpired: boolean;
  readonly tokenKey: string;
  /** The key that id tokens are signed with, as PEM. */
  readonly signingKey: string;
  readonly seed: number;
  readonly firstStartedAt: number;
  readonly consents: readonly Consent[];
  readonly subscriptions: readonly Subscription[];
  readonly addedCalls: readonly { readonly companyId: string; readonly call: SimulatedCall }[];
  /** What became of calls after they were made, by their ids. */
  readonly changedCalls: Readonly<Record<string, CallChange>>;
  /** Changed users by company. */
  readonly users: Readonly<Record<string, readonly SimulatedUser[]>>;
  /** Companies without a licence for Teams Phone. */
  readonly unlicensed: readonly string[];
}

/** What became of a call after it was made. */
export interface CallChange {
  readonly gone?: SimulatedCall['gone'];
  readonly versions?: readonly SimulatedVersion[];
}

/** What a simulator of Microsoft remembers, and where. */
export type TeamsPhoneStore = Store<TeamsPhoneState>;

const newKey = (): string =>
  generateKeyPairSync('rsa', { modulusLength: 2048 }).privateKey.export({ type: 'pkcs8', format: 'pem' }).toString();

export const openStore = (dataDir: string | undefined, seed: number, firstStartedAt: number): TeamsPhoneStore =>
  Store.open<TeamsPhoneState>({
    vendor: 'Teams Phone',
    dataDir,
    file: 'teams-phone-simulator.json',
    fresh: () => ({
      version: 1,
      lastId: 0,
      client: { clientId: randomUUID(), clientSecret: randomBytes(30).toString('base64url') },
      secretExpired: false,
      tokenKey: randomBytes(32).toString('base64url'),
      signingKey: newKey(),
      seed,
      firstStartedAt,
      consents: [],
      subscriptions: [],
      addedCalls: [],
      changedCalls: {},
      users: {},
      unlicensed: [],
    }),
  });
