import { randomUUID } from 'node:crypto';
import { RoundBook } from '../../src/calls/round-book.service.js';
import { RoundRest } from '../../src/calls/round-rest.service.js';
import type { OpenWindow, Walk } from '../../src/calls/walk.js';
import { type Place, takePlace } from '../../src/connection/life/place.js';
import { type PhoneSystemProvider, type ProviderFailure, Secret } from '../../src/contract/index.js';
import { ConnectionEntity, FetchWindowEntity, RoundEntity } from '../../src/storage/index.js';
import { providerOf } from './loopback-vendor.js';
import type { Stage } from './stage.js';
import { aConnection } from './stored-rows.js';
import { walkedWhole } from './walked-whole.js';

export const MINUTE = 60_000;
export const HOUR = 60 * MINUTE;
export const DAY = 24 * HOUR;

const client = { clientId: 'client', clientSecret: new Secret('x'), baseUrl: 'http://127.0.0.1:1' };
export const provider = providerOf(client, { displayName: 'Dialpad' });

/** When its first round is planned. */
export const start = new Date(Date.now() - HOUR);
export const later = (ms: number): Date => new Date(start.getTime() + ms);

/** One connection with three days of history, whose place is taken, and its rounds. */
export class RoundsInHand {
  readonly book: RoundBook;
  readonly rests: RoundRest;

  private constructor(
    private readonly stage: Stage,
    readonly connection: ConnectionEntity,
    public place: Place,
    private readonly provider: PhoneSystemProvider,
  ) {
    this.book = new RoundBook(stage.tenants, stage.settings);
    this.rests = new RoundRest(stage.tenants);
  }

  static async begin(stage: Stage, vendor: PhoneSystemProvider = provider): Promise<RoundsInHand> {
    const connection = aConnection(randomUUID(), { historyFrom: later(-3 * DAY) });
    await stage.tenants.of(connection.tenantId).persist(connection).flush();
    return new RoundsInHand(stage, connection, await take(stage, connection), vendor);
  }

  em() {
    return this.stage.tenants.of(this.connection.tenantId);
  }

  async takeAgain(): Promise<void> {
    this.place = await take(this.stage, this.connection);
  }

  /** Plans what is due at an instant, calls being wanted from the history's beginning on unless another day is said. */
  async plan(now: Date, wantedFrom: Date = this.connection.historyFrom): Promise<void> {
    await this.book.planDue({ ...this.walk(now), wantedFrom }, await this.present());
  }

  /** Walks at an instant. */
  walk(now: Date): Walk {
    const session = { signal: new AbortController().signal, send: () => Promise.reject(new Error()) };
    const { historyFrom: wantedFrom } = this.connection;
    return { place: this.placeAt(now), provider: this.provider, session, timeZone: 'UTC', wantedFrom };
  }

  placeAt(now: Date): Place {
    return { ...this.place, now: () => now };
  }

  async askFor(): Promise<string> {
    return await this.book.makeManual(this.connection, this.provider);
  }

  async rounds(): Promise<RoundEntity[]> {
    return await this.em().find(RoundEntity, {}, { orderBy: { startedAt: 'asc' } });
  }

  async round(kind: string): Promise<RoundEntity> {
    const found = (await this.rounds()).findLast((each) => each.kind === kind);
    if (found === undefined) throw new Error(`There is no ${kind} round.`);
    return found;
  }

  async present(): Promise<ConnectionEntity> {
    return await this.em().findOneOrFail(ConnectionEntity, { id: this.connection.id });
  }

  async openWindows(): Promise<OpenWindow[]> {
    return await this.book.openWindows(this.place);
  }

  /** The kinds of rounds with windows that may be walked at an instant, of each window one. */
  async openKinds(now = new Date()): Promise<string[]> {
    const open = await this.openWindows();
    return open.flatMap(({ kind, resumeAt }) => (resumeAt === null || resumeAt <= now ? [kind] : []));
  }

  async finishWindow(window: Pick<FetchWindowEntity, 'id' | 'roundId'> | undefined, walkedFrom: Date): Promise<void> {
    if (window === undefined) throw new Error('There is no window.');
    await this.stage.tenants.transaction(this.connection.tenantId, (em) =>
      this.book.noteProgress(em, this.provider, this.connection, [walkedWhole(window, walkedFrom)]),
    );
  }

  /** Walks the open windows of these rounds to their ends. */
  async finish(kind: string, walkedFrom: Date): Promise<void> {
    const { id } = await this.round(kind);
    for (const window of await this.em().find(FetchWindowEntity, { roundId: id, doneAt: null })) {
      await this.finishWindow(window, walkedFrom);
    }
  }

  /** Has the history walked. */
  async beSteady(): Promise<void> {
    await this.plan(start);
    await this.finish('history', start);
  }

  /** Changes the row of the connection, as somebody else would. */
  async change(to: Partial<ConnectionEntity>): Promise<void> {
    await this.em().nativeUpdate(ConnectionEntity, { id: this.connection.id }, to);
  }

  /** All that is under way fails of something. */
  async restAll(failure: ProviderFailure): Promise<boolean> {
    return await this.rests.restAll(this.place, this.provider, failure);
  }

  /** The walk of a window fails: the newest of a kind of round, unless another one is said. */
  async restWindow(
    failure: ProviderFailure,
    kind: string,
    {
      answeredAt = null,
      choose = () => true,
    }: { answeredAt?: Date | null; choose?: (window: OpenWindow) => boolean } = {},
  ): Promise<void> {
    const window = (await this.openWindows()).find((each) => each.kind === kind && choose(each));
    if (window === undefined) throw new Error(`There is no such window of a ${kind} round.`);
    await this.rests.restWindow(this.place, this.provider, failure, window, { answeredAt, timeZone: 'UTC' });
  }

  /** What rests goes on. */
  async wake(): Promise<void> {
    await this.em().nativeUpdate(FetchWindowEntity, { doneAt: null }, { resumeAt: null });
  }
}

async function take(stage: Stage, connection: ConnectionEntity): Promise<Place> {
  const taken = await takePlace(stage.tenants, connection);
  if (taken === null) throw new Error('The connection could not be taken.');
  return taken;
}
