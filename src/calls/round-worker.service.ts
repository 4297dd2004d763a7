import { setTimeout as sleep } from 'node:timers/promises';
import { Injectable } from '@nestjs/common';
import type { FetchWindowEntity, RoundKind } from '../storage/index.js';
import { ProviderError, type ProviderFailure } from '../contract/index.js';
import { LostPlace } from '../connection/place.js';
import { EventLog } from '../tracing/index.js';
import { ROUND_KINDS, URGENT_KINDS } from './plan-rounds.js';
import { RoundBook } from './round-book.service.js';
import { RoundRest } from './round-rest.service.js';
import type { Walk } from './walk.js';
import { WindowWalker } from './window-walker.service.js';

/** Windows walked at once: enough that a vendor's limit is the only limit at 400 ms an answer. */
export const WALKS_AT_ONCE = 12;
/** After so long a worker begins no further window, so that its job ends and is handed out anew. */
const SHIFT_MS = 600_000;
/** While walks are long, whether something urgent has come up is looked at so often. */
const LOOK_MS = 1_000;

/** Walks whatever is due on a connection, several windows at once, until nothing is. */
@Injectable()
export class RoundWorker {
  private readonly log = new EventLog(RoundWorker.name);

  constructor(
    private readonly rounds: RoundBook,
    private readonly walker: WindowWalker,
    private readonly rests: RoundRest,
  ) {}

  /** @param handsOver whether to begin no further window, because others wait for the place */
  async run(walk: Walk, handsOver: () => Promise<boolean>): Promise<void> {
    const shift = new Shift(this.rounds, walk, handsOver);
    const over = new AbortController();
    const lanes = Array.from({ length: WALKS_AT_ONCE }, () => this.walkAll(walk, shift, shift.next));
    const walks = Promise.allSettled([...lanes, this.walkUrgent(walk, shift, over.signal)]);
    await Promise.allSettled(lanes);
    over.abort();
    const failed = (await walks).find(({ status }) => status === 'rejected');
    if (failed?.status === 'rejected') throw failed.reason;
  }

  private async walkAll(walk: Walk, shift: Shift, next: Shift['next']): Promise<void> {
    for (let window = await next(); window !== undefined; window = await next()) {
      await this.attempt(walk, shift, window);
      shift.release(window);
    }
  }

  /** A walk may take many minutes where days are long: what is near, or was asked for, does not wait for its end. */
  private async walkUrgent(walk: Walk, shift: Shift, over: AbortSignal): Promise<void> {
    const look = (): Promise<boolean> =>
      sleep(LOOK_MS, undefined, { signal: over }).then(
        () => true,
        () => false,
      );
    while (await look()) await this.walkAll(walk, shift, shift.nextUrgent);
  }

  private async attempt(walk: Walk, shift: Shift, window: FetchWindowEntity): Promise<void> {
    try {
      await this.walker.walk(walk, window);
    } catch (error) {
      if (walk.session.signal.aborted) return shift.end();
      if (error instanceof LostPlace) {
        this.log.info('taken-over', 'Another worker has taken over a connection.', {
          connection: walk.place.connection.id,
        });
        return shift.end();
      }
      if (!(error instanceof ProviderError)) {
        shift.end();
        throw error;
      }
      await this.rest(walk, shift, window, error);
    }
  }

  private async rest(walk: Walk, shift: Shift, window: FetchWindowEntity, error: ProviderError): Promise<void> {
    const { displayName, key } = walk.provider.descriptor;
    this.log.warn('window-failed', `${displayName}: ${error.message}${sampleOf(error.failure)}`, {
      provider: key,
      connection: walk.place.connection.id,
      round: window.roundId,
      failure: error.failure.kind,
    });
    try {
      if (!(await this.rests.rest(walk.place, walk.provider, error.failure, window))) shift.end();
    } catch (lost) {
      if (!(lost instanceof LostPlace)) throw lost;
      shift.end();
    }
  }
}

/** Hands out windows to one worker's walks, each once. */
class Shift {
  private readonly until = Date.now() + SHIFT_MS;
  private readonly inHand = new Set<string>();
  private turn: Promise<unknown> = Promise.resolve();
  private planAgainAt = new Date(0);
  private ended = false;

  constructor(
    private readonly rounds: RoundBook,
    private readonly walk: Walk,
    private readonly handsOver: () => Promise<boolean>,
  ) {}

  /** The next window, or undefined where there is none (any more). One caller at a time. */
  readonly next = (): Promise<FetchWindowEntity | undefined> => this.inTurn(() => this.choose());

  /** The next one that nothing may keep waiting; also when no others begin any more. */
  readonly nextUrgent = (): Promise<FetchWindowEntity | undefined> => this.inTurn(() => this.chooseUrgent());

  release({ id }: FetchWindowEntity): void {
    this.inHand.delete(id);
  }

  end(): void {
    this.ended = true;
  }

  private inTurn<T>(work: () => Promise<T>): Promise<T> {
    const mine = this.turn.then(work);
    this.turn = mine.catch(() => undefined);
    return mine;
  }

  private async choose(): Promise<FetchWindowEntity | undefined> {
    const now = new Date();
    if (now.getTime() > this.until || (await this.handsOver())) this.end();
    if (!(await this.planIfDue(now))) return undefined;
    // A round that ended may have made another one due.
    return (
      (await this.free(now, ROUND_KINDS)) ?? ((await this.plan(now)) ? await this.free(now, ROUND_KINDS) : undefined)
    );
  }

  private async chooseUrgent(): Promise<FetchWindowEntity | undefined> {
    const now = new Date();
    return (await this.planIfDue(now)) ? await this.free(now, URGENT_KINDS) : undefined;
  }

  private async free(now: Date, kinds: readonly RoundKind[]): Promise<FetchWindowEntity | undefined> {
    // As it is before the question: what ends while it is answered still stands as open in the answer.
    const inHand = new Set(this.inHand);
    const open = await this.rounds.openWindows(this.walk.place, now, inHand.size + 1, kinds);
    const window = open.find(({ id }) => !inHand.has(id));
    if (window !== undefined) this.inHand.add(window.id);
    return window;
  }

  /** @returns whether this worker goes on */
  private async planIfDue(now: Date): Promise<boolean> {
    if (this.ended || this.walk.session.signal.aborted) return false;
    return now < this.planAgainAt || (await this.plan(now));
  }

  /** @returns whether this worker still has its place */
  private async plan(now: Date): Promise<boolean> {
    try {
      this.planAgainAt = await this.rounds.planDue(this.walk.place, this.walk.provider, now);
      return true;
    } catch (error) {
      this.ended = true;
      if (error instanceof LostPlace) return false;
      throw error;
    }
  }
}

/** What the operator needs in order to see what has changed: keys and types, no values. */
const sampleOf = (failure: ProviderFailure): string =>
  failure.kind === 'unreadable' && failure.sample !== undefined ? ` Its shape: ${failure.sample}` : '';
