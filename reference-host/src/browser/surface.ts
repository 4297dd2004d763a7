import type { SurfaceRefusal } from '../views/shared/surface.js';
import { isAtWork } from './one-at-a-time.js';
import { noteReached } from './reachability.js';
import { noteUndone } from './undone.js';

/** The surface said no; its message is a sentence for the page. */
export class Refused extends Error {
  override readonly name = 'Refused';

  constructor(
    readonly status: number,
    readonly code: string,
    message: string,
    readonly errors: SurfaceRefusal['errors'] = [],
  ) {
    super(message);
  }
}

type Method = 'GET' | 'POST' | 'PUT' | 'DELETE';

const UNREACHABLE = 'This site cannot be reached just now. Check your connection and try again.';
const TOO_SLOW = 'This site did not answer within a minute. Look whether it was done, and try again in a moment.';
const UNCLEAR = 'This did not work. Try again in a moment.';
const PATIENCE_MS = 60_000;
/** How long to wait before each further try, where nobody answers at all. */
const AGAIN_MS = [500, 1_500, 4_000];

/**
 * Asks the HTTP surface. Where nobody answers, it is asked again: nothing that these pages ask for does more when it is
 * asked for twice. Where the session has ended, the visitor is taken to sign in and comes back to this very page.
 *
 * @param path below `/api`
 * @throws Refused with a sentence for the page
 */
export async function ask<T>(method: Method, path: string, body?: unknown): Promise<T> {
  return body === undefined ? await request(method, path) : await request(method, path, json(body));
}

/** Saves what was changed, or takes it back, where what was read is still what there is; otherwise as {@link ask}. */
export async function askIfMatch<T>(method: Method, path: string, revision: string, body?: unknown): Promise<T> {
  return await request(method, path, body === undefined ? undefined : json(body), { 'if-match': `"${revision}"` });
}

const json = (body: unknown): Body => ({ type: 'application/json', content: JSON.stringify(body) });

/** Sends a CSV file as it is, so that the surface judges how it was saved as well; otherwise as {@link ask}. */
export async function sendCsv<T>(path: string, file: File): Promise<T> {
  return await request('POST', path, { type: 'text/csv', content: file });
}

interface Body {
  readonly type: string;
  readonly content: string | File;
}

async function request<T>(
  method: Method,
  path: string,
  body?: Body,
  more: Readonly<Record<string, string>> = {},
): Promise<T> {
  const init: RequestInit = { method, headers: { accept: 'application/json', ...more } };
  if (body !== undefined) {
    init.headers = { ...init.headers, 'content-type': body.type };
    init.body = body.content;
  }
  const response = await reach(`/api${path}`, init, AGAIN_MS);
  if (response.ok) return (response.status === 204 ? undefined : await response.json()) as T;
  if (response.status === 401) {
    if (method !== 'GET' || isAtWork()) noteUndone();
    signInAgain();
  }
  const refusal = (await response.json().catch(() => null)) as Partial<SurfaceRefusal> | null;
  throw new Refused(response.status, refusal?.code ?? 'unknown', refusal?.detail ?? UNCLEAR, refusal?.errors);
}

async function reach(url: string, init: RequestInit, waits: readonly number[]): Promise<Response> {
  const response = await answerOf(url, init);
  noteReached(response !== null);
  if (response !== null) return response;
  const [wait, ...rest] = waits;
  if (wait === undefined) throw new Refused(0, 'unreachable', UNREACHABLE);
  await new Promise((resolve) => setTimeout(resolve, wait));
  return await reach(url, init, rest);
}

/** @returns null where nobody answered, or somebody on the way who says that the host does not */
async function answerOf(url: string, init: RequestInit): Promise<Response | null> {
  try {
    const response = await fetch(url, { ...init, signal: AbortSignal.timeout(PATIENCE_MS) });
    noteTime(response);
    return GATEWAY_STATUSES.has(response.status) && !isOwn(response) ? null : response;
  } catch (error) {
    if (error instanceof DOMException && error.name === 'TimeoutError') throw new Refused(0, 'too_slow', TOO_SLOW);
    return null;
  }
}

const GATEWAY_STATUSES = new Set([502, 503, 504]);
const isOwn = ({ headers }: Response): boolean => headers.get('content-type')?.includes('json') ?? false;

let hostAheadMs = 0;

/** The time at the host, as its last answer told it: whatever this computer's clock says. */
export const hostTime = (): string => new Date(Date.now() + hostAheadMs).toISOString();

function noteTime({ headers }: Response): void {
  const told = Date.parse(headers.get('date') ?? '');
  if (!Number.isNaN(told)) hostAheadMs = told - Date.now();
}

function signInAgain(): void {
  const here = `${location.pathname}${location.search}`;
  location.assign(`/sign-in?ended=1&returnTo=${encodeURIComponent(here)}`);
}

/** The fields in which the surface found something wrong. */
export const errorsOf = (error: unknown): SurfaceRefusal['errors'] => (error instanceof Refused ? error.errors : []);

/** The sentence of whatever was thrown. */
export const sentenceOf = (error: unknown): string => (error instanceof Refused ? error.message : UNCLEAR);
