/** A page, and its place in the order in which pages were asked for. */
export interface AskedPage<P> {
  readonly page: P;
  readonly asked: number;
}

/**
 * The order in which one worker asked for pages. Two of its walks may read the same call: the page that was asked for
 * later is the later reading, even where it is stored first. What another worker read before is earlier, whatever the
 * clocks say, and what it still holds is refused; so nothing of this is stored. What is remembered is what a page that
 * was asked for before, and is not stored yet, could undo.
 */
export class ReadingOrder {
  private asked = 0;
  /** Asked for and not stored yet, earliest first. */
  private readonly open = new Set<number>();
  /** By when they were asked for: the ids that pages brought while an earlier one was open. */
  private readonly kept = new Map<number, readonly string[]>();
  private readonly latest = new Map<string, number>();

  /** Pages of a walk, each open until the next one is wanted or the walk ends. */
  async *of<P>(pages: AsyncIterable<P>): AsyncGenerator<AskedPage<P>, void, undefined> {
    const walk = pages[Symbol.asyncIterator]();
    let isOver = false;
    try {
      while (!isOver) {
        const asked = this.ask();
        try {
          const { done, value } = await walk.next();
          isOver = done === true;
          if (!isOver) yield { page: value as P, asked };
        } finally {
          this.close(asked);
        }
      }
    } finally {
      if (!isOver) await walk.return?.();
    }
  }

  /** Whether nothing that was asked for later is stored of a call. */
  isLatest(externalId: string, asked: number): boolean {
    return (this.latest.get(externalId) ?? 0) <= asked;
  }

  /** A page is stored. */
  stored(asked: number, externalIds: readonly string[]): void {
    if (this.earliestOpen() >= asked) return;
    this.kept.set(asked, externalIds);
    for (const id of externalIds) this.latest.set(id, Math.max(asked, this.latest.get(id) ?? 0));
  }

  private ask(): number {
    this.open.add(++this.asked);
    return this.asked;
  }

  private close(asked: number): void {
    this.open.delete(asked);
    const earliest = this.earliestOpen();
    for (const [at, ids] of this.kept) {
      if (at > earliest) continue;
      this.kept.delete(at);
      for (const id of ids) if (this.latest.get(id) === at) this.latest.delete(id);
    }
  }

  private earliestOpen(): number {
    const [earliest = Infinity] = this.open;
    return earliest;
  }
}
