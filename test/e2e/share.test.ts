import { mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { pathToFileURL } from 'node:url';
import type { Browser, Page } from 'playwright-core';
import { afterAll, afterEach, beforeAll, describe, expect, it } from 'vitest';
import { BROWSER, launchBrowser } from '../kit/browser.ts';
import { Program, type RunningTap, runTap } from '../kit/program.ts';
import { CREDENTIALS } from '../kit/shared-copy.ts';
import { violationsIn } from './axe.ts';
import { closeTooEarly, openPage, sessionIn } from './kit.ts';

const HOSTILE = '</script><img src=x onerror=alert(1)>.bin';

describe.skipIf(BROWSER === undefined)('a session that is shared', () => {
  const folder = mkdtempSync(join(tmpdir(), 'bitstap-test-'));
  const copy = join(folder, 'copy.html');
  const problems: string[] = [];
  const asked: string[] = [];
  let browser: Browser;
  let page: Page;
  let tap: RunningTap | undefined;

  beforeAll(async () => {
    browser = await launchBrowser();
    writeFileSync(join(folder, 'conversation.txt'), CREDENTIALS);
    const program = new Program('export', join(folder, 'conversation.txt'), '--format', 'html', '--bodies', '4', '--output', copy);
    expect({ exit: await program.exit(), out: program.out }).toEqual({ exit: 0, out: '' });
    expect(program.talk).toContain('URL parameter sig (3)');
    expect(program.talk).toContain('left in it: 1 host: files.example.test.');
  });

  afterEach(async () => {
    await page.context().close();
    await tap?.program.stop();
    tap = undefined;
    expect(problems.splice(0)).toEqual([]);
    expect(asked.splice(0)).toEqual([]);
  });

  afterAll(async () => {
    await browser?.close();
    rmSync(folder, { recursive: true });
  });

  /** As somebody opens it to whom it was sent: without bitstap, and without any network. */
  async function openCopy(file: string, hash = '', colorScheme: 'light' | 'dark' = 'light'): Promise<void> {
    const context = await browser.newContext({ offline: true, viewport: { width: 1_280, height: 800 }, colorScheme });
    page = await context.newPage();
    page.on('pageerror', (error) => problems.push(error.message));
    page.on('console', (message) => message.type() === 'error' && problems.push(message.text()));
    page.on('dialog', (dialog) => {
      problems.push(`it ran: ${dialog.message()}`);
      void dialog.dismiss();
    });
    const address = pathToFileURL(file).href;
    page.on('request', (request) => request.url() !== address && asked.push(request.url()));
    await page.goto(address + hash);
    await page.getByRole('status', { name: 'shared copy' }).waitFor();
  }

  it('opens as a file, with its verdict, its findings, its packets and what was chosen of bodies', async () => {
    await openCopy(copy);
    await sessionIn(page, HOSTILE).click();
    await page.getByRole('region', { name: 'Verdict' }).getByText('Closed too early by the client: 10 of 100 bytes').waitFor();
    await page.getByRole('article', { name: /^error: Closed before the upload was complete/ }).waitFor();
    await page.getByRole('listbox', { name: /Packets and answers/ }).focus();
    for (let presses = 0; presses < 3; presses += 1) await page.keyboard.press('ArrowDown');
    const request = page.getByRole('region', { name: 'Request', exact: true });
    await request.getByText('bytes 0-9/100').first().waitFor();
    await request.getByText('Body', { exact: true }).click();
    await page.getByText('Some of these bytes are not in this copy').waitFor();
    await page.getByRole('application', { name: 'Body of the request in hex' }).focus();
    await page.getByText('Byte 0 (0x0) of 10: 0x30').waitFor();
    for (const tab of ['Packets', 'Coverage', 'Charts', 'Interruptions', 'Facts']) {
      await page.getByRole('tab', { name: new RegExp(`^${tab}`) }).click();
      await page.getByRole('tabpanel', { name: new RegExp(`^${tab}`) }).waitFor();
    }
    expect(await page.locator('img').count()).toBe(0);
  });

  it('filters, and offers nothing that would need bitstap', async () => {
    await openCopy(copy, '#session=s1');
    await page.getByRole('combobox', { name: /filter/i }).fill('type:fragment');
    await page.keyboard.press('Enter');
    await page.getByText('The filter shows 1 of 3 packets.').waitFor();
    for (const name of [/^save or export/i, /replay/i, /open a recording/i, /pause/i, /clear: forget/i])
      expect(await page.getByRole('button', { name }).count()).toBe(0);
    await page.keyboard.press('Escape');
    await page.getByRole('tab', { name: /^Packets/ }).focus();
    await page.keyboard.press('Control+k');
    await page.getByRole('option', { name: /Print session report/ }).waitFor();
    expect(await page.getByRole('option', { name: /^save|replay/i }).count()).toBe(0);
  });

  it('says that it is a copy, by which version, and what was taken out of it', async () => {
    await openCopy(copy);
    await page.getByRole('button', { name: /^of \d{4}-/ }).click();
    const about = page.getByRole('dialog', { name: 'About this copy' });
    await about.getByText(/1 session, 3 exchanges, written by bitstap \d+\.\d+\.\d+/).waitFor();
    for (const text of ['Authorization', 'X-Api-Key', 'URL parameter sig', 'user and password in a URL'])
      await about.getByText(text).first().waitFor();
    await about.getByText('The first 4 bytes of each').waitFor();
  });

  it.each(['light', 'dark'] as const)('has nothing for axe to say, %s', async (scheme) => {
    await openCopy(copy, '', scheme);
    expect(await violationsIn(page)).toEqual([]);
    await sessionIn(page, HOSTILE).click();
    await page.getByRole('article', { name: /^error/ }).waitFor();
    expect(await violationsIn(page)).toEqual([]);
    await page.getByRole('button', { name: /^of \d{4}-/ }).click();
    await page.getByRole('dialog', { name: 'About this copy' }).waitFor();
    expect(await violationsIn(page)).toEqual([]);
  });

  it('says so where it came only in part', async () => {
    const text = readFileSync(copy, 'utf8');
    const cut = join(folder, 'cut.html');
    writeFileSync(cut, text.replace(/(id="traffic">[^<]{200})[^<]*/, '$1'));
    page = await (await browser.newContext({ offline: true })).newPage();
    await page.goto(pathToFileURL(cut).href);
    await page.getByText('This file cannot be read').waitFor();
  });

  it('prints as a report, and is a page again behind it', async () => {
    await openCopy(copy, '#session=s1');
    await page.getByRole('tab', { name: /^Packets 3/ }).waitFor();
    await page.emulateMedia({ media: 'print' });
    const report = page.getByRole('article', { name: 'Report of the session' });
    await report.getByText('Closed too early by the client: 10 of 100 bytes').waitFor();
    for (const heading of ['Facts', 'Coverage', 'Findings', 'Interruptions', 'Packets'])
      await report.getByRole('heading', { name: heading, exact: true }).waitFor();
    await report.getByText('Fix: Send Close-Session only when').waitFor();
    expect(await report.getByRole('row').filter({ hasText: 'Close-Session' }).count()).toBe(1);
    expect(await page.getByRole('banner').isVisible()).toBe(false);
    expect(await report.evaluate((element) => element.scrollWidth <= element.clientWidth)).toBe(true);
    await page.emulateMedia({ media: 'screen' });
    await page.getByRole('banner').waitFor();
    expect((await page.pdf()).subarray(0, 5).toString()).toBe('%PDF-');
    expect(await report.count()).toBe(0);
  });

  it('is saved by the page too, which shows before what would be in it', async () => {
    tap = await runTap();
    page = await openPage(browser, tap, problems);
    await closeTooEarly(tap, '/inbox/mine.zip?sig=abc');
    await sessionIn(page, 'mine.zip').click();
    await page.getByRole('button', { name: 'Save or export' }).click();
    const dialog = page.getByRole('dialog', { name: 'Save' });
    await dialog.getByRole('radio', { name: /^html/ }).check();
    const preview = dialog.getByRole('region', { name: 'What whoever gets it can read' });
    await preview.getByText('URL parameter sig').waitFor();
    await preview.getByText('Left out: 1 body, 100 bytes.').waitFor();
    await dialog.getByRole('radio', { name: /^All of them/ }).check();
    await preview.getByText('All 100 bytes of 1 body').waitFor();
    expect(await violationsIn(page)).toEqual([]);
    const download = page.waitForEvent('download');
    await dialog.getByRole('link', { name: 'Save as html' }).click();
    const saved = join(folder, 'saved.html');
    await (await download).saveAs(saved);
    await page.context().close();
    await openCopy(saved);
    await sessionIn(page, 'mine.zip').waitFor();
  });
});
