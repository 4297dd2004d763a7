import { type ProviderFailure, type Refusal, isObject, readList, readObject, readText } from 'prodoscore-phone-systems';

const CLOSED = new Set(['OAU-141', 'OAU-142']);
const NOT_ALLOWED = new Set(['CMN-109', 'CMN-401', 'CMN-402', 'CMN-408', 'InsufficientPermissions']);
const MAY_NOT_SIGN_IN = new Set(['OAU-105', 'OAU-147', 'OAU-148']);
const CLIENT_IS_WRONG = /^OAU-(109|110|112|113|120|121|125|127|146)$/;

/** What RingCentral's own codes say beyond the status: https://developers.ringcentral.com/guide/basics/errors. */
export function failureOf({ from, json }: Refusal): ProviderFailure | null {
  const errors = [json, ...readList(readObject(json)['errors'])].filter(isObject);
  const codes = errors.flatMap(({ errorCode }) => readText(errorCode) ?? []);
  const has = (known: ReadonlySet<string>): boolean => codes.some((code) => known.has(code));
  if (from === 'tokens') {
    if (has(MAY_NOT_SIGN_IN)) return { kind: 'forbidden', missing: ['that the person who connected may sign in'] };
    return codes.some((code) => CLIENT_IS_WRONG.test(code))
      ? { kind: 'misconfigured', what: 'RINGCENTRAL_CLIENT_ID or RINGCENTRAL_CLIENT_SECRET' }
      : null;
  }
  if (has(CLOSED)) return { kind: 'closed', state: 'disabled or suspended' };
  if (!has(NOT_ALLOWED)) return null;
  const missing = errors.flatMap(({ permissionName }) => readText(permissionName) ?? []);
  if (codes.includes('CMN-109')) missing.push('a plan with the call log');
  return { kind: 'forbidden', ...(missing.length > 0 && { missing: [...new Set(missing)] }) };
}
