import { createHmac } from 'node:crypto';

const hmac = (secret: string, text: string): string => createHmac('sha256', secret).update(text).digest('hex');

/**
 * The headers of a delivery that is signed with the app's secret token.
 *
 * @param at milliseconds since the epoch; the header has seconds
 * @example await fetch(address, { method: 'POST', body, headers: signedHeaders(zoom.webhookSecret, body, Date.now()) })
 */
export const signedHeaders = (secret: string, body: string, at: number): Readonly<Record<string, string>> => {
  const timestamp = String(Math.floor(at / 1000));
  return {
    'content-type': 'application/json; charset=utf-8',
    'x-zm-request-timestamp': timestamp,
    'x-zm-signature': `v0=${hmac(secret, `v0:${timestamp}:${body}`)}`,
  };
};

/** What the answer to a challenge must have as `encryptedToken`. */
export const encryptedToken = (secret: string, plainToken: string): string => hmac(secret, plainToken);
