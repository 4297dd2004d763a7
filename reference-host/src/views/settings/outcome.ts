import { isolated } from '../shared/isolated.js';

/** How a visit to the vendor ended, as the address says it. */
export interface VisitOutcome {
  readonly systemKey: string;
  readonly outcome: 'connected' | 'failed';
  readonly code: string | null;
}

/** What happened, and what to do next. */
export interface FailureWords {
  readonly happened: string;
  readonly next: string;
}

/** Reads `phoneSystem`, `outcome` and `code` of a page's address; null where it tells of no visit. */
export function visitOutcome(query: URLSearchParams): VisitOutcome | null {
  const systemKey = query.get('phoneSystem');
  const outcome = query.get('outcome');
  if (systemKey === null || (outcome !== 'connected' && outcome !== 'failed')) return null;
  return { systemKey, outcome, code: query.get('code') };
}

/** The same as a part of an address. */
export const visitParams = ({ systemKey, outcome, code }: VisitOutcome): Record<string, string> => ({
  phoneSystem: systemKey,
  outcome,
  ...(code === null ? {} : { code }),
});

/** What is said of a visit that is over. */
export function visitWords(visit: VisitOutcome, system: string, account: string | null): FailureWords {
  if (visit.outcome === 'failed') return failureWords(visit.code, system);
  return {
    happened: account === null ? `${system} is connected.` : `Connected to ${isolated(account)} at ${system}.`,
    next: 'Calls are being fetched. See under People who was matched to whom.',
  };
}

/** The sentences for a failure's code; an unknown code is a vendor's error. */
export function failureWords(code: string | null, system: string): FailureWords {
  const words = code !== null && Object.hasOwn(FAILURES, code) ? FAILURES[code] : undefined;
  return (words ?? vendorError)(system);
}

const vendorError = (system: string): FailureWords => ({
  happened: `${system} did not finish the sign-in because of an error on its side.`,
  next: 'Nothing was changed. Try again in a few minutes.',
});

const FAILURES: Readonly<Record<string, (system: string) => FailureWords>> = {
  access_denied: (system) => ({
    happened: `Access was not allowed, so ${system} is not connected.`,
    next: `To connect it, authenticate again as an administrator who may allow it, and choose Allow on ${system}’s page.`,
  }),
  state_unknown: (system) => ({
    happened: `This sign-in was not begun in this browser by you as an administrator, or it was used already, so ${system} is not connected.`,
    next: 'Authenticate again, in one browser window, from this page.',
  }),
  state_expired: (system) => ({
    happened: `The sign-in took longer than ten minutes, so ${system} is not connected.`,
    next: 'Authenticate again, and allow access within ten minutes.',
  }),
  wrong_domain: (system) => ({
    happened: `The ${system} account belongs to a domain that is not registered for your company.`,
    next: `Sign in to ${system} with an account of a registered domain, or have the domain registered first.`,
  }),
  not_an_admin: (system) => ({
    happened: `${system} lets the person who signed in there read neither the company nor its calls.`,
    next: `Authenticate again as a company administrator of ${system}.`,
  }),
  scope_missing: (system) => ({
    happened: `${system} did not give the right to list calls.`,
    next: `Authenticate again and allow every right that is listed below. If ${system} does not offer one of them, ask its support.`,
  }),
  not_supported: (system) => ({
    happened: `This ${system} account is of a kind that is not supported, so nothing was connected.`,
    next: `See the limitations of ${system} below, and authenticate with another account.`,
  }),
  no_licence: (system) => ({
    happened: `Your company needs a phone-system licence and a registered domain before ${system} can be connected.`,
    next: 'Ask your account manager for what is missing, then authenticate here.',
  }),
  already_connected: (system) => ({
    happened: `Your company is already connected to another account or phone system, so this ${system} account was not connected.`,
    next: 'Disconnect that one first, then authenticate again.',
  }),
  account_in_use: (system) => ({
    happened: `This ${system} account is already connected to another company here.`,
    next: `Have it disconnected there first, or authenticate with another ${system} account.`,
  }),
  other_account: (system) => ({
    happened: `Access was allowed for another ${system} account than the one that signed in, so nothing was connected.`,
    next: `Authenticate again, and use the same ${system} account in both steps.`,
  }),
  consent_missing: (system) => ({
    happened: `${system} gives no access to this account: it was not allowed there, or a moment ago only.`,
    next: 'Wait a few minutes, authenticate again, and allow access as an administrator.',
  }),
  vendor_error: vendorError,
};
