const FIRST_MS = 5_000;
const LONGEST_MS = 300_000;

/**
 * Lets work rest: a little longer each time it failed. Kept by each copy of the host for itself, and in memory on purpose:
 * what fails is the host's own (its database, its classes), so there may be nowhere to write it down, and a restart is how
 * it is mended. What a vendor makes us wait for is a row: a window's `resumeAt`, the lease of its account.
 */
export class Backoff {
  private readonly rests = new Map<string, { readonly times: number; readonly until: number }>();

  /** Whether the work may be tried (again). */
  allows(key: string, now: number = Date.now()): boolean {
    return (this.rests.get(key)?.until ?? 0) <= now;
  }

  /** @returns milliseconds that the work rests */
  failed(key: string, now: number = Date.now()): number {
    const times = (this.rests.get(key)?.times ?? 0) + 1;
    const restMs = Math.min(LONGEST_MS, FIRST_MS * 2 ** Math.min(times - 1, 10));
    this.rests.set(key, { times, until: now + restMs });
    return restMs;
  }

  /** @param restMs milliseconds that the work rests all the same */
  succeeded(key: string, restMs = 0, now: number = Date.now()): void {
    if (restMs === 0) this.rests.delete(key);
    else this.rests.set(key, { times: 0, until: now + restMs });
  }
}
