import type { KnownPhoneUsers, ProviderRequest, ProviderSession } from '../../contract/index.js';

/** A directory in which nobody is, for who asks a provider for calls. */
export const noPhoneUsers: KnownPhoneUsers = () => Promise.resolve([]);

/** Any request, whatever it reads. */
export type AnyRequest = ProviderRequest<unknown>;

/**
 * A session for a provider's unit tests: it sends nothing, and answers as the script says.
 *
 * @example
 * const session = new ScriptedSession(({ path }) => {
 *   if (path === '/users') return { items: [] };
 *   throw new ProviderError({ kind: 'forbidden' }, 'Refused.');
 * });
 */
export class ScriptedSession implements ProviderSession {
  readonly signal: AbortSignal = new AbortController().signal;
  /** What was asked, in order. */
  readonly requests: AnyRequest[] = [];

  /** @param answer the JSON that the vendor answers; what it throws is thrown to the provider */
  constructor(private readonly answer: (request: AnyRequest) => unknown) {}

  async send<T>(request: ProviderRequest<T>): Promise<T> {
    this.requests.push(request);
    return request.read(await Promise.resolve(this.answer(request)));
  }
}
