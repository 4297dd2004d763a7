import type { ProviderClient } from '../../contract/index.js';
import { type ProviderClientOptions, readProviderClient } from '../../registry/provider-client.js';
import { DIALPAD } from './dialpad.descriptor.js';

/**
 * How this installation is known to Dialpad. What is left out is read from `DIALPAD_CLIENT_ID`,
 * `DIALPAD_CLIENT_SECRET` and `DIALPAD_BASE_URL`.
 *
 * @example
 * DialpadModule.forRoot({ clientId, clientSecret, baseUrl: 'https://sandbox.dialpad.com' })
 */
export type DialpadModuleOptions = ProviderClientOptions;

/** {@link readProviderClient} for Dialpad. */
export const readDialpadSettings = (
  variable: (name: string) => string | undefined,
  options: DialpadModuleOptions = {},
): { readonly client: ProviderClient | null; readonly problems: readonly string[] } =>
  readProviderClient(DIALPAD, variable, options);
