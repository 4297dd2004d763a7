import { type ProviderFailure, type Refusal, readId, readObject, readText } from 'prodoscore-phone-systems';

const HOST_IS_WRONG = /^(4702|4704|4709|4717)$/;
const GRANT_IS_DEAD = /^(4711|4735|4737|4738|4740|4741)$/;
const NO_ZOOM_PHONE = /^(2001|2013|2031)$/;
const DAY = 24 * 3_600_000;

/** What Zoom's numbers say beyond the status: they stand in the body, and are not the status. */
export function failureOf({ from, status, headers, json }: Refusal, now: Date): ProviderFailure | null {
  const [code, message] = [readId(readObject(json)['code']) ?? '', readText(readObject(json)['message']) ?? ''];
  if (from === 'tokens') {
    if (GRANT_IS_DEAD.test(code)) return { kind: 'reconnect', reason: 'refused' };
    return HOST_IS_WRONG.test(code) ? { kind: 'misconfigured', what: 'the app of this host at Zoom' } : null;
  }
  // Zoom's other daily limits begin anew at midnight in UTC.
  const isDaily = headers['x-ratelimit-type'] === 'Daily-limit';
  const again = isDaily ? (Math.floor(now.getTime() / DAY) + 1) * DAY : now.getTime() + 1_000;
  if (status === 429) return headers['retry-after'] ? null : { kind: 'slowDown', until: new Date(again) };
  if (![400, 403, 404].includes(status)) return null;
  if (NO_ZOOM_PHONE.test(code)) return { kind: 'unsupported', what: 'an account without Zoom Phone' };
  if (code === '124' || code === '4711') {
    const scopes = message.match(/\b[a-z_]+:[a-z_:]*[a-z_]/g) ?? ['a role that manages Zoom Phone'];
    return { kind: 'forbidden', missing: [...new Set(scopes)] };
  }
  if (/^[34]00$/.test(code) && message.includes('next_page_token')) return { kind: 'restartListing' };
  return code === '1001' ? { kind: 'gone' } : null;
}
