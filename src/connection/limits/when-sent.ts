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

/** A request was stopped before anything of it was on the wire. */
export class NotSent extends Error {
  override readonly name = 'NotSent';
}

/**
 * Asks by `fetch`, and tells when the request goes on the wire: a busy process comes to that later than it asked, and one
 * that stood still may come to it much later.
 *
 * @param sent answers whether it may still go; not asked where another `fetch` than Node's own does not tell
 * @throws NotSent where it may not
 */
export const whenSent = async <T>(
  sent: () => boolean,
  signal: AbortSignal,
  ask: (signal: AbortSignal) => Promise<T>,
): Promise<T> => {
  const late = new AbortController();
  const look = (): void => void (sent() || late.abort(new NotSent('It may not leave any more.')));
  return await asking.run(look, () => ask(AbortSignal.any([signal, late.signal])));
};
