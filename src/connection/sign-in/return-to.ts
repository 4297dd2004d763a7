/**
 * Reads the place that a browser wants to come back to. Only a path of this host will do: no scheme, no other host, and
 * nothing that a browser might read as one.
 *
 * @returns the path with its query, or null where it is none
 */
export function readReturnTo(text: string): string | null {
  if (!text.startsWith('/') || /[\\\s\p{Cc}]/u.test(text) || text.length > 2_000) return null;
  const nowhere = 'http://host.invalid';
  if (!URL.canParse(text, nowhere)) return null;
  const url = new URL(text, nowhere);
  const path = url.pathname + url.search;
  return url.origin === nowhere && !path.startsWith('//') && !decodesToElsewhere(path) ? path : null;
}

/** Encoded slashes and backslashes in front are refused too: something on the way may decode them. */
function decodesToElsewhere(path: string): boolean {
  try {
    return /^[/\\]{2}/.test(decodeURIComponent(path.split('?', 1)[0] ?? ''));
  } catch {
    return true;
  }
}

/** Puts the outcome of connecting into the place to come back to. */
export function withOutcome(returnTo: string, providerKey: string, outcome: ConnectOutcome): string {
  const url = new URL(returnTo, 'http://host.invalid');
  url.searchParams.set('phoneSystem', providerKey);
  url.searchParams.set('outcome', outcome === 'connected' ? 'connected' : 'failed');
  url.searchParams.delete('code');
  if (outcome !== 'connected') url.searchParams.set('code', outcome);
  return url.pathname + url.search;
}

/** How a visit to the vendor can fail; each has its sentence on the settings page. */
export const CONNECT_FAILURES = [
  'access_denied',
  'state_unknown',
  'state_expired',
  'wrong_domain',
  'not_an_admin',
  'scope_missing',
  'not_supported',
  'no_licence',
  'already_connected',
  'account_in_use',
  'other_account',
  'consent_missing',
  'vendor_error',
] as const;

/** `keys_refused`: of keys that were typed, which lead nobody away and back. */
export type ConnectFailure = (typeof CONNECT_FAILURES)[number] | 'keys_refused';

export type ConnectOutcome = 'connected' | ConnectFailure;
