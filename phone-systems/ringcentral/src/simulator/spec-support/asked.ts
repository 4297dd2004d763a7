import { fromWire } from 'prodoscore-phone-systems/testing';

/** What the specs read of a leg. */
export interface WireLeg {
  readonly master?: boolean;
  readonly startTime: string;
  readonly duration: number;
  readonly durationMs?: number;
  readonly direction: string;
  readonly result: string;
  readonly legType: string;
  readonly extension?: { readonly id: string | number };
}

/** What the specs read of a record of the log. */
export interface WireRecord {
  readonly id: string;
  readonly sessionId: string;
  readonly startTime: string;
  readonly duration: number;
  readonly action: string;
  readonly result: string;
  readonly legs: readonly WireLeg[];
  readonly message?: { readonly type: string };
  readonly transferTarget?: object;
  readonly transferee?: object;
  readonly lastModifiedTime: string;
}

/** What the specs read of a list. */
export interface WireList<T = WireRecord> {
  readonly records: readonly T[];
  readonly paging: Readonly<Record<string, number>>;
  readonly navigation: { readonly nextPage?: { readonly uri: string }; readonly lastPage?: object };
}

/** Asks with a token; ids beyond a double's precision arrive as texts. */
export const asked = async <T = WireList>(
  url: string,
  token: string,
  init: { readonly method?: string; readonly body?: string } = {},
): Promise<{ readonly status: number; readonly headers: Headers; readonly body: T }> => {
  const response = await fetch(url, { ...init, headers: { authorization: `Bearer ${token}` } });
  const text = await response.text();
  return { status: response.status, headers: response.headers, body: (text === '' ? null : fromWire(text)) as T };
};
