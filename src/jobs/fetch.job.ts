import { Inject, Injectable } from '@nestjs/common';
import { type Mentions, mentionsOf, People, TenantDatabase } from '../access/index.js';
import { RoundBook, RoundRest, RoundWorker } from '../calls/index.js';
import {
  Connections,
  effectOf,
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
import type { IsAwaited, WorkDefinition } from '../queue/index.js';
import { PhoneSystemRegistry } from '../registry/index.js';
import { PHONE_SYSTEM_SETTINGS, type RoundKind } from '../storage/index.js';
import { Backoff } from '../support/backoff.js';
import type { PhoneSystemSettings } from '../support/settings.js';
import { EventLog, inSpan, type Note } from '../tracing/index.js';
import { AccountWatch } from './account-watch.service.js';
import { TermsWatch } from './terms-watch.service.js';

export const FETCH = 'fetch';

/** How many connections one copy of the host works on at once. */
export const FETCHES_AT_ONCE = 8;

/** A connection that others wait for begins nothing more after so long: near rounds come every few minutes. */
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
      this.backoff.failed(connectionId);
      throw error;
    }
  };

  private async turn(connectionId: string, signal: AbortSignal, handsOver: IsAwaited, note: Note): Promise<void> {
    const connection = await this.connections.byId(connectionId);
    const provider = connection === null ? undefined : this.registry.find(connection.providerKey);
    if (connection === null || provider === undefined) return;
    if (!(await this.accountWatch.isBack(connection, provider, () => this.sessions.open(connection, provider, signal))))
      return;
    const terms = await this.termsWatch.check(connection);
    if (terms === null) return;
    const place = await takePlace(this.tenants, connection);
    if (place === null) return;
    await this.rounds.planDue(place, provider, new Date());
    const kinds = await this.rounds.openKinds(place, new Date());
    note({ provider: connection.providerKey, rounds: [...kinds].join() });
    if (kinds.size === 0) return;
    const session = await this.prepare(place, provider, kinds, signal);
    if (session === null) return;
    const mentions = this.erasedMentions(place, terms);
    await this.worker.run({ place, provider, session, timeZone: terms.timeZone, mentions }, handsOver);
  }

  private erasedMentions({ connection }: Place, { region }: TenantTerms): Mentions {
    const { phoneUsers, people } = this;
    return mentionsOf(phoneUsers.erasedListed(connection) ?? [], people.erasedListed(connection.tenantId), region);
  }

  /**
   * Opens a session, looks at the account and at what it delivers, reads the directory where it is due, and matches.
   *
   * @returns null where calls cannot be fetched now; then all that is under way rests, or the connection has stopped
   */
  private async prepare(
    place: Place,
    provider: PhoneSystemProvider,
    kinds: ReadonlySet<RoundKind>,
    signal: AbortSignal,
  ): Promise<VendorSession | null> {
    try {
      const session = this.sessions.open(place.connection, provider, signal);
      if (!(await this.accountWatch.check(place, provider, session))) return null;
      await this.subscriptions.follow(place.connection, provider, signal);
      if (kinds.has('reconciliation')) await this.subscriptions.mend(place.connection, provider, signal);
      await this.readDirectory(place, provider, kinds, session);
      await this.mappings.matchAgain(place.connection);
      return session;
    } catch (error) {
      if (!(error instanceof ProviderError)) throw error;
      this.log.warn('fetch-failed', `${provider.descriptor.displayName}: ${error.message}`, {
        provider: provider.descriptor.key,
        connection: place.connection.id,
        failure: error.failure.kind,
      });
      await this.rests.rest(place, provider, error.failure, null);
      return null;
    }
  }

  /** Where it was read before and cannot be read for a moment, it is known well enough: calls do not wait for it. */
  private async readDirectory(
    place: Place,
    provider: PhoneSystemProvider,
    kinds: ReadonlySet<RoundKind>,
    session: VendorSession,
  ): Promise<void> {
    const stored = await this.phoneUsers.stored(place.connection);
    const everyMs = this.settings.farEverySeconds * 1000;
    if (!isDirectoryDue(stored, { asked: kinds.has('manual'), now: new Date(), everyMs })) return;
    const { displayName, key } = provider.descriptor;
    const facts = { provider: key, connection: place.connection.id };
    try {
      const { problem } = await this.phoneUsers.refresh(place, provider, session);
      if (problem !== null) this.log.warn('directory-empty', problem.message, facts);
    } catch (error) {
      if (stored.readAt === null || !(error instanceof ProviderError) || !PASSING.has(error.failure.kind)) throw error;
      const { kind } = error.failure;
      const sentence = `The directory of ${displayName} is as it was read before: ${error.message}`;
      this.log.warn('directory-not-read', sentence, { ...facts, failure: kind });
      await this.phoneUsers.noteProblem(place, effectOf(error.failure, displayName).problem);
    }
  }
}
