import type { ProviderClient, ProviderDescriptor, Secret } from '../contract/index.js';
import { failureOf } from './classify-answer.js';
import { readTokenAnswer } from './token-answer.js';
import type { Tokens } from './tokens.js';
import { askVendor, type VendorAnswer } from './vendor-http.js';

/** The vendor's OAuth endpoints for tokens, as its descriptor says. */
export class TokenEndpoint {
  constructor(
    private readonly descriptor: ProviderDescriptor,
    private readonly client: ProviderClient,
  ) {}

  /**
   * Asks for tokens.
   *
   * @param grant the form of the grant, without the client's own id and secret
   * @throws ProviderError as {@link readTokenAnswer} does, and where no answer came
   */
  async request(grant: Readonly<Record<string, string>>, signal: AbortSignal): Promise<Tokens> {
    const answer = await this.post(this.descriptor.oauth.tokenPath, grant, signal);
    return readTokenAnswer(answer, new Date());
  }

  /** Takes a grant back. Answers whether the vendor confirmed it. */
  async revoke(access: Secret, signal: AbortSignal): Promise<boolean> {
    const { revoke } = this.descriptor.oauth;
    if (revoke === undefined) return false;
    const answer =
      revoke.token === 'form'
        ? await this.post(revoke.path, { token: access.reveal() }, signal)
        : await askVendor({
            method: 'POST',
            url: new URL(revoke.path, this.client.baseUrl),
            headers: { authorization: `Bearer ${access.reveal()}` },
            signal,
          });
    return failureOf(answer, new Date()) === null;
  }

  /** Sends a form beside the client's own id and secret, where the vendor wants them. */
  private async post(path: string, form: Readonly<Record<string, string>>, signal: AbortSignal): Promise<VendorAnswer> {
    const { clientId, clientSecret, baseUrl } = this.client;
    const basic = this.descriptor.oauth.clientAuth === 'basic';
    return await askVendor({
      method: 'POST',
      url: new URL(path, baseUrl),
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
