import { createHash, randomBytes } from 'node:crypto';
import type { Consent } from './grants.js';

const CODE_MS = 60_000;
const TRANSACTION_MS = 600_000;

/** What a client asked for at the authorisation endpoint. */
export interface AuthorizeRequest {
  readonly clientId: string;
  readonly redirectUri: string;
  readonly state: string | null;
  readonly scopes: readonly string[];
  readonly challenge: { readonly value: string; readonly method: 'S256' | 'plain' } | null;
}

/** A sign-in that is under way, held here so that no form carries more than its name. */
export interface Transaction {
  readonly request: AuthorizeRequest;
  readonly signedIn: { readonly companyId: string; readonly userId: string } | null;
}

interface Timed<T> {
  readonly value: T;
  readonly until: number;
}

/** Things that are handed out by a name nobody can guess, and lapse. */
export class Tickets<T> {
  readonly #kept = new Map<string, Timed<T>>();
  readonly #lifeMs: number;
  readonly #now: () => number;

  constructor(lifeMs: number, now: () => number) {
    this.#lifeMs = lifeMs;
    this.#now = now;
  }

  static forTransactions = (now: () => number) => new Tickets<Transaction>(TRANSACTION_MS, now);
  static forCodes = (now: () => number) => new Tickets<{ request: AuthorizeRequest; consent: Consent }>(CODE_MS, now);

  issue(value: T): string {
    const now = this.#now();
    for (const [name, { until }] of this.#kept) if (until <= now) this.#kept.delete(name);
    const name = randomBytes(24).toString('base64url');
    this.#kept.set(name, { value, until: now + this.#lifeMs });
    return name;
  }

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

/** Whether a verifier answers the challenge of the request; without a challenge, anything does. */
export const answersChallenge = ({ challenge }: AuthorizeRequest, verifier: string | null): boolean => {
  if (challenge === null) return true;
  if (verifier === null) return false;
  return challenge.method === 'plain'
    ? verifier === challenge.value
    : createHash('sha256').update(verifier).digest('base64url') === challenge.value;
};
