import type { Browser, Page } from 'playwright-core';
import { afterAll, afterEach, beforeAll, beforeEach, describe, expect, it } from 'vitest';
import { BROWSER, launchBrowser } from '../kit/browser.ts';
import { type RunningTap, runTap } from '../kit/program.ts';
import { violationsIn } from './axe.ts';
import { openPage, PROTOCOL, send, sessionIn } from './kit.ts';

/** 20,000 bytes with a word far down. */
const BODY = Buffer.concat([Buffer.alloc(15_000), Buffer.from('the Kingfisher dives'), Buffer.alloc(4_980)]);

async function upload(tap: RunningTap): Promise<void> {
  const created = await send(tap, '/inbox/birds.bin', { 'BITS-Packet-Type': 'Create-Session', 'BITS-Supported-Protocols': PROTOCOL });
  const id = String(created['bits-session-id']);
  const fragment = { 'BITS-Packet-Type': 'Fragment', 'BITS-Session-Id': id, 'Content-Range': 'bytes 0-19999/20000', 'X-Note': 'a Heron' };
  await send(tap, '/inbox/birds.bin', fragment, BODY);
  await send(tap, '/inbox/birds.bin', { 'BITS-Packet-Type': 'Close-Session', 'BITS-Session-Id': id });
}

describe.skipIf(BROWSER === undefined)('finding in a browser', () => {
  let browser: Browser;
  let tap: RunningTap;
  let page: Page;
  const problems: string[] = [];

  beforeAll(async () => {
    browser = await launchBrowser();
  });

  beforeEach(async () => {
    tap = await runTap();
    page = await openPage(browser, tap, problems);
    await upload(tap);
    await sessionIn(page, 'birds.bin').waitFor();
  });

  afterEach(async () => {
    await page.context().close();
    await tap.program.stop();
    expect(problems.splice(0)).toEqual([]);
  });

  afterAll(async () => {
    await browser?.close();
  });

  const status = (text: string | RegExp) => page.getByRole('region', { name: 'Find' }).getByRole('status').filter({ hasText: text });

  it('leads by keyboard alone from a word in a body to its bytes', async () => {
    await page.keyboard.press('Control+Shift+F');
    await page.keyboard.type('KINGFISHER');
    await page.keyboard.press('Enter');
    await status('1 hit in 1 packet of 1 session').waitFor();
    await page.keyboard.press('ArrowDown');
    await page.keyboard.press('Enter');
    await page.getByRole('heading', { name: /birds\.bin/ }).waitFor();
    await page.getByRole('region', { name: 'Request' }).getByText('bytes 0-19999/20000').first().waitFor();
    const bytes = page.getByRole('application', { name: 'Body of the request in hex' });
    await bytes.locator('.marked').first().waitFor();
    await page.getByText(/^Byte 15,004 .*0x4b/).waitFor();
    expect(await bytes.locator('.bytes .marked').allTextContents()).toEqual(
      [...'Kingfisher'].map((letter) => letter.charCodeAt(0).toString(16)),
    );
    expect(await page.getByRole('listbox', { name: 'Hits' }).evaluate((list) => list === document.activeElement)).toBe(true);
  });

  it('marks the line of a header, and Escape gives the focus back', async () => {
    await page.getByRole('grid', { name: /sessions/i }).focus();
    await page.keyboard.press('Control+Shift+F');
    await page.keyboard.type('a heron');
    await page.keyboard.press('Enter');
    await status('1 hit').waitFor();
    await page.keyboard.press('ArrowDown');
    await page.keyboard.press('Enter');
    await page.getByRole('option', { name: 'X-Note: a Heron', exact: true, selected: true }).waitFor();
    await page.keyboard.press('Escape');
    await page.getByRole('region', { name: 'Find' }).waitFor({ state: 'detached' });
    await page.locator('[role=listbox][aria-label*=essions]:focus').waitFor();
  });

  it('is reached from the palette, says what is no hexadecimal, and that nothing is found', async () => {
    await page.keyboard.press('Control+K');
    await page.keyboard.type('find in');
    await page.keyboard.press('Enter');
    const box = page.getByRole('textbox', { name: 'Find' });
    await box.waitFor();
    await page.getByRole('combobox', { name: 'What it is' }).selectOption('hex');
    await box.fill('4b 6g');
    await page.getByText('g is no hexadecimal digit').waitFor();
    await box.fill('4b 69 6e 68');
    await box.press('Enter');
    await status('Nothing found').waitFor();
    await box.fill('4b 69 6e 67');
    await box.press('Enter');
    await status('1 hit in 1 packet').waitFor();
    expect(await violationsIn(page)).toEqual([]);
  });
});
