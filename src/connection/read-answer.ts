import { ProviderError, type ProviderRequest } from '../contract/index.js';
import { jsonOf } from './classify-answer.js';
import type { VendorAnswer } from './vendor-http.js';

/**
 * What a provider makes of a successful answer to its request.
 *
 * @throws ProviderError of kind `unreadable` where the provider cannot read it, `tryLater` where it is no JSON
 */
export function readAnswer<T>(
  { method = 'GET', path, read }: Pick<ProviderRequest<T>, 'method' | 'path' | 'read'>,
  answer: Pick<VendorAnswer, 'text'>,
): T {
  // Only what changes something may be answered with nothing: an empty listing would pass for a complete one.
  const json = method !== 'GET' && answer.text.trim() === '' ? null : jsonOf(answer);
  try {
    return read(json);
  } catch (cause) {
    if (cause instanceof ProviderError) throw cause;
    throw new ProviderError(
      { kind: 'unreadable', where: path },
      'The phone system answered in a shape that we cannot read.',
      { cause },
    );
  }
}
