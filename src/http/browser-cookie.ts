const NAME = 'phone_system_browser';
const LIFETIME_SECONDS = 600;

/** What is looked at of a request to know a browser again. */
export interface BrowserRequest {
  readonly headers: { readonly cookie?: string };
}

/** What this browser was given when it began to connect; undefined where it was given nothing. */
export function browserOf({ headers }: BrowserRequest): string | undefined {
  const pairs = (headers.cookie ?? '').split(';').map((pair) => pair.trim());
  const value = pairs.find((pair) => pair.startsWith(`${NAME}=`))?.slice(NAME.length + 1);
  return value !== undefined && /^[\w-]{43}$/.test(value) ? value : undefined;
}

/**
 * The cookie that binds an authorisation to the browser that began it. `Lax`, because the vendor's redirect comes from
 * another site.
 */
export const browserCookie = (browser: string, secure: boolean): string =>
  `${NAME}=${browser}; Path=/; Max-Age=${LIFETIME_SECONDS}; HttpOnly; SameSite=Lax${secure ? '; Secure' : ''}`;
