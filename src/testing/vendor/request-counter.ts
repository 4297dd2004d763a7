/** A limit: so many requests of one kind in a span of time. */
export interface RequestSpan {
  /** Whose requests, and of which kind: what is counted together has the same key. */
  readonly key: string;
  readonly allowed: number;
  readonly ms: number;
}

/** Counts requests in sliding spans. */
export class RequestCounter {
  readonly #now: () => number;
  readonly #seen = new Map<string, number[]>();

  /** @param now milliseconds that never run backwards */
  constructor(now: () => number) {
    this.#now = now;
  }

  /**
   * Counts a request against every span, or against none where one of them is full.
   *
   * @returns null where it was counted, else the milliseconds until there is room
   */
  admit(spans: readonly RequestSpan[]): number | null {
    const now = this.#now();
    const counts = spans.map((span) => ({ ...span, seen: this.#recent(span) }));
    const full = counts.filter(({ seen, allowed }) => seen.length >= allowed);
    if (full.length > 0) return Math.max(...full.map(({ seen, ms }) => (seen[0] ?? now) + ms - now));
    for (const { seen } of counts) seen.push(now);
    return null;
  }

  /** How many requests a span still has room for. */
  left(span: RequestSpan): number {
    return Math.max(0, span.allowed - this.#recent(span).length);
  }

  #recent({ key, ms }: RequestSpan): number[] {
    const since = this.#now() - ms;
    const seen = this.#seen.get(key) ?? [];
    const firstRecent = seen.findIndex((at) => at > since);
    seen.splice(0, firstRecent < 0 ? seen.length : firstRecent);
    this.#seen.set(key, seen);
    return seen;
  }
}
