/** What the person behind the browser does. */
export interface ConsentAnswer {
  /** Who signs in. */
  readonly email: string;
  readonly decision: 'allow' | 'deny';
}

/**
 * Walks through the simulator's sign-in and consent pages as a browser would, without one.
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
  const second = await post(authorizeUrl, '/oauth2/sign-in', { transaction: await transactionOn(first), email });
  const third = await post(authorizeUrl, '/oauth2/consent', { transaction: await transactionOn(second), decision });
  return third.headers.get('location') ?? stuck(await third.text());
};

const post = (base: string, path: string, fields: Record<string, string>): Promise<Response> =>
  fetch(new URL(path, base), { method: 'POST', body: new URLSearchParams(fields), redirect: 'manual' });

const transactionOn = async (page: Response): Promise<string> => {
  const text = await page.text();
  const [, transaction] = /name="transaction" value="([^"]+)"/.exec(text) ?? [];
  return page.ok && transaction !== undefined ? transaction : stuck(text);
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
