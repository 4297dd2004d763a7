import { eventsOf } from './call-events.js';
import type { CallEvent } from './call-events.js';
import { originOf } from './call-id.js';
import type { Companies } from './companies.js';
import type { SimulatedCall } from './model.js';
import type { DialpadStore } from './state.js';
import { deliver, wants } from './webhook-delivery.js';
import type { LoggedDelivery } from './webhook-delivery.js';

const LOOK_BACK_MS = 24 * 3_600_000;
const DELIVERIES_KEPT = 20_000;

interface Due {
  readonly companyId: string;
  readonly event: CallEvent;
}

/** Tells subscribers of calls as they happen. */
export class Announcer {
  readonly #companies: Companies;
  readonly #store: DialpadStore;
  readonly #now: () => number;
  readonly #stopped = new AbortController();
  readonly deliveries: LoggedDelivery[] = [];
  /** Events of calls that were added by hand: told when they are due, however long ago that was. */
  #added: readonly Due[] = [];
  #toldUntil: number;
  #running: Promise<number> = Promise.resolve(0);

  constructor(companies: Companies, store: DialpadStore, now: () => number) {
    this.#companies = companies;
    this.#store = store;
    this.#now = now;
    this.#toldUntil = now();
  }

  /** Takes note of a call that was added by hand. */
  expect(companyId: string, call: SimulatedCall): void {
    this.#added = [...this.#added, ...eventsOf(call).map((event) => ({ companyId, event }))];
  }

  /** Tells everything that is due, one after the other, and says how many deliveries that were. */
  tellWhatIsDue(): Promise<number> {
    this.#running = this.#running.then(() => this.#tell());
    return this.#running;
  }

  async stop(): Promise<void> {
    this.#stopped.abort();
    await this.#running;
  }

  async #tell(): Promise<number> {
    let told = 0;
    for (const { companyId, event } of this.#takeDue()) {
      for (const subscription of this.#store.state.subscriptions) {
        const webhook = this.#store.state.webhooks.find(({ id }) => id === subscription.webhookId);
        const isWanted = subscription.companyId === companyId && wants(subscription, event);
        if (webhook === undefined || !isWanted || this.#stopped.signal.aborted) continue;
        if (this.deliveries.length >= DELIVERIES_KEPT) this.deliveries.shift();
        this.deliveries.push(await deliver(webhook, event, this.#stopped.signal));
        told += 1;
      }
    }
    return told;
  }

  #takeDue(): readonly Due[] {
    const [from, until] = [this.#toldUntil, Math.max(this.#toldUntil, this.#now())];
    this.#toldUntil = until;
    const added = this.#added.filter(({ event }) => event.sentAt <= until);
    this.#added = this.#added.filter(({ event }) => event.sentAt > until);
    const listening = new Set(this.#store.state.subscriptions.map(({ companyId }) => companyId));
    const generated = [...listening].flatMap((companyId) => this.#generated(companyId, from, until));
    return [...added, ...generated].sort((a, b) => a.event.sentAt - b.event.sentAt);
  }

  #generated(companyId: string, from: number, until: number): readonly Due[] {
    if (until <= from) return [];
    return [...this.#companies.callsOf(companyId).newestFirst(from - LOOK_BACK_MS, until + 1)]
      .filter((call) => originOf(call.id) !== null)
      .flatMap(eventsOf)
      .filter(({ sentAt }) => sentAt > from && sentAt <= until)
      .map((event) => ({ companyId, event }));
  }
}
