import type { OAuthClient } from 'prodoscore-phone-systems/testing';
import { acmeAtTeams, globexAtTeams } from './companies-at-teams.js';
import { documented, seen } from './habits.js';
import type { TeamsPhoneHabits } from './habits.js';
import type { TeamsCompany } from './model.js';
import { graphLimits } from './rate-limits.js';
import type { RateLimits } from './rate-limits.js';

/** Every permission of an application that a phone system has a use for. */
export const PERMISSIONS = [
  'CallRecords.Read.All',
  'User.Read.All',
  'Organization.Read.All',
  'TeamsUserConfiguration.Read.All',
] as const;

export type Permission = (typeof PERMISSIONS)[number];

/** How long after a call the logs tell of it; each falls between the two. */
export interface LogDelays {
  /** The first version of a call record, in minutes after the call's end. */
  readonly firstVersionMinutes: readonly [number, number];
  /** Each further version, in minutes after the one before. */
  readonly nextVersionMinutes: readonly [number, number];
  /** A row of the lines' logs, in hours after the call's end. */
  readonly rowHours: readonly [number, number];
}

/** How many items a page has at most. */
export interface PageSizes {
  readonly users: number;
  readonly userConfigurations: number;
  readonly callRecords: number;
  readonly sessions: number;
  readonly participants: number;
  readonly rows: number;
}

/** How a simulated Microsoft is to behave. Everything may be left out. */
export interface TeamsPhoneSimulatorOptions {
  /** Of Graph; 0, the default, takes a free one. */
  readonly port?: number;
  /** Of sign-in, consent and tokens, which have an origin of their own; 0, the default, takes a free one. */
  readonly loginPort?: number;
  /** `127.0.0.1` unless given. */
  readonly host?: string;
  /**
   * A directory for consents, subscriptions and what was added by hand, so that a second start finds a connection that
   * still works. One simulator at a time. Without it everything is forgotten at the stop.
   */
  readonly dataDir?: string;
  /** Acme and Globex unless given. */
  readonly companies?: readonly TeamsCompany[];
  /** Another seed makes other everyday calls. With a `dataDir`, the seed of the first start holds. */
  readonly seed?: number;
  /** Days of calls before the first start; 60 unless given. */
  readonly historyDays?: number;
  /** What time it is; the machine's clock unless given. Limits run on the machine's clock all the same. */
  readonly now?: () => Date;
  /** Waits so long before each answer. */
  readonly latencyMs?: number;
  /** Microsoft's own unless given; single numbers may be changed; `off` for none. */
  readonly limits?: Partial<RateLimits> | 'off';
  /** As it was `seen` unless given, or as `documented`; single habits may be changed from what was seen. */
  readonly behaves?: 'documented' | 'seen' | Partial<TeamsPhoneHabits>;
  /** `global` unless given. A national cloud has origins and a resource of its own, and lacks what Microsoft lacks there. */
  readonly cloud?: 'global' | 'usGovernment' | 'china';
  /** Where answers for the simulator's own application may go; any http(s) address where it is left out. */
  readonly redirectUris?: readonly string[];
  /** What the pages call the simulator's own application. */
  readonly clientName?: string;
  /** Applications beside the simulator's own. */
  readonly clients?: readonly OAuthClient[];
  /** What an administrator consents to; {@link PERMISSIONS} unless given. */
  readonly appPermissions?: readonly Permission[];
  /** How long access tokens last, in seconds; 3599 unless given. */
  readonly accessTokenSeconds?: number;
  /** How long a fresh consent is not known everywhere; 0 unless given. */
  readonly freshConsentSeconds?: number;
  /** Microsoft's own unless given, such as `{ callRecords: 3 }` to see pages. */
  readonly pageSizes?: Partial<PageSizes>;
  /** As documented unless given: 5–30 minutes, 10–60 minutes, 24–48 hours. */
  readonly delays?: Partial<LogDelays>;
  /** How long a link to a next page is good for, in seconds; 3600 unless given. Nothing is documented. */
  readonly nextLinkSeconds?: number;
}

const pageSizes: PageSizes = {
  users: 999,
  userConfigurations: 999,
  callRecords: 60,
  sessions: 60,
  participants: 130,
  rows: 1000,
};

const delays: LogDelays = { firstVersionMinutes: [5, 30], nextVersionMinutes: [10, 60], rowHours: [24, 48] };

const defaults = {
  port: 0,
  loginPort: 0,
  host: '127.0.0.1',
  companies: [acmeAtTeams, globexAtTeams] as readonly TeamsCompany[],
  seed: 1,
  historyDays: 60,
  latencyMs: 0,
  cloud: 'global' as NonNullable<TeamsPhoneSimulatorOptions['cloud']>,
  clientName: 'Prodoscore',
  clients: [] as readonly OAuthClient[],
  appPermissions: PERMISSIONS as readonly Permission[],
  accessTokenSeconds: 3599,
  freshConsentSeconds: 0,
  nextLinkSeconds: 3600,
};

/** The options with everything decided. */
export type Decided = ReturnType<typeof decided>;

/** The options with everything decided; what is undefined counts as left out. */
export const decided = (options: TeamsPhoneSimulatorOptions) => {
  const given = Object.fromEntries(Object.entries(options).filter(([, value]) => value !== undefined));
  const { behaves = 'seen' } = options;
  return {
    ...defaults,
    ...(given as Partial<typeof defaults> & Pick<TeamsPhoneSimulatorOptions, 'dataDir' | 'redirectUris'>),
    now: (): number => (options.now?.() ?? new Date()).getTime(),
    limits: options.limits === 'off' ? ('off' as const) : { ...graphLimits, ...options.limits },
    habits: behaves === 'documented' ? documented : { ...seen, ...(behaves === 'seen' ? {} : behaves) },
    pageSizes: { ...pageSizes, ...options.pageSizes },
    delays: { ...delays, ...options.delays },
  };
};
