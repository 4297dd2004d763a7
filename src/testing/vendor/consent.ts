/** What the person behind the browser does. */
export interface ConsentAnswer {
  /** Who signs in. */
  readonly email: string;
  readonly decision: 'allow' | 'deny';
}

/**
 * Walks through a simulator's sign-in and consent pages as a browser would, without one.
 *
 * @param authorizeUrl where the application sent the browser
 * @returns where the browser is sent back to, with `code` or `error`
 * @throws Error when the pages do not lead that far; it says what the page said
 * @example const back = await answerConsent(location, { email: 'dana@acme.example', decision: 'allow' });
 */
export const answerConsent = async (authorizeUrl: string, { email, decision }: ConsentAnswer): Promise<string> => {
  const first = await fetch(authorizeUrl, { redirect: 'manual' });
  const early = first.headers.get('location');
  if (early !== null) return early;
  const second = await submitted(first, { email });
  const third = await submitted(second, { decision });
  return third.headers.get('location') ?? stuck(await third.text());
};

/** Sends the first form of a page. */
const submitted = async (page: Response, fields: Readonly<Record<string, string>>): Promise<Response> => {
  const text = await page.text();
  const [, action] = /<form method="post" action="([^"]+)"/.exec(text) ?? [];
  const [, transaction] = /name="transaction" value="([^"]+)"/.exec(text) ?? [];
  if (!page.ok || action === undefined || transaction === undefined) return stuck(text);
  const body = new URLSearchParams({ transaction, ...fields });
  return await fetch(new URL(action, page.url), { method: 'POST', body, redirect: 'manual' });
};

const stuck = (page: string): never => {
  const said = page.slice(Math.max(0, page.indexOf('<h1>')));
  throw new Error(`The consent pages do not go on: ${withoutTags(said).slice(0, 300)}`);
};

const withoutTags = (html: string): string =>
  html
    .split('<')
    .map((part, place) => (place === 0 ? part : part.slice(part.indexOf('>') + 1)))
    .join(' ')
    .trim();
