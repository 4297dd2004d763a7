import type { CodeGrant, PhoneSystemProvider, ProviderClient, Secret } from '../contract/index.js';
import { failureOf } from './classify-answer.js';
import { readTokenAnswer } from './token-answer.js';
import { toldFailure } from './told-failure.js';
import type { Tokens } from './tokens.js';
import { askVendor, type VendorAnswer } from './vendor-http.js';

/** The vendor's OAuth endpoints for tokens, as its descriptor says. */
export class TokenEndpoint {
  private readonly grant: CodeGrant;
  private readonly origin: string;

  constructor(
    private readonly provider: PhoneSystemProvider,
    private readonly client: ProviderClient,
  ) {
    this.grant = provider.descriptor.grant;
    this.origin = client.tokenUrl ?? client.baseUrl;
  }

  /**
   * Asks for tokens.
   *
   * @param form the form of the grant, without the client's own id and secret
   * @throws ProviderError in the vendor's words where the provider reads them, else as {@link readTokenAnswer} does; and
   *   where no answer came
   */
  async request(form: Readonly<Record<string, string>>, signal: AbortSignal): Promise<Tokens> {
    const answer = await this.post(this.grant.tokenPath, form, signal);
    const now = new Date();
    const told = toldFailure(this.provider, { from: 'tokens', path: this.grant.tokenPath, query: {} }, answer, now);
    if (told !== null) throw told;
    return readTokenAnswer(answer, now);
  }

  /** Takes a grant back. Answers whether the vendor confirmed it. */
  async revoke(access: Secret, signal: AbortSignal): Promise<boolean> {
    const { revoke } = this.grant;
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

  /** Sends a form beside the client's own id and secret, where the vendor wants them. */
  private async post(path: string, form: Readonly<Record<string, string>>, signal: AbortSignal): Promise<VendorAnswer> {
    const { clientId, clientSecret } = this.client;
    const basic = this.grant.clientAuth === 'basic';
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

const basicHeader = (id: string, secret: Secret): string =>
  `Basic ${Buffer.from(`${encodeURIComponent(id)}:${encodeURIComponent(secret.reveal())}`).toString('base64')}`;
