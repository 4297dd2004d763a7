import { ProviderError, type ProviderClient, type ProviderDescriptor, Secret } from '../contract/index.js';
import { failureOf, isMarkup, jsonOf } from './classify-answer.js';
import type { Tokens } from './tokens.js';
import { askVendor, type VendorAnswer } from './vendor-http.js';

/** A token is renewed when this share of its life is over, before the vendor refuses it. */
const USED_SHARE = 0.9;

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
   * @throws ProviderError of kind `reconnect` when the vendor refuses the grant
   */
  async request(grant: Readonly<Record<string, string>>, signal: AbortSignal): Promise<Tokens> {
    const answer = await this.post(this.descriptor.oauth.tokenPath, grant, signal);
    const failure = failureOf(answer, new Date());
    if (failure !== null) throw refusal(answer, failure);
    return tokensOf(jsonOf(answer), new Date());
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

/**
 * RFC 6749: a refused grant is 400; a refused client, which no administrator can mend, 400 or 401. A page of a proxy's
 * is no answer of the vendor's, whatever its status: it must not end a connection for good.
 */
function refusal({ status, text }: VendorAnswer, failure: ProviderError): ProviderError {
  if (status !== 400 && status !== 401 && status !== 403) return failure;
  if (/"error"\s*:\s*"(invalid_client|unauthorized_client)"/.test(text)) {
    return new ProviderError(
      { kind: 'misconfigured', what: 'client id or secret' },
      'The phone system does not know this host: check the client id and secret.',
    );
  }
  if (isMarkup(text) || /"error"\s*:\s*"(temporarily_unavailable|server_error)"/.test(text)) {
    return new ProviderError({ kind: 'tryLater' }, 'The phone system cannot renew this connection for now.');
  }
  return new ProviderError(
    { kind: 'reconnect', reason: 'refused' },
    'The phone system refused to renew this connection.',
  );
}

function tokensOf(json: unknown, now: Date): Tokens {
  const answer = (typeof json === 'object' && json !== null ? json : {}) as Record<string, unknown>;
  const { access_token: access, refresh_token: refresh, expires_in: expiresIn } = answer;
  if (typeof access !== 'string' || access === '') {
    throw new ProviderError({ kind: 'unreadable', where: 'token' }, 'The phone system answered without a token.');
  }
  const seconds = Number(expiresIn);
  return {
    access: new Secret(access),
    refresh: typeof refresh === 'string' && refresh !== '' ? new Secret(refresh) : null,
    expiresAt:
      expiresIn != null && Number.isFinite(seconds) && seconds > 0
        ? new Date(now.getTime() + seconds * 1000 * USED_SHARE)
        : null,
  };
}

const basicHeader = (id: string, secret: Secret): string =>
  `Basic ${Buffer.from(`${encodeURIComponent(id)}:${encodeURIComponent(secret.reveal())}`).toString('base64')}`;
