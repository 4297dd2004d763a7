import { mkdir, readFile } from 'node:fs/promises';
import { createRequire } from 'node:module';
import { join } from 'node:path';
import type { AxeResults } from 'axe-core';
import type { Page } from 'playwright-core';

const DIR = join(import.meta.dirname, '..', 'screenshots');
const AXE = createRequire(import.meta.url).resolve('axe-core/axe.min.js');

const WIDE = { name: 'wide', width: 1440, height: 1000 } as const;
const NARROW = { name: 'narrow', width: 360, height: 740 } as const;
/** The two that are looked at each time; with SCREENSHOTS=1, all four. */
const LOOKS = [
  { size: WIDE, colorScheme: 'light' },
  { size: NARROW, colorScheme: 'dark' },
] as const;
const ALL_LOOKS = [...LOOKS, { size: WIDE, colorScheme: 'dark' }, { size: NARROW, colorScheme: 'light' }] as const;

const problems: string[] = [];

/** Takes out what was found wrong so far. */
export const foundWrong = (): string[] => problems.splice(0);

/**
 * Looks at a page's state, narrow and wide, light and dark: axe-core finds nothing, and nothing reaches over the edge,
 * with the text at 200 % either. What is found wrong waits in {@link foundWrong}. With SCREENSHOTS=1 it keeps how the
 * state looks.
 */
export async function look(page: Page, name: string): Promise<void> {
  const keep = process.env['SCREENSHOTS'] === '1';
  const found: string[] = [];
  for (const { size, colorScheme } of keep ? ALL_LOOKS : LOOKS) {
    await page.setViewportSize(size);
    await page.emulateMedia({ colorScheme, reducedMotion: 'reduce' });
    found.push(...(await axeProblems(page)), ...(await overEdge(page)));
    if (keep) await shoot(page, `${name}-${size.name}-${colorScheme}`);
  }
  found.push(...(await withTextTwiceAsLarge(page, () => overEdge(page))));
  await page.setViewportSize(WIDE);
  await page.emulateMedia({ colorScheme: 'light', reducedMotion: 'reduce' });
  problems.push(...new Set(found.map((problem) => `${name}: ${problem}`)));
}

async function shoot(page: Page, name: string): Promise<void> {
  await mkdir(DIR, { recursive: true });
  await page.screenshot({ path: join(DIR, `${name}.png`), fullPage: true, animations: 'disabled' });
}

let axe: Promise<string> | undefined;

async function axeProblems(page: Page): Promise<string[]> {
  axe ??= readFile(AXE, 'utf8');
  await page.evaluate(await axe);
  const { violations } = await page.evaluate(
    () =>
      (globalThis as unknown as { axe: { run(options: unknown): Promise<AxeResults> } }).axe.run({
        resultTypes: ['violations'],
      }) as unknown as Promise<AxeResults>,
  );
  return violations.flatMap(({ id, help, nodes }) =>
    nodes.map(({ html }) => `axe ${id}: ${help}: ${html.slice(0, 200)}`),
  );
}

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
