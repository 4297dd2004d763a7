import { ProviderError, type ProviderRequest, type ProviderSession } from 'prodoscore-phone-systems';
import { fromWire } from 'prodoscore-phone-systems/testing';
import type { PricedVendor } from './vendors.js';

/** Requests by the name of the vendor's limit that they fall under. */
export type Requests = Readonly<Record<string, number>>;

/** A session that only counts: what the platform adds to a request is as little as is needed for an answer. */
export class CountingSession implements ProviderSession {
  readonly signal = new AbortController().signal;
  private counts = new Map<string, number>();

  constructor(private readonly vendor: Pick<PricedVendor, 'baseUrl' | 'token'>) {}

  async send<T>({ method = 'GET', path, query = {}, budget, read }: ProviderRequest<T>): Promise<T> {
    for (const name of [budget].flat()) this.counts.set(name, (this.counts.get(name) ?? 0) + 1);
    const url = new URL(path, this.vendor.baseUrl);
    for (const [name, value] of Object.entries(query))
      if (value !== undefined) url.searchParams.set(name, String(value));
    const answer = await fetch(url, { method, headers: { authorization: `Bearer ${this.vendor.token}` } });
    const text = await answer.text();
    if (answer.ok) return read(fromWire(text));
    const kind = answer.status === 404 ? 'gone' : 'tryLater';
    throw new ProviderError({ kind }, `The simulator refused ${path} with ${answer.status}: ${text.slice(0, 200)}`);
  }

  /** What was asked since the last look. */
  take(): Requests {
    const taken = Object.fromEntries(this.counts);
    this.counts = new Map();
    return taken;
  }
}

export const NO_REQUESTS: Requests = {};

/** The sum of both, the second one as often as is said. */
export function plus(some: Requests, more: Requests, times = 1): Requests {
  const names = new Set([...Object.keys(some), ...Object.keys(more)]);
  return Object.fromEntries([...names].map((name) => [name, (some[name] ?? 0) + (more[name] ?? 0) * times]));
}
