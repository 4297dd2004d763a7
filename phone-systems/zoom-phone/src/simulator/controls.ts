import type { Faults, LoggedRequest, VendorServer } from 'prodoscore-phone-systems/testing';
import { addedCalls } from './added-call.js';
import type { AddedCall } from './added-call.js';
import type { Announcer, LoggedDelivery } from './announcer.js';
import { appDeauthorized, elementsDeleted } from './call-events.js';
import type { Challenger } from './challenge.js';
import type { Companies } from './companies.js';
import { expectedRecordsOf } from './expected.js';
import type { Listing } from './listing.js';
import type { ExpectedRecord, SimulatedCall, SimulatedUser, ZoomCompany } from './model.js';
import type { decided } from './options.js';
import { userOf } from './parties.js';
import type { RateKeeper } from './rate-limits.js';
import type { IssuedTokens, Sessions } from './sessions.js';
import type { AccountState, WebhookState, ZoomPhoneStore } from './state.js';
import type { DayStories } from './stories.js';

/** What a test sees of a simulated Zoom Phone, and does to it. */
export interface ZoomPhoneControls {
  /** What goes wrong at the API. */
  readonly faults: Faults;
  /** What goes wrong at sign-in and tokens. */
  readonly signInFaults: Faults;
  /** Every request to the API so far, oldest first, without tokens. */
  readonly requests: readonly LoggedRequest[];
  /** Every request to sign-in and tokens so far. */
  readonly signInRequests: readonly LoggedRequest[];
  /** Every delivery of an event so far, oldest first; challenges are none. */
  readonly deliveries: readonly LoggedDelivery[];
  /** How the one address for events stands; null where there is none. */
  webhook(): WebhookState | null;
  /** A company as it is now. @throws Error when there is none */
  company(name: string): ZoomCompany;
  /**
   * Everybody's record of every call that started in `[from, to)` and is listed by now: what a complete fetch must find,
   * newest first. What was forgotten is not among them.
   */
  records(company: string, from: Date, to: Date): readonly ExpectedRecord[];
  /**
   * What a day tells, each person's record by its role.
   *
   * @param day `YYYY-MM-DD` in the company's time zone
   * @throws Error for a company that tells no stories, and for a day before its calls begin
   * @example simulator.stories('acme.example', '2026-11-20').ringGroup.answered?.recordId
   */
  stories(company: string, day: string): DayStories;
  /** Adds a call or a story; it is listed soon after its end, and told. @returns everybody's record of it */
  addCall(company: string, call: AddedCall): readonly ExpectedRecord[];
  /** Lets a call age out: from list and details, or, as between a list and its details, from the details alone. */
  forgetCall(company: string, uuid: string, what: 'wholly' | 'details'): void;
  /** Somebody deletes a call from the own log: an event says so, and the company's history has it still. */
  deleteFromOwnLog(company: string, uuid: string, userId: string): void;
  /** Changes a person. @throws Error when nobody has that id */
  changeUser(company: string, id: string, change: Partial<Omit<SimulatedUser, 'id'>>): SimulatedUser;
  /** Switches Zoom Phone or the app off for an account, or on again. */
  setAccount(company: string, change: Partial<AccountState>): void;
  /** Chooses other scopes on the app: they hold from the next consent on. */
  chooseScopes(scopes: readonly string[]): void;
  /** Signs somebody in and consents without pages, for tests that are not about consenting. */
  grant(email: string): IssuedTokens;
  /** Ends every session, or one company's: access tokens answer 401, refresh tokens `invalid_grant`. */
  revokeGrants(company?: string): void;
  /** A customer uninstalls the app: sessions end, and an event says so. */
  uninstall(company: string): void;
  /** Other apps of an account use up heavy requests of this day; all that are left unless a number is given. */
  othersUse(company: string, heavyRequests?: number): void;
  /** Names the one address for events; it is challenged with the next {@link tellWhatIsDue}, or by {@link challenge}. */
  nameWebhook(address: string | null): void;
  /** Challenges the address for events now. @returns whether it answered as it must */
  challenge(): Promise<boolean>;
  /** Challenges, and tells what is due now, as the simulator does every second. @returns how many deliveries */
  tellWhatIsDue(): Promise<number>;
}

