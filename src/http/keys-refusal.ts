import type { ConnectFailure } from '../connection/index.js';
import { Problem } from '../support/problem.js';

/** What each failure of connecting with keys is answered with; those of a visit to the vendor do not come of keys. */
type KeysFailure = Exclude<
  ConnectFailure,
  'access_denied' | 'state_unknown' | 'state_expired' | 'other_account' | 'consent_missing'
>;

const WORDS: Readonly<Record<KeysFailure, readonly [status: number, words: (name: string) => string]>> = {
  keys_refused: [
    400,
    (name) =>
      `${name} does not take these keys: look whether both were copied whole and still exist there. Nothing was stored.`,
  ],
  wrong_domain: [
    409,
    (name) =>
      `These keys are of a ${name} account whose domain is not registered for your company, so they were not stored.`,
  ],
  not_an_admin: [
    409,
    (name) => `${name} lets these keys read neither the company nor its calls, so they were not stored.`,
  ],
  scope_missing: [409, (name) => `${name} does not let these keys list calls, so they were not stored.`],
  no_licence: [
    409,
    (name) =>
      `Your company needs a phone-system licence and a registered domain before ${name} can be connected. Nothing was stored.`,
  ],
  already_connected: [
    409,
    (name) =>
      `Your company is already connected to another account or phone system: disconnect that first. These keys of ${name} were not stored.`,
  ],
  account_in_use: [
    409,
    (name) => `This ${name} account is already connected to another company here, so the keys were not stored.`,
  ],
  vendor_error: [
    502,
    (name) => `${name} did not say whose keys these are, because of an error on its side: try again in a few minutes.`,
  ],
};

/** The problem to answer where keys were not kept. */
export function keysRefusal(failure: ConnectFailure, name: string): Problem {
  const code = failure in WORDS ? (failure as KeysFailure) : 'vendor_error';
  const [status, words] = WORDS[code];
  return new Problem(status, code, words(name));
}

/** The same for the document, by status. */
export const keysRefusals = (status: number): Readonly<Record<string, string>> =>
  Object.fromEntries(
    Object.entries(WORDS)
      .filter(([, [of]]) => of === status)
      .map(([code, [, words]]) => [code, words('Acme Phone')]),
  );
