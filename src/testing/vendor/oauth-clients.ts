import { createHash, timingSafeEqual } from 'node:crypto';
import type { Incoming } from './answer.js';

/** An application that may ask people for their consent. */
export interface OAuthClient {
  readonly clientId: string;
  readonly clientSecret: string;
  /** As the consent page says it. */
  readonly name?: string;
  /** The only places that an answer goes to, compared letter by letter; any http(s) address where it is left out. */
  readonly redirectUris?: readonly string[];
}

/** Whether an answer for this client may go there. */
export const mayRedirectTo = (client: OAuthClient, redirectUri: string): boolean => {
  if (client.redirectUris !== undefined) return client.redirectUris.includes(redirectUri);
  return URL.canParse(redirectUri) && ['http:', 'https:'].includes(new URL(redirectUri).protocol);
};

/**
 * The client that a token request proves to be, by Basic header or by `client_id` and `client_secret` of its form; null
 * where it does not.
 */
export const clientBehind = (
  clients: readonly OAuthClient[],
  request: Incoming,
  body: URLSearchParams,
): OAuthClient | null => {
  const [id, secret] = basicOf(request.headers.authorization) ?? [body.get('client_id'), body.get('client_secret')];
  const client = clients.find(({ clientId }) => clientId === id);
  return client !== undefined && secret != null && isSame(client.clientSecret, secret) ? client : null;
};

const basicOf = (header: string | undefined): [string, string] | null => {
  const [, encoded] = /^Basic ([A-Za-z0-9+/=]+)$/i.exec(header ?? '') ?? [];
  if (encoded === undefined) return null;
  const text = Buffer.from(encoded, 'base64').toString('utf8');
  const colon = text.indexOf(':');
  try {
    return colon < 0 ? null : [decodeURIComponent(text.slice(0, colon)), decodeURIComponent(text.slice(colon + 1))];
  } catch {
    return null;
  }
};

const isSame = (a: string, b: string): boolean => {
  const digest = (text: string) => createHash('sha256').update(text).digest();
  return timingSafeEqual(digest(a), digest(b));
};
