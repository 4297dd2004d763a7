import { type ProviderClient, Secret } from '../../contract/index.js';
import { isVendorOrigin } from '../../support/origin.js';
import { DIALPAD } from './dialpad.descriptor.js';

/**
 * How this installation is known to Dialpad. What is left out is read from the environment. With neither id nor secret
 * Dialpad is listed, and nobody can connect it.
 *
 * @example
 * DialpadModule.forRoot({ clientId, clientSecret, baseUrl: 'https://sandbox.dialpad.com' })
 */
export interface DialpadModuleOptions {
  /** Of the OAuth app that Dialpad registered for this host. Default: `DIALPAD_CLIENT_ID`. */
  readonly clientId?: string;
  /** It comes with the id. Default: `DIALPAD_CLIENT_SECRET`. */
  readonly clientSecret?: string;
  /**
   * An origin without a path: https, or http on a loopback address. Default: `DIALPAD_BASE_URL`, and without that
   * Dialpad's production, `https://dialpad.com`.
   */
  readonly baseUrl?: string;
}

/**
 * Puts the options over the environment and checks the result.
 *
 * @param variable reads one environment variable; undefined or empty is not set
 * @returns the client, null where none is configured, and every problem as a sentence; with problems, the client must
 * not be used
 */
export function readDialpadSettings(
  variable: (name: string) => string | undefined,
  options: DialpadModuleOptions = {},
): { readonly client: ProviderClient | null; readonly problems: readonly string[] } {
  const clientId = given(options.clientId) ?? given(variable('DIALPAD_CLIENT_ID'));
  const clientSecret = given(options.clientSecret) ?? given(variable('DIALPAD_CLIENT_SECRET'));
  const baseUrl = (
    given(options.baseUrl) ??
    given(variable('DIALPAD_BASE_URL')) ??
    DIALPAD.environments.production.baseUrl
  ).replace(/\/$/, '');
  const problems = [
    ...(clientId !== undefined && clientSecret === undefined
      ? ['DIALPAD_CLIENT_SECRET is missing: give the secret that belongs to DIALPAD_CLIENT_ID, or neither']
      : []),
    ...(clientId === undefined && clientSecret !== undefined
      ? ['DIALPAD_CLIENT_ID is missing: give the id that belongs to DIALPAD_CLIENT_SECRET, or neither']
      : []),
    ...(isVendorOrigin(baseUrl)
      ? []
      : ['DIALPAD_BASE_URL must be an https origin without a path, such as https://sandbox.dialpad.com']),
  ];
  const client =
    clientId === undefined || clientSecret === undefined
      ? null
      : { clientId, clientSecret: new Secret(clientSecret), baseUrl };
  return { client, problems };
}

const given = (value: string | undefined): string | undefined => value?.trim() || undefined;
