import { ProviderError, type ProviderRequest } from '../../contract/index.js';
import { shapeOf } from '../../support/shape.js';
import { failureWithin, jsonOf } from './classify-answer.js';
import type { VendorAnswer } from './vendor-http.js';

/**
 * What a provider makes of a successful answer to its request.
 *
 * @throws ProviderError of kind `unreadable` where the provider cannot read it, `tryLater` where it is no JSON, and what
 *   {@link failureWithin} finds in it
 */
export function readAnswer<T>(
  { method = 'GET', path, read }: Pick<ProviderRequest<T>, 'method' | 'path' | 'read'>,
  answer: Pick<VendorAnswer, 'headers' | 'text'>,
): T {
  // Only what changes something may be answered with nothing: an empty listing would pass for a complete one.
  const json = method !== 'GET' && answer.text.trim() === '' ? null : jsonOf(answer);
  const failure = failureWithin(json, answer, new Date());
  if (failure !== null) throw failure;
  try {
    return read(json);
  } catch (error) {
    throw withSample(error, path, json);
  }
}

/** The failure carries the shape that could not be read: without it nobody can tell what has changed. */
function withSample(error: unknown, path: string, json: unknown): unknown {
  const isProviders = error instanceof ProviderError;
  if (isProviders && error.failure.kind !== 'unreadable') return error;
  const where = isProviders && error.failure.kind === 'unreadable' ? error.failure.where : path;
  const message = isProviders ? error.message : 'The phone system answered in a shape that we cannot read.';
  return new ProviderError({ kind: 'unreadable', where, sample: shapeOf(json) }, message, { cause: error });
}
