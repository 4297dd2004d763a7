/** Behind https by a name that browsers take from this very host only: no other one under its domain can set it. */
const nameOf = (secure: boolean): string => `${secure ? '__Host-' : ''}phone_system_browser`;
const LIFETIME_SECONDS = 600;

/** What is looked at of a request to know a browser again. */
export interface BrowserRequest {
  readonly headers: { readonly cookie?: string };
}

/** What this browser was given when it began to connect; undefined where it was given nothing. */
export function browserOf({ headers }: BrowserRequest, secure: boolean): string | undefined {
  const name = `${nameOf(secure)}=`;
  const pairs = (headers.cookie ?? '').split(';').map((pair) => pair.trim());
  const value = pairs.find((pair) => pair.startsWith(name))?.slice(name.length);
  return value !== undefined && /^[\w-]{43}$/.test(value) ? value : undefined;
}

/**
 * The cookie that binds an authorisation to the browser that began it. `Lax`, because the vendor's redirect comes from
 * another site.
 */
export const browserCookie = (browser: string, secure: boolean): string =>
  `${nameOf(secure)}=${browser}; Path=/; Max-Age=${LIFETIME_SECONDS}; HttpOnly; SameSite=Lax${secure ? '; Secure' : ''}`;

/** What ends an authorisation that this browser has begun: for a host whose user signs out. */
export const forgottenBrowser = (secure: boolean): string =>
  `${nameOf(secure)}=; Path=/; Max-Age=0; HttpOnly; SameSite=Lax${secure ? '; Secure' : ''}`;
