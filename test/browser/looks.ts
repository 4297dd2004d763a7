import { mkdir, readFile } from 'node:fs/promises';
import { createRequire } from 'node:module';
import { join } from 'node:path';
import type { AxeResults, RunOptions } from 'axe-core';
import type { Page } from 'playwright-core';

const DIR = join(import.meta.dirname, '..', 'screenshots');
const AXE = createRequire(import.meta.url).resolve('axe-core/axe.min.js');

const WIDE = { name: 'wide', width: 1440, height: 1000 } as const;
const NARROW = { name: 'narrow', width: 360, height: 740 } as const;
const TABLET = { name: 'tablet', width: 768, height: 1024 } as const;
/** The two that are looked at each time; with SCREENSHOTS=1, all four. */
const LOOKS = [
  { size: WIDE, colorScheme: 'light' },
  { size: NARROW, colorScheme: 'dark' },
] as const;
const ALL_LOOKS = [...LOOKS, { size: WIDE, colorScheme: 'dark' }, { size: NARROW, colorScheme: 'light' }] as const;

/** What a page's first look has settled for every width and scheme is not asked again; this may differ between them. */
const BY_LOOK = ['color-contrast', 'link-in-text-block', 'scrollable-region-focusable', 'target-size'];

const problems: string[] = [];
const counts: string[] = [];

/** Takes out what was found wrong so far. */
export const foundWrong = (): string[] => problems.splice(0);

afterAll(() => {
  if (counts.length > 0) console.log(`What axe-core said of each page and state:\n${counts.join('\n')}`);
});

/**
 * Looks at a page's state, narrow and wide, light and dark: axe-core finds nothing, and nothing reaches over the edge,
 * on a tablet or with the text at 200 % either. What is found wrong waits in {@link foundWrong}. With SCREENSHOTS=1 it keeps how the
 * state looks.
 */
export async function look(page: Page, name: string): Promise<void> {
  const found: string[] = [];
  let passed = 0;
  await inEachLook(page, name, async (at) => {
    const { passes, violations } = await runAxe(page, at === 0 ? {} : { runOnly: { type: 'rule', values: BY_LOOK } });
    if (at === 0) passed = passes.length;
    found.push(...violations.flatMap(wordsOf), ...(await overEdge(page)), ...(await tornWords(page)));
  });
  counts.push(`${name}: ${passed} rules passed, ${found.filter((it) => it.startsWith('axe ')).length} violations`);
  keep(name, found);
}

/** The same without axe-core, which takes long over a page of hundreds of rows: for such a page of known parts. */
export async function glance(page: Page, name: string): Promise<void> {
  const found: string[] = [];
  await inEachLook(page, name, async () => void found.push(...(await overEdge(page))));
  keep(name, found);
}

function keep(name: string, found: readonly string[]): void {
  problems.push(...new Set(found.map((problem) => `${name}: ${problem}`)));
}

async function inEachLook(page: Page, name: string, visit: (at: number) => Promise<void>): Promise<void> {
  const shots = process.env['SCREENSHOTS'] === '1';
  for (const [at, { size, colorScheme }] of (shots ? ALL_LOOKS : LOOKS).entries()) {
    await page.setViewportSize(size);
    await page.emulateMedia({ colorScheme, reducedMotion: 'reduce' });
    await visit(at);
    if (shots) await shoot(page, `${name}-${size.name}-${colorScheme}`);
  }
  await page.setViewportSize(TABLET);
  keep(name, [...(await overEdge(page)), ...(await tornWords(page))]);
  if (shots) await shoot(page, `${name}-${TABLET.name}`);
  keep(name, await withTextTwiceAsLarge(page, () => overEdge(page)));
  await page.setViewportSize(WIDE);
  await page.emulateMedia({ colorScheme: 'light', reducedMotion: 'reduce' });
}

/** Keeps how a page looks. */
export async function shoot(page: Page, name: string): Promise<void> {
  await mkdir(DIR, { recursive: true });
  await page.screenshot({ path: join(DIR, `${name}.png`), fullPage: true, animations: 'disabled' });
}

interface PageWithAxe {
  axe: { run(options: RunOptions): Promise<AxeResults> };
}

let source: Promise<string> | undefined;

async function runAxe(page: Page, options: RunOptions): Promise<AxeResults> {
  if (!(await page.evaluate(() => 'axe' in globalThis))) {
    source ??= readFile(AXE, 'utf8');
    await page.evaluate(await source);
  }
  return await page.evaluate(
    (how) => (globalThis as unknown as PageWithAxe).axe.run(how) as unknown as Promise<AxeResults>,
    { resultTypes: ['violations'], ...options } satisfies RunOptions,
  );
}

const wordsOf = ({ id, help, nodes }: AxeResults['violations'][number]): string[] =>
  nodes.map(({ html }) => `axe ${id}: ${help}: ${html.slice(0, 200)}`);

/** What reaches over the window's right edge, so that a page would have to be scrolled sideways. */
async function overEdge(page: Page): Promise<string[]> {
  return await page.evaluate(() => {
    const { clientWidth, scrollWidth } = document.documentElement;
    if (scrollWidth <= clientWidth) return [];
    const wide = [...document.querySelectorAll('body *')].filter(
      (element) =>
        element.getBoundingClientRect().right > clientWidth + 1 && element.closest('.scroll, dialog') === null,
    );
    const names = wide.slice(-3).map(({ tagName, className }) => `${tagName.toLowerCase()}.${String(className)}`);
    return [`over the edge at ${clientWidth} px by ${scrollWidth - clientWidth} px: ${names.join(' ')}`];
  });
}

/** Single short words that a narrow column has torn apart. */
async function tornWords(page: Page): Promise<string[]> {
  return await page.evaluate(() => {
    const found: string[] = [];
    const texts = document.createTreeWalker(document.body, NodeFilter.SHOW_TEXT);
    for (let text = texts.nextNode(); text !== null; text = texts.nextNode()) {
      const word = text.textContent?.trim() ?? '';
      if (!/^\p{L}{2,14}$/u.test(word) || text.parentElement?.closest('script, option, .visually-hidden')) continue;
      const range = document.createRange();
      range.selectNodeContents(text);
      if (new Set([...range.getClientRects()].map(({ top }) => Math.round(top))).size > 1) {
        found.push(`torn apart at ${document.documentElement.clientWidth} px: ${word}`);
      }
    }
    return found;
  });
}

async function withTextTwiceAsLarge(page: Page, find: () => Promise<string[]>): Promise<string[]> {
  const setTo = (size: string) => page.evaluate((to) => void (document.documentElement.style.fontSize = to), size);
  const found: string[] = [];
  await setTo('200%');
  for (const size of [NARROW, WIDE]) {
    await page.setViewportSize(size);
    found.push(...(await find()).map((problem) => `with text at 200 %, ${problem}`));
  }
  await setTo('');
  return found;
}
