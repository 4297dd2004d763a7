import { ProviderError, type ProviderFailure } from '../../contract/index.js';

/** What Dialpad's answer to one request means. */
interface RequestMeaning {
  /** What a refusal says is missing. */
  readonly missing: string;
  /** Sent with the request, or undefined. A refusal is about it then: without one the same request is sound. */
  readonly cursor?: string;
}

/** Says of a failed request what Dialpad means by it, and passes on what it does not know. */
export const inWordsOfDialpad =
  ({ missing, cursor }: RequestMeaning) =>
  (error: unknown): never => {
    if (!(error instanceof ProviderError)) throw error;
    const { failure } = error;
    if (failure.kind === 'forbidden' && failure.missing === undefined) {
      throw new ProviderError(
        { kind: 'forbidden', missing: [missing] },
        `Dialpad refused (missing: ${missing}). Have a company administrator of Dialpad connect again and allow access.`,
        { cause: error },
      );
    }
    if (cursor !== undefined && isRefusal(failure)) {
      throw new ProviderError(
        { kind: 'restartListing' },
        'Dialpad no longer knows this place in its list. The list is read again from its start.',
        { cause: error },
      );
    }
    throw error;
  };

/** Whether Dialpad refused what was asked, rather than who asked. */
export const isRefusal = (failure: ProviderFailure): boolean =>
  failure.kind === 'gone' || (failure.kind === 'unreadable' && failure.where === 'status 400');
