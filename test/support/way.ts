import { setTimeout as sleep } from 'node:timers/promises';
import { answerConsent } from '../../src/testing/index.js';
import { undocumented } from './documented.js';

/** A machine that does much else takes several times as long as a quiet one. */
const PATIENCE_MS = 180_000;

/** A signed-in person at a host, over HTTP. */
export interface Person {
  readonly url: string;
  /** What this person's browser sends with each request. */
  cookie(): string;
  /** One request with this person's cookies; redirects are not followed. */
  request(path: string, init?: RequestInit): Promise<Response>;
  json<T>(path: string): Promise<T>;
  connection(): Promise<ConnectionJson>;
  /** Waits until the history is fetched and a first far round has moved `completeUntil`. */
  untilComplete(): Promise<ConnectionJson>;
  /** Asks for a round and waits for its end. */
  fetchNow(): Promise<RoundJson>;
}

export interface ConnectionJson {
  readonly status: string;
  readonly completeUntil: string | null;
  readonly problem: { readonly kind: string; readonly message: string; readonly action: string } | null;
  readonly progress: {
    readonly phase: string;
    readonly done: number;
    readonly total: number;
    readonly records: number;
  };
}

export interface RoundJson {
  readonly id: string;
  readonly kind: string;
  readonly outcome: string;
  readonly records: number;
  readonly rejected: number;
}

/** @param key of the phone system that this person connects */
export async function signIn(url: string, email: string, key = 'dialpad'): Promise<Person> {
  const cookies = new Map<string, string>();
  const cookie = (): string => [...cookies].map(([name, value]) => `${name}=${value}`).join('; ');
  const request = async (path: string, init: RequestInit = {}): Promise<Response> => {
    const headers = new Headers(init.headers);
    headers.set('cookie', cookie());
    const response = await fetch(new URL(path, url), { ...init, headers, redirect: 'manual' });
    for (const set of response.headers.getSetCookie()) {
      const [, name = '', value = ''] = /^([^=]+)=([^;]*)/.exec(set) ?? [];
      cookies.set(name, value);
    }
    await holdToDocument(init.method ?? 'GET', new URL(path, url).pathname, response.clone());
    return response;
  };
  const json = async <T>(path: string): Promise<T> => {
    const response = await request(path);
    if (!response.ok) throw new Error(`${path} answered ${response.status}: ${await response.text()}`);
    return (await response.json()) as T;
  };
  const connection = (): Promise<ConnectionJson> => json(`/api/phone-systems/${key}/connection`);
  const signedIn = await request('/api/sign-in', {
    method: 'POST',
    headers: { 'content-type': 'application/json' },
    body: JSON.stringify({ email }),
  });
  if (signedIn.status !== 200) throw new Error(`${email} could not sign in: ${signedIn.status}`);
  return {
    url,
    cookie,
    request,
    json,
    connection,
    untilComplete: () =>
      until(
        'the history is complete',
        connection,
        ({ completeUntil, progress }) => completeUntil !== null && progress.phase === 'steady',
      ),
    fetchNow: async () => {
      // Six begin within a minute at most; whoever asks more often waits.
      const asked = await until(
        'a round may begin',
        () => request(`/api/phone-systems/${key}/fetches`, { method: 'POST' }),
        ({ status }) => status !== 429,
      );
      const { id } = (await asked.json()) as { id: string };
      return await until(
        'the round ends',
        () => json<RoundJson>(`/api/phone-systems/${key}/fetches/${id}`),
        ({ outcome }) => outcome === 'done' || outcome === 'failed',
      );
    },
  };
}

/** Every answer of the surface that any test sees is what the OpenAPI document says. */
async function holdToDocument(method: string, path: string, answer: Response): Promise<void> {
  if (!path.startsWith('/api/phone-systems')) return;
  const type = answer.headers.get('content-type') ?? '';
  const body: unknown = type.includes('json') ? await answer.json() : null;
  const missing = undocumented(method, path, { status: answer.status, type, body });
  if (missing !== null) throw new Error(missing);
}

/** From the host to the simulated Dialpad, through its pages and back; answers where the browser ends up. */
export async function connectDialpad(person: Person, email: string, decision: 'allow' | 'deny'): Promise<string> {
  const begun = await person.request('/api/phone-systems/dialpad/connect');
  const back = await answerConsent(locationOf(begun), { email, decision });
  return locationOf(await person.request(back));
}

export function locationOf(response: Response): string {
  const location = response.headers.get('location');
  if (response.status !== 302 || location === null) throw new Error(`No redirect, but ${response.status}.`);
  return location;
}

/** Asks again and again until it is so. */
export async function until<T>(what: string, ask: () => Promise<T>, isSo: (value: T) => boolean): Promise<T> {
  const deadline = Date.now() + PATIENCE_MS;
  for (;;) {
    const value = await ask();
    if (isSo(value)) return value;
    if (Date.now() > deadline) throw new Error(`Waited in vain until ${what}: ${JSON.stringify(value)}`);
    await sleep(100);
  }
}
