import { randomUUID } from 'node:crypto';
import { RoundBook } from '../../src/calls/round-book.service.js';
import { RoundRest } from '../../src/calls/round-rest.service.js';
import { type Place, takePlace } from '../../src/connection/place.js';
import { type ProviderFailure, Secret } from '../../src/contract/index.js';
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
  ) {
    this.book = new RoundBook(stage.tenants, stage.settings);
    this.rests = new RoundRest(stage.tenants);
  }

  static async begin(stage: Stage): Promise<RoundsInHand> {
    const connection = aConnection(randomUUID(), { historyFrom: later(-3 * DAY) });
    await stage.tenants.of(connection.tenantId).persist(connection).flush();
    return new RoundsInHand(stage, connection, await take(stage, connection));
  }

  em() {
    return this.stage.tenants.of(this.connection.tenantId);
  }

  async takeAgain(): Promise<void> {
    this.place = await take(this.stage, this.connection);
  }

  async plan(now: Date): Promise<void> {
    await this.book.planDue(this.place, provider, now);
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

  async openKinds(now = new Date()): Promise<string[]> {
    const kinds = new Map((await this.rounds()).map(({ id, kind }) => [id, kind]));
    return (await this.book.openWindows(this.place, now, 400)).map(({ roundId }) => kinds.get(roundId) ?? 'unknown');
  }

  async finishWindow(window: FetchWindowEntity | undefined, walkedFrom: Date): Promise<void> {
    if (window === undefined) throw new Error('There is no window.');
    await this.stage.tenants.transaction(this.connection.tenantId, (em) =>
      this.book.noteProgress(em, provider, this.connection, [walkedWhole(window, walkedFrom)]),
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

  /** @param roundId of which a window failed; null where all that is under way did */
  async rest(failure: ProviderFailure, roundId: string | null): Promise<boolean> {
    const window =
      roundId === null
        ? null
        : await this.em().findOne(FetchWindowEntity, { roundId, doneAt: null }, { orderBy: { fromAt: 'asc' } });
    return await this.rests.rest(this.place, provider, failure, window);
  }

  /** The rest of a round is over. */
  async wake(id: string): Promise<void> {
    await this.em().nativeUpdate(RoundEntity, { id }, { resumeAt: start });
  }
}

async function take(stage: Stage, connection: ConnectionEntity): Promise<Place> {
  const taken = await takePlace(stage.tenants, connection);
  if (taken === null) throw new Error('The connection could not be taken.');
  return taken;
}
