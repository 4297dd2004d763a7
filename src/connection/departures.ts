import { setTimeout as sleep } from 'node:timers/promises';
import type { RequestBudget as RequestLimit } from '../contract/index.js';
import { Arrivals } from './arrival.js';
import { LEAST_SLACK } from './slot-spacing.js';

/** Requests that were held up may follow each other more closely than slots do, by this factor: never as one burst. */
const CATCHING_UP = 0.5;
/** A request that has not been sent after so much of the span waits for something else than this process. */
const LONGEST_SENDING = 0.25;

/** A request that has left. */
export interface Departure {
  /** By `performance.now()`. */
  readonly at: number;
  /** Its head is on the wire now. */
  sent(): void;
  /** Its answer is here, whatever it says. */
  answered(): void;
}

interface Left {
  readonly at: number;
  /** When it was on the wire; null before that is known. */
  sentAt: number | null;
  /** Null before its answer was here. */
  answeredAt: number | null;
}

/**
 * The last departures of one account's requests from this process. The vendor counts arrivals: a process that is busy
 * between the decision to send and the sending makes a request late, so it is counted from when it was sent; and from later
 * where its answer tells that it was late on the way.
 */
export class Departures {
  /** As many as the limit names. */
  private readonly left: Left[] = [];
  private readonly arrivals = new Arrivals();
  private last: Promise<Departure | null> = Promise.resolve(null);

  constructor(private readonly limit: RequestLimit) {}

  /**
   * One request after the other.
   *
   * @param mayLeave looked at in the last moment
   * @returns null where it may not leave any more
   */
  async next(slotAt: number, mayLeave: () => boolean): Promise<Departure | null> {
    const mine = this.last.then(async (before) => {
      const earliest = (): number => Math.max(slotAt, this.earliest(before?.at ?? -Infinity));
      for (let at = earliest(); at > performance.now(); at = earliest()) await until(at);
      return mayLeave() ? { before: this.depart(performance.now()), left: true } : { before, left: false };
    });
    this.last = mine.then(({ before }) => before);
    const { before, left } = await mine;
    return left ? before : null;
  }

  /** Counts one that left elsewhere and had arrived by an instant. */
  count(arrivedBy: number): void {
    this.add({ at: arrivedBy, sentAt: arrivedBy, answeredAt: arrivedBy });
  }

  private add(left: Left): void {
    this.left.push(left);
    if (this.left.length <= this.limit.requests) return;
    this.left.sort((a, b) => this.arrivedBy(a) - this.arrivedBy(b)).shift();
  }

  private depart(at: number): Departure {
    const left: Left = { at, sentAt: null, answeredAt: null };
    this.add(left);
    return {
      at,
      sent: () => void (left.sentAt ??= performance.now()),
      // Where nothing tells of its sending, it was sent at once.
      answered: () => {
        left.sentAt ??= at;
        left.answeredAt = performance.now();
        this.arrivals.answered(left.answeredAt - left.sentAt);
      },
    };
  }

  private earliest(before: number): number {
    const { requests, perMs } = this.limit;
    const afterOne = before + (perMs / requests) * CATCHING_UP;
    if (this.left.length < requests) return afterOne;
    return Math.max(this.firstArrived() + perMs * (1 + LEAST_SLACK), afterOne);
  }

  private firstArrived(): number {
    return Math.min(...this.left.map((one) => this.arrivedBy(one)));
  }

  private arrivedBy({ at, sentAt, answeredAt }: Left): number {
    const now = performance.now();
    if (sentAt === null) return Math.min(Math.max(at, now), at + this.limit.perMs * LONGEST_SENDING);
    return sentAt + this.arrivals.latenessOf((answeredAt ?? now) - sentAt);
  }
}

/** Timers are a little early at times. */
export async function until(instant: number): Promise<void> {
  for (let ms = instant - performance.now(); ms > 0; ms = instant - performance.now()) await sleep(Math.ceil(ms));
}
