/** What the specs read of an end. */
export interface WireEnd {
  readonly '@odata.type': string;
  readonly userAgent: { readonly role?: string; readonly headerValue?: string };
  readonly identity?: {
    readonly user?: { readonly id: string; readonly displayName: string | null; readonly tenantId: string };
    readonly phone?: { readonly id: string };
  };
  readonly associatedIdentity?: { readonly id: string; readonly displayName: string | null };
}

/** What the specs read of a session. */
export interface WireSession {
  readonly id: string;
  readonly caller: WireEnd;
  readonly callee: WireEnd;
  readonly startDateTime: string;
  readonly endDateTime: string;
  readonly failureInfo: object | null;
  readonly isTest: boolean;
  readonly segments?: readonly { readonly startDateTime: string; readonly media: readonly object[] }[];
}

/** What the specs read of a call record. */
export interface WireRecord {
  readonly id: string;
  readonly version: number;
  readonly type: string;
  readonly modalities: readonly string[];
  readonly startDateTime: string;
  readonly lastModifiedDateTime: string;
  readonly joinWebUrl: string | null;
  readonly organizer_v2: { readonly id: string | null };
  readonly sessions: readonly WireSession[];
  readonly 'sessions@odata.nextLink'?: string;
}

/** What the specs read of a row. */
export interface WireRow {
  readonly id: string;
  readonly callId?: string;
  readonly correlationId?: string;
  readonly userId: string | null;
  readonly callType: string;
  readonly startDateTime: string;
  readonly endDateTime?: string;
  readonly failureDateTime?: string;
  readonly duration: number;
  readonly callerNumber: string;
  readonly calleeNumber: string;
  readonly successfulCall?: boolean;
}

/** What the specs read of a list. */
export interface WireList<T = WireRecord> {
  readonly value: readonly T[];
  readonly '@odata.nextLink'?: string;
}

/** What the specs read of an error. */
export interface WireError {
  readonly error: { readonly code: string; readonly message: string };
}

/** Asks with a token. */
export const asked = async <T = WireList>(
  url: string,
  token: string,
  init: { readonly method?: string; readonly body?: string } = {},
): Promise<{ readonly status: number; readonly headers: Headers; readonly body: T }> => {
  const response = await fetch(url, { ...init, headers: { authorization: `Bearer ${token}` } });
  const text = await response.text();
  return { status: response.status, headers: response.headers, body: (text === '' ? null : JSON.parse(text)) as T };
};

/** Every item of a list, by its links to the next page, and how many pages that were. */
export const allOf = async <T>(
  url: string,
  token: string,
): Promise<{ readonly items: readonly T[]; pages: number }> => {
  const items: T[] = [];
  let pages = 0;
  for (let next: string | undefined = url; next !== undefined; pages += 1) {
    const { body }: { body: WireList<T> } = await asked<WireList<T>>(next, token);
    items.push(...body.value);
    next = body['@odata.nextLink'];
  }
  return { items, pages };
};
