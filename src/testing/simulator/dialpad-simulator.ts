import { performance } from 'node:perf_hooks';
import { accountRoutes } from './account-routes.js';
import { Announcer } from './announcer.js';
import { failure } from './answer.js';
import { guarded } from './bearer.js';
import { callFrom } from './call-draft.js';
import type { CallDraft } from './call-draft.js';
import { callRoutes } from './call-routes.js';
import { Companies } from './companies.js';
import type { Faults, LoggedRequest } from '../vendor/index.js';
import { VendorServer } from '../vendor/index.js';
import { type Forgetting, whatIsLeft } from './forgetting.js';
import { Grants } from './grants.js';
import type { IssuedTokens } from './grants.js';
import { KNOWN_NAMES } from './known-names.js';
import { LimitKeeper } from './limits.js';
import type { CompanyState, SimulatedCall, SimulatedCompany, SimulatedUser } from './model.js';
import { oauthRoutes } from './oauth-routes.js';
import { decided } from './options.js';
import type { DialpadSimulatorOptions } from './options.js';
import { openStore } from './state.js';
import type { DayStories } from './stories.js';
import type { LoggedDelivery } from './webhook-delivery.js';
import { webhookRoutes } from './webhook-routes.js';

const TELL_EVERY_MS = 1000;

/** A Dialpad that runs. Companies are named by id, domain or name. */
export interface DialpadSimulator {
  /** An http origin without a path. */
  readonly baseUrl: string;
  /** The simulator's own OAuth client: made at the first start, kept in the data directory. */
  readonly clientId: string;
  readonly clientSecret: string;
  /** What goes wrong. */
  readonly faults: Faults;
  /** Every request so far, oldest first, without tokens. */
  readonly requests: readonly LoggedRequest[];
  /** Every webhook delivery so far, oldest first. */
  readonly deliveries: readonly LoggedDelivery[];
  /** A company as it is now. @throws Error when there is none */
  company(name: string): SimulatedCompany;
  /** The calls that started in `[from, to)`, are concluded and still listed: what a complete fetch must find. Newest first. */
  calls(company: string, from: Date, to: Date): readonly SimulatedCall[];
  /**
   * What a day tells, each record by its part: its ids and instants are what a test expects. Records of a day that is
   * not over may still be to come, and what {@link changeCall} changed is not in here.
   *
   * @param day `YYYY-MM-DD` in the company's time zone
   * @throws Error for a company that tells no stories, and for a day before its calls begin
   * @example simulator.stories('acme.example', '2026-11-20').addedParticipant.first.id
   */
  stories(company: string, day: string): DayStories;
  /** Adds a call; it is listed from its end on, and subscribers are told. Give its side with {@link partyOf}. */
  addCall(company: string, call: CallDraft): SimulatedCall;
  /** Changes a call, such as a voicemail that arrives late. Its start stays. @throws Error when there is no such call */
  changeCall(company: string, id: string, change: Partial<Omit<SimulatedCall, 'id' | 'startedAt'>>): SimulatedCall;
  /** Adds a person, who makes no calls but those that are added. */
  addUser(company: string, user: Partial<Omit<SimulatedUser, 'id'>> & Pick<SimulatedUser, 'firstName'>): SimulatedUser;
  /** Changes a person. @throws Error when nobody has that id */
  changeUser(company: string, id: string, change: Partial<Omit<SimulatedUser, 'id'>>): SimulatedUser;
  setCompanyState(company: string, state: CompanyState): void;
  /**
   * Has a company's Dialpad tell of its past no longer what is named; the rest stays as it is. Anonymised calls are listed
   * to who asks with `include_anonymized=true`, without names and numbers; calls beyond the access to nobody.
   *
   * @example simulator.forget('acme.example', { userIds: [ann.id] }); // as if Ann had been deleted
   */
  forget(company: string, what: Partial<Forgetting>): void;
  /** Signs somebody in and consents without pages, for tests that are not about consenting. */
  grant(email: string, scopes?: readonly string[]): IssuedTokens;
  /** Takes back every consent, or one company's: their tokens answer 401, their refresh tokens `invalid_grant`. */
  revokeGrants(company?: string): void;
  /** Tells subscribers what is due now, as the simulator itself does every second. @returns how many deliveries */
  tellWhatIsDue(): Promise<number>;
  /** Ends every connection. What was to be kept is on disk already. */
  stop(): Promise<void>;
}

/**
 * Starts a Dialpad on this machine: consent pages, users, calls and webhooks as Dialpad's own, with made-up people and
 * believable calls from sixty days back and going on. For tests, and for trying a host out without an account.
 *
 * @throws Error when the port is taken or the data directory holds something that cannot be read
 * @example
 * const dialpad = await startDialpadSimulator({ dataDir: './data' });
 * // DialpadModule.forRoot({ baseUrl: dialpad.baseUrl, clientId: dialpad.clientId, clientSecret: dialpad.clientSecret })
 * dialpad.faults.plan({ path: '/api/v2/call', times: 2, answer: { kind: 'status', status: 429, retryAfter: 1 } });
 * await dialpad.stop();
 */
