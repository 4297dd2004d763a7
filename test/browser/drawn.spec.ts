import type { Browser, BrowserContext, Page } from 'playwright-core';
import { htmlDocument } from '../../reference-host/src/pages/document.js';
import { STYLE } from '../../reference-host/src/pages/style/index.js';
import { startChromium } from './chromium.js';
import { dataStates } from './drawn/data-states.js';
import { dayStates } from './drawn/day-states.js';
import { otherStates } from './drawn/other-states.js';
import { settingsStates } from './drawn/settings-states.js';
import { teamStates } from './drawn/team-states.js';
import { foundWrong, look } from './looks.js';

const ADDRESS = 'http://localhost/drawn';

/** These come about seldom, or late: they are drawn from data, as the host draws them before any script has run. */
describe('a state that is seldom seen', () => {
  let browser: Browser;
  let context: BrowserContext;
  let page: Page;

  beforeAll(async () => {
    browser = await startChromium();
    context = await browser.newContext({ reducedMotion: 'reduce' });
    page = await context.newPage();
    await page.route('**/assets/style.css', (route) => route.fulfill({ contentType: 'text/css', body: STYLE }));
  });

  afterAll(() => browser.close());

  it.each([...settingsStates, ...dayStates, ...teamStates, ...dataStates, ...otherStates])(
    '%s: fits, and axe finds nothing',
    async (name, drawing) => {
      await page.route(ADDRESS, (route) => route.fulfill({ contentType: 'text/html', body: htmlDocument(drawing) }));
      await page.goto(ADDRESS);
      await look(page, name);
      await page.unroute(ADDRESS);
      expect(foundWrong()).toEqual([]);
    },
  );
});
