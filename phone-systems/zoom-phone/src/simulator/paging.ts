import { randomBytes } from 'node:crypto';
import type { ZoomPhoneHabits } from './habits.js';
import { refuse } from './errors.js';

const TOKEN_MS = 900_000;

interface Bookmark {
  /** What was asked: a token is good for the same question only. */
  readonly question: string;
  readonly from: number;
  readonly until: number;
}

/** Lists by `page_size` and `next_page_token`; a token can be used more than once, for fifteen minutes. */
export class Pages {
  readonly #bookmarks = new Map<string, Bookmark>();

  constructor(
    private readonly deadCode: ZoomPhoneHabits['deadPageTokenCode'],
    private readonly now: () => number,
  ) {}

  /** @param asked who asks, and for what, beside the query */
  pageOf<T>(asked: string, query: URLSearchParams, items: readonly T[], most: number, otherwise = 30) {
    const question = questionOf(asked, query);
    const pageSize = sizeIn(query, Math.min(most, otherwise), most);
    const token = query.get('next_page_token') ?? '';
    const from = token === '' ? 0 : this.#read(token, question);
    const to = from + pageSize;
    return {
      items: items.slice(from, to),
      envelope: {
        next_page_token: to < items.length ? this.#issue(question, to) : '',
        page_size: pageSize,
        total_records: items.length,
      },
    };
  }

  #read(token: string, question: string): number {
    const bookmark = this.#bookmarks.get(token);
    return bookmark === undefined || bookmark.until <= this.now() || bookmark.question !== question
      ? refuse(400, this.deadCode, 'The next_page_token is invalid or has expired.')
      : bookmark.from;
  }

  #issue(question: string, from: number): string {
    const now = this.now();
    for (const [token, { until }] of this.#bookmarks) if (until <= now) this.#bookmarks.delete(token);
    const token = randomBytes(24).toString('base64url');
    this.#bookmarks.set(token, { question, from, until: now + TOKEN_MS });
    return token;
  }
}

const questionOf = (asked: string, query: URLSearchParams): string => {
  const rest = new URLSearchParams(query);
  rest.delete('next_page_token');
  rest.sort();
  return `${asked}?${rest.toString()}`;
};

const sizeIn = (query: URLSearchParams, otherwise: number, most: number): number => {
  const text = query.get('page_size');
  if (text === null) return otherwise;
  const size = /^\d{1,6}$/.test(text) ? Number(text) : 0;
  return size >= 1 && size <= most ? size : refuse(400, 300, `Validation Failed: "page_size" is 1 to ${most}.`);
};
