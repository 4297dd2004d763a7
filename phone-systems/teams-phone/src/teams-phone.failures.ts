import { type ProviderFailure, type Refusal, readList, readObject, readText } from 'prodoscore-phone-systems';

/** The tenant or this app in it is not there. Numbers may change: an unknown one means what its word says. */
const NO_CONSENT = new Set([90002, 7000229]);

/** Who signs in has a home in another cloud: in a code's place, or as the code is exchanged. */
const OTHER_CLOUD = new Set([900382, 900439]);

const NEEDED: readonly (readonly [path: string, permission: string])[] = [
  ['/v1.0/communications', 'CallRecords.Read.All'],
  ['/v1.0/subscriptions', 'CallRecords.Read.All'],
  ['/v1.0/users', 'User.Read.All'],
  ['/v1.0/organization', 'Organization.Read.All'],
];

/** What Microsoft’s words say beyond the status: https://learn.microsoft.com/graph/errors. */
export function failureOf({ from, status, json, path, query }: Refusal): ProviderFailure | null {
  const { error, error_description: words, error_codes } = readObject(json);
  if (from !== 'api') {
    const codes = [...readList(error_codes), /^AADSTS(\d+)\b/.exec(readText(words) ?? '')?.[1]];
    if (codes.some((code) => OTHER_CLOUD.has(Number(code))))
      return { kind: 'unsupported', what: 'an account of one of Microsoft’s national clouds' };
  }
  if (from === 'sign-in') return null;
  if (from === 'tokens') {
    // Once an administrator has consented, it says that this app is no longer in the tenant.
    const isGone =
      error === 'unauthorized_client' || readList(error_codes).some((code) => NO_CONSENT.has(Number(code)));
    return isGone ? { kind: 'reconnect', reason: 'revoked' } : null;
  }
  if (status === 400 && '$skiptoken' in query) return { kind: 'restartListing' };
  if (status === 403 && /licen[cs]e/i.test(readText(readObject(error)['message']) ?? ''))
    return { kind: 'unsupported', what: 'a company without the licence that this needs' };
  const missing = NEEDED.find(([start]) => path.startsWith(start))?.[1];
  return status === 403 && missing !== undefined ? { kind: 'forbidden', missing: [missing] } : null;
}
