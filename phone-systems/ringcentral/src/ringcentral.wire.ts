import { isObject, readObject, type WirePage } from 'prodoscore-phone-systems';

/** Reads `{ records, paging, navigation }`; throws where it is no page. `totalPages` may be absent: `nextPage` says it. */
export function readPage(json: unknown): WirePage {
  const { records, paging, navigation } = readObject(json);
  if (!Array.isArray(records)) throw new Error('The answer has no records.');
  const { page, totalPages } = readObject(paging);
  const hasNext =
    isObject(readObject(navigation)['nextPage']) ||
    (!isObject(navigation) && typeof page === 'number' && typeof totalPages === 'number' && page < totalPages);
  if (hasNext && typeof page !== 'number') throw new Error('The answer has a next page and no number of its own.');
  return { items: records, next: hasNext ? String(Number(page) + 1) : undefined };
}
