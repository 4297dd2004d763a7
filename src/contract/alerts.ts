/** What every {@link PhoneSystemAlert} says. */
interface AlertBase {
  /** The same at each delivery of the same alert: what was acted upon already can be told by it. */
  readonly id: string;
  readonly tenantId: string;
  /** The provider's key, such as `dialpad`. */
  readonly providerKey: string;
  readonly connectionId: string;
  /** Each alert comes once when it begins and once when it is over. */
  readonly state: 'began' | 'over';
  /** When it was noticed. */
  readonly at: Date;
  /** What happened and what to do, in a sentence for an administrator. */
  readonly message: string;
  /** Who can do something: an administrator by connecting again, whoever answers, the operator of this host, or nobody. */
  readonly action: 'reconnect' | 'wait' | 'ask-operator' | 'answer';
}

/**
 * Something about a connection that somebody should know:
 *
 * - `needs-reconnect`: the vendor no longer accepts the grant. Mail an administrator of the tenant.
 * - `stopped`: nothing is fetched until somebody acts. `problem` is the kind, as in `docs/operations.md`; `sample` is the
 *   shape of an answer that could not be read (keys and types, no values), or null.
 * - `behind`: calls are known to be complete only until `completeUntil`, longer ago than two far rounds take; or, where it
 *   is null, fetching the history has not moved on for longer than a far round's interval and a quarter.
 * - `difference`: the daily reconciliation found `records` calls that were missing here, and stored them. What the phone
 *   system itself lists no longer is no difference: see `unlisted` and `letGo` of a round.
 * - `objections`: `waiting` objections of employees wait longer for an answer than the tenant's `objectionDays`, the first
 *   `since` then. It is told with the tenant's connection; where none is connected, nobody is told.
 */
export type PhoneSystemAlert = AlertBase &
  (
    | { readonly kind: 'needs-reconnect' }
    | { readonly kind: 'stopped'; readonly problem: string; readonly sample: string | null }
    | { readonly kind: 'behind'; readonly completeUntil: Date | null }
    | { readonly kind: 'difference'; readonly records: number }
    | { readonly kind: 'objections'; readonly waiting: number; readonly since: Date }
  );

/**
 * Where alerts go. Optional: without it, what stands is told as soon as a host supplies it, and what is over is
 * forgotten after a week.
 *
 * @example
 * class OurAlerts implements AlertSink {
 *   async deliver(alert: PhoneSystemAlert): Promise<void> {
 *     if (alert.kind === 'needs-reconnect' && alert.state === 'began') await this.mail.toAdmins(alert.tenantId, alert.message);
 *   }
 * }
 */
export interface AlertSink {
  /**
   * Takes one alert: at least once each, in order for each connection, whichever copy of the host it is that notices.
   *
   * @throws anything to have the same alert delivered again later, at growing intervals; those of the same connection
   * wait behind it. One that does not return within a minute counts as thrown.
   */
  deliver(alert: PhoneSystemAlert): Promise<void>;
}
