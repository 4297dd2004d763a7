import { type ProviderClient, type ProviderDescriptor, Secret } from '../contract/index.js';
import { isVendorOrigin } from '../support/origin.js';

/**
 * How this installation is known to a vendor. What is left out is read from the environment. With neither id nor secret
 * the phone system is listed, and nobody can connect it; but where administrators type keys, there is no id and no secret
 * to give.
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
   * Of the vendor's API: an https origin without a path, or http on a loopback address. Default: `DIALPAD_BASE_URL`,
   * likewise, and without that the descriptor's production.
   */
  readonly baseUrl?: string;
  /**
   * Where administrators sign in, an origin likewise. Default, where the descriptor names such an origin:
   * `ZOOM_PHONE_AUTHORIZE_URL`, for the key `zoom-phone`, and without that what it says beside this base URL. Else the base
   * URL.
   */
  readonly authorizeUrl?: string;
  /** Where tokens are given and revoked. Default: `ZOOM_PHONE_TOKEN_URL`, and so on likewise. */
  readonly tokenUrl?: string;
  /**
   * What deliveries are signed with, where the vendor has one address for all accounts (`webhookAddress`). Default:
   * `ZOOM_PHONE_WEBHOOK_SECRET`, likewise; absent, none is taken, and calls arrive with the rounds.
   */
  readonly webhookSecret?: string;
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
  {
    key,
    environments,
    webhookAddress,
    grant,
  }: Pick<ProviderDescriptor, 'key' | 'environments' | 'webhookAddress'> & Partial<Pick<ProviderDescriptor, 'grant'>>,
  variable: (name: string) => string | undefined,
  options: ProviderClientOptions = {},
): { readonly client: ProviderClient | null; readonly problems: readonly string[] } {
  const nameOf = (what: string): string => `${key.toUpperCase().replaceAll('-', '_')}_${what}`;
  const [idName, secretName] = [nameOf('CLIENT_ID'), nameOf('CLIENT_SECRET')];
  const isRegistered = grant?.kind !== 'keys';
  const clientId = isRegistered ? (given(options.clientId) ?? given(variable(idName))) : undefined;
  const clientSecret = isRegistered ? (given(options.clientSecret) ?? given(variable(secretName))) : undefined;
  const baseUrl = withoutSlash(
    given(options.baseUrl) ?? given(variable(nameOf('BASE_URL'))) ?? environments['production']?.baseUrl ?? '',
  );
  // What the descriptor says holds for its own installations only: another base URL is another vendor's, or a proxy's.
  const installation = Object.values(environments).find((each) => each.baseUrl === baseUrl);
  const originOf = (own: 'authorizeUrl' | 'tokenUrl', name: string): string => {
    const isApart = Object.values(environments).some((each) => each[own] !== undefined);
    const said = given(options[own]) ?? (isApart ? given(variable(name)) : undefined);
    return withoutSlash(said ?? installation?.[own] ?? baseUrl);
  };
  const authorizeUrl = originOf('authorizeUrl', nameOf('AUTHORIZE_URL'));
  const tokenUrl = originOf('tokenUrl', nameOf('TOKEN_URL'));
  const example = Object.values(environments).at(-1)?.baseUrl ?? 'https://phone.example';
  const problems = [
    ...(clientId !== undefined && clientSecret === undefined
      ? [`${secretName} is missing: give the secret that belongs to ${idName}, or neither`]
      : []),
    ...(clientId === undefined && clientSecret !== undefined
      ? [`${idName} is missing: give the id that belongs to ${secretName}, or neither`]
      : []),
    ...Object.entries({ BASE_URL: baseUrl, AUTHORIZE_URL: authorizeUrl, TOKEN_URL: tokenUrl })
      .filter(([what, url]) => !isVendorOrigin(url) && (what === 'BASE_URL' || url !== baseUrl))
      .map(([what]) => `${nameOf(what)} must be an https origin without a path, such as ${example}`),
  ];
  const webhookSecret =
    webhookAddress === undefined
      ? undefined
      : (given(options.webhookSecret) ?? given(variable(nameOf('WEBHOOK_SECRET'))));
  const client =
    isRegistered && (clientId === undefined || clientSecret === undefined)
      ? null
      : {
          ...(clientId !== undefined && { clientId }),
          ...(clientSecret !== undefined && { clientSecret: new Secret(clientSecret) }),
          baseUrl,
          authorizeUrl,
          tokenUrl,
          ...(webhookSecret !== undefined && { webhookSecret: new Secret(webhookSecret) }),
        };
  return { client, problems };
}

const given = (value: string | undefined): string | undefined => value?.trim() || undefined;

const withoutSlash = (url: string): string => url.replace(/\/$/, '');
