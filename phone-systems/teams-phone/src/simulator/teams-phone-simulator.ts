import type { Faults, LoggedRequest } from 'prodoscore-phone-systems/testing';
import type { AddedCall } from './added-call.js';
import { addedCall } from './added-call.js';
import type { LoggedDelivery } from './announcer.js';
import { userOf } from './people.js';
import { expectedRecordsOf } from './expected.js';
import type { ExpectedRecord, SimulatedCall, SimulatedUser, TeamsCompany } from './model.js';
import type { Permission, TeamsPhoneSimulatorOptions } from './options.js';
import { openMicrosoft } from './microsoft.js';
import { STORIES } from './stories.js';
import type { DayStories, StoryName } from './stories.js';
import { sceneFrom } from './told.js';
import type { ToldStory } from './told.js';

const TELL_EVERY_MS = 1000;

/** A Microsoft that runs: sign-in at one origin, Graph at another. Companies are named by id, domain or name. */
export interface TeamsPhoneSimulator {
  /** Graph: an http origin without a path. */
  readonly baseUrl: string;
  /** Sign-in and consent: another origin. */
  readonly authorizeUrl: string;
  /** Tokens: the same as of sign-in. */
  readonly tokenUrl: string;
  /** The simulator's own application: made at the first start, kept in the data directory. */
  readonly clientId: string;
  readonly clientSecret: string;
  /** What goes wrong at Graph, and at the sign-in's origin. */
  readonly faults: Faults;
  readonly loginFaults: Faults;
  /** Every request to Graph so far, oldest first, without tokens; and to the sign-in's origin. */
  readonly requests: readonly LoggedRequest[];
  readonly loginRequests: readonly LoggedRequest[];
  /** Every delivery of a notification so far, oldest first. */
  readonly deliveries: readonly LoggedDelivery[];
  /** A company as it is now. @throws Error when there is none */
  company(name: string): TeamsCompany;
  /**
   * Everybody's record of every call that started in `[from, to)`, as it can be known by now: what a complete fetch must
   * come to; oldest first.
   */
  records(company: string, from: Date, to: Date): readonly ExpectedRecord[];
  /**
   * What a day tells, each person's record by its role, as it is in the end: what {@link changeCall} changed is not in here,
   * and of calls that began over thirty days ago only rows are left.
   *
   * @param day `YYYY-MM-DD` in the company's time zone
   * @throws Error for a company that tells no stories, and for a day before its calls begin
   * @example simulator.stories('acme.example', '2026-11-20').queueCall.answered.externalId
   */
  stories(company: string, day: string): DayStories;
  /** Adds a call; the logs tell of it after their delays, and subscribers are told. @returns it, as it really was */
  addCall(company: string, call: AddedCall): SimulatedCall;
  /** Adds a story. @throws Error for a company without a cast */
  addStory(company: string, name: StoryName, startsAt: Date): ToldStory;
  /** A call as it is now. @throws Error when there is none */
  call(company: string, id: string): SimulatedCall;
  /**
   * Changes a call: a further version without some of its sessions (none, for a mere correction), or no record any more.
   *
   * @throws Error when there is none
   */
  changeCall(
    company: string,
    id: string,
    change: { readonly dropSessions: readonly string[] } | { readonly gone: 'detail' | 'everywhere' },
  ): void;
  /** Changes a person, queue or attendant. @throws Error when nobody has that id */
  changeUser(company: string, id: string, change: Partial<Omit<SimulatedUser, 'id'>>): SimulatedUser;
  /** Consents without pages, for tests that are not about consenting. @returns an access token of the application */
  grant(company: string): string;
  /** What the application may do in a company that has consented, from now on. */
  setPermissions(company: string, permissions: readonly Permission[]): void;
  /** Whether the company has a licence for Teams Phone: without one, its call records answer 403. */
  setLicensed(company: string, licensed: boolean): void;
  /** Whether the application's secret has run out. */
  setSecretExpired(expired: boolean): void;
  /** Administrators delete the application, everywhere or in one company: no token is made, and Graph answers 403. */
  revokeGrants(company?: string): void;
  /** Tells subscribers what is due now, as the simulator itself does every second. @returns how many deliveries */
  tellWhatIsDue(): Promise<number>;
  /** Tells a company's lifecycle addresses that their subscriptions want to be authorised again. @returns how many */
  askToReauthorize(company: string): Promise<number>;
  /** Ends every connection. What was to be kept is on disk already. */
  stop(): Promise<void>;
}

