import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import type { Browser, Page } from 'playwright-core';
import { afterAll, afterEach, beforeAll, describe, expect, it } from 'vitest';
import { BROWSER, launchBrowser } from '../kit/browser.ts';
import { Program, type RunningTap, runTap } from '../kit/program.ts';
import { closeTooEarly, openPage, sessionIn } from './kit.ts';

/** The page of `bitstap open`, as a tap is met. */
async function runOpen(file: string): Promise<RunningTap> {
  const program = new Program('open', file, '--dashboard', '0');
  const [, page = ''] = await program.says(/^page\s+(\S+)/m);
  return { program, address: '', page };
}

describe.skipIf(BROWSER === undefined)('marks in a browser', () => {
  let browser: Browser;
  const folder = mkdtempSync(join(tmpdir(), 'bitstap-test-'));
  const running: RunningTap[] = [];
  const pages: Page[] = [];
  const problems: string[] = [];

  beforeAll(async () => {
    browser = await launchBrowser();
  });

  afterEach(async () => {
    for (const page of pages.splice(0)) await page.context().close();
    for (const { program } of running.splice(0)) await program.stop();
    expect(problems.splice(0)).toEqual([]);
  });

  afterAll(async () => {
    await browser?.close();
    rmSync(folder, { recursive: true, force: true });
  });

  async function met(tap: RunningTap): Promise<Page> {
    if (!running.includes(tap)) running.push(tap);
    const page = await openPage(browser, tap, problems, { width: 1_440, height: 900 });
    pages.push(page);
    return page;
  }

  const sessionMark = (page: Page) => page.getByRole('region', { name: 'Mark: Session' });
  const packetMark = (page: Page) => page.getByRole('region', { name: /^Mark: (Request|Answer)$/ });
  const editor = (page: Page) => page.getByRole('dialog', { name: 'Comment' });

  async function comment(page: Page, ...lines: readonly string[]): Promise<void> {
    await page.keyboard.press('e');
    await editor(page).getByRole('textbox').waitFor();
    await expect
      .poll(() =>
        editor(page)
          .getByRole('textbox')
          .evaluate((area) => area === document.activeElement),
      )
      .toBe(true);
    await page.keyboard.type(lines.join('\n'));
    await page.keyboard.press('Control+Enter');
    await editor(page).waitFor({ state: 'detached' });
  }

  it('are made with the keyboard, are the same on two pages, and are there again in the recording', async () => {
    const file = join(folder, 'live.pcapng');
    const tap = await runTap('--record', file);
    const page = await met(tap);
    await closeTooEarly(tap, '/in/lost.zip');
    await sessionIn(page, 'lost.zip').click();
    const other = await met(tap);
    await sessionIn(other, 'lost.zip').click();

    await page.keyboard.press('m');
    await sessionMark(page).getByText('Session marked').waitFor();
    await sessionMark(other).getByText('Session marked').waitFor();
    await comment(page, 'The upload of Monday:', 'ask <b>Eve</b> about it');
    await sessionMark(other).getByText('ask <b>Eve</b> about it').waitFor();
    await sessionIn(other, 'lost.zip').getByText('comment').waitFor();

    await page.getByRole('tab', { name: 'Packets' }).click();
    await page
      .getByRole('row', { name: /Fragment/ })
      .first()
      .click();
    await comment(page, 'only the beginning');
    await packetMark(page).getByText('only the beginning').waitFor();
    await page
      .getByRole('row', { name: /Fragment/ })
      .first()
      .getByText('comment')
      .waitFor();
    await tap.program.stop();

    const again = await met(await runOpen(file));
    await again.keyboard.press('b');
    const list = again.getByRole('dialog', { name: 'Marks' });
    await list.getByText('only the beginning').waitFor();
    await list.getByRole('button', { name: /^Session: lost\.zip/ }).press('Enter');
    await sessionMark(again).getByText('ask <b>Eve</b> about it').waitFor();
    await again.keyboard.press('.');
    await packetMark(again).getByText('only the beginning').waitFor();
    await again.keyboard.press(',');
    await packetMark(again).waitFor({ state: 'detached' });
  });

  it('on an opened file are there when it is opened again, changed or removed', async () => {
    const file = join(folder, 'opened.pcapng');
    const tap = await runTap('--record', file);
    running.push(tap);
    await closeTooEarly(tap, '/in/lost.zip');
    await met(tap).then((page) => sessionIn(page, 'lost.zip').waitFor());
    await tap.program.stop();

    const first = await runOpen(file);
    const page = await met(first);
    await sessionIn(page, 'lost.zip').click();
    await comment(page, 'seen');
    await sessionMark(page).getByText('seen').waitFor();
    await page.keyboard.press('e');
    await editor(page).getByText('opened.pcapng.marks.jsonl').waitFor();
    await page.keyboard.press('Escape');
    await first.program.stop();

    const second = await met(await runOpen(file));
    await sessionIn(second, 'lost.zip').click();
    await sessionMark(second).getByText('seen').waitFor();
    // A key alone does not lose a comment.
    await second.keyboard.press('m');
    await editor(second).getByRole('button', { name: 'Remove mark' }).click();
    await sessionMark(second).waitFor({ state: 'detached' });
  });

  it('that another page changes while they are written are shown to who writes; the last one stays', async () => {
    const tap = await runTap();
    const page = await met(tap);
    await closeTooEarly(tap, '/in/lost.zip');
    await sessionIn(page, 'lost.zip').click();
    const other = await met(tap);
    await sessionIn(other, 'lost.zip').click();
    await page.keyboard.press('e');
    await editor(page).getByRole('textbox').fill('mine');
    await comment(other, 'theirs');
    await editor(page).getByText('Meanwhile another page wrote this').waitFor();
    await editor(page).getByText('theirs').waitFor();
    await editor(page).getByRole('button', { name: /^Save/ }).click();
    await sessionMark(other).getByText('mine').waitFor();
    // Without --record a mark does not last, and that is said.
    await page.getByRole('alert').getByText('temporary').waitFor();
  });
});
