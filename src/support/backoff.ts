const FIRST_MS = 5_000;
const LONGEST_MS = 300_000;

/** Lets work that failed rest, a little longer each time. Kept by each copy of the host for itself. */
export class Backoff {
  private readonly failures = new Map<string, { readonly times: number; readonly until: number }>();

  /** Whether the work may be tried (again). */
  allows(key: string, now: number = Date.now()): boolean {
    return (this.failures.get(key)?.until ?? 0) <= now;
  }

  /** @returns milliseconds that the work rests */
  failed(key: string, now: number = Date.now()): number {
    const times = (this.failures.get(key)?.times ?? 0) + 1;
    const restMs = Math.min(LONGEST_MS, FIRST_MS * 2 ** Math.min(times - 1, 10));
    this.failures.set(key, { times, until: now + restMs });
    return restMs;
  }

  succeeded(key: string): void {
    this.failures.delete(key);
  }
}
