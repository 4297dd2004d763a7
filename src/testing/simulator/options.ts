import type { Forgetting } from './forgetting.js';
import { dialpadLimits } from './limits.js';
import type { Limits } from './limits.js';
import type { SimulatedCompany } from './model.js';
import type { OAuthClient } from '../vendor/index.js';
import { acme } from './acme.js';
import { globex } from './globex.js';

/** How a simulator is to behave. Everything may be left out. */
export interface DialpadSimulatorOptions {
  /** 0, the default, takes a free one. */
  readonly port?: number;
  /** `127.0.0.1` unless given. */
  readonly host?: string;
  /**
   * A directory for consents, webhooks and what was added by hand, so that a second start finds a connection that still
   * works. One simulator at a time. Without it everything is forgotten at the stop.
   */
  readonly dataDir?: string;
  /** Acme and Globex unless given. */
  readonly companies?: readonly SimulatedCompany[];
  /** Another seed makes other everyday calls. With a `dataDir`, the seed of the first start holds. */
  readonly seed?: number;
  /** Days of calls before the first start; 60 unless given. */
  readonly historyDays?: number;
  /** What time it is; the machine's clock unless given. Limits and time-outs run on the machine's clock all the same. */
  readonly now?: () => Date;
  /** Waits so long before each answer. */
  readonly latencyMs?: number;
  /** Dialpad's own unless given; single numbers may be changed; `off` for none. */
  readonly limits?: Partial<Limits> | 'off';
  /** Where answers for the simulator's own client may go; any http(s) address where it is left out. */
  readonly redirectUris?: readonly string[];
  /** What the consent page calls the simulator's own client. */
  readonly clientName?: string;
  /** Clients beside the simulator's own. */
  readonly clients?: readonly OAuthClient[];
  /** How long access tokens last; 3600 unless given. */
  readonly accessTokenSeconds?: number;
  /** Calls on one page; 50 unless given. A customer of Dialpad saw 25. */
  readonly callPageSize?: number;
  /**
   * What each company's Dialpad tells of its past no longer, from the start on; `forget` changes it.
   *
   * @example
   * // A plan with access to 45 days, a policy of one day, and 25 calls on a page.
   * { forgetting: { 'acme.example': { accessDays: 45, afterDays: 1 } }, callPageSize: 25 }
   */
  readonly forgetting?: Readonly<Record<string, Partial<Forgetting>>>;
  /** Call subscriptions of other apps that each company has already, such as 10, of which Dialpad takes no more; 0 unless given. */
  readonly otherSubscriptions?: number;
  /** Users on one page; 10 unless given, so that a dozen people are two pages. */
  readonly userPageSize?: number;
}

const defaults = {
  port: 0,
  host: '127.0.0.1',
  companies: [acme, globex] as readonly SimulatedCompany[],
  seed: 1,
  historyDays: 60,
  latencyMs: 0,
  clientName: 'Prodoscore',
  clients: [] as readonly OAuthClient[],
  accessTokenSeconds: 3600,
  callPageSize: 50,
  forgetting: {} as Readonly<Record<string, Partial<Forgetting>>>,
  otherSubscriptions: 0,
  userPageSize: 10,
};

/** The options with everything decided; what is undefined counts as left out. */
export const decided = (options: DialpadSimulatorOptions) => {
  const given = Object.fromEntries(Object.entries(options).filter(([, value]) => value !== undefined));
  return {
    ...defaults,
    ...(given as Partial<typeof defaults> & Pick<DialpadSimulatorOptions, 'dataDir' | 'redirectUris'>),
    now: (): number => (options.now?.() ?? new Date()).getTime(),
    limits: options.limits === 'off' ? ('off' as const) : { ...dialpadLimits, ...options.limits },
  };
};
