import type { OAuthClient } from 'prodoscore-phone-systems/testing';
import { acmeAtZoom, globexAtZoom } from './companies-at-zoom.js';
import { documented, seen } from './habits.js';
import type { ZoomPhoneHabits } from './habits.js';
import type { ZoomCompany } from './model.js';
import type { RateLimits } from './rate-limits.js';
import { NEEDED_SCOPES } from './scopes.js';

/** How a simulated Zoom Phone is to behave. Everything may be left out. */
export interface ZoomPhoneSimulatorOptions {
  /** Of the API; 0, the default, takes a free one. */
  readonly port?: number;
  /** Of sign-in and tokens; 0, the default, takes a free one. */
  readonly signInPort?: number;
  /** `127.0.0.1` unless given. */
  readonly host?: string;
  /**
   * A directory for sessions, the webhook and what was added by hand, so that a second start finds a connection that still
   * works. One simulator at a time. Without it everything is forgotten at the stop.
   */
  readonly dataDir?: string;
  /** Acme and Globex unless given. */
  readonly companies?: readonly ZoomCompany[];
  /** Another seed makes other everyday calls. With a `dataDir`, the seed of the first start holds. */
  readonly seed?: number;
  /** Days of calls before the first start; 60 unless given. Zoom lists six months. */
  readonly historyDays?: number;
  /** What time it is; the machine's clock unless given. Limits of a second run on the machine's clock all the same. */
  readonly now?: () => Date;
  /** Waits so long before each answer. */
  readonly latencyMs?: number;
  /** Those of each company's plan unless given; single numbers may be changed; `off` for none. */
  readonly limits?: Partial<RateLimits> | 'off';
  /** From when on, each day, other apps have used up what is left of the day's heavy requests: `HH:MM` of UTC, such as `12:00`. */
  readonly othersUseUpAt?: string;
  /** As it was `seen` unless given, or as `documented`; single habits may be changed from what was seen. */
  readonly behaves?: 'documented' | 'seen' | Partial<ZoomPhoneHabits>;
  /** From the end of a call until it is listed; not known. 10 unless given. */
  readonly listedAfterSeconds?: number;
  /** Where answers for the simulator's own app may go; any http(s) address where it is left out. */
  readonly redirectUris?: readonly string[];
  /** What the consent page calls the simulator's own app. */
  readonly clientName?: string;
  /** Apps beside the simulator's own. */
  readonly clients?: readonly OAuthClient[];
  /** The scopes that are chosen on the app, whatever a request says; those that a phone system needs unless given. */
  readonly appScopes?: readonly string[];
  /** How long access tokens last, in seconds; 3600 unless given. */
  readonly accessTokenSeconds?: number;
  /** The app's one address for events. It is challenged until it answers, and told nothing before. */
  readonly webhookAddress?: string;
  /** Companies that have the app though nobody connected them here: their events arrive as well. */
  readonly installedAt?: readonly string[];
  /** Between two tries of a delivery; not known. 1 unless given. */
  readonly triesApartSeconds?: number;
}

const defaults = {
  port: 0,
  signInPort: 0,
  host: '127.0.0.1',
  companies: [acmeAtZoom, globexAtZoom] as readonly ZoomCompany[],
  seed: 1,
  historyDays: 60,
  latencyMs: 0,
  listedAfterSeconds: 10,
  clientName: 'Prodoscore',
  clients: [] as readonly OAuthClient[],
  appScopes: NEEDED_SCOPES,
  accessTokenSeconds: 3600,
  installedAt: [] as readonly string[],
  triesApartSeconds: 1,
};

type Optional = 'dataDir' | 'redirectUris' | 'webhookAddress' | 'othersUseUpAt';

/** The options with everything decided; what is undefined counts as left out. */
export const decided = (options: ZoomPhoneSimulatorOptions) => {
  const given = Object.fromEntries(Object.entries(options).filter(([, value]) => value !== undefined));
  const { behaves = 'seen', limits = {} } = options;
  return {
    ...defaults,
    ...(given as Partial<typeof defaults> & Pick<ZoomPhoneSimulatorOptions, Optional>),
    now: (): number => (options.now?.() ?? new Date()).getTime(),
    limits,
    habits: behaves === 'documented' ? documented : { ...seen, ...(behaves === 'seen' ? {} : behaves) },
  };
};
