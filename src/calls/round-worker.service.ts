import { Injectable, Logger } from '@nestjs/common';
import type { FetchWindowEntity } from '../storage/index.js';
import { type PhoneSystemProvider, ProviderError, type ProviderFailure } from '../contract/index.js';
import { LostPlace, type Place } from './place.js';
import { RoundBook } from './round-book.service.js';
import { type Walk, WindowWalker } from './window-walker.service.js';

/** Windows walked at once: enough that a vendor's limit is the only limit at 200 ms an answer. */
export const WALKS_AT_ONCE = 8;
/** After so long a worker begins no further window, so that its job ends and is handed out anew. */
const SHIFT_MS = 600_000;

/** Walks whatever is due on a connection, several windows at once, until nothing is. */
@Injectable()
export class RoundWorker {
  private readonly logger = new Logger(RoundWorker.name);

  constructor(
    private readonly rounds: RoundBook,
    private readonly walker: WindowWalker,
  ) {}

  async run(walk: Walk): Promise<void> {
    const shift = new Shift(this.rounds, walk);
    const walks = await Promise.allSettled(
      Array.from({ length: WALKS_AT_ONCE }, async () => {
        for (let window = await shift.next(); window !== undefined; window = await shift.next()) {
          await this.attempt(walk, shift, window);
          shift.release(window);
        }
      }),
    );
    const failed = walks.find(({ status }) => status === 'rejected');
    if (failed?.status === 'rejected') throw failed.reason;
  }

  private async attempt(walk: Walk, shift: Shift, window: FetchWindowEntity): Promise<void> {
    try {
      await this.walker.walk(walk, window);
    } catch (error) {
      if (walk.session.signal.aborted) return shift.end();
      if (error instanceof LostPlace) {
        this.logger.log('Another worker has taken over a connection.');
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
    const { displayName } = walk.provider.descriptor;
    this.logger.warn(`${displayName} (${error.failure.kind}): ${error.message}${sampleOf(error.failure)}`);
    try {
      if (!(await this.rounds.rest(walk.place, walk.provider, error.failure, window))) shift.end();
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
  ) {}

  /** The next window, or undefined where there is none (any more). One caller at a time. */
  next(): Promise<FetchWindowEntity | undefined> {
    const mine = this.turn.then(() => this.choose());
    this.turn = mine.catch(() => undefined);
    return mine;
  }

  release({ id }: FetchWindowEntity): void {
    this.inHand.delete(id);
  }

  end(): void {
    this.ended = true;
  }

  private async choose(): Promise<FetchWindowEntity | undefined> {
    const { place, provider, session } = this.walk;
    const now = new Date();
    if (this.ended || session.signal.aborted || now.getTime() > this.until) return undefined;
    if (now >= this.planAgainAt && !(await this.plan(place, provider, now))) return undefined;
    // A round that ended may have made another one due.
    const window =
      (await this.free(place, now)) ??
      ((await this.plan(place, provider, now)) ? await this.free(place, now) : undefined);
    if (window !== undefined) this.inHand.add(window.id);
    return window;
  }

  private async free(place: Place, now: Date): Promise<FetchWindowEntity | undefined> {
    // As it is before the question: what ends while it is answered still stands as open in the answer.
    const inHand = new Set(this.inHand);
    const open = await this.rounds.openWindows(place, now, inHand.size + 1);
    return open.find(({ id }) => !inHand.has(id));
  }

  /** @returns whether this worker still has its place */
  private async plan(place: Place, provider: PhoneSystemProvider, now: Date): Promise<boolean> {
    try {
      this.planAgainAt = await this.rounds.planDue(place, provider, now);
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
