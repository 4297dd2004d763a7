import type { ProviderFailure, Refusal } from '../../contract/index.js';

/** What somebody lacks to whom Dialpad refuses these. */
const NEEDED: Readonly<Record<string, string>> = {
  '/api/v2/call': 'calls:list',
  '/api/v2/company': 'company administrator',
  '/api/v2/users': 'company administrator',
};

const NOT_KNOWN = [400, 404, 410];

/** What a refusal of Dialpad's means beyond its status. Without a cursor the same request is sound: so the cursor is lost. */
export function failureOf({ from, status, path, query }: Refusal): ProviderFailure | null {
  if (from !== 'api') return null;
  const missing = NEEDED[path];
  if (status === 403 && missing !== undefined) return { kind: 'forbidden', missing: [missing] };
  return NOT_KNOWN.includes(status) && 'cursor' in query ? { kind: 'restartListing' } : null;
}
