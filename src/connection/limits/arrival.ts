/** So many answers say what is usual. */
const ANSWERS_KEPT = 40;
const ANSWERS_NEEDED = 10;
/** Where answers usually differ by more, one that is late says nothing of its request: the vendor takes as long as it takes. */
const MOST_SPREAD_MS = 50;
/** No answer says that its request arrived later. */
const MOST_LATENESS_MS = 150;

/** How long a vendor's answers take as a rule. */
interface Usual {
  readonly middleMs: number;
  readonly isEven: boolean;
}

/**
 * How late requests arrived. A vendor counts arrivals, and nobody here sees them: but where answers usually take equally
 * long, what an answer took longer was lost on the way, or before the vendor looked. On a busy machine or network that is
 * what lets a vendor find more requests in a span than were sent in it.
 */
export class Arrivals {
  private readonly took: number[] = [];
  private usual: Usual | null = null;

  /** @param tookMs from the sending of a request to its answer */
  answered(tookMs: number): void {
    this.took.push(tookMs);
    if (this.took.length > ANSWERS_KEPT) this.took.shift();
    this.usual = this.took.length < ANSWERS_NEEDED ? null : usualOf(this.took);
  }

  /**
   * @param tookMs so long it took until the request was answered, or was waited for until now
   * @returns milliseconds that it may have arrived after it was sent, beyond what is usual
   */
  latenessOf(tookMs: number): number {
    if (this.usual === null || !this.usual.isEven) return 0;
    return Math.min(MOST_LATENESS_MS, Math.max(0, tookMs - this.usual.middleMs));
  }
}

function usualOf(took: readonly number[]): Usual {
  const sorted = took.toSorted((a, b) => a - b);
  const at = (share: number): number => sorted[Math.floor(sorted.length * share)] ?? NaN;
  return { middleMs: at(0.5), isEven: at(0.75) - at(0.25) <= MOST_SPREAD_MS };
}
