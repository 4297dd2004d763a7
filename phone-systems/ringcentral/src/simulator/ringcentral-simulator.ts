import { performance } from 'node:perf_hooks';
import { VendorServer } from 'prodoscore-phone-systems/testing';
import type { Faults, LoggedRequest } from 'prodoscore-phone-systems/testing';
import { accountRoutes } from './account-routes.js';
import { Announcer } from './announcer.js';
import type { LoggedDelivery } from './announcer.js';
import { addedRecord } from './added-call.js';
import type { AddedCall } from './added-call.js';
import { callLogRoutes } from './call-log-routes.js';
import { Companies } from './companies.js';
import { generalRefusal } from './errors.js';
import { expectedPartsOf } from './expected.js';
import { guarded } from './guarded.js';
import { KNOWN_NAMES } from './known-names.js';
import type { ExpectedPart, RingCentralCompany, SimulatedExtension, SimulatedRecord } from './model.js';
import { oauthRoutes } from './oauth-routes.js';
import { decided } from './options.js';
import type { RingCentralSimulatorOptions } from './options.js';
import { extensionOf } from './parties.js';
import { RateKeeper } from './rate-limits.js';
import { REFRESH_SECONDS, Sessions } from './sessions.js';
import type { IssuedTokens } from './sessions.js';
import { openStore } from './state.js';
import type { AccountState } from './state.js';
import type { DayStories } from './stories.js';
import { subscriptionRoutes } from './subscription-routes.js';
import { listedAt } from './wire-record.js';

const TELL_EVERY_MS = 1000;

/** A RingCentral that runs. Companies are named by id, domain or name. */
export interface RingCentralSimulator {
  /** An http origin without a path: of sign-in, tokens and API alike. */
  readonly baseUrl: string;
  /** The simulator's own app: made at the first start, kept in the data directory. */
  readonly clientId: string;
  readonly clientSecret: string;
  /** What goes wrong. */
  readonly faults: Faults;
  /** Every request so far, oldest first, without tokens. */
  readonly requests: readonly LoggedRequest[];
  /** Every delivery of an event so far, oldest first. */
  readonly deliveries: readonly LoggedDelivery[];
  /** A company as it is now. @throws Error when there is none */
  company(name: string): RingCentralCompany;
  /**
   * Everybody's part in every call that started in `[from, to)` and is listed as over: one for each person and call, and
   * one of nobody for a call that no person had. What a complete fetch must find; newest first.
   */
  records(company: string, from: Date, to: Date): readonly ExpectedPart[];
  /**
   * What a day tells, each person's part by its role: its ids and instants are what a test expects. Records of a day that
   * is not over may still be to come, and what {@link changeRecord} changed is not in here.
   *
   * @param day `YYYY-MM-DD` in the company's time zone
   * @throws Error for a company that tells no stories, and for a day before its calls begin
   * @example simulator.stories('acme.example', '2026-11-20').queueCall.answered.recordId
   */
  stories(company: string, day: string): DayStories;
  /** Adds a call; it is listed soon after its end, and subscribers are told. @returns everybody's part in it */
  addCall(company: string, call: AddedCall): readonly ExpectedPart[];
  /** Changes a record, such as a recording that is there later: `lastModifiedTime` rises. @throws Error when there is none */
  changeRecord(company: string, id: string, change: Partial<Pick<SimulatedRecord, 'recorded' | 'deleted'>>): void;
  /** Changes a person, queue or menu. @throws Error when nobody has that id */
  changeExtension(company: string, id: string, change: Partial<Omit<SimulatedExtension, 'id'>>): SimulatedExtension;
  /** Suspends an account, or takes it up again. */
  setAccount(company: string, state: AccountState): void;
  /** Signs somebody in and consents without pages, for tests that are not about consenting. */
  grant(email: string): IssuedTokens;
  /** Ends every session, or one company's: access tokens answer 401, refresh tokens `invalid_grant`. */
  revokeGrants(company?: string): void;
  /** Tells subscribers what is due now, as the simulator itself does every second. @returns how many deliveries */
  tellWhatIsDue(): Promise<number>;
  /** Ends every connection. What was to be kept is on disk already. */
  stop(): Promise<void>;
}

/**
 * Starts a RingCentral on this machine: consent pages, directory, call log and events as RingCentral's own, with made-up
 * people and believable calls from sixty days back and going on. For tests, and for trying a host out without an account.
 *
 * @throws Error when the port is taken or the data directory holds something that cannot be read
 * @example
 * const ringCentral = await startRingCentralSimulator({ dataDir: './data', behaves: 'documented' });
 * // baseUrl, clientId and clientSecret are the client's of a host
 * await ringCentral.stop();
 */
