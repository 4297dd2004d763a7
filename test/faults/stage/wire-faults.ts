import fc from 'fast-check';
import type { DialpadSimulator, Fault, FaultKind } from '../../../src/testing/index.js';
import { fromWire, toWire } from '../../../src/testing/vendor/wire.js';

const CALLS = '/api/v2/call';

interface WirePage {
  readonly items?: readonly object[] | null;
  readonly cursor?: string | null;
}

/** What may go wrong with one answer, by name, so that a failed plan can be read. */
export type Mishap =
  | 'slow down, seconds'
  | 'slow down, date'
  | 'slow down, unsaid'
  | 'unavailable'
  | 'html'
  | 'nothing'
  | 'truncated'
  | 'reset'
  | 'lost answer'
  | 'hang'
  | 'token refused'
  | 'spent cursor'
  | 'same cursor again'
  | 'doubled items'
  | 'items of the page before'
  | 'empty page'
  | 'null items'
  | 'refresh unavailable'
  | 'refresh slowed down'
  | 'users unavailable'
  | 'users truncated';

/** One mishap: after so many requests that fit, and for so many. */
export interface PlannedMishap {
  readonly what: Mishap;
  readonly after: number;
  readonly times: number;
}

const some = (what: readonly Mishap[], most: number, times: number): fc.Arbitrary<PlannedMishap[]> =>
  fc.array(
    fc.record({
      what: fc.constantFrom(...what),
      after: fc.integer({ min: 0, max: 12 }),
      times: fc.integer({ min: 1, max: times }),
    }),
    { maxLength: most },
  );

/** A plan of mishaps from which everything must recover without help. */
export const mishaps: fc.Arbitrary<readonly PlannedMishap[]> = fc
  .tuple(
    some(['slow down, seconds', 'slow down, date', 'slow down, unsaid', 'unavailable', 'html', 'nothing'], 4, 5),
    some(['truncated', 'reset', 'lost answer'], 3, 4),
    some(['spent cursor', 'same cursor again', 'doubled items', 'items of the page before'], 4, 2),
    some(['empty page', 'null items', 'token refused'], 4, 2),
    some(['refresh unavailable', 'refresh slowed down', 'users unavailable', 'users truncated'], 2, 2),
    // Each costs the half minute for which a host waits for an answer.
    some(['hang'], 1, 1),
  )
  .map((plans) => recoverable(plans.flat()));

/** A vendor that refuses its fresh token as well has ended the grant: one refusal a plan, whichever request meets it. */
function recoverable(planned: readonly PlannedMishap[]): readonly PlannedMishap[] {
  const [first] = planned.filter(({ what }) => what === 'token refused');
  return planned.flatMap((mishap) =>
    mishap.what !== 'token refused' ? [mishap] : mishap === first ? [{ ...mishap, times: 1 }] : [],
  );
}

/** Plans the mishaps at a simulator. */
export function plan(dialpad: DialpadSimulator, planned: readonly PlannedMishap[]): void {
  for (const { what, after, times } of planned) {
    for (const fault of faultsOf(what)) dialpad.faults.plan({ ...fault, after, times });
  }
}

function faultsOf(what: Mishap): readonly Omit<Fault, 'after' | 'times'>[] {
  const onCalls = (answer: FaultKind) => [{ path: CALLS, answer }];
  const onLaterPages = (answer: FaultKind) => [{ path: CALLS, query: 'cursor', answer }];
  const changed = (change: (page: WirePage, query: URLSearchParams) => WirePage) =>
    onLaterPages({ kind: 'altered', alter: (body, query) => toWire(change(fromWire(body) as WirePage, query)) });
  switch (what) {
    case 'slow down, seconds':
      return onCalls({ kind: 'status', status: 429, retryAfter: 2 });
    case 'slow down, date':
      return onCalls({ kind: 'status', status: 429, retryAfter: new Date(Date.now() + 6_000).toUTCString() });
    case 'slow down, unsaid':
      return onCalls({ kind: 'status', status: 429 });
    case 'unavailable':
      return onCalls({ kind: 'status', status: 503 });
    case 'html':
      return onCalls({ kind: 'html' });
    case 'nothing':
      return onCalls({ kind: 'empty', status: 200 });
    case 'truncated':
    case 'reset':
    case 'hang':
      return onCalls({ kind: what });
    case 'lost answer':
      return onCalls({ kind: 'lostAnswer' });
    case 'token refused':
      return onCalls({ kind: 'status', status: 401 });
    case 'spent cursor':
      return onLaterPages({ kind: 'status', status: 400 });
    case 'same cursor again':
      return changed((page, query) => ({ ...page, cursor: query.get('cursor') }));
    case 'doubled items':
      return changed(({ items, ...page }) => ({ ...page, items: items?.flatMap((item) => [item, item]) }));
    case 'items of the page before':
      return shifted();
    case 'empty page':
      return changed((_page, query) => ({ items: [], cursor: respelled(query.get('cursor')) }));
    case 'null items':
      return changed((_page, query) => ({ items: null, cursor: respelled(query.get('cursor')) }));
    case 'refresh unavailable':
      return [{ path: '/oauth2/token', answer: { kind: 'status', status: 503 } }];
    case 'refresh slowed down':
      return [{ path: '/oauth2/token', answer: { kind: 'status', status: 429, retryAfter: 1 } }];
    case 'users unavailable':
      return [{ path: '/api/v2/users', answer: { kind: 'status', status: 500 } }];
    case 'users truncated':
      return [{ path: '/api/v2/users', answer: { kind: 'truncated' } }];
  }
}

/** A listing that slid down by what had come in: a page begins with what another page ended with. */
function shifted(): readonly Omit<Fault, 'after' | 'times'>[] {
  let last: readonly object[] = [];
  const alter = (body: string): string => {
    const page = fromWire(body) as WirePage;
    const items = [...last, ...(page.items ?? [])];
    last = (page.items ?? []).slice(-3);
    return toWire({ ...page, items });
  };
  return [{ path: CALLS, query: 'cursor', answer: { kind: 'altered', alter } }];
}

/** Another cursor to the same place: the simulator's are base64 of JSON, which does not mind a space. */
const respelled = (cursor: string | null): string =>
  Buffer.from(`${Buffer.from(cursor ?? '', 'base64url').toString('utf8')} `).toString('base64url');
