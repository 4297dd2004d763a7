import { type ProviderFailure, type Refusal, readList, readObject } from 'prodoscore-phone-systems';

/** The tenant or this app in it is not there. Numbers may change: an unknown one means what its word says. */
const NO_CONSENT = new Set([90002, 7000229]);

const NEEDED: readonly (readonly [path: string, permission: string])[] = [
  ['/v1.0/communications', 'CallRecords.Read.All'],
  ['/v1.0/subscriptions', 'CallRecords.Read.All'],
  ['/v1.0/users', 'User.Read.All'],
  ['/v1.0/organization', 'Organization.Read.All'],
];

/** What Microsoft’s words say beyond the status: https://learn.microsoft.com/graph/errors. */
export function failureOf({ from, status, json, path, query }: Refusal): ProviderFailure | null {
  if (from === 'tokens') {
    const { error, error_codes: codes } = readObject(json);
    // Once an administrator has consented, it says that this app is no longer in the tenant.
    const isGone = error === 'unauthorized_client' || readList(codes).some((code) => NO_CONSENT.has(Number(code)));
    return isGone ? { kind: 'reconnect', reason: 'revoked' } : null;
  }
  if (status === 400 && '$skiptoken' in query) return { kind: 'restartListing' };
  const missing = NEEDED.find(([start]) => path.startsWith(start))?.[1];
  return status === 403 && missing !== undefined ? { kind: 'forbidden', missing: [missing] } : null;
}
