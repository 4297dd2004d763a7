import { performance } from 'node:perf_hooks';
import { VendorServer } from 'prodoscore-phone-systems/testing';
import { AccessTokens } from './access-tokens.js';
import { Announcer } from './announcer.js';
import { callRecordRoutes } from './call-record-routes.js';
import { Companies } from './companies.js';
import { Consents } from './consents.js';
import { directoryRoutes } from './directory-routes.js';
import { generalRefusal, generalTokenRefusal } from './errors.js';
import { guarded } from './guarded.js';
import { IdTokens } from './id-tokens.js';
import { KNOWN_NAMES } from './known-names.js';
import { loginAt } from './login-routes.js';
import { decided } from './options.js';
import type { TeamsPhoneSimulatorOptions } from './options.js';
import { Paging } from './paging.js';
import { RateKeeper } from './rate-limits.js';
import { openStore } from './state.js';
import { subscriptionRoutes } from './subscription-routes.js';
import { tokenRoutes } from './token-routes.js';

/** What each cloud calls itself in the scope of a token. */
const RESOURCES = {
  global: 'https://graph.microsoft.com',
  usGovernment: 'https://graph.microsoft.us',
  china: 'https://microsoftgraph.chinacloudapi.cn',
};

/** Puts both origins up, with all that stands behind them. */
export const openMicrosoft = async (options: TeamsPhoneSimulatorOptions) => {
  const settings = decided(options);
  const { now, habits, appPermissions, cloud } = settings;
  const stopped = new AbortController();
  const store = openStore(settings.dataDir, settings.seed, now());
  const companies = new Companies(settings.companies, store, settings);
  const consents = new Consents(store, settings);
  const accessTokens = new AccessTokens(store, settings.accessTokenSeconds, now);
  const announcer = new Announcer(companies, store, { ...settings, signal: stopped.signal });
  const own = { ...store.state.client, name: settings.clientName, redirectUris: settings.redirectUris };
  const clients = [own, ...settings.clients];
  const tokenScope = `${RESOURCES[cloud]}/.default`;

  // Answers name addresses, and the addresses are known when the servers stand.
  let [graphUrl, loginUrl] = ['', ''];
  const addressOf = (path: string): string => `${graphUrl}${path}`;
  const idTokens = new IdTokens(store.state.signingKey, (path) => `${loginUrl}${path}`, now);
  const loginPages = loginAt({ clients, companies, consents, habits, appPermissions, tokenScope, now });
  const login = await VendorServer.open({
    ...{ ...settings, port: settings.loginPort },
    refusal: generalTokenRefusal,
    routes: [
      ...loginPages.routes,
      ...idTokens.routes,
      ...tokenRoutes({
        ...{ clients, companies, consents, accessTokens, idTokens, login: loginPages, habits, tokenScope },
        accessTokenSeconds: settings.accessTokenSeconds,
        secretExpired: () => store.state.secretExpired,
      }),
    ],
  });
  loginUrl = login.baseUrl;

  const paging = new Paging({ ...settings, key: () => store.state.tokenKey, addressOf });
  const listing = { ...settings, companies, paging, addressOf };
  const api = [
    ...directoryRoutes({ ...listing, hasUserConfigurations: cloud === 'global' }),
    ...callRecordRoutes({ ...listing, hasCallRecords: cloud !== 'china' }),
    ...subscriptionRoutes(store, { addressOf, now, signal: stopped.signal }),
  ];
  const graph = await VendorServer.open({
    ...settings,
    refusal: generalRefusal,
    names: KNOWN_NAMES,
    routes: guarded(api, {
      ...{ companies, consents, accessTokens },
      limits: new RateKeeper(settings.limits, () => performance.now()),
      isLicensed: (companyId) => !store.state.unlicensed.includes(companyId),
    }),
  }).catch(async (error: unknown) => {
    await login.close();
    throw error;
  });
  graphUrl = graph.baseUrl;

  const close = async (): Promise<void> => {
    stopped.abort();
    await announcer.rest();
    await Promise.all([graph.close(), login.close()]);
  };
  return { settings, store, companies, consents, accessTokens, announcer, graph, login, close };
};
