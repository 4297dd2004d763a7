import { type ProviderClient, type ProviderDescriptor, Secret } from '../contract/index.js';
import { isVendorOrigin } from '../support/origin.js';

/**
 * How this installation is known to a vendor. What is left out is read from the environment. With neither id nor secret
 * the phone system is listed, and nobody can connect it.
 *
 * @example
 * DialpadModule.forRoot({ clientId, clientSecret, baseUrl: 'https://sandbox.dialpad.com' })
 */
export interface ProviderClientOptions {
  /** Of the OAuth app that the vendor registered for this host. Default: `DIALPAD_CLIENT_ID`, for the key `dialpad`. */
  readonly clientId?: string;
  /** It comes with the id. Default: `DIALPAD_CLIENT_SECRET`, likewise. */
  readonly clientSecret?: string;
  /**
   * An origin without a path: https, or http on a loopback address. Default: `DIALPAD_BASE_URL`, likewise, and without
   * that the descriptor's production.
   */
  readonly baseUrl?: string;
}

/**
 * Puts the options over the environment and checks the result. The variables are named after the descriptor's key.
 *
 * @param variable reads one environment variable; undefined or empty is not set
 * @returns the client, null where none is configured, and every problem as a sentence; with problems, the client must
 * not be used
 * @example
 * readProviderClient(ACME_PHONE, (name) => process.env[name]) // ACME_PHONE_CLIENT_ID, ACME_PHONE_CLIENT_SECRET, …
 */
export function readProviderClient(
  { key, environments }: Pick<ProviderDescriptor, 'key' | 'environments'>,
  variable: (name: string) => string | undefined,
  options: ProviderClientOptions = {},
): { readonly client: ProviderClient | null; readonly problems: readonly string[] } {
  const prefix = key.toUpperCase().replaceAll('-', '_');
  const [idName, secretName, urlName] = [`${prefix}_CLIENT_ID`, `${prefix}_CLIENT_SECRET`, `${prefix}_BASE_URL`];
  const clientId = given(options.clientId) ?? given(variable(idName));
  const clientSecret = given(options.clientSecret) ?? given(variable(secretName));
  const production = environments['production']?.baseUrl ?? '';
  const baseUrl = (given(options.baseUrl) ?? given(variable(urlName)) ?? production).replace(/\/$/, '');
  const example = Object.values(environments).at(-1)?.baseUrl ?? 'https://phone.example';
  const problems = [
    ...(clientId !== undefined && clientSecret === undefined
      ? [`${secretName} is missing: give the secret that belongs to ${idName}, or neither`]
      : []),
    ...(clientId === undefined && clientSecret !== undefined
      ? [`${idName} is missing: give the id that belongs to ${secretName}, or neither`]
      : []),
    ...(isVendorOrigin(baseUrl) ? [] : [`${urlName} must be an https origin without a path, such as ${example}`]),
  ];
  const client =
    clientId === undefined || clientSecret === undefined
      ? null
      : { clientId, clientSecret: new Secret(clientSecret), baseUrl };
  return { client, problems };
}

const given = (value: string | undefined): string | undefined => value?.trim() || undefined;