export const startRingCentralSimulator = async (
  options: RingCentralSimulatorOptions = {},
): Promise<RingCentralSimulator> => {
  const settings = decided(options);
  const { now, habits, appPermissions } = settings;
  const stopped = new AbortController();
  const store = openStore(settings.dataDir, settings.seed, now());
  const companies = new Companies(settings.companies, store, settings);
  const sessions = new Sessions(store, now);
  const limits = new RateKeeper(settings.limits, () => performance.now());
  const announcer = new Announcer(companies, store, { ...settings, signal: stopped.signal });
  const own = { ...store.state.client, name: settings.clientName, redirectUris: settings.redirectUris };
  // Answers name addresses, and the address is known when the server stands.
  let baseUrl = '';
  const addressOf = (path: string): string => `${baseUrl}${path}`;
  const api = [
    ...accountRoutes(companies, habits, addressOf),
    ...callLogRoutes(companies, { ...settings, addressOf }),
    ...subscriptionRoutes(store, { ...settings, addressOf, signal: stopped.signal }),
  ];
  const server = await VendorServer.open({
    ...settings,
    refusal: generalRefusal,
    names: KNOWN_NAMES,
    routes: [
      ...oauthRoutes({
        ...{ clients: [own, ...settings.clients], companies, sessions, limits, appPermissions, now },
        accessTokenSeconds: settings.accessTokenSeconds,
        issuesRefreshTokens: habits.issuesRefreshTokens,
      }),
      ...guarded(api, { companies, sessions, limits, appPermissions }),
    ],
  });
  baseUrl = server.baseUrl;
  const timer = setInterval(() => void announcer.tellWhatIsDue(), TELL_EVERY_MS);
  timer.unref();

  return {
    baseUrl,
    ...store.state.client,
    faults: server.faults,
    requests: server.requests,
    deliveries: announcer.deliveries,
    company: (name) => companies.named(name),
    records: (name, from, to) =>
      companies
        .logOf(companies.named(name).id)
        .newestFirst(from.getTime(), to.getTime() - 1)
        .filter((record) => listedAt(record) <= now() && record.deleted !== true)
        .flatMap((record) => expectedPartsOf(record, now())),
    stories: (name, day) => {
      const stories = companies.logOf(companies.named(name).id).storiesOn(day);
      if (stories === null) throw new Error(`There are no stories of ${name} on ${day}.`);
      return stories;
    },
    addCall: (name, call) => {
      const company = companies.named(name);
      const record = addedRecord(company, store.nextId(), call);
      store.change(({ addedRecords }) => ({ addedRecords: [...addedRecords, { companyId: company.id, record }] }));
      announcer.expect(company.id, record);
      return expectedPartsOf(record);
    },
    changeRecord: (name, id, change) => {
      if (companies.logOf(companies.named(name).id).find(id) === null) {
        throw new Error(`${name} has no record with the id ${id}.`);
      }
      store.change(({ changedRecords }) => ({
        changedRecords: { ...changedRecords, [id]: { ...changedRecords[id], ...change, changedAt: now() } },
      }));
    },
    changeExtension: (name, id, change) => {
      const company = companies.named(name);
      const changed = { ...extensionOf(company, id), ...change };
      companies.put(company.id, changed);
      return changed;
    },
    setAccount: (name, state) => {
      const { id } = companies.named(name);
      store.change(({ accounts }) => ({ accounts: { ...accounts, [id]: state } }));
    },
    grant: (email) => {
      const found = companies.signIn(email);
      if (found === null) throw new Error(`Nobody signs in at the simulated RingCentral as ${email}.`);
      const { clientId } = own;
      const [companyId, extensionId] = [found.company.id, found.extension.id];
      const accessSeconds = settings.accessTokenSeconds;
      return sessions.issue({ clientId, companyId, extensionId, accessSeconds, refreshSeconds: REFRESH_SECONDS });
    },
    revokeGrants: (name) => {
      const companyId = name === undefined ? null : companies.named(name).id;
      sessions.revoke((session) => companyId === null || session.companyId === companyId);
    },
    tellWhatIsDue: () => announcer.tellWhatIsDue(),
    stop: async () => {
      clearInterval(timer);
      stopped.abort();
      await announcer.rest();
      await server.close();
    },
  };
};
