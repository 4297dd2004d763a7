import type { Page, PageToken, RejectedItem } from '../contract/index.js';
import { storableText } from '../support/storable-text.js';
import { checkedObject, idIn, NotValid, refuse, refusedBecause, UNREADABLE, type Unchecked } from './checked-fields.js';

/**
 * A page as it may be stored. What is no valid item is among the rejected, with its reason; its neighbours arrive.
 *
 * @param check makes an item of something, or throws NotValid
 * @throws NotValid where it is no page at all
 */
export function checkedPage<T>(page: unknown, check: (item: unknown) => T): Page<T> {
  const { items, rejected, next } = checkedObject(page, 'The page');
  if (!Array.isArray(items)) refuse('items is no list.');
  if (rejected !== undefined && !Array.isArray(rejected)) refuse('rejected is no list.');
  const sorted = sortedOut(items, check);
  const refused = [...((rejected ?? []) as readonly unknown[]).map(checkedRejection), ...sorted.refused];
  return { items: sorted.kept, ...(refused.length > 0 && { rejected: refused }), ...checkedNext(next) };
}

/** What is valid of a list, and of what is not, why. */
export function sortedOut<T>(
  items: readonly unknown[],
  check: (item: unknown) => T,
): { readonly kept: readonly T[]; readonly refused: readonly RejectedItem[] } {
  const kept: T[] = [];
  const refused: RejectedItem[] = [];
  for (const item of items) {
    try {
      kept.push(check(item));
    } catch (error) {
      refused.push(rejection(item, refusedBecause(error instanceof NotValid ? error : new NotValid(UNREADABLE))));
    }
  }
  return { kept, refused };
}

function rejection(item: unknown, reason: string): RejectedItem {
  const externalId = idIn(item);
  return { ...(externalId !== undefined && { externalId }), reason, raw: item };
}

function checkedRejection(item: unknown): RejectedItem {
  const { reason, raw } = typeof item === 'object' && item !== null ? (item as Unchecked) : { reason: '', raw: item };
  const said = typeof reason === 'string' ? storableText(reason).trim() : '';
  return { ...rejection(item, said === '' ? UNREADABLE : said), raw };
}

function checkedNext(next: unknown): { readonly next?: PageToken } {
  if (next === undefined || next === null) return {};
  return typeof next === 'string' ? { next: next as PageToken } : refuse('next is no text.');
}
