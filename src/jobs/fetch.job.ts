import { Inject, Injectable } from '@nestjs/common';
import { knownMentions, type Mentions, People, TenantDatabase } from '../access/index.js';
import { isNearDue, RoundBook, RoundRest, RoundWorker } from '../calls/index.js';
import {
  Connections,
  effectOf,
  historyStart,
  letSleep,
  LostPlace,
  type Place,
  Sessions,
  takePlace,
  type VendorSession,
  WebhookSubscriptions,
} from '../connection/index.js';
import { type PhoneSystemProvider, ProviderError, type ProviderFailure, type TenantTerms } from '../contract/index.js';
import { isDirectoryDue, PhoneUsers } from '../directory/index.js';
import { Mappings } from '../mapping/index.js';
import { PersonEraser } from '../privacy/index.js';
import type { IsAwaited, WorkDefinition } from '../queue/index.js';
import { PhoneSystemRegistry } from '../registry/index.js';
import { PHONE_SYSTEM_SETTINGS } from '../storage/index.js';
import { Backoff } from '../support/backoff.js';
import type { PhoneSystemSettings } from '../support/settings.js';
import { EventLog, inSpan, type Note } from '../tracing/index.js';
import { AccountWatch } from './account-watch.service.js';
import { TermsWatch } from './terms-watch.service.js';

export const FETCH = 'fetch';

/** How many connections one copy of the host works on at once. */
export const FETCHES_AT_ONCE = 8;

/** After this time a connection for which others wait begins nothing more: near rounds come every few minutes. */
const LEAST_TURN_MS = 30_000;

/** What a directory may fail of while calls can be read. */
const PASSING: ReadonlySet<ProviderFailure['kind']> = new Set(['tryLater', 'slowDown', 'restartListing', 'defect']);

/** Whose turn it is. */
export interface FetchTurn {
  readonly connectionId: string;
}

/** One turn of one connection: terms, the account, directory, matching, and every round that is due. */
@Injectable()
export class FetchJob implements WorkDefinition<FetchTurn> {
  readonly name = FETCH;
  readonly concurrency = FETCHES_AT_ONCE;
  readonly backoff = new Backoff();
  /** Who calls and was looked for in the directory in vain, by connection. */
  private readonly strangers = new Map<string, ReadonlySet<string>>();
  private readonly log = new EventLog(FetchJob.name);

  constructor(
    private readonly tenants: TenantDatabase,
    private readonly registry: PhoneSystemRegistry,
    private readonly connections: Connections,
    private readonly sessions: Sessions,
    private readonly termsWatch: TermsWatch,
    private readonly accountWatch: AccountWatch,
    private readonly subscriptions: WebhookSubscriptions,
    private readonly rounds: RoundBook,
    private readonly rests: RoundRest,
    private readonly phoneUsers: PhoneUsers,
    private readonly people: People,
    private readonly mappings: Mappings,
    private readonly eraser: PersonEraser,
    private readonly worker: RoundWorker,
    @Inject(PHONE_SYSTEM_SETTINGS) private readonly settings: PhoneSystemSettings,
  ) {}

  readonly work = async ({ connectionId }: FetchTurn, signal: AbortSignal, isAwaited: IsAwaited): Promise<void> => {
    const leastUntil = Date.now() + LEAST_TURN_MS;
    const handsOver: IsAwaited = async () => Date.now() >= leastUntil && (await isAwaited());
    try {
      await inSpan('fetch', { connection: connectionId }, (note) => this.turn(connectionId, signal, handsOver, note));
      this.backoff.succeeded(connectionId);
    } catch (error) {
      if (error instanceof LostPlace || signal.aborted) return;
      const restMs = this.backoff.failed(connectionId);
      await this.rests.restOnOurs(connectionId, error, restMs);
      throw error;
    }
  };

  private async turn(connectionId: string, signal: AbortSignal, handsOver: IsAwaited, note: Note): Promise<void> {
    const connection = await this.connections.byId(connectionId);
    if (connection === null) return;
    note({ provider: connection.providerKey });
    const provider = this.registry.find(connection.providerKey);
    if (provider === undefined) return await this.rests.restUntilInstalled(connection);
    if (!(await this.accountWatch.isBack(connection, provider, () => this.sessions.open(connection, provider, signal))))
      return;
    const terms = await this.termsWatch.check(connection);
    const place = terms === null ? null : await takePlace(this.tenants, connection);
    if (terms === null || place === null) return await letSleep(this.tenants.of(connection.tenantId), connection);
    const wantedFrom = historyStart(this.settings, terms, provider.descriptor.listing, place.now());
    const planned = await this.rounds.planDue({ place, provider, wantedFrom }, place.connection);
    const session = await this.prepare(place, provider, terms, signal);
    if (session === null) return;
    const mentions = this.erasedMentions(place, terms);
    const callers = new Set<string>();
    const phoneUsers = this.phoneUsers.known(connection);
    const walk = { provider, session, timeZone: terms.timeZone, wantedFrom, mentions, callers, phoneUsers };
    await this.worker.run({ ...walk, place: { ...place, connection: planned } }, handsOver);
    await this.meet(callers, place, provider, session);
  }

