import type { OAuthClient } from 'prodoscore-phone-systems/testing';
import { acmeAtRingCentral, globexAtRingCentral } from './companies-at-ringcentral.js';
import { documented, seen } from './habits.js';
import type { RingCentralHabits } from './habits.js';
import type { RingCentralCompany } from './model.js';
import { ringCentralLimits } from './rate-limits.js';
import type { RateLimits } from './rate-limits.js';

/** How a simulated RingCentral is to behave. Everything may be left out. */
export interface RingCentralSimulatorOptions {
  /** 0, the default, takes a free one. */
  readonly port?: number;
  /** `127.0.0.1` unless given. */
  readonly host?: string;
  /**
   * A directory for sessions, subscriptions and what was added by hand, so that a second start finds a connection that
   * still works. One simulator at a time. Without it everything is forgotten at the stop.
   */
  readonly dataDir?: string;
  /** Acme and Globex unless given. */
  readonly companies?: readonly RingCentralCompany[];
  /** Another seed makes other everyday calls. With a `dataDir`, the seed of the first start holds. */
  readonly seed?: number;
  /** Days of calls before the first start; 60 unless given. */
  readonly historyDays?: number;
  /** What time it is; the machine's clock unless given. Limits run on the machine's clock all the same. */
  readonly now?: () => Date;
  /** Waits so long before each answer. */
  readonly latencyMs?: number;
  /** RingCentral's own unless given; single numbers may be changed; `off` for none. */
  readonly limits?: Partial<RateLimits> | 'off';
  /** As it was `seen` unless given, or as `documented`; single habits may be changed from what was seen. */
  readonly behaves?: 'documented' | 'seen' | Partial<RingCentralHabits>;
  /** Where answers for the simulator's own client may go; any http(s) address where it is left out. */
  readonly redirectUris?: readonly string[];
  /** What the consent page calls the simulator's own client. */
  readonly clientName?: string;
  /** Clients beside the simulator's own. */
  readonly clients?: readonly OAuthClient[];
  /** The permissions that are fixed on the app, whoever consents; those that a phone system needs unless given. */
  readonly appPermissions?: readonly string[];
  /** How long access tokens last, in seconds; 3600 unless given. */
  readonly accessTokenSeconds?: number;
  /** Records on one page of the log at most, such as 3 to see pages; 1000 unless given. */
  readonly mostOnPage?: number;
  /** How many deliveries in a row fail until a subscription is blacklisted; the documentation says “enough”. 10 unless given. */
  readonly failuresUntilBlacklisted?: number;
  /** Subscriptions of one person and app at most; 20 unless given. */
  readonly mostSubscriptions?: number;
}

const defaults = {
  port: 0,
  host: '127.0.0.1',
  companies: [acmeAtRingCentral, globexAtRingCentral] as readonly RingCentralCompany[],
  seed: 1,
  historyDays: 60,
  latencyMs: 0,
  clientName: 'Prodoscore',
  clients: [] as readonly OAuthClient[],
  appPermissions: ['ReadAccounts', 'ReadCallLog', 'SubscriptionWebhook', 'CallControl'] as readonly string[],
  accessTokenSeconds: 3600,
  mostOnPage: 1000,
  failuresUntilBlacklisted: 10,
  mostSubscriptions: 20,
};

/** The options with everything decided. */
export type Decided = ReturnType<typeof decided>;

/** The options with everything decided; what is undefined counts as left out. */
export const decided = (options: RingCentralSimulatorOptions) => {
  const given = Object.fromEntries(Object.entries(options).filter(([, value]) => value !== undefined));
  const { behaves = 'seen' } = options;
  return {
    ...defaults,
    ...(given as Partial<typeof defaults> & Pick<RingCentralSimulatorOptions, 'dataDir' | 'redirectUris'>),
    now: (): number => (options.now?.() ?? new Date()).getTime(),
    limits: options.limits === 'off' ? ('off' as const) : { ...ringCentralLimits, ...options.limits },
    habits: behaves === 'documented' ? documented : { ...seen, ...(behaves === 'seen' ? {} : behaves) },
  };
};
