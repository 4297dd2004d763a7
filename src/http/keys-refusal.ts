import type { ConnectFailure } from '../connection/index.js';
import type { Problem } from '../support/problem.js';
import { problem } from '../support/problems.js';

/** What each failure of connecting with keys is answered with; those of a visit to the vendor do not come of keys. */
export const KEYS_FAILURES = [
  'keys_refused',
  'wrong_domain',
  'not_an_admin',
  'scope_missing',
  'not_supported',
  'no_licence',
  'already_connected',
  'account_in_use',
  'vendor_error',
] as const satisfies readonly ConnectFailure[];

/** The problem to answer where keys were not kept. */
export const keysRefusal = (failure: ConnectFailure, name: string): Problem =>
  problem(KEYS_FAILURES.find((each) => each === failure) ?? 'vendor_error', name);
