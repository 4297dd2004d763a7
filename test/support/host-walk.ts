import { answerConsent } from '../../src/testing/index.js';
import { locationOf, until } from './way.js';

/** What somebody sees who connects Dialpad at a host and opens a day and a call. */
export interface Walk {
  readonly offered: readonly string[];
  readonly outcome: string;
  readonly status: string;
  /** Of the day with the most talk: what it counts, what its calls count together, and what one of them says. */
  readonly counted: { readonly day: number; readonly calls: number; readonly call: number };
}

interface Total {
  readonly day: string;
  readonly countedSeconds: number;
}

const asDana = { 'x-employee': 'e1' };

/**
 * The whole way at a host whose only employee is Dana.
 *
 * @param surface where the host answers with `/phone-systems`, such as `http://localhost:3000/api`
 */
export async function walkHost(surface: string): Promise<Walk> {
  const json = async <T>(path: string): Promise<T> => {
    const response = await fetch(`${surface}/phone-systems${path}`, { headers: asDana });
    if (!response.ok) throw new Error(`${path} answered ${response.status}: ${await response.text()}`);
    return (await response.json()) as T;
  };
  const { items: offered } = await json<{ readonly items: readonly { readonly key: string }[] }>('');

  const begun = await fetch(`${surface}/phone-systems/dialpad/connect`, { headers: asDana, redirect: 'manual' });
  const cookie = begun.headers.getSetCookie().map((each) => each.split(';', 1)[0] ?? '');
  const back = await answerConsent(locationOf(begun), { email: 'dana@acme.example', decision: 'allow' });
  const returned = await fetch(back, { headers: { cookie: cookie.join('; ') }, redirect: 'manual' });
  const outcome = new URL(locationOf(returned), surface).searchParams.get('outcome') ?? '';

  const { status } = await until(
    'the history is complete',
    () => json<{ readonly status: string; readonly completeUntil: string | null }>('/dialpad/connection'),
    ({ completeUntil }) => completeUntil !== null,
  );
  const busiest = await until(
    'a day is scored',
    async () => {
      const { items } = await json<{ readonly items: readonly Total[] }>(
        `/employees/e1/days?from=${dayAgo(10)}&to=${dayAgo(0)}`,
      );
      return items.toSorted((a, b) => b.countedSeconds - a.countedSeconds)[0];
    },
    (total) => (total?.countedSeconds ?? 0) > 0,
  );
  const day = await json<{
    readonly countedSeconds: number;
    readonly inputs: readonly { readonly callId: string; readonly countedSeconds: number }[];
  }>(`/employees/e1/days/${busiest?.day}`);
  const counting = day.inputs.find(({ countedSeconds }) => countedSeconds > 0);
  const call = await json<{ readonly credit: readonly { readonly countedSeconds: number }[] }>(
    `/calls/${counting?.callId}`,
  );
  return {
    offered: offered.map(({ key }) => key),
    outcome,
    status,
    counted: {
      day: day.countedSeconds,
      calls: sum(day.inputs),
      call: sum(call.credit),
    },
  };
}

/** Disconnects, and answers the status that is told afterwards. */
export async function disconnectAt(surface: string): Promise<string> {
  const address = `${surface}/phone-systems/dialpad/connection`;
  const { status } = await fetch(address, { method: 'DELETE', headers: asDana });
  if (status !== 204) throw new Error(`Disconnecting answered ${status}.`);
  return ((await (await fetch(address, { headers: asDana })).json()) as { readonly status: string }).status;
}

/** To the millisecond, in which all is counted. */
const sum = (parts: readonly { readonly countedSeconds: number }[]): number =>
  parts.reduce((all, { countedSeconds }) => all + Math.round(countedSeconds * 1_000), 0) / 1_000;

const dayAgo = (days: number): string => new Date(Date.now() - days * 86_400_000).toISOString().slice(0, 10);
