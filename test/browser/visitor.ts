import {
  type Browser,
  type BrowserContext,
  type BrowserContextOptions,
  errors,
  type Locator,
  type Page,
} from 'playwright-core';

/** A visitor's own browser profile, and everything that went wrong in it. */
export interface Visitor {
  readonly context: BrowserContext;
  readonly page: Page;
  /** Console errors, failed requests, requests to anywhere but this machine: more than was expected. */
  readonly complaints: string[];
}

const PATIENCE_MS = 90_000;
const COME_BACK_MS = 1_000;

export const SETTINGS = '/settings/products/phone-system';

/** Opens a profile and signs somebody in, on the way to a page. */
export async function visit(browser: Browser, url: string, email: string, path: string = SETTINGS): Promise<Visitor> {
  const visitor = await arrive(browser, url, email, path);
  await live(visitor.page);
  return visitor;
}

/** The same in a browser that runs no script. */
export const visitWithoutScript = (browser: Browser, url: string, email: string, path: string): Promise<Visitor> =>
  arrive(browser, url, email, path, { javaScriptEnabled: false });

async function arrive(
  browser: Browser,
  url: string,
  email: string,
  path: string,
  options: BrowserContextOptions = {},
): Promise<Visitor> {
  const viewport = { width: 1440, height: 1000 };
  const context = await browser.newContext({ viewport, reducedMotion: 'reduce', ...options });
  // Patience, not a promise: a busy machine is slow, and nothing waits for longer than it has to.
  context.setDefaultTimeout(PATIENCE_MS);
  const complaints: string[] = [];
  context.on('page', (page) => listen(page, complaints));
  const page = await context.newPage();
  await page.goto(`${url}${path}`);
  await page.getByLabel('E-mail').fill(email);
  await page.getByRole('button', { name: 'Sign in', exact: true }).click();
  await page.waitForURL((at) => at.pathname === path.split('?')[0]);
  return { context, page, complaints };
}

function listen(page: Page, complaints: string[]): void {
  page.on('console', (message) => {
    if (message.type() === 'error') complaints.push(`console: ${message.text()}`);
  });
  page.on('pageerror', (error) => complaints.push(`script: ${error.message}`));
  page.on('request', (request) => {
    const { protocol, hostname } = new URL(request.url());
    if (protocol.startsWith('http') && !['localhost', '127.0.0.1'].includes(hostname)) {
      complaints.push(`request to elsewhere: ${request.url()}`);
    }
  });
  page.on('response', (response) => {
    if (response.status() >= 400) complaints.push(`${response.status()} ${new URL(response.url()).pathname}`);
  });
}

/** The words on what has the focus; everything where nothing has it. */
export const focused = (page: Page): Promise<string> =>
  page.evaluate(() => document.activeElement?.textContent?.replace(/\s+/g, ' ').trim() ?? '');

/** Waits until a page's script has taken it over. */
export const live = (page: Page): Promise<void> => page.locator('#page[data-live=true]').waitFor({ state: 'attached' });

/**
 * Comes back to a page's window again and again, until something is there (or gone) that came about elsewhere. A page
 * looks for such things by itself as well, only not so often.
 */
export async function comeBackUntil(
  page: Page,
  what: Locator,
  state: 'visible' | 'detached' = 'visible',
): Promise<void> {
  const deadline = Date.now() + PATIENCE_MS;
  for (;;) {
    // A page that is on its way elsewhere looks anew by itself.
    await page.evaluate(() => window.dispatchEvent(new Event('focus'))).catch(() => undefined);
    try {
      return await what.waitFor({ state, timeout: COME_BACK_MS });
    } catch (error) {
      if (!(error instanceof errors.TimeoutError) || Date.now() > deadline) throw error;
    }
  }
}

/** Chooses a phone system, and waits until the page about it is alive: a click before goes on in the same window. */
export async function choose(page: Page, name: string): Promise<void> {
  await page.getByLabel('Phone system', { exact: true }).selectOption({ label: name });
  await page.getByRole('link', { name: `Authenticate with ${name}` }).waitFor();
  await live(page);
}

export const chooseDialpad = (page: Page): Promise<void> => choose(page, 'Dialpad');

/** At the vendor's pages: signs in, and allows or denies. */
export async function answer(vendor: Page, email: string, decision: 'Allow' | 'Deny'): Promise<void> {
  await vendor.getByLabel('E-mail').fill(email);
  await vendor.getByRole('button', { name: 'Sign in', exact: true }).click();
  await vendor.getByRole('button', { name: decision }).click();
}

/** From the settings page, through the vendor's pages in their own window, and back. */
export async function authenticate(page: Page, email: string, decision: 'Allow' | 'Deny'): Promise<void> {
  const [vendor] = await Promise.all([
    page.waitForEvent('popup'),
    page.getByRole('link', { name: /^(Authenticate with .+|Reconnect)$/ }).click(),
  ]);
  await answer(vendor, email, decision);
  await page.waitForURL((at) => !at.searchParams.has('outcome') && at.pathname === SETTINGS);
  await page.locator('#visit').waitFor();
  await live(page);
}

/** Opens an address in a browser that has nothing of this host yet, and adds up what it asked for and what came over the wire. */
export async function weightOverTheWire(page: Page, url: string): Promise<{ bytes: number; requests: number }> {
  const wire = await page.context().newCDPSession(page);
  let bytes = 0;
  let requests = 0;
  page.on('request', (request) => void (requests += request.url().startsWith('http') ? 1 : 0));
  wire.on('Network.loadingFinished', ({ encodedDataLength }) => void (bytes += encodedDataLength));
  await wire.send('Network.enable');
  await wire.send('Network.setCacheDisabled', { cacheDisabled: true });
  await page.goto(url);
  await live(page);
  return { bytes, requests };
}