interface Parts {
  readonly api: VendorServer;
  readonly signIn: VendorServer;
  readonly companies: Companies;
  readonly sessions: Sessions;
  readonly limits: RateKeeper;
  readonly announcer: Announcer;
  readonly challenger: Challenger;
  readonly listing: Listing;
  readonly store: ZoomPhoneStore;
  readonly settings: Pick<ReturnType<typeof decided>, 'now' | 'appScopes'>;
}

export const controlsOf = (parts: Parts, chooseScopes: (scopes: readonly string[]) => void): ZoomPhoneControls => {
  const { api, signIn, companies, sessions, limits, announcer, challenger, listing, store, settings } = parts;
  const { now } = settings;
  const callOf = (company: ZoomCompany, uuid: string): SimulatedCall => {
    const call = companies.callsOf(company.accountId).find(uuid);
    if (call === null) throw new Error(`${company.name} has no call ${uuid}.`);
    return call;
  };
  let scopes = settings.appScopes;

  return {
    faults: api.faults,
    signInFaults: signIn.faults,
    requests: api.requests,
    signInRequests: signIn.requests,
    deliveries: announcer.deliveries,
    webhook: () => store.state.webhook,
    company: (name) => companies.named(name),
    records: (name, from, to) =>
      companies
        .callsOf(companies.named(name).accountId)
        .newestFirst(from.getTime(), to.getTime() - 1)
        .filter((call) => listing.tells(call))
        .flatMap((call) => expectedRecordsOf(call, now())),
    stories: (name, day) => {
      const stories = companies.callsOf(companies.named(name).accountId).storiesOn(day);
      if (stories === null) throw new Error(`There are no stories of ${name} on ${day}.`);
      return stories;
    },
    addCall: (name, call) => {
      const { accountId } = companies.named(name);
      const made = addedCalls(companies.callsOf(accountId).makerOfAdded(store.nextId()), call);
      store.change(({ added }) => ({ added: [...added, ...made.map((one) => ({ accountId, call: one }))] }));
      for (const one of made) announcer.expectCall(accountId, one);
      return made.flatMap((one) => expectedRecordsOf(one));
    },
    forgetCall: (name, uuid, what) => {
      callOf(companies.named(name), uuid);
      store.change(({ forgotten }) => ({ forgotten: { ...forgotten, [uuid]: what } }));
    },
    deleteFromOwnLog: (name, uuid, userId) => {
      const company = companies.named(name);
      announcer.expect([elementsDeleted(company, userOf(company, userId), callOf(company, uuid), now())]);
    },
    changeUser: (name, id, change) => {
      const company = companies.named(name);
      const changed = { ...userOf(company, id), ...change };
      companies.put(company.accountId, changed);
      return changed;
    },
    setAccount: (name, change) => {
      const { accountId } = companies.named(name);
      const state = { ...companies.stateOf(accountId), ...change };
      store.change(({ accounts }) => ({ accounts: { ...accounts, [accountId]: state } }));
    },
    chooseScopes: (chosen) => {
      scopes = chosen;
      chooseScopes(chosen);
    },
    grant: (email) => {
      const found = companies.signIn(email);
      if (found === null) throw new Error(`Nobody signs in at the simulated Zoom as ${email}.`);
      const { accountId } = found.company;
      return sessions.issue({ clientId: store.state.client.clientId, accountId, userId: found.user.id, scopes });
    },
    revokeGrants: (name) => {
      const only = name === undefined ? null : companies.named(name).accountId;
      sessions.end(({ accountId }) => only === null || accountId === only, 4740);
    },
    uninstall: (name) => {
      const { accountId } = companies.named(name);
      const ended = store.state.sessions.filter((session) => session.accountId === accountId && session.end === null);
      sessions.end((session) => session.accountId === accountId, 4740);
      announcer.expect(ended.map(({ userId, clientId }) => appDeauthorized(accountId, userId, clientId, now())));
    },
    othersUse: (name, heavyRequests = Infinity) => limits.othersUse(companies.named(name).accountId, heavyRequests),
    nameWebhook: (address) => {
      const fresh = { validatedAt: null, challengedAt: null, failures: 0, isOff: false };
      store.change(() => ({ webhook: address === null ? null : { address, ...fresh } }));
    },
    challenge: () => challenger.ask(),
    tellWhatIsDue: async () => {
      await challenger.askWhereDue();
      return await announcer.tellWhatIsDue();
    },
  };
};