export const startDialpadSimulator = async (options: DialpadSimulatorOptions = {}): Promise<DialpadSimulator> => {
  const settings = decided(options);
  const { now } = settings;
  const store = openStore(settings.dataDir, settings.seed, now());
  const companies = new Companies(settings.companies, store, settings.historyDays);
  const grants = new Grants(store, now, settings.accessTokenSeconds);
  const announcer = new Announcer(companies, store, now);
  const own = { ...store.state.client, name: settings.clientName, redirectUris: settings.redirectUris };
  const limits = new LimitKeeper(settings.limits, () => performance.now());
  const api = [
    ...accountRoutes(companies, settings.userPageSize, now),
    ...callRoutes(companies, settings.callPageSize, now),
    ...webhookRoutes(store, settings.otherSubscriptions),
  ];
  const routes = [
    ...oauthRoutes({ clients: [own, ...settings.clients], companies, grants, now }),
    ...guarded(api, { companies, grants, limits }),
  ];
  const server = await VendorServer.open({ ...settings, routes, refusal: failure, names: KNOWN_NAMES });
  const timer = setInterval(() => void announcer.tellWhatIsDue(), TELL_EVERY_MS);
  timer.unref();

  const userOf = (company: SimulatedCompany, id: string): SimulatedUser => {
    const user = company.users.find((one) => one.id === id);
    if (user === undefined) throw new Error(`${company.name} has no user with the id ${id}.`);
    return user;
  };

  const toldOf = ({ id }: SimulatedCompany, from: Date, to: Date): readonly SimulatedCall[] =>
    [...companies.callsOf(id).newestFirst(from.getTime() - 1, to.getTime())].filter(
      (call) => call.endedAt <= now() && whatIsLeft(call, companies.forgettingOf(id), now()) === 'all',
    );

  const forget = (name: string, what: Partial<Forgetting>): void => {
    const { id } = companies.named(name);
    const present = companies.forgettingOf(id);
    store.change(({ forgetting }) => ({ forgetting: { ...forgetting, [id]: { ...present, ...what } } }));
  };
  for (const [name, what] of Object.entries(settings.forgetting)) forget(name, what);

  return {
    baseUrl: server.baseUrl,
    ...store.state.client,
    faults: server.faults,
    requests: server.requests,
    deliveries: announcer.deliveries,
    company: (name) => companies.named(name),
    calls: (name, from, to) => toldOf(companies.named(name), from, to),
    stories: (name, day) => {
      const stories = companies.callsOf(companies.named(name).id).storiesOn(day);
      if (stories === null) throw new Error(`There are no stories of ${name} on ${day}.`);
      return stories;
    },
    addCall: (name, draft) => {
      const { id: companyId } = companies.named(name);
      const call = callFrom(String(600_000_000_000_000_000n + BigInt(store.nextId())), draft);
      store.change(({ addedCalls }) => ({ addedCalls: [...addedCalls, { companyId, call }] }));
      announcer.expect(companyId, call);
      return call;
    },
    changeCall: (name, id, change) => {
      const call = companies.callsOf(companies.named(name).id).find(id);
      if (call === null) throw new Error(`${name} has no call with the id ${id}.`);
      store.change(({ changedCalls }) => ({
        changedCalls: { ...changedCalls, [id]: { ...changedCalls[id], ...change } },
      }));
      return { ...call, ...change };
    },
    addUser: (name, user) => {
      const added: SimulatedUser = {
        lastName: '',
        emails: [],
        phoneNumbers: [],
        state: 'active',
        isAdmin: false,
        isSuperAdmin: false,
        ...user,
        id: String(9_007_199_254_900_001n + BigInt(store.nextId())),
      };
      companies.putUser(companies.named(name).id, added);
      return added;
    },
    changeUser: (name, id, change) => {
      const company = companies.named(name);
      const changed = { ...userOf(company, id), ...change };
      companies.putUser(company.id, changed);
      return changed;
    },
    setCompanyState: (name, state) => {
      const { id } = companies.named(name);
      store.change(({ companyStates }) => ({ companyStates: { ...companyStates, [id]: state } }));
    },
    forget,
    grant: (email, scopes = ['calls:list', 'offline_access']) => {
      const found = companies.signIn(email);
      if (found === null) throw new Error(`Nobody signs in at the simulated Dialpad as ${email}.`);
      const { company, user } = found;
      return grants.issue({ clientId: own.clientId, companyId: company.id, userId: user.id, scopes });
    },
    revokeGrants: (name) => {
      const companyId = name === undefined ? null : companies.named(name).id;
      grants.revoke((grant) => companyId === null || grant.companyId === companyId);
    },
    tellWhatIsDue: () => announcer.tellWhatIsDue(),
    stop: async () => {
      clearInterval(timer);
      await announcer.stop();
      await server.close();
    },
  };
};
