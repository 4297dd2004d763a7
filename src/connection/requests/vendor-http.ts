import { ProviderError } from '../../contract/index.js';
import { steadyNow } from '../../support/clock.js';
import { inSpan } from '../../tracing/index.js';

/** One request to the vendor, complete with its authorisation. */
export interface VendorRequest {
  readonly method: string;
  readonly url: URL;
  readonly headers: Readonly<Record<string, string>>;
  readonly body?: string;
  readonly signal: AbortSignal;
}

/** An answer of any status, read to its end. */
export interface VendorAnswer {
  readonly status: number;
  readonly headers: Headers;
  readonly text: string;
  /** When its head was here, by `steadyNow`. */
  readonly receivedAt: number;
}

const TIMEOUT_MS = 30_000;
const LARGEST_ANSWER = 32 * 1024 * 1024;

/**
 * Sends one request and reads the whole answer. Redirects are not followed: the vendor's address is a setting, and a
 * token goes nowhere else.
 *
 * @throws ProviderError of kind `tryLater` when no whole answer arrived; of kind `unreadable` when it was too large
 * @throws the signal's reason when it was aborted
 */
export async function askVendor(request: VendorRequest): Promise<VendorAnswer> {
  const { method, url } = request;
  // Without its query, which may say whose calls are asked for.
  return await inSpan('request', { method, host: url.host, path: url.pathname }, async (note) => {
    const answer = await ask(request);
    note({ status: answer.status });
    return answer;
  });
}

async function ask({ method, url, headers, body, signal }: VendorRequest): Promise<VendorAnswer> {
  signal.throwIfAborted();
  const over = new AbortController();
  let isLate = false;
  const stop = (): void => over.abort(signal.reason);
  signal.addEventListener('abort', stop, { once: true });
  // A timer that nobody clears keeps all of its request until it is due.
  const timer = setTimeout(() => {
    isLate = true;
    over.abort();
  }, TIMEOUT_MS);
  try {
    const response = await fetch(url, {
      method,
      headers: { accept: 'application/json', 'user-agent': 'prodoscore-phone-systems', ...headers },
      body,
      redirect: 'manual',
      signal: over.signal,
    });
    const receivedAt = steadyNow();
    return { status: response.status, headers: response.headers, text: await readText(response), receivedAt };
  } catch (error) {
    if (error instanceof ProviderError) throw error;
    signal.throwIfAborted();
    throw new ProviderError(
      { kind: 'tryLater' },
      isLate ? 'The phone system did not answer within 30 seconds.' : 'The phone system could not be reached.',
      { cause: error },
    );
  } finally {
    clearTimeout(timer);
    signal.removeEventListener('abort', stop);
  }
}

async function readText(response: Response): Promise<string> {
  const chunks: Uint8Array[] = [];
  let size = 0;
  for await (const chunk of response.body ?? []) {
    size += (chunk as Uint8Array).byteLength;
    if (size > LARGEST_ANSWER) {
      throw new ProviderError(
        { kind: 'unreadable', where: 'answer' },
        'The phone system sent an answer of over 32 MiB.',
      );
    }
    chunks.push(chunk as Uint8Array);
  }
  return Buffer.concat(chunks).toString('utf8');
}
