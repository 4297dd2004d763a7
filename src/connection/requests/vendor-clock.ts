import { steadyNow } from '../../support/clock.js';
import { readDate } from './read-date.js';

/** Clocks differ by minutes, and by hours where a zone is taken for another. A date that is farther off tells nothing. */
const MOST_MS = 25 * 3_600_000;

/** So long after the last date that cannot be believed, the vendor's dates are believed again: servers of one may differ. */
const QUIET_MS = 10 * 60_000;

/**
 * What the `Date` of the vendor's last answer tells of this host's clock. Calls are dated by the vendor's clock: what is
 * said to be complete by ours would otherwise be claimed too early.
 */
export class VendorClock {
  private aheadBy: number | null = null;
  private disbelievedAt: number | null = null;

  /** @param tell told once where an answer's date cannot be believed, and once where that is over */
  constructor(private readonly tell: (isBelieved: boolean) => void = () => undefined) {}

  /**
   * By how much this host's clock may be ahead of the vendor's, in milliseconds; rather too many than too few, because a
   * `Date` is in whole seconds. 0 where the vendor names no time.
   */
  get aheadMs(): number {
    return Math.max(0, this.aheadBy ?? 0);
  }

  /** What time it is by the vendor's clock, rather too early than too late; null where the vendor names no time. */
  get now(): number | null {
    return this.aheadBy === null ? null : steadyNow() - this.aheadBy;
  }

  /**
   * A date that cannot be believed leaves everything as it was.
   *
   * @param receivedAt when the head of the answer was here, by `steadyNow`
   */
  heard(headers: Headers, receivedAt: number): void {
    const vendorTime = readDate(headers.get('date') ?? '', receivedAt);
    if (vendorTime === undefined) return;
    if (Math.abs(receivedAt - vendorTime) > MOST_MS) {
      if (this.disbelievedAt === null) this.tell(false);
      this.disbelievedAt = receivedAt;
      return;
    }
    this.aheadBy = receivedAt - vendorTime;
    if (this.disbelievedAt === null || receivedAt - this.disbelievedAt < QUIET_MS) return;
    this.disbelievedAt = null;
    this.tell(true);
  }
}
