import { randomBytes } from 'node:crypto';
import { Store } from '../vendor/index.js';
import type { Forgetting } from './forgetting.js';
import type { CompanyState, SimulatedCall, SimulatedUser } from './model.js';

/** One consent: who allowed what to which client. Tokens are kept as SHA-256 hashes. */
export interface Grant {
  readonly id: string;
  readonly clientId: string;
  readonly companyId: string;
  readonly userId: string;
  readonly scopes: readonly string[];
  readonly accessTokens: readonly { readonly hash: string; readonly expiresAt: number }[];
  /** The one refresh token that is not spent; null without `offline_access`. */
  readonly refreshTokenHash: string | null;
}

export interface Webhook {
  readonly id: string;
  readonly companyId: string;
  readonly hookUrl: string;
  readonly secret: string | null;
}

export interface CallSubscription {
  readonly id: string;
  readonly companyId: string;
  readonly webhookId: string;
  readonly callStates: readonly string[];
  readonly enabled: boolean;
  readonly groupCallsOnly: boolean;
  readonly targetType: string | null;
  readonly targetId: string | null;
}

/** Everything that a simulator remembers over a restart. */
export interface SimulatorState {
  readonly version: 1;
  /** The simulator's own OAuth client, made at the first start. */
  readonly client: { readonly clientId: string; readonly clientSecret: string };
  readonly seed: number;
  readonly firstStartedAt: number;
  readonly lastId: number;
  readonly grants: readonly Grant[];
  readonly webhooks: readonly Webhook[];
  readonly subscriptions: readonly CallSubscription[];
  readonly addedCalls: readonly { readonly companyId: string; readonly call: SimulatedCall }[];
  readonly changedCalls: Readonly<Record<string, Partial<SimulatedCall>>>;
  /** Added and changed users by company. */
  readonly users: Readonly<Record<string, readonly SimulatedUser[]>>;
  readonly companyStates: Readonly<Record<string, CompanyState>>;
  /** By company; absent in files of simulators that forgot nothing. */
  readonly forgetting?: Readonly<Record<string, Forgetting>>;
}

/** What a simulator knows when it starts for the first time. */
export const freshState = (seed: number, firstStartedAt: number): SimulatorState => ({
  version: 1,
  client: { clientId: randomBytes(12).toString('hex'), clientSecret: randomBytes(32).toString('base64url') },
  seed,
  firstStartedAt,
  lastId: 0,
  grants: [],
  webhooks: [],
  subscriptions: [],
  addedCalls: [],
  changedCalls: {},
  users: {},
  companyStates: {},
});

/** What a simulator of Dialpad remembers, and where. */
export type DialpadStore = Store<SimulatorState>;

export const openStore = (dataDir: string | undefined, seed: number, firstStartedAt: number): DialpadStore =>
  Store.open({
    vendor: 'Dialpad',
    dataDir,
    file: 'dialpad-simulator.json',
    fresh: () => freshState(seed, firstStartedAt),
  });
