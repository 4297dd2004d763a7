import { mkdir } from 'node:fs/promises';
import { join } from 'node:path';
import type { Page } from 'playwright-core';

const DIR = join(import.meta.dirname, '..', 'screenshots');

const SIZES = [
  { name: 'wide', width: 1440, height: 1000 },
  { name: 'narrow', width: 360, height: 740 },
] as const;

/** With SCREENSHOTS=1, keeps how a page looks: both widths, light and dark. */
export async function shoot(page: Page, name: string): Promise<void> {
  if (process.env['SCREENSHOTS'] !== '1') return;
  await mkdir(DIR, { recursive: true });
  for (const { name: size, width, height } of SIZES) {
    for (const colorScheme of ['light', 'dark'] as const) {
      await page.setViewportSize({ width, height });
      await page.emulateMedia({ colorScheme });
      await page.screenshot({
        path: join(DIR, `${name}-${size}-${colorScheme}.png`),
        fullPage: true,
        animations: 'disabled',
      });
    }
  }
  await page.setViewportSize(SIZES[0]);
  await page.emulateMedia({ colorScheme: 'light' });
}
