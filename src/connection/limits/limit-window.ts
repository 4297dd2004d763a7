import type { RequestBudget as RequestLimit } from '../../contract/index.js';

/** When a vendor will have counted a request, by `performance.now()`: `Infinity` before it is on the wire. */
export interface Tally {
  at: number;
  readonly requests: number;
}

/** What a window holds, as milliseconds before and after the moment in which it was written down. */
export interface StoredWindow {
  readonly hushedMs: number;
  readonly sent: readonly (readonly [agoMs: number, requests: number])[];
}

/** Requests do not arrive as evenly as they leave: so much more than a limit's span is counted. */
const UNEVENNESS = 0.03;
const MOST_UNEVENNESS_MS = 500;
/** Requests are spread; who was held up makes up for it at half the distance, and never in one burst. */
const LEAST_APART = 0.5;
/** What is older is one number for each hundredth of the span: a day's thirty thousand requests are a hundred numbers. */
const SETTLED_MS = 5_000;
const PARTS = 100;

/** What was sent under one limit, counted as its vendor counts: by arrival, in a span that begins anywhere. */
export class LimitWindow {
  private readonly spanMs: number;
  private readonly apartMs: number;
  private tallies: readonly Tally[] = [];
  private hushedUntil = -Infinity;

  constructor(private readonly limit: RequestLimit) {
    this.spanMs = limit.perMs + Math.min(limit.perMs * UNEVENNESS, MOST_UNEVENNESS_MS);
    this.apartMs = limit.pool ? 0 : (this.spanMs / limit.requests) * LEAST_APART;
  }

  /** From when on one more may leave. */
  next(now: number): number {
    const counted = this.tallies.map(({ at, requests }) => ({ at: at === Infinity ? now : at, requests }));
    let inSpan = counted.reduce((sum, { requests }) => sum + requests, 0);
    let from = Math.max(now, this.hushedUntil);
    for (const { at, requests } of counted.sort((a, b) => a.at - b.at)) {
      if (inSpan < this.limit.requests) break;
      inSpan -= requests;
      from = Math.max(from, at + this.spanMs);
    }
    return from;
  }

  add(tally: Tally, now: number): void {
    this.tallies = [...this.tallies, tally];
    this.hush(now + this.apartMs);
  }

  hush(until: number): void {
    this.hushedUntil = Math.max(this.hushedUntil, until);
  }

  /** @param leftBy what is not on the wire yet will be by then, and so many `more` with it */
  stored(now: number, leftBy: number, more: number): StoredWindow {
    this.tallies = this.packed(now);
    const sent = [...this.tallies, ...(more > 0 ? [{ at: Infinity, requests: more }] : [])];
    return {
      hushedMs: Math.max(0, Math.ceil(this.hushedUntil - now)),
      sent: sent.map(({ at, requests }) => [Math.floor(now - (at === Infinity ? leftBy : at)), requests]),
    };
  }

  adopt({ hushedMs, sent }: StoredWindow, storedAt: number): void {
    this.hushedUntil = storedAt + hushedMs;
    this.tallies = sent.map(([agoMs, requests]) => ({ at: storedAt - agoMs, requests }));
  }

  private packed(now: number): readonly Tally[] {
    const parts = new Map<number, Tally>();
    for (const tally of this.tallies.filter(({ at }) => at + this.spanMs > now)) {
      const isSettled = tally.at < now - SETTLED_MS;
      const part = isSettled ? Math.floor((tally.at * PARTS) / this.limit.perMs) : -1 - parts.size;
      const before = parts.get(part) ?? { at: tally.at, requests: 0 };
      parts.set(
        part,
        isSettled ? { at: Math.max(before.at, tally.at), requests: before.requests + tally.requests } : tally,
      );
    }
    return [...parts.values()];
  }
}
