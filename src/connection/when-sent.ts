import { AsyncLocalStorage } from 'node:async_hooks';
import { subscribe } from 'node:diagnostics_channel';

/** Whom to tell of the request that is being made. */
const asking = new AsyncLocalStorage<() => void>();
/** Whom to tell of a request that has been made and not been sent. */
const waiting = new WeakMap<object, () => void>();

/** What Node's `fetch` publishes of a request: https://undici.nodejs.org/#/docs/api/DiagnosticsChannel */
interface Published {
  readonly request: object;
}

subscribe('undici:request:create', (message) => {
  const sent = asking.getStore();
  if (sent !== undefined) waiting.set((message as Published).request, sent);
});

subscribe('undici:client:sendHeaders', (message) => waiting.get((message as Published).request)?.());

/**
 * Asks by `fetch`, and tells when the request is on the wire: a busy process comes to that later than it asked.
 *
 * @param sent not called where another `fetch` than Node's own does not tell
 */
export const whenSent = <T>(sent: () => void, ask: () => Promise<T>): Promise<T> => asking.run(sent, ask);
