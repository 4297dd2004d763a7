import { readDate } from './read-date.js';

/**
 * By how much this host's clock may be ahead of the vendor's, as the `Date` of the vendor's last answer tells. Calls are
 * dated by the vendor's clock: what is said to be complete by ours would otherwise be claimed too early.
 */
export class VendorClock {
  private ahead = 0;

  /** Milliseconds; rather too many than too few, because a `Date` is in whole seconds. 0 where the vendor names no time. */
  get aheadMs(): number {
    return this.ahead;
  }

  /** @param receivedAt when the head of the answer was here, by `steadyNow` */
  heard(headers: Headers, receivedAt: number): void {
    const vendorTime = readDate(headers.get('date') ?? '', receivedAt);
    if (vendorTime !== undefined) this.ahead = Math.max(0, receivedAt - vendorTime);
  }
}
