import { fileURLToPath } from 'node:url';
import type { Browser, Page } from 'playwright-core';
import { createServer, type ViteDevServer } from 'vite';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { BROWSER, launchBrowser } from '../kit/browser.ts';
import { violationsIn } from './axe.ts';

const TABS = ['Sequence', 'Packets', 'Coverage', 'Charts', 'Interruptions', 'Facts'];
/** States of the gallery, and in which of them each way to look at a session is tried. */
const STATES = [
  { name: 'no traffic yet', tabs: [] },
  { name: 'not reachable', tabs: [] },
  { name: 'rows awaited', tabs: [] },
  { name: 'session evicted', tabs: [] },
  { name: 'older rows dropped', tabs: [] },
  { name: 'body on its way', tabs: [] },
  { name: 'tunnel', tabs: [] },
  { name: 'unreadable bytes', tabs: [] },
  { name: 'find: hits', tabs: [] },
  { name: 'find: under way', tabs: [] },
  { name: 'find: failed', tabs: [] },
  { name: 'hostile names and headers', tabs: ['Sequence', 'Packets', 'Facts'] },
  { name: 'resumed-after-416', tabs: TABS },
] as const;

describe.skipIf(BROWSER === undefined)('every state of the gallery', () => {
  let browser: Browser;
  let server: ViteDevServer;
  let address: string;

  beforeAll(async () => {
    browser = await launchBrowser();
    server = await createServer({
      configFile: fileURLToPath(new URL('../../ui/vite.config.ts', import.meta.url)),
      server: { port: 0, host: '127.0.0.1', hmr: false },
      logLevel: 'error',
    });
    await server.listen();
    address = `${server.resolvedUrls?.local[0]}gallery.html?bare`;
    // The first page makes Vite gather what the others need.
    const page = await browser.newPage();
    await page.goto(`${address}#clean-upload`);
    await page.getByRole('tab', { name: 'Charts' }).click();
    await page.getByRole('slider').first().waitFor();
    await page.close();
  }, 120_000);

  afterAll(async () => {
    await server?.close();
    await browser?.close();
  });

  async function open(name: string, colorScheme: 'light' | 'dark'): Promise<{ page: Page; problems: string[] }> {
    const page = await (await browser.newContext({ viewport: { width: 1_440, height: 900 }, colorScheme, bypassCSP: true })).newPage();
    const problems: string[] = [];
    page.on('pageerror', (error) => problems.push(error.message));
    await page.goto(`${address}#${encodeURIComponent(name)}`);
    await page.locator('.app').waitFor();
    // The state comes with the first frame after the feed.
    await page.evaluate(() => new Promise((resolve) => requestAnimationFrame(() => setTimeout(resolve, 50))));
    return { page, problems };
  }

  it.each(['light', 'dark'] as const)(
    'is as axe wants it, in %s',
    async (scheme) => {
      for (const { name, tabs } of STATES) {
        const { page, problems } = await open(name, scheme);
        expect([name, await violationsIn(page)]).toEqual([name, []]);
        for (const tab of tabs) {
          await page.getByRole('tab', { name: new RegExp(`^${tab}`) }).click();
          await page.getByRole('tabpanel', { name: new RegExp(`^${tab}`) }).waitFor();
          expect([name, tab, await violationsIn(page)]).toEqual([name, tab, []]);
        }
        expect([name, problems]).toEqual([name, []]);
        await page.context().close();
      }
    },
    180_000,
  );

  it('holds 5,000 packets with few elements', async () => {
    const { page } = await open('5,000 packets', 'light');
    await page.getByRole('listbox', { name: 'Packets and answers in order of time' }).focus();
    await page.keyboard.press('End');
    await page.getByRole('option', { selected: true, name: /from server, 200/ }).waitFor();
    expect(await page.locator('*').count()).toBeLessThan(3_000);
    await page.keyboard.press('w');
    await page.getByRole('button', { name: /Zoom 0\.\d %/ }).waitFor();
    expect(await page.locator('*').count()).toBeLessThan(6_000);
    // Its 50 connections are still beside it.
    await expect.poll(() => page.locator('.track').count()).toBe(50);
    await page.context().close();
  });
});
