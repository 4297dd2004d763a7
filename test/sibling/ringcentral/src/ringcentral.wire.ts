import { isObject, readObject, type WirePage } from 'prodoscore-phone-systems';

/** Reads `{ records, paging: { page, totalPages } }`; throws where it is no page. */
export function readPage(json: unknown): WirePage {
  const wire = readObject(json);
  if (!Array.isArray(wire['records'])) throw new Error('The answer has no records.');
  const { page, totalPages } = readObject(wire['paging']);
  const hasNext =
    isObject(readObject(wire['navigation'])['nextPage']) ||
    (typeof page === 'number' && typeof totalPages === 'number' && page < totalPages);
  if (hasNext && typeof page !== 'number') throw new Error('The answer has a next page and no number of its own.');
  return { items: wire['records'], next: hasNext ? String(Number(page) + 1) : undefined };
}