/**
 * Starts a Microsoft on this machine: sign-in, an administrator's consent, directory, call records, rows of telephone lines
 * and notifications as Microsoft's own, with made-up people and believable calls from sixty days back and going on. For
 * tests, and for trying a host out without a tenant.
 *
 * @throws Error when a port is taken or the data directory holds something that cannot be read
 * @example
 * const teams = await startTeamsPhoneSimulator({ dataDir: './data', behaves: 'documented' });
 * // baseUrl, authorizeUrl, tokenUrl, clientId and clientSecret are the client's of a host
 * await teams.stop();
 */
export const startTeamsPhoneSimulator = async (
  options: TeamsPhoneSimulatorOptions = {},
): Promise<TeamsPhoneSimulator> => {
  const { settings, store, companies, consents, accessTokens, announcer, graph, login, close } =
    await openMicrosoft(options);
  const { now, habits, appPermissions } = settings;
  const { clientId } = store.state.client;
  const timer = setInterval(() => void announcer.tellWhatIsDue(), TELL_EVERY_MS);
  timer.unref();

  const bookOf = (name: string) => companies.bookOf(companies.named(name).id);
  const keep = (companyId: string, call: SimulatedCall): void => {
    store.change(({ addedCalls }) => ({ addedCalls: [...addedCalls, { companyId, call }] }));
    announcer.expect(companyId, call);
  };
  const found = (name: string, id: string): SimulatedCall => {
    const call = bookOf(name).find(id);
    if (call === null) throw new Error(`${name} has no call with the id ${id}.`);
    return call;
  };

  return {
    baseUrl: graph.baseUrl,
    ...{ authorizeUrl: login.baseUrl, tokenUrl: login.baseUrl },
    ...store.state.client,
    ...{ faults: graph.faults, loginFaults: login.faults },
    ...{ requests: graph.requests, loginRequests: login.requests },
    deliveries: announcer.deliveries,
    company: (name) => companies.named(name),
    records: (name, from, to) => {
      const expecting = { company: companies.named(name), habits };
      return bookOf(name)
        .between(from.getTime(), to.getTime())
        .flatMap((call) => expectedRecordsOf(call, now(), expecting));
    },
    stories: (name, day) => {
      const stories = bookOf(name).storiesOn(day);
      if (stories === null) throw new Error(`There are no stories of ${name} on ${day}.`);
      return stories;
    },
    addCall: (name, call) => {
      const made = addedCall(
        bookOf(name).makerOfAdded(() => store.nextId()),
        call,
      );
      keep(companies.named(name).id, made);
      return made;
    },
    addStory: (name, story, startsAt) => {
      const { id, cast } = companies.named(name);
      if (cast === undefined) throw new Error(`${name} tells no stories.`);
      const make = bookOf(name).makerOfAdded(() => store.nextId());
      const told = STORIES[story](sceneFrom(make, cast, startsAt.getTime()));
      for (const call of told.calls) keep(id, call);
      return told;
    },
    call: found,
    changeCall: (name, id, change) => {
      const call = found(name, id);
      const last = call.versions.at(-1)?.sessionIds ?? [];
      const more =
        'gone' in change
          ? { gone: change.gone }
          : {
              versions: [
                ...(store.state.changedCalls[id]?.versions ?? []),
                { at: now(), sessionIds: last.filter((one) => !change.dropSessions.includes(one)) },
              ],
            };
      store.change(({ changedCalls }) => ({
        changedCalls: { ...changedCalls, [id]: { ...changedCalls[id], ...more } },
      }));
      if (!('gone' in change)) announcer.expect(companies.named(name).id, found(name, id), call.versions.length);
    },
    changeUser: (name, id, change) => {
      const company = companies.named(name);
      const changed = { ...userOf(company, id), ...change };
      companies.put(company.id, changed);
      return changed;
    },
    grant: (name) => {
      const companyId = companies.named(name).id;
      consents.give(companyId, clientId, appPermissions);
      return accessTokens.issue({ companyId, clientId, of: 'application' });
    },
    setPermissions: (name, permissions) => consents.limit(companies.named(name).id, permissions),
    setLicensed: (name, licensed) => {
      const { id } = companies.named(name);
      store.change(({ unlicensed }) => {
        const others = unlicensed.filter((one) => one !== id);
        return { unlicensed: licensed ? others : [...others, id] };
      });
    },
    setSecretExpired: (secretExpired) => store.change(() => ({ secretExpired })),
    revokeGrants: (name) => {
      const companyId = name === undefined ? null : companies.named(name).id;
      consents.withdraw((consent) => companyId === null || consent.companyId === companyId);
    },
    tellWhatIsDue: () => announcer.tellWhatIsDue(),
    askToReauthorize: (name) => announcer.tellLifecycle(companies.named(name).id, 'reauthorizationRequired'),
    stop: async () => {
      clearInterval(timer);
      await close();
    },
  };
};
