import { createHmac } from 'node:crypto';
import { badRequest } from './errors.js';

/** What a link to a next page carries. */
interface Place {
  /** What was asked for, without the link's own word. */
  readonly of: string;
  readonly from: number;
  /** The instant of the first page: later changes do not shift what follows. */
  readonly asOf: number;
  readonly linkedAt: number;
}

/** One page of a list. */
export interface ListPage<T> {
  readonly items: readonly T[];
  /** Absolute; null after the last page. */
  readonly nextLink: string | null;
}

export interface PagingOptions {
  readonly key: () => string;
  readonly nextLinkSeconds: number;
  readonly addressOf: (path: string) => string;
  readonly now: () => number;
}

/** Lists in pages that are found by an absolute link, which is good for a while, for that list alone. */
export class Paging {
  constructor(private readonly options: PagingOptions) {}

  /**
   * @param list everything that was asked for, as it was at an instant
   * @param size of a page at most
   * @throws Refused for a link that is spent or somebody else's
   */
  page<T>(
    { path, query }: { readonly path: string; readonly query: URLSearchParams },
    companyId: string,
    size: number,
    list: (asOf: number) => readonly T[],
  ): ListPage<T> {
    const asked = new URLSearchParams(query);
    asked.delete('$skiptoken');
    const of = `${companyId} ${path}?${asked.toString()}`;
    const place = this.#placeIn(query.get('$skiptoken'), of);
    const all = list(place.asOf);
    const until = place.from + size;
    const items = all.slice(place.from, until);
    if (until >= all.length) return { items, nextLink: null };
    return { items, nextLink: this.#linkTo(path, asked, { ...place, from: until }) };
  }

  /** A link to the page of a list that begins at an item. */
  linkTo(path: string, query: URLSearchParams, companyId: string, from: number): string {
    const of = `${companyId} ${path}?${query.toString()}`;
    return this.#linkTo(path, query, { of, from, asOf: this.options.now(), linkedAt: 0 });
  }

  #linkTo(path: string, query: URLSearchParams, place: Place): string {
    const said = Buffer.from(JSON.stringify({ ...place, linkedAt: this.options.now() })).toString('base64url');
    const pairs = [...query, ['$skiptoken', this.#written(said)]] as const;
    // The dollar signs of names stand as they are in Microsoft's links.
    const written = pairs.map(([name, value]) => `${name}=${encodeURIComponent(value)}`).join('&');
    return this.options.addressOf(`${path}?${written}`);
  }

  #placeIn(word: string | null, of: string): Place {
    const { now, nextLinkSeconds } = this.options;
    if (word === null) return { of, from: 0, asOf: now(), linkedAt: now() };
    const [said = ''] = word.split('.');
    if (word !== this.#written(said)) return badRequest('The skiptoken is not valid.');
    const place = JSON.parse(Buffer.from(said, 'base64url').toString('utf8')) as Place;
    if (place.of !== of) return badRequest('The skiptoken is of another list.');
    if (now() >= place.linkedAt + nextLinkSeconds * 1000) return badRequest('The skiptoken has expired.');
    return place;
  }

  /** Signed, so that nobody makes up a place. */
  #written(said: string): string {
    return `${said}.${createHmac('sha256', this.options.key()).update(said).digest('base64url').slice(0, 16)}`;
  }
}

/** A list in OData's form. */
export const odata = <T>(context: string, value: readonly T[], nextLink: string | null) => ({
  '@odata.context': context,
  ...(nextLink !== null && { '@odata.nextLink': nextLink }),
  value,
});
