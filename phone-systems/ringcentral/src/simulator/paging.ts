import { refuseParameter } from './errors.js';

/** Which part of a list is asked for. */
export interface Asked {
  readonly page: number;
  readonly perPage: number;
}

export const askedPage = (query: URLSearchParams, usual: number, most: number): Asked => {
  const read = (name: string, otherwise: number): number => {
    const text = query.get(name);
    if (text === null) return otherwise;
    return /^[1-9]\d{0,8}$/.test(text) ? Number(text) : refuseParameter(name);
  };
  return { page: read('page', 1), perPage: Math.min(most, read('perPage', usual)) };
};

/** The part that was asked for, where it begins, and whether there is more. */
export const pageOf = <T>(items: readonly T[], { page, perPage }: Asked) => {
  const start = (page - 1) * perPage;
  const records = items.slice(start, start + perPage);
  const totalPages = Math.max(1, Math.ceil(items.length / perPage));
  return {
    records,
    hasMore: start + perPage < items.length,
    totalPages,
    paging: { page, perPage, ...(records.length > 0 && { pageStart: start, pageEnd: start + records.length - 1 }) },
  };
};

/** Where the pages of a list are. */
export const navigationOf = (url: URL, { page }: Asked, hasMore: boolean, totalPages: number | null) => {
  const at = (number: number) => {
    const there = new URL(url);
    there.searchParams.set('page', String(number));
    return { uri: there.href };
  };
  return {
    firstPage: at(1),
    ...(hasMore && { nextPage: at(page + 1) }),
    ...(page > 1 && { previousPage: at(page - 1) }),
    ...(totalPages !== null && { lastPage: at(totalPages) }),
  };
};
