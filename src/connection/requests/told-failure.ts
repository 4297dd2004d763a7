import { type PhoneSystemProvider, ProviderError, type ProviderFailure, type Refusal } from '../../contract/index.js';
import { parseJson } from '../../support/json.js';
import { isMarkup } from './classify-answer.js';
import type { VendorAnswer } from './vendor-http.js';

/**
 * What a refusal means in the words of its vendor, as the provider reads them: null where the answer is none, or a page of
 * a proxy's, or where its status says it all.
 *
 * @param now the instant from which a wait counts
 */
export function toldFailure(
  provider: Pick<PhoneSystemProvider, 'failureOf'>,
  asked: Pick<Refusal, 'from' | 'path' | 'query'>,
  { status, headers, text }: Pick<VendorAnswer, 'status' | 'headers' | 'text'>,
  now: Date,
): ProviderError | null {
  if (status < 400 || isMarkup(text)) return null;
  const refusal = { ...asked, status, headers: Object.fromEntries(headers), json: jsonIn(text) };
  const failure = provider.failureOf?.(refusal, now) ?? null;
  return failure && new ProviderError(failure, `${MEANING[failure.kind]} (status ${status}).`);
}

const MEANING: Readonly<Record<ProviderFailure['kind'], string>> = {
  reconnect: 'The phone system no longer accepts this connection',
  forbidden: 'The phone system refuses this to the connected person',
  closed: 'The phone system has shut this account',
  unsupported: 'Accounts of this kind are not supported',
  slowDown: 'The phone system asks us to slow down',
  tryLater: 'The phone system is out of order for now',
  restartListing: 'The phone system has lost this place in its list',
  gone: 'The phone system does not know this (any more)',
  unreadable: 'The phone system refused the request',
  misconfigured: 'The phone system does not accept a setting of this host',
  defect: 'The plug-in could not read why the phone system refused',
};

function jsonIn(text: string): unknown {
  try {
    return parseJson(text);
  } catch {
    return undefined;
  }
}
