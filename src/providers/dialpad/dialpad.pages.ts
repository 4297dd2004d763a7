import { type Page, ProviderError, type RejectedItem, pageToken } from '../../contract/index.js';
import { isObject } from './dialpad.wire.js';

/** What came of reading one item: the item, or why there is none, and which field it lacks where that is why. */
export type Reading<T> = { readonly item: T } | { readonly rejected: RejectedItem; readonly lacks?: string };

/** One page as Dialpad sends it, its items unread. */
export interface WirePage {
  readonly items: readonly unknown[];
  readonly cursor: string | undefined;
}

/**
 * Reads `{ items, cursor }`. Items may be null or missing; a cursor that is null, missing or empty ends the listing. A
 * page that has no items, and a list of something under another name, is a page whose shape has changed.
 *
 * @throws ProviderError of kind `unreadable` where it is no page at all: an empty page would pass for complete
 */
export function readPage(json: unknown): WirePage {
  if (!isObject(json)) throw unreadable('page');
  if (json['items'] == null && Object.values(json).some(holdsAList)) throw unreadable('page.items');
  const items = json['items'] ?? [];
  if (!Array.isArray(items)) throw unreadable('page.items');
  const cursor = json['cursor'];
  if (cursor != null && typeof cursor !== 'string') throw unreadable('page.cursor');
  return { items: items as readonly unknown[], cursor: cursor || undefined };
}

/** A list of objects, in itself or one level down (`{ data: { … } }`). */
const holdsAList = (value: unknown): boolean => isList(value) || (isObject(value) && Object.values(value).some(isList));

const isList = (value: unknown): boolean => Array.isArray(value) && value.some(isObject);

/** A broken record has sound neighbours. Where so many stand together and none can be read, the shape has changed. */
const TOO_MANY_BROKEN = 10;
/** Where all of them lack the same field, sooner: a small company has no longer pages. */
const TOO_MANY_ALIKE = 3;

/**
 * A page of what could be read, beside what was set aside.
 *
 * @throws ProviderError as {@link readPage} does, and of kind `unreadable` where nothing of a page could be read and that
 * is no chance: to set all of it aside would pass over a whole day
 */
export function readPageOf<T>(json: unknown, read: (item: unknown) => Reading<T>): Page<T> {
  const { items: wires, cursor } = readPage(json);
  const readings = wires.map(read);
  const items = readings.flatMap((reading) => ('item' in reading ? [reading.item] : []));
  if (items.length === 0 && readings.length >= TOO_MANY_BROKEN) throw unreadable('every item');
  const lacking = new Set(readings.map((reading) => ('item' in reading ? undefined : reading.lacks)));
  const [lacks] = lacking;
  if (lacks !== undefined && lacking.size === 1 && readings.length >= TOO_MANY_ALIKE) {
    throw unreadable(`every item: ${lacks}`);
  }
  return {
    items,
    rejected: readings.flatMap((reading) => ('rejected' in reading ? [reading.rejected] : [])),
    ...(cursor !== undefined && { next: pageToken(cursor) }),
  };
}

function unreadable(where: string): ProviderError {
  return new ProviderError({ kind: 'unreadable', where }, 'Dialpad answered in a form that is not understood.');
}
