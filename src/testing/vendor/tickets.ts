import { randomBytes } from 'node:crypto';

interface Timed<T> {
  readonly value: T;
  readonly until: number;
}

/** Things that are handed out by a name nobody can guess, and lapse: sign-ins under way, codes, states. */
export class Tickets<T> {
  readonly #kept = new Map<string, Timed<T>>();
  readonly #lifeMs: number;
  readonly #now: () => number;

  constructor(lifeMs: number, now: () => number) {
    this.#lifeMs = lifeMs;
    this.#now = now;
  }

  issue(value: T): string {
    const now = this.#now();
    for (const [name, { until }] of this.#kept) if (until <= now) this.#kept.delete(name);
    const name = randomBytes(24).toString('base64url');
    this.#kept.set(name, { value, until: now + this.#lifeMs });
    return name;
  }

  /** Null where it is unknown, handed out or too old. */
  read(name: string): T | null {
    const kept = this.#kept.get(name);
    return kept === undefined || kept.until <= this.#now() ? null : kept.value;
  }

  /** Hands it out for the last time. */
  redeem(name: string): T | null {
    const value = this.read(name);
    this.#kept.delete(name);
    return value;
  }
}
