import { tell } from 'prodoscore-phone-systems/testing';
import { eventsOf } from './call-events.js';
import type { ZoomEvent } from './call-events.js';
import type { Companies } from './companies.js';
import type { ZoomPhoneHabits } from './habits.js';
import type { SimulatedCall } from './model.js';
import { signedHeaders } from './signature.js';
import type { ZoomPhoneStore } from './state.js';

const TIMEOUT_MS = 3000;
const MOST_TRIES = 3;
// More than twice the longest story: no call is over later than that after it began.
const LOOK_BACK_MS = 6 * 3_600_000;
const DELIVERIES_KEPT = 20_000;

/** One delivery of an event. */
export interface LoggedDelivery {
  readonly event: string;
  readonly accountId: string;
  /** 1 to 3. */
  readonly attempt: number;
  /** What the receiver answered; null where it could not be reached in time. */
  readonly status: number | null;
}

export interface AnnouncerOptions {
  readonly habits: ZoomPhoneHabits;
  /** Accounts that have the app installed beside those that somebody connected, such as for another host. */
  readonly installedAt: readonly string[];
  readonly triesApartSeconds: number;
  readonly now: () => number;
  readonly signal: AbortSignal;
}

interface Due {
  readonly told: ZoomEvent;
  readonly attempt: number;
  readonly at: number;
  /** Where the first try was signed once and for all. */
  readonly signedAt: number | null;
}

/** Tells the app's one address what happens in every account that has the app. */
export class Announcer {
  readonly deliveries: LoggedDelivery[] = [];
  #waiting: readonly Due[] = [];
  #toldUntil: number;
  #running: Promise<number> = Promise.resolve(0);

  constructor(
    private readonly companies: Companies,
    private readonly store: ZoomPhoneStore,
    private readonly options: AnnouncerOptions,
  ) {
    this.#toldUntil = options.now();
  }

  /** Takes note of what is told whenever it is due, however long ago that was. */
  expect(events: readonly ZoomEvent[]): void {
    this.#waiting = [...this.#waiting, ...events.map(firstTry)];
  }

  /** Takes note of a call that was added by hand. */
  expectCall(accountId: string, call: SimulatedCall): void {
    if (this.#hasApp(accountId)) this.expect(this.#eventsOf(accountId, call));
  }

  /** Tells everything that is due, one after the other. @returns how many deliveries that were */
  tellWhatIsDue(): Promise<number> {
    this.#running = this.#running.then(() => this.#tell());
    return this.#running;
  }

  /** Waits for what is being told. */
  async rest(): Promise<void> {
    await this.#running;
  }

  async #tell(): Promise<number> {
    let deliveries = 0;
    for (const due of this.#takeDue()) {
      const { webhook } = this.store.state;
      if (webhook === null || webhook.validatedAt === null || webhook.isOff || this.options.signal.aborted) continue;
      await this.#deliver(webhook.address, due);
      deliveries += 1;
    }
    return deliveries;
  }

  async #deliver(address: string, due: Due): Promise<void> {
    const { habits, now, signal, triesApartSeconds } = this.options;
    const { event, accountId, payload, toldAt } = due.told;
    const body = JSON.stringify({ event, event_ts: toldAt, payload: { account_id: accountId, ...payload } });
    const signedAt = due.signedAt ?? now();
    const headers = signedHeaders(this.store.state.webhookSecret, body, signedAt);
    const heard = await tell(address, { headers, body, signal, timeoutMs: TIMEOUT_MS });
    if (signal.aborted) return;
    const status = heard?.status ?? null;
    if (this.deliveries.length >= DELIVERIES_KEPT) this.deliveries.shift();
    this.deliveries.push({ event, accountId, attempt: due.attempt, status });
    if ((status !== null && status < 500) || due.attempt >= MOST_TRIES) return;
    const again = { attempt: due.attempt + 1, at: now() + triesApartSeconds * 1000 };
    this.#waiting = [...this.#waiting, { ...due, ...again, signedAt: habits.signsAgain ? null : signedAt }];
  }

  #takeDue(): readonly Due[] {
    const [from, until] = [this.#toldUntil, Math.max(this.#toldUntil, this.options.now())];
    this.#toldUntil = until;
    const waited = this.#waiting.filter(({ at }) => at <= until);
    this.#waiting = this.#waiting.filter(({ at }) => at > until);
    const happened =
      until <= from || this.store.state.webhook === null
        ? []
        : this.companies
            .all()
            .filter(({ accountId }) => this.#hasApp(accountId))
            .flatMap(({ accountId }) => this.#happened(accountId, from, until));
    return [...waited, ...happened.map(firstTry)].sort((a, b) => a.at - b.at);
  }

  #happened(accountId: string, from: number, until: number): readonly ZoomEvent[] {
    const added = new Set(this.store.state.added.map(({ call }) => call.uuid));
    return this.companies
      .callsOf(accountId)
      .newestFirst(from - LOOK_BACK_MS, until)
      .filter(({ uuid }) => !added.has(uuid))
      .flatMap((call) => this.#eventsOf(accountId, call))
      .filter(({ toldAt }) => toldAt > from && toldAt <= until);
  }

  #eventsOf(accountId: string, call: SimulatedCall): readonly ZoomEvent[] {
    return eventsOf(this.companies.named(accountId), call, this.options.habits);
  }

  #hasApp(accountId: string): boolean {
    return (
      this.options.installedAt.some((name) => this.companies.named(name).accountId === accountId) ||
      this.store.state.sessions.some((session) => session.accountId === accountId && session.end === null)
    );
  }
}

const firstTry = (told: ZoomEvent): Due => ({ told, attempt: 1, at: told.toldAt, signedAt: null });
