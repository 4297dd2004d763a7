import type { CallPage } from './details.js';
import { ProviderError } from './failure.js';

/**
 * Where a listing goes on. Opaque to the platform, meaningful to one provider and to one walk only: vendors let tokens
 * lapse, so the platform never carries one into another walk.
 */
export type PageToken = string & { readonly __brand: 'PageToken' };

/** Brands a vendor's cursor, page number or link as a {@link PageToken}. */
export const pageToken = (value: string): PageToken => value as PageToken;

/** One page of a listing. A page may be empty and still have a next one. */
export interface Page<T> {
  readonly items: readonly T[];
  /** What the vendor sent but could not be read. It is kept aside and shown; it never stops its neighbours. */
  readonly rejected?: readonly RejectedItem[];
  /** Where the listing goes on; absent on the last page. */
  readonly next?: PageToken;
}

/** One thing from the vendor that could not be read. */
export interface RejectedItem {
  /** The vendor's id, where at least that could be read. */
  readonly externalId?: string;
  /** What is wrong with it, in one sentence for an administrator. Quote no content: no names, numbers or texts. */
  readonly reason: string;
  /** The item as it came. It is used to recognise the same item again and is not stored. */
  readonly raw: unknown;
}

/** Longer than any walk that one job has the time for. */
const MOST_PAGES = 20_000;
const MOST_EMPTY_PAGES = 500;

/**
 * Makes a listing out of "fetch one page": a provider writes the page, the contract makes the walk.
 *
 * @param fetchPage fetches the page at a token; `undefined` is the first page
 * @throws ProviderError of kind `unreadable` when the vendor hands out a page token twice in one walk, 500 pages in a row
 * with nothing on them, or 20,000 pages: such a walk would otherwise go on for ever
 */
export async function* walk<T>(
  fetchPage: (token: PageToken | undefined) => Promise<Page<T>>,
): AsyncGenerator<Page<T>, void, undefined> {
  let token: PageToken | undefined;
  const seen = new Set<string>();
  for (let pages = 1, empty = 0; ; pages++) {
    const page = await fetchPage(token);
    yield page;
    if (page.next === undefined) return;
    empty = isEmpty(page) ? empty + 1 : 0;
    if (pages >= MOST_PAGES || empty >= MOST_EMPTY_PAGES) {
      throw new ProviderError({ kind: 'unreadable', where: 'end of the list' }, 'The phone system’s list has no end.');
    }
    if (seen.has(page.next)) {
      throw new ProviderError({ kind: 'unreadable', where: 'page token' }, 'The phone system repeated a page token.');
    }
    seen.add(page.next);
    token = page.next;
  }
}

function isEmpty(page: Page<unknown> & Pick<CallPage, 'announced'>): boolean {
  return page.items.length === 0 && !page.rejected?.length && !page.announced?.length;
}
