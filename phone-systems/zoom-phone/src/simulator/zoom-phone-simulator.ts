import { performance } from 'node:perf_hooks';
import { VendorServer } from 'prodoscore-phone-systems/testing';
import { Announcer } from './announcer.js';
import { callRoutes } from './call-routes.js';
import { Challenger } from './challenge.js';
import { Companies } from './companies.js';
import { controlsOf } from './controls.js';
import type { ZoomPhoneControls } from './controls.js';
import { generalRefusal } from './errors.js';
import { guarded } from './guarded.js';
import { KNOWN_NAMES } from './known-names.js';
import { Listing } from './listing.js';
import { oauthRoutes } from './oauth-routes.js';
import { decided } from './options.js';
import type { ZoomPhoneSimulatorOptions } from './options.js';
import { Pages } from './paging.js';
import { RateKeeper } from './rate-limits.js';
import { Sessions } from './sessions.js';
import { openStore } from './state.js';
import { userRoutes } from './user-routes.js';

const TELL_EVERY_MS = 1000;

/** A Zoom Phone that runs. Companies are named by account id, domain or name. */
export interface ZoomPhoneSimulator extends ZoomPhoneControls {
  /** An http origin without a path: of the API alone, as `api.zoom.us`. */
  readonly baseUrl: string;
  /** An http origin without a path: of sign-in, tokens and revocation, as `zoom.us`. It answers no read. */
  readonly signInUrl: string;
  /** The simulator's own app: made at the first start, kept in the data directory. */
  readonly clientId: string;
  readonly clientSecret: string;
  /** The secret token of the app, with which everything that it tells is signed. */
  readonly webhookSecret: string;
  /** Ends every connection. What was to be kept is on disk already. */
  stop(): Promise<void>;
}

/**
 * Starts a Zoom Phone on this machine: consent pages, directory, call history and events as Zoom's own, with made-up people
 * and believable calls from sixty days back and going on. For tests, and for trying a host out without an account.
 *
 * @throws Error when a port is taken or the data directory holds something that cannot be read
 * @example
 * const zoom = await startZoomPhoneSimulator({ dataDir: './data', behaves: 'documented' });
 * // baseUrl, signInUrl, clientId, clientSecret and webhookSecret are a host's settings
 * await zoom.stop();
 */
export const startZoomPhoneSimulator = async (options: ZoomPhoneSimulatorOptions = {}): Promise<ZoomPhoneSimulator> => {
  const settings = decided(options);
  const { now, habits } = settings;
  const stopped = new AbortController();
  const { signal } = stopped;
  const store = openStore(settings.dataDir, settings.seed, now());
  const companies = new Companies(settings.companies, store, settings);
  const sessions = new Sessions(store, settings.accessTokenSeconds, now);
  const limits = new RateKeeper({ ...settings, ticks: () => performance.now() });
  const announcer = new Announcer(companies, store, { ...settings, signal });
  const challenger = new Challenger(store, { now, signal });
  const pages = new Pages(habits.deadPageTokenCode, now);
  const listing = new Listing(store, settings.listedAfterSeconds, now);
  const own = { ...store.state.client, name: settings.clientName, redirectUris: settings.redirectUris };
  let { appScopes } = settings;

  const common = { ...settings, refusal: generalRefusal, names: KNOWN_NAMES };
  const reads = [...userRoutes(habits, pages), ...callRoutes(companies, { habits, pages, listing, now })];
  const api = await VendorServer.open({ ...common, routes: guarded(reads, { companies, sessions, limits, habits }) });
  const signIn = await VendorServer.open({
    ...common,
    port: settings.signInPort,
    routes: oauthRoutes({
      ...{ clients: [own, ...settings.clients], companies, sessions, appScopes: () => appScopes, now },
      numbersErrors: habits.numbersTokenErrors,
      apiUrl: () => api.baseUrl,
    }),
  });

  const controls = controlsOf(
    { api, signIn, companies, sessions, limits, announcer, challenger, listing, store, settings },
    (scopes) => {
      appScopes = scopes;
    },
  );
  if (settings.webhookAddress !== undefined && settings.webhookAddress !== store.state.webhook?.address) {
    controls.nameWebhook(settings.webhookAddress);
  }
  const timer = setInterval(() => void controls.tellWhatIsDue(), TELL_EVERY_MS);
  timer.unref();

  return {
    baseUrl: api.baseUrl,
    signInUrl: signIn.baseUrl,
    ...store.state.client,
    webhookSecret: store.state.webhookSecret,
    ...controls,
    stop: async () => {
      clearInterval(timer);
      stopped.abort();
      await announcer.rest();
      await Promise.all([api.close(), signIn.close()]);
    },
  };
};
