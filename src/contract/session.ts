/**
 * One connected account, already authorised, lent to a provider for the length of a call. A provider never sees a
 * token: authorisation, refresh, retries, budgets, time-outs, redaction and abort are the platform's.
 */
export interface ProviderSession {
  /** Aborted when the work is no longer wanted (shutdown, disconnect). */
  readonly signal: AbortSignal;
  /**
   * Sends one request to the vendor's base URL and reads its JSON answer.
   * Integers beyond 2^53 reach `read` as decimal strings, so that ids never pass through a double. An answer of success
   * that is an object with an `error` (a text or an object) and without a list that holds anything is a failure: `read`
   * does not see it.
   *
   * @throws ProviderError whose kind says what must happen next. What is worth retrying at once was already retried.
   * @example
   * session.send({ path: '/api/v2/company', budget: 'company', read: (json) => readCompany(json) })
   */
  send<T>(request: ProviderRequest<T>): Promise<T>;
}

/** One request to the vendor, without authorisation. */
export interface ProviderRequest<T> {
  /** `GET` where it is left out. */
  readonly method?: 'GET' | 'POST' | 'PATCH' | 'DELETE';
  /** Begins with a slash; relative to the base URL. Put ids through `encodeURIComponent`. */
  readonly path: string;
  /** Entries that are undefined are left out. */
  readonly query?: Readonly<Record<string, string | number | undefined>>;
  /** Sent as JSON. */
  readonly body?: unknown;
  /**
   * A key of the descriptor's `budgets`, or several where the vendor counts the request against each of them, such as
   * `['heavy', 'heavyDay']`. The request also falls under the overall one, which need not be named.
   */
  readonly budget: string | readonly string[];
  /** The only gate from wire to model. What it throws other than ProviderError becomes `unreadable`. */
  readonly read: (json: unknown) => T;
}
