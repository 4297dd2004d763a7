import type { UnreadCall } from './announced-calls.js';

/** So many readings that fail for the first time, one after the other, may be the vendor's failure and not theirs. */
const IN_DOUBT = 3;

/** What one worker reads next of the calls that were announced: each once for each reason that there was to read it. */
export class Readings {
  private waiting: readonly UnreadCall[] = [];
  private readonly taken = new Set<string>();
  private mayHaveMore = true;
  private failedInARow = 0;
  private hasSucceeded = false;

  /** @param load what is to be read, the most urgent first; not all of it, where that is much */
  constructor(private readonly load: () => Promise<readonly UnreadCall[]>) {}

  /** Whether the vendor may tell about no call at all just now: nothing is begun until it has answered a list. */
  get isInDoubt(): boolean {
    return this.failedInARow >= IN_DOUBT;
  }

  /** @returns null where nothing is to be read now */
  async next(): Promise<UnreadCall | null> {
    return this.isInDoubt ? null : (this.take() ?? (await this.takeNew()));
  }

  /** Something may have been announced or named. */
  look(): void {
    this.mayHaveMore = true;
  }

  succeeded(): void {
    this.failedInARow = 0;
    this.hasSucceeded = true;
  }

  failed({ attempts }: UnreadCall): void {
    if (attempts === 0) this.failedInARow += 1;
  }

  /** The vendor answers lists. Where it has told about no call yet, it is the calls that are out of order: they wait. */
  listAnswered(): void {
    if (this.hasSucceeded) this.failedInARow = 0;
  }

  private async takeNew(): Promise<UnreadCall | null> {
    if (!this.mayHaveMore) return null;
    this.mayHaveMore = false;
    this.waiting = await this.load();
    const call = this.take();
    // What was loaded may not have been all.
    this.mayHaveMore ||= call !== null;
    return call;
  }

  private take(): UnreadCall | null {
    const at = this.waiting.findIndex((call) => !this.taken.has(keyOf(call)));
    const call = this.waiting[at];
    if (call === undefined) return null;
    this.waiting = this.waiting.slice(at + 1);
    this.taken.add(keyOf(call));
    return call;
  }
}

const keyOf = ({ asked, externalId }: UnreadCall): string => `${asked} ${externalId}`;
