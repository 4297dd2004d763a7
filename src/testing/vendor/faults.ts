/**
 * What goes wrong instead of an answer:
 * - `status`: an error in the vendor's shape, with `Retry-After` where `retryAfter` (seconds, or an HTTP date) is given
 * - `html`: an error page of a proxy in front; status 502 unless given
 * - `empty`: a status and no body
 * - `body`: an answer of your own
 * - `altered`: a true answer whose body was changed on the way; `alter` is given the body and the request's query, and may
 *   take its time
 * - `late`: a true answer, so many milliseconds later
 * - `truncated`: the head of a true answer, then the connection ends
 * - `reset`: the connection is torn down before the request is looked at
 * - `lostAnswer`: the request is carried out, and the connection is torn down instead of the answer
 * - `hang`: no answer, until the client goes away or the simulator stops
 */
export type FaultKind =
  | { readonly kind: 'status'; readonly status: number; readonly retryAfter?: number | string }
  | { readonly kind: 'html'; readonly status?: number }
  | { readonly kind: 'empty'; readonly status: number }
  | { readonly kind: 'body'; readonly status: number; readonly body: string; readonly contentType?: string }
  | { readonly kind: 'altered'; readonly alter: (body: string, query: URLSearchParams) => string | Promise<string> }
  | { readonly kind: 'late'; readonly ms: number }
  | { readonly kind: 'truncated' }
  | { readonly kind: 'reset' }
  | { readonly kind: 'lostAnswer' }
  | { readonly kind: 'hang' };

/** Which requests go wrong. */
export interface Fault {
  /** A path, exactly, or a pattern; every path where it is left out. */
  readonly path?: string | RegExp;
  readonly method?: string;
  /** The name of a query parameter that the request must carry, such as `cursor` for every page but the first. */
  readonly query?: string;
  /** How many requests; 1 where it is left out, `Infinity` for all until `clear`. */
  readonly times?: number;
  /** Lets this many fitting requests through first. */
  readonly after?: number;
  readonly answer: FaultKind;
}

/**
 * Plans what goes wrong. Faults are looked at in the order in which they were planned; the first that fits is used up
 * by one. They come before authorisation and limits, as a proxy would.
 */
export class Faults {
  #planned: { readonly fault: Fault; after: number; left: number }[] = [];

  /** @example simulator.faults.plan({ path: '/v1/calls', times: 2, answer: { kind: 'status', status: 500 } }) */
  plan(fault: Fault): void {
    this.#planned.push({ fault, after: fault.after ?? 0, left: fault.times ?? 1 });
  }

  /** Forgets every fault that was planned. */
  clear(): void {
    this.#planned = [];
  }

  /** Takes the fault for a request; null where nothing goes wrong. */
  take(method: string, { pathname, searchParams }: URL): FaultKind | null {
    for (const planned of this.#planned) {
      if (planned.left <= 0 || !fits(planned.fault, method, pathname, searchParams)) continue;
      if (planned.after > 0) {
        planned.after -= 1;
        continue;
      }
      planned.left -= 1;
      return planned.fault.answer;
    }
    return null;
  }
}

const fits = (
  { path, method, query }: Fault,
  actualMethod: string,
  actualPath: string,
  actualQuery: URLSearchParams,
): boolean =>
  (query === undefined || actualQuery.has(query)) &&
  (method === undefined || method === actualMethod) &&
  (path === undefined || (typeof path === 'string' ? path === actualPath : path.test(actualPath)));
