import type { Browser, BrowserContext, Page } from 'playwright-core';
import { htmlDocument } from '../../reference-host/src/pages/document.js';
import { STYLE } from '../../reference-host/src/pages/style/index.js';
import { startChromium } from './chromium.js';
import { dayStates } from './drawn/day-states.js';
import { otherStates } from './drawn/other-states.js';
import { settingsStates } from './drawn/settings-states.js';
import { teamStates } from './drawn/team-states.js';
import {
  colourless,
  leadingNowhere,
  moving,
  newlyCut,
  newlyOverlapping,
  notForPaper,
  overEdge,
  SPACED,
  textsCut,
  textsOverlapping,
} from './media.js';
import { shoot } from './looks.js';

const KEEPS = process.env['SCREENSHOTS'] === '1';
const ADDRESS = 'http://localhost/drawn';
const WIDTHS = [360, 768, 1440];
/** An A4 sheet between its margins, upright and on its side. */
const SHEETS = [688, 1032];

/** Every drawn state as people have it who space their texts, print, choose their own colours, or run no script. */
describe('a drawn state', () => {
  let browser: Browser;
  let context: BrowserContext;
  let page: Page;
  let bare: Page;

  const paged = async (options: object): Promise<Page> => {
    context = await browser.newContext(options);
    const opened = await context.newPage();
    await opened.route('**/assets/style.css', (route) => route.fulfill({ contentType: 'text/css', body: STYLE }));
    return opened;
  };

  beforeAll(async () => {
    browser = await startChromium();
    page = await paged({});
    bare = await paged({ javaScriptEnabled: false });
  });

  afterAll(() => browser.close());

  it.each([...settingsStates, ...dayStates, ...teamStates, ...otherStates])(
    '%s: spaced texts, paper, one’s own colours, no motion, no script',
    async (name, drawing) => {
      const open = async (where: Page): Promise<void> => {
        await where.route(ADDRESS, (route) => route.fulfill({ contentType: 'text/html', body: htmlDocument(drawing) }));
        await where.goto(ADDRESS);
        await where.unroute(ADDRESS);
      };
      const found: string[] = [];
      const note = (how: string, all: readonly string[]): void =>
        void found.push(...[...new Set(all)].map((one) => `${how}: ${one}`));

      const keep = async (as: string): Promise<void> => void (KEEPS && (await shoot(page, as)));
      await page.emulateMedia({ media: 'screen', forcedColors: 'none', reducedMotion: 'reduce' });
      await open(page);
      note('with reduced motion', await moving(page));
      for (const width of WIDTHS) {
        await page.setViewportSize({ width, height: 900 });
        const [cut, overlapping] = [await textsCut(page), await textsOverlapping(page)];
        const spaced = await page.addStyleTag({ content: SPACED });
        const how = `with spaced texts at ${width} px`;
        note(how, await overEdge(page));
        note(how, newlyCut(cut, await textsCut(page)));
        note(how, newlyOverlapping(overlapping, await textsOverlapping(page)));
        if (width !== 768) await keep(`${name}-spaced-${width}`);
        await spaced.evaluate((it: HTMLElement) => it.remove());
      }
      await page.emulateMedia({ forcedColors: 'active' });
      note('in one’s own colours', await colourless(page));
      await keep(`${name}-own-colours`);
      await page.emulateMedia({ media: 'print', forcedColors: 'none' });
      for (const width of SHEETS) {
        await page.setViewportSize({ width, height: 1000 });
        note(`on paper of ${width} px`, await notForPaper(page, name.startsWith('team') && width === SHEETS[0]));
        await keep(`${name}-paper-${width}`);
      }
      await open(bare);
      note('without a script', await leadingNowhere(bare));
      if (KEEPS) await shoot(bare, `${name}-without-script`);
      expect(found).toEqual([]);
    },
  );

  it.each(['settings-former-accounts', 'settings-rounds-of-every-kind', 'day-excluding-a-call'])(
    '%s: each question can be read and answered at a zoom of 400 %',
    async (name) => {
      const [, drawing] = [...settingsStates, ...dayStates].find(([state]) => state === name)!;
      await page.route(ADDRESS, (route) => route.fulfill({ contentType: 'text/html', body: htmlDocument(drawing) }));
      await page.emulateMedia({ media: 'screen', forcedColors: 'none' });
      await page.setViewportSize({ width: 320, height: 256 });
      await page.goto(ADDRESS);
      await page.unroute(ADDRESS);
      const dialogs = await page.locator('dialog').all();
      expect(dialogs.length).toBeGreaterThan(0);
      for (const [at, dialog] of dialogs.entries()) {
        await dialog.evaluate((it: HTMLDialogElement) => {
          it.close();
          it.showModal();
        });
        if (KEEPS) await page.screenshot({ path: `test/screenshots/${name}-question-${at}-400-percent.png` });
        expect(await dialog.evaluate((it) => it.scrollWidth - it.clientWidth)).toBeLessThanOrEqual(0);
        for (const part of await dialog.locator('h2, li, label, input, textarea, button').all()) {
          await part.scrollIntoViewIfNeeded();
          const box = await part.boundingBox();
          expect([box!.x >= 0, box!.x + box!.width <= 320, box!.y < 256]).toEqual([true, true, true]);
        }
        await dialog.evaluate((it: HTMLDialogElement) => it.close());
      }
    },
  );
});
