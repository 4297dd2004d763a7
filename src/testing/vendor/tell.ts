const TIMEOUT_MS = 10_000;

/** What is told to a receiver of webhooks. */
export interface Telling {
  readonly headers: Readonly<Record<string, string>>;
  readonly body: string;
  /** Gives up when the simulator stops. */
  readonly signal: AbortSignal;
  /** Milliseconds; 10,000 unless given. */
  readonly timeoutMs?: number;
}

/** What a receiver answered. */
export interface Heard {
  readonly status: number;
  readonly headers: Headers;
  readonly body: string;
}

/**
 * Tells a receiver by POST, once; a redirection is an answer, and is not followed.
 *
 * @returns null where it could not be reached, or did not answer in time
 */
export const tell = async (url: string, telling: Telling): Promise<Heard | null> => {
  const { headers, body, signal, timeoutMs = TIMEOUT_MS } = telling;
  try {
    const response = await fetch(url, {
      method: 'POST',
      headers,
      body,
      redirect: 'manual',
      signal: AbortSignal.any([signal, AbortSignal.timeout(timeoutMs)]),
    });
    return { status: response.status, headers: response.headers, body: await response.text() };
  } catch {
    return null;
  }
};
