import { tell } from 'prodoscore-phone-systems/testing';
import type { Companies } from './companies.js';
import type { RingCentralHabits } from './habits.js';
import type { SimulatedRecord } from './model.js';
import { dayNumberIn } from './record-ids.js';
import { eventsOf, wants, wireEvent } from './session-events.js';
import type { SessionEvent } from './session-events.js';
import type { RingCentralStore, Subscription } from './state.js';

const LOOK_BACK_MS = 24 * 3_600_000;
const DELIVERIES_KEPT = 20_000;

/** One line of the simulator's log of what it told. */
export interface LoggedDelivery {
  readonly url: string;
  readonly subscriptionId: string;
  readonly telephonySessionId: string;
  readonly sequence: number;
  readonly code: SessionEvent['code'];
  /** What the receiver answered; null where it could not be reached. */
  readonly status: number | null;
}

interface Due {
  readonly companyId: string;
  readonly event: SessionEvent;
}

export interface AnnouncerOptions {
  readonly habits: RingCentralHabits;
  readonly failuresUntilBlacklisted: number;
  readonly now: () => number;
  readonly signal: AbortSignal;
}

/** Tells subscribers of telephony sessions as they happen; an event is told once, and a lost one is lost. */
export class Announcer {
  readonly deliveries: LoggedDelivery[] = [];
  /** Events of calls that were added by hand: told when they are due, however long ago that was. */
  #added: readonly Due[] = [];
  #toldUntil: number;
  #running: Promise<number> = Promise.resolve(0);

  constructor(
    private readonly companies: Companies,
    private readonly store: RingCentralStore,
    private readonly options: AnnouncerOptions,
  ) {
    this.#toldUntil = options.now();
  }

  /** Takes note of a call that was added by hand. */
  expect(companyId: string, record: SimulatedRecord): void {
    this.#added = [...this.#added, ...this.#eventsOf(record).map((event) => ({ companyId, event }))];
  }

  /** Tells everything that is due, one after the other, and says how many deliveries that were. */
  tellWhatIsDue(): Promise<number> {
    this.#running = this.#running.then(() => this.#tell());
    return this.#running;
  }

  /** Waits for what is being told. */
  async rest(): Promise<void> {
    await this.#running;
  }

  async #tell(): Promise<number> {
    let told = 0;
    for (const { companyId, event } of this.#takeDue()) {
      for (const { id } of this.store.state.subscriptions) {
        const subscription = this.store.state.subscriptions.find((one) => one.id === id);
        if (subscription === undefined || this.options.signal.aborted) continue;
        if (subscription.companyId !== companyId || !this.#stands(subscription) || !wants(subscription, event))
          continue;
        await this.#deliver(subscription, event);
        told += 1;
      }
    }
    return told;
  }

  async #deliver(subscription: Subscription, event: SessionEvent): Promise<void> {
    const { habits, signal, failuresUntilBlacklisted, now } = this.options;
    const { id, address, verificationToken } = subscription;
    const headers = {
      'content-type': 'application/json',
      ...(verificationToken !== null && { [habits.secretHeader]: verificationToken }),
    };
    const heard = await tell(address, { headers, body: JSON.stringify(wireEvent(event, subscription)), signal });
    if (signal.aborted) return;
    if (this.deliveries.length >= DELIVERIES_KEPT) this.deliveries.shift();
    const { telephonySessionId } = event.record;
    const status = heard?.status ?? null;
    const { sequence, code } = event;
    this.deliveries.push({ url: address, subscriptionId: id, telephonySessionId, sequence, code, status });
    const isTaken = status !== null && status >= 200 && status < 300;
    const failures = isTaken ? 0 : subscription.failures + 1;
    if (failures === subscription.failures) return;
    const reason = status === null ? 'The address could not be reached' : `The address answered ${status}`;
    const blacklisted = failures >= failuresUntilBlacklisted ? { at: now(), reason } : null;
    this.store.change(({ subscriptions }) => ({
      subscriptions: subscriptions.map((one) => (one.id === id ? { ...one, failures, blacklisted } : one)),
    }));
  }

  #stands({ expiresAt, blacklisted }: Subscription): boolean {
    return expiresAt > this.options.now() && blacklisted === null;
  }

  #takeDue(): readonly Due[] {
    const [from, until] = [this.#toldUntil, Math.max(this.#toldUntil, this.options.now())];
    this.#toldUntil = until;
    const added = this.#added.filter(({ event }) => event.toldAt <= until);
    this.#added = this.#added.filter(({ event }) => event.toldAt > until);
    const listening = new Set(this.store.state.subscriptions.map(({ companyId }) => companyId));
    const generated =
      until <= from ? [] : [...listening].flatMap((companyId) => this.#generated(companyId, from, until));
    return [...added, ...generated].sort((a, b) => a.event.toldAt - b.event.toldAt);
  }

  #generated(companyId: string, from: number, until: number): readonly Due[] {
    return this.companies
      .logOf(companyId)
      .newestFirst(from - LOOK_BACK_MS, until)
      .filter(({ id }) => dayNumberIn(id) !== null)
      .flatMap((record) => this.#eventsOf(record))
      .filter(({ toldAt }) => toldAt > from && toldAt <= until)
      .map((event) => ({ companyId, event }));
  }

  #eventsOf(record: SimulatedRecord): readonly SessionEvent[] {
    return eventsOf(record, this.options.habits.shufflesEvents);
  }
}
