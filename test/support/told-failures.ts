import { ProviderError, type ProviderFailure } from '../../src/contract/index.js';

/** Of how something fails: the failure that the platform is told. */
export async function failureOf(work: Promise<unknown>): Promise<ProviderFailure | string> {
  const error: unknown = await work.then(
    () => 'It did not fail.',
    (thrown: unknown) => thrown,
  );
  return error instanceof ProviderError ? error.failure : String(error);
}
