import {
  ProviderError,
  type ProviderSession,
  type Wire,
  type WirePage,
  isObject,
  readObject,
} from 'prodoscore-phone-systems';

/** Lists of Microsoft Graph: the way to the next page is an absolute address, which is followed at one origin alone. */
export class Graph {
  constructor(private readonly origin: string) {}

  page(session: ProviderSession, path: string, budget: string): Promise<WirePage> {
    return session.send({ path, budget, read: (json) => this.readPage(json) });
  }

  /** Every page of a list that is short. */
  async all(session: ProviderSession, first: string, budget: string): Promise<readonly Wire[]> {
    const found: Wire[] = [];
    const walked = new Set<string>();
    for (let path: string | null | undefined = first; path && !walked.has(path);) {
      walked.add(path);
      const { items, next }: WirePage = await this.page(session, path, budget);
      found.push(...items.filter(isObject));
      path = next;
    }
    return found;
  }

  private readPage(json: unknown): WirePage {
    const { value, '@odata.nextLink': link } = readObject(json);
    if (!Array.isArray(value)) throw new Error('The answer has no value.');
    // Longer than a text that is stored may be.
    if (typeof link !== 'string') return { items: value, next: null };
    const { origin, pathname, search } = new URL(link);
    if (origin !== new URL(this.origin).origin) {
      throw new ProviderError({ kind: 'unreadable', where: 'next link' }, 'The next page would be at another origin.');
    }
    return { items: value, next: `${pathname}${search}` };
  }
}
