import { setTimeout as sleep } from 'node:timers/promises';
import type { RequestBudget as RequestLimit } from '../contract/index.js';

/** As many requests as the limit names really leave within this much more than its span, whatever their slots were. */
const LEAST_SLACK = 0.035;
/** Requests that were held up may follow each other more closely than slots do, by this factor: never as one burst. */
const CATCHING_UP = 0.5;
/** An answer that is late tells of so much delay at most, as a share of the span: the rest was the vendor's own time. */
const MOST_LATE = 0.25;
/** How much one answer changes what is usual. */
const NEWS = 0.1;

/** A request that has left. */
export interface Departure {
  /** By `performance.now()`. */
  readonly at: number;
  /** Its answer is here, whatever it says. */
  answered(): void;
}

interface Left {
  readonly at: number;
  /** How long its answer took; null before that is here. */
  tookMs: number | null;
}

/**
 * The last departures of one account's requests from this process. The vendor counts arrivals: a request that was held
 * up on its way arrives together with later ones. When it arrived nobody says, but its answer is late then too, so it is
 * counted as if it had left by so much later.
 */
export class Departures {
  /** Oldest first; as many as the limit names. */
  private readonly left: Left[] = [];
  private usualMs: number | null = null;
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
    this.add({ at: arrivedBy, tookMs: 0 });
  }

  private add(left: Left): void {
    this.left.push(left);
    this.left.sort((a, b) => a.at - b.at);
    if (this.left.length > this.limit.requests) this.left.shift();
  }

  private depart(at: number): Departure {
    const left: Left = { at, tookMs: null };
    this.add(left);
    return {
      at,
      answered: () => {
        if (left.tookMs !== null) return;
        const tookMs = (left.tookMs = performance.now() - at);
        const usual = this.usualMs ?? tookMs;
        this.usualMs = usual + (Math.min(tookMs, 2 * usual) - usual) * NEWS;
      },
    };
  }

  private earliest(before: number): number {
    const { requests, perMs } = this.limit;
    const [first] = this.left;
    const afterOne = before + (perMs / requests) * CATCHING_UP;
    if (first === undefined || this.left.length < requests) return afterOne;
    // By now more is known of what is usual than when it was answered: the first ones are slow, and all that there is.
    const lateMs = this.latenessOf(first.tookMs ?? performance.now() - first.at);
    return Math.max(first.at + perMs + Math.max(perMs * LEAST_SLACK, lateMs), afterOne);
  }

  private latenessOf(tookMs: number): number {
    return Math.min(Math.max(0, tookMs - (this.usualMs ?? tookMs)), this.limit.perMs * MOST_LATE);
  }
}

/** Timers are a little early at times. */
export async function until(instant: number): Promise<void> {
  for (let ms = instant - performance.now(); ms > 0; ms = instant - performance.now()) await sleep(Math.ceil(ms));
}
