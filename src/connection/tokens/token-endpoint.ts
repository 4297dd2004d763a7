import {
  type OAuthRevocation,
  type PhoneSystemProvider,
  type ProviderClient,
  ProviderError,
  type Secret,
} from '../../contract/index.js';
import { failureOf } from '../requests/classify-answer.js';
import type { TokenRequest } from './renewal.js';
import { idTokenIn, readTokenAnswer } from './token-answer.js';
import { toldFailure } from '../requests/told-failure.js';
import type { Tokens } from './tokens.js';
import { askVendor, type VendorAnswer } from '../requests/vendor-http.js';

/** The vendor's OAuth endpoints for tokens, as its descriptor says. */
export class TokenEndpoint {
  private readonly origin: string;

  constructor(
    private readonly provider: PhoneSystemProvider,
    private readonly client: ProviderClient,
  ) {
    this.origin = client.tokenUrl ?? client.baseUrl;
  }

  /**
   * Asks for tokens.
   *
   * @param form the form of the grant, without the client's own id and secret
   * @throws ProviderError in the vendor's words where the provider reads them, else as {@link readTokenAnswer} does; and
   *   where no answer came
   */
  async request(request: TokenRequest, signal: AbortSignal): Promise<Tokens> {
    return (await this.ask(request, signal)).tokens;
  }

  /**
   * Exchanges the code of a sign-in that proves who somebody is. What it opens beyond that is not used.
   *
   * @returns the id token
   * @throws ProviderError as {@link request} does; of kind `tryLater` where there is none
   */
  async idToken(request: TokenRequest, signal: AbortSignal): Promise<string> {
    const { idToken } = await this.ask(request, signal);
    if (idToken !== null) return idToken;
    throw new ProviderError({ kind: 'tryLater' }, 'The phone system did not say who signed in.');
  }

  private async ask(
    { path, form }: TokenRequest,
    signal: AbortSignal,
  ): Promise<{ readonly tokens: Tokens; readonly idToken: string | null }> {
    const answer = await this.post(path, form, signal);
    const now = new Date();
    const told = toldFailure(this.provider, { from: 'tokens', path, query: {} }, answer, now);
    if (told !== null) throw told;
    return { tokens: readTokenAnswer(answer, now), idToken: idTokenIn(answer.text) };
  }

  /** Whether there is a way to take a grant back. */
  get revokes(): boolean {
    return this.revocation !== undefined;
  }

  /** Takes a grant back. Answers whether the vendor confirmed it. */
  async revoke(access: Secret, signal: AbortSignal): Promise<boolean> {
    const { revocation: revoke } = this;
    if (revoke === undefined) return false;
    const answer =
      revoke.token === 'form'
        ? await this.post(revoke.path, { token: access.reveal() }, signal)
        : await askVendor({
            method: 'POST',
            url: new URL(revoke.path, this.origin),
            headers: { authorization: `Bearer ${access.reveal()}` },
            signal,
          });
    return failureOf(answer, new Date()) === null;
  }

  private get revocation(): OAuthRevocation | undefined {
    const { grant } = this.provider.descriptor;
    return grant.kind === 'code' ? grant.revoke : undefined;
  }

  /** Sends a form beside the client's own id and secret, where the vendor wants them. */
  private async post(path: string, form: Readonly<Record<string, string>>, signal: AbortSignal): Promise<VendorAnswer> {
    const { clientId, clientSecret } = appOf(this.client);
    const { grant } = this.provider.descriptor;
    const basic = grant.kind === 'code' && grant.clientAuth === 'basic';
    return await askVendor({
      method: 'POST',
      url: new URL(path, this.origin),
      headers: {
        'content-type': 'application/x-www-form-urlencoded',
        ...(basic ? { authorization: basicHeader(clientId, clientSecret) } : {}),
      },
      body: new URLSearchParams({
        ...form,
        ...(basic ? {} : { client_id: clientId, client_secret: clientSecret.reveal() }),
      }).toString(),
      signal,
    });
  }
}

/**
 * The id and secret by which the vendor knows this host.
 *
 * @throws ProviderError of kind `misconfigured` where there are none, as of a vendor whose administrators type keys
 */
export function appOf({
  clientId,
  clientSecret,
}: ProviderClient): Required<Pick<ProviderClient, 'clientId' | 'clientSecret'>> {
  if (clientId !== undefined && clientSecret !== undefined) return { clientId, clientSecret };
  throw new ProviderError({ kind: 'misconfigured', what: 'client' }, 'The phone system does not know this host.');
}

const basicHeader = (id: string, secret: Secret): string =>
  `Basic ${Buffer.from(`${encodeURIComponent(id)}:${encodeURIComponent(secret.reveal())}`).toString('base64')}`;
