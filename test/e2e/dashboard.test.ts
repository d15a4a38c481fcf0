import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import type { Browser, Page } from 'playwright-core';
import { afterAll, afterEach, beforeAll, beforeEach, describe, expect, it } from 'vitest';
import { BROWSER, launchBrowser } from '../kit/browser.ts';
import { Program, type RunningTap, runTap } from '../kit/program.ts';
import { closeTooEarly, openPage, PROTOCOL, send, sessionIn } from './kit.ts';

const folder = mkdtempSync(join(tmpdir(), 'bitstap-e2e-'));

function file(name: string, bytes: number): string {
  const path = join(folder, name);
  writeFileSync(path, Buffer.alloc(bytes, 'x'));
  return path;
}

describe.skipIf(BROWSER === undefined)('the page in a browser', () => {
  let browser: Browser;
  let tap: RunningTap;
  let page: Page;
  const problems: string[] = [];

  beforeAll(async () => {
    browser = await launchBrowser();
  });

  beforeEach(async () => {
    tap = await runTap();
    page = await open();
  });

  afterEach(async () => {
    await page.context().close();
    await tap.program.stop();
    expect(problems.splice(0)).toEqual([]);
  });

  afterAll(async () => {
    await browser?.close();
    rmSync(folder, { recursive: true });
  });

  const open = () => openPage(browser, tap, problems);
  const session = (name: string, on = page) => sessionIn(on, name);

  it('removes the token from the address bar, and works without it after a reload', async () => {
    expect(page.url()).not.toContain('token');
    await page.reload();
    await page.getByRole('status', { name: 'Connection to the dashboard: live' }).waitFor();
  });

  it('shows an upload appear, advance and complete', async () => {
    const upload = new Program('upload', file('big.bin', 60_000_000), `http://${tap.address}/inbox/big.bin`, '--fragment-size', '100k');
    const row = session('big.bin');
    await row.getByText('uploading', { exact: true }).waitFor();
    const percents = new Set<string>();
    while (!(await row.getByText('complete', { exact: true }).isVisible()))
      percents.add((await row.textContent())?.match(/(\d+) %/)?.[1] ?? '');
    expect(await upload.exit()).toBe(0);
    expect(percents.size).toBeGreaterThan(1);
    expect(await row.textContent()).toContain('100 %');
  });

  it('shows why a session that was closed too early is lost, and how to mend it', async () => {
    await closeTooEarly(tap, '/inbox/payroll.zip');
    await session('payroll.zip').click();
    const finding = page.getByRole('article', { name: 'error: Closed before the upload was complete' });
    await finding.waitFor();
    const text = await finding.textContent();
    for (const part of [
      'Closed with 100 of 300 bytes acknowledged',
      'The client is at fault',
      'Close-Session says that the whole file is there',
      'Cancel-Session',
      'premature-close-session',
      'BUP §2.2.8',
    ]) {
      expect(text).toContain(part);
    }
  });

  it('leads by keyboard alone from the list to the packet that lost the upload', async () => {
    await closeTooEarly(tap, '/inbox/keys.zip');
    await session('keys.zip').waitFor();
    await page.getByRole('grid', { name: 'Upload sessions' }).focus();
    await page.keyboard.press('Home');
    await page.keyboard.press('Enter');
    await page.getByRole('button', { name: /Go to packet/ }).focus();
    await page.keyboard.press('Enter');
    await page.getByRole('tab', { name: /^Packet/, selected: true }).waitFor();
    await page.getByText('BITS-Packet-Type').first().waitFor();
    expect(await page.getByText('Close-Session').count()).toBeGreaterThan(0);
  });

  it('sends four sample uploads at the press of a button, and names what is wrong with two of them', async () => {
    await page.getByRole('button', { name: 'Send sample uploads' }).first().click();
    await session('4-reply-lost')
      .filter({ hasText: /1\s*error/ })
      .waitFor({ timeout: 15_000 });
    await session('3-closed-too-early')
      .filter({ hasText: /1\s*error/ })
      .waitFor();
    for (const complete of ['1-clean', '2-resumed-after-416']) await session(complete).getByText('complete', { exact: true }).waitFor();
    expect(await session('1-clean').textContent()).not.toMatch(/error|warning/);
    // The broken connection is told, and no more.
    expect(await session('2-resumed-after-416').textContent()).toMatch(/^(?!.*error).*1\s*warning/);
  });

  it('shows the same in two pages at once, each with its own selection', async () => {
    await closeTooEarly(tap, '/a.zip');
    await closeTooEarly(tap, '/b.zip');
    const second = await open();
    await session('a.zip').click();
    await session('b.zip', second).click();
    await page.getByRole('heading', { name: /a\.zip/ }).waitFor();
    await second.getByRole('heading', { name: /b\.zip/ }).waitFor();
    await second.context().close();
  });

  it('goes on where it was when its connection broke', async () => {
    const feeds: { close(): Promise<void> }[] = [];
    await page.routeWebSocket(/\/feed/, (socket) => {
      socket.connectToServer();
      feeds.push(socket);
    });
    await page.reload();
    await closeTooEarly(tap, '/before.zip');
    await session('before.zip').click();
    await feeds[0]?.close();
    await closeTooEarly(tap, '/meanwhile.zip');
    await session('meanwhile.zip').waitFor();
    expect(feeds.length).toBeGreaterThan(1);
    await page.getByRole('heading', { name: /before\.zip/ }).waitFor();
    expect(await page.getByRole('article', { name: /Closed before the upload was complete/ }).count()).toBe(1);
  });

  it('keeps what it showed when the tap has ended, and says so', async () => {
    await closeTooEarly(tap, '/kept.zip');
    await session('kept.zip').waitFor();
    await tap.program.stop();
    await page.getByRole('status', { name: 'Connection to the dashboard: disconnected' }).waitFor();
    expect(await session('kept.zip').isVisible()).toBe(true);
  });

  it('runs nothing of what strangers wrote into names and headers', async () => {
    const name = '%3Cimg%20src%3Dx%20onerror%3Dalert(1)%3E%E2%80%AEgpj.exe';
    await send(tap, `/inbox/${name}`, {
      'BITS-Packet-Type': 'Create-Session',
      'BITS-Supported-Protocols': PROTOCOL,
      'User-Agent': '<script>document.title="owned"</script>',
    });
    await session('<img').click();
    await page.getByRole('heading').first().waitFor();
    expect(await page.locator('img[src="x"]').count()).toBe(0);
    expect(await page.title()).not.toBe('owned');
  });
});
