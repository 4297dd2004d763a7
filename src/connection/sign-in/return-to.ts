/**
 * Reads the place that a browser wants to come back to. Only a path of this host will do: no scheme, no other host, and
 * nothing that a browser might read as one.
 *
 * @returns the path with its query, or null where it is none
 */
export function readReturnTo(text: string): string | null {
  if (!text.startsWith('/') || /[\\\s\p{Cc}]/u.test(text) || text.length > 2_000) return null;
  const path = pathIn(text);
  return path !== null && !decodesToElsewhere(path) ? path : null;
}

const NOWHERE = 'http://host.invalid';

/** What a browser makes of a text; null where that leads to another host. */
function pathIn(text: string): string | null {
  if (!URL.canParse(text, NOWHERE)) return null;
  const url = new URL(text, NOWHERE);
  return url.origin === NOWHERE && !url.pathname.startsWith('//') ? url.pathname + url.search : null;
}

/** Something on the way may decode what is encoded, once or more often: what then leads elsewhere is refused too. */
function decodesToElsewhere(path: string): boolean {
  const [encoded = ''] = path.split('?', 1);
  for (let [text, decoded] = [encoded, decodedOf(encoded)]; decoded !== text; decoded = decodedOf(text)) {
    if (decoded === null) return text === encoded;
    if (/[\\\p{Cc}]/u.test(decoded) || pathIn(decoded) === null) return true;
    text = decoded;
  }
  return false;
}

function decodedOf(text: string): string | null {
  try {
    return decodeURIComponent(text);
  } catch {
    return null;
  }
}

/** Puts the outcome of connecting into the place to come back to. */
export function withOutcome(returnTo: string, providerKey: string, outcome: ConnectOutcome): string {
  const url = new URL(returnTo, NOWHERE);
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
