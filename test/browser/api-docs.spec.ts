import type { Browser } from 'playwright-core';
import { type HostProcess, startHost } from '../support/host-process.js';
import { startChromium } from './chromium.js';

describe('/api/docs', () => {
  let host: HostProcess;
  let browser: Browser;

  beforeAll(async () => {
    [host, browser] = await Promise.all([startHost(), startChromium()]);
  });

  afterAll(async () => {
    await browser.close();
    await host.stop();
  });

  it('shows every operation with its description, and breaks no rule of the host’s content security policy', async () => {
    const page = await browser.newPage();
    const complaints: string[] = [];
    page.on('console', (message) => message.type() === 'error' && complaints.push(message.text()));
    page.on('pageerror', (error) => complaints.push(error.message));
    const answer = await page.goto(`${host.url}/api/docs`);
    expect(answer?.headers()['content-security-policy']).toContain("style-src 'self'");
    await page.locator('.opblock').first().waitFor();

    const { paths } = (await (await fetch(`${host.url}/api/openapi.json`)).json()) as { paths: Record<string, object> };
    const operations = Object.values(paths).flatMap((path) => Object.keys(path));
    expect(await page.locator('.opblock').count()).toBe(operations.length);
    await page.locator('.opblock-summary-control', { hasText: 'The daily totals of an employee' }).click();
    await page.getByText('Figures of a day that is not known are null').waitFor();
    expect(complaints).toEqual([]);
    if (process.env['SCREENSHOTS']) await page.screenshot({ path: 'test/screenshots/api-docs.png' });
    await page.close();
  });
});
