import { ProviderError, type ProviderFailure, Secret } from '../../contract/index.js';
import { parseJson } from '../../support/json.js';
import { failureOf } from '../requests/classify-answer.js';
import type { Tokens } from './tokens.js';
import type { VendorAnswer } from '../requests/vendor-http.js';

/** A token is renewed when this share of its life is over, before the vendor refuses it. */
const USED_SHARE = 0.9;
/** The longest lifetime of a token, whatever the vendor says: later instants are not valid dates. */
const LONGEST_LIFE_SECONDS = 365 * 86_400;

/**
 * Reads what a token endpoint answered. Only RFC 6749's `invalid_grant` says that a grant is dead. Whatever else is no
 * token may be a gateway's, or a moment's: what is stored stays as it is, and is offered again.
 *
 * @param now the instant from which the token's life counts
 * @throws ProviderError of kind `reconnect` where the vendor refuses the grant; `misconfigured` where it refuses this
 *   host; `tryLater` or `slowDown` for everything else
 */
export function readTokenAnswer(answer: Pick<VendorAnswer, 'status' | 'headers' | 'text'>, now: Date): Tokens {
  const failure = failureOf(answer, now);
  if (failure !== null && IN_ITSELF.has(failure.failure.kind)) throw failure;
  const { access_token: access, refresh_token: refresh, expires_in: seconds, error } = fieldsOf(answer.text);
  if (failure !== null || typeof access !== 'string' || access === '') throw refusal(error, answer.status);
  return {
    access: new Secret(access),
    refresh: typeof refresh === 'string' && refresh !== '' ? new Secret(refresh) : null,
    expiresAt: expiryOf(seconds, now),
  };
}

/** The id token beside the tokens; null where there is none. */
export function idTokenIn(text: string): string | null {
  const { id_token: idToken } = fieldsOf(text);
  return typeof idToken === 'string' && idToken !== '' ? idToken : null;
}

/** What a status means, whatever the body of the answer is. */
const IN_ITSELF: ReadonlySet<ProviderFailure['kind']> = new Set(['slowDown', 'tryLater', 'misconfigured']);

function fieldsOf(text: string): Readonly<Record<string, unknown>> {
  try {
    const json: unknown = parseJson(text);
    return typeof json === 'object' && json !== null ? (json as Record<string, unknown>) : {};
  } catch {
    return {};
  }
}

/** RFC 6749, section 5.2, and what the operator has to look at. No administrator can mend these. */
const OF_THIS_HOST: Readonly<Record<string, string>> = {
  invalid_client: 'client id or secret',
  unauthorized_client: 'client id or secret',
  unsupported_grant_type: 'what this app may do: unsupported_grant_type',
  invalid_scope: 'the scopes of this app',
};

function refusal(error: unknown, status: number): ProviderError {
  if (error === 'invalid_grant') {
    return new ProviderError(
      { kind: 'reconnect', reason: 'refused' },
      'The phone system refused to renew this connection.',
    );
  }
  const what = typeof error === 'string' && Object.hasOwn(OF_THIS_HOST, error) ? OF_THIS_HOST[error] : undefined;
  if (what !== undefined) {
    return new ProviderError(
      { kind: 'misconfigured', what },
      `The phone system does not accept this host: check ${what}.`,
    );
  }
  return new ProviderError(
    { kind: 'tryLater' },
    `The phone system gave no token, and did not refuse the grant either (status ${status}).`,
  );
}

/** Null where the vendor does not say until when. */
function expiryOf(seconds: unknown, now: Date): Date | null {
  const life = typeof seconds === 'number' || typeof seconds === 'string' ? Number(seconds) : NaN;
  if (!(life > 0)) return null;
  return new Date(now.getTime() + Math.min(life, LONGEST_LIFE_SECONDS) * 1_000 * USED_SHARE);
}