  /** Somebody who calls and is not known yet is looked for in the directory at once, and not again in vain. */
  private async meet(
    callers: ReadonlySet<string>,
    place: Place,
    provider: PhoneSystemProvider,
    session: VendorSession,
  ): Promise<void> {
    const { id } = place.connection;
    const strangers = this.strangers.get(id) ?? new Set();
    const unknown = await this.phoneUsers.unknown(
      place.connection,
      [...callers].filter((caller) => !strangers.has(caller)),
    );
    if (unknown.length === 0 || session.signal.aborted) return;
    this.strangers.set(id, new Set([...strangers, ...unknown]));
    try {
      await this.refreshDirectory(place, provider, session);
    } catch (error) {
      if (!(error instanceof ProviderError)) throw error;
      return await this.keepDirectory(place, provider, error);
    }
    await this.mappings.matchStored(place.connection);
  }

  /** @throws LostPlace where somebody was erased since the directories were read: the next turn reads them again */
  private erasedMentions({ connection }: Place, { region }: TenantTerms): Mentions {
    const { phoneUsers, people } = this;
    const listed = people.erasedListed(connection.tenantId);
    const mentions = knownMentions(phoneUsers.erasedListed(connection) ?? NOBODY, listed, region);
    if (mentions === null) throw erasedMeanwhile();
    return mentions;
  }

  /**
   * Opens a session, looks at the account and at what it delivers, reads the directories where they are due, and matches.
   *
   * @returns null where calls cannot be fetched now; then all that is under way rests, or the connection has stopped
   */
  private async prepare(
    place: Place,
    provider: PhoneSystemProvider,
    terms: TenantTerms,
    signal: AbortSignal,
  ): Promise<VendorSession | null> {
    const { connection } = place;
    try {
      const session = this.sessions.open(connection, provider, signal);
      if (!(await this.accountWatch.check(place, provider, session))) return null;
      await this.subscriptions.follow(connection, provider, signal);
      if (this.isComparisonDue(place)) await this.subscriptions.mend(connection, provider, signal);
      await this.readDirectory(place, provider, session);
      await this.people.refresh(connection.tenantId);
      if (await this.eraser.eraseListedAgain(connection.tenantId)) throw erasedMeanwhile();
      await this.mappings.matchStored(connection);
      return session;
    } catch (error) {
      if (!(error instanceof ProviderError)) throw error;
      this.log.warn('fetch-failed', `${provider.descriptor.displayName}: ${error.message}`, {
        provider: provider.descriptor.key,
        connection: connection.id,
        failure: error.failure.kind,
      });
      await this.rests.restAll(place, provider, error.failure);
      return null;
    }
  }

  private isComparisonDue({ connection: { nextReconciliationAt, completeUntil }, now }: Place): boolean {
    return completeUntil !== null && (nextReconciliationAt === null || nextReconciliationAt <= now());
  }

  /**
   * Where it was read before and cannot be read for a moment, it is known well enough: calls do not wait for it.
   */
  private async readDirectory(place: Place, provider: PhoneSystemProvider, session: VendorSession): Promise<void> {
    const { connection } = place;
    const now = place.now();
    const stored = await this.phoneUsers.stored(connection);
    // Who is gone is known before it is compared what became of their calls.
    const asked = this.isComparisonDue(place) || (await this.rounds.isAskedFor(connection, stored.readAt));
    const everyMs = this.settings.farEverySeconds * 1000;
    if (!isDirectoryDue(stored, { asked, now, everyMs })) return;
    // A turn for a window that is tried again asks for nothing else.
    if (stored.readAt !== null && !asked && !isNearDue(connection, now)) return;
    try {
      await this.refreshDirectory(place, provider, session);
    } catch (error) {
      if (stored.readAt === null || !(error instanceof ProviderError) || !PASSING.has(error.failure.kind)) throw error;
      await this.keepDirectory(place, provider, error);
    }
  }

  private async refreshDirectory(place: Place, provider: PhoneSystemProvider, session: VendorSession): Promise<void> {
    const { problem } = await this.phoneUsers.refresh(place, provider, session);
    if (problem !== null) this.log.warn('directory-empty', problem.message, factsOf(place, provider));
  }

  private async keepDirectory(
    place: Place,
    provider: PhoneSystemProvider,
    { failure, message }: ProviderError,
  ): Promise<void> {
    const { displayName } = provider.descriptor;
    const sentence = `The directory of ${displayName} is as it was read before: ${message}`;
    this.log.warn('directory-not-read', sentence, { ...factsOf(place, provider), failure: failure.kind });
    await this.phoneUsers.noteProblem(place, effectOf(failure, displayName).problem);
  }
}

/** Whoever is erased takes every place away. */
const erasedMeanwhile = (): LostPlace =>
  new LostPlace('Somebody was erased while this turn went on: the next one reads the directories again.');

/** A directory that this copy need not read: nobody was ever erased. */
const NOBODY = { people: [], asOf: null };

const factsOf = ({ connection }: Place, { descriptor }: PhoneSystemProvider): Readonly<Record<string, string>> => ({
  provider: descriptor.key,
  connection: connection.id,
});
