import { type Page, ProviderError, type RejectedItem, pageToken } from '../../contract/index.js';
import { isObject } from './dialpad.wire.js';

/** What came of reading one item: the item, or why there is none. */
export type Reading<T> = { readonly item: T } | { readonly rejected: RejectedItem };

/** One page as Dialpad sends it, its items unread. */
export interface WirePage {
  readonly items: readonly unknown[];
  readonly cursor: string | undefined;
}

/**
 * Reads `{ items, cursor }`. Items may be null or missing; a cursor that is null, missing or empty ends the listing.
 *
 * @throws ProviderError of kind `unreadable` where it is no page at all, `tryLater` where it is an error under a status
 * of success: an empty page would pass for complete
 */
export function readPage(json: unknown): WirePage {
  if (!isObject(json)) throw unreadable('page');
  if (json['items'] == null && isObject(json['error'])) {
    throw new ProviderError({ kind: 'tryLater' }, 'Dialpad answered with an error where a list was asked for.');
  }
  const items = json['items'] ?? [];
  if (!Array.isArray(items)) throw unreadable('page.items');
  const cursor = json['cursor'];
  if (cursor != null && typeof cursor !== 'string') throw unreadable('page.cursor');
  return { items: items as readonly unknown[], cursor: cursor || undefined };
}

/** A page of what could be read, beside what was set aside. */
export function toPage<T>(readings: readonly Reading<T>[], cursor: string | undefined): Page<T> {
  return {
    items: readings.flatMap((reading) => ('item' in reading ? [reading.item] : [])),
    rejected: readings.flatMap((reading) => ('rejected' in reading ? [reading.rejected] : [])),
    ...(cursor !== undefined && { next: pageToken(cursor) }),
  };
}

function unreadable(where: string): ProviderError {
  return new ProviderError({ kind: 'unreadable', where }, 'Dialpad answered in a form that is not understood.');
}
