import { readDate } from './read-date.js';

/** Clocks differ by minutes, and by hours where a zone is taken for another. A date that is farther off tells nothing. */
const MOST_MS = 25 * 3_600_000;

/**
 * By how much this host's clock may be ahead of the vendor's, as the `Date` of the vendor's last answer tells. Calls are
 * dated by the vendor's clock: what is said to be complete by ours would otherwise be claimed too early.
 */
export class VendorClock {
  private ahead = 0;
  private isTold = false;

  /** @param disbelieve told once, where an answer's date cannot be believed */
  constructor(private readonly disbelieve: () => void = () => undefined) {}

  /** Milliseconds; rather too many than too few, because a `Date` is in whole seconds. 0 where the vendor names no time. */
  get aheadMs(): number {
    return this.ahead;
  }

  /**
   * A date that cannot be believed leaves everything as it was.
   *
   * @param receivedAt when the head of the answer was here, by `steadyNow`
   */
  heard(headers: Headers, receivedAt: number): void {
    const vendorTime = readDate(headers.get('date') ?? '', receivedAt);
    if (vendorTime === undefined) return;
    if (Math.abs(receivedAt - vendorTime) <= MOST_MS) this.ahead = Math.max(0, receivedAt - vendorTime);
    else if (!this.isTold) {
      this.isTold = true;
      this.disbelieve();
    }
  }
}
