import type { Browser, Page } from 'playwright-core';
import { afterAll, afterEach, beforeAll, beforeEach, describe, expect, it } from 'vitest';
import { BROWSER, launchBrowser } from '../kit/browser.ts';
import { type RunningTap, runTap } from '../kit/program.ts';
import { closeTooEarly, openPage, PROTOCOL, send, sessionIn } from './kit.ts';

async function createOnly(tap: RunningTap, path: string): Promise<void> {
  await send(tap, path, { 'BITS-Packet-Type': 'Create-Session', 'BITS-Supported-Protocols': PROTOCOL });
}

describe.skipIf(BROWSER === undefined)('the overview in a browser', () => {
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
  });

  afterEach(async () => {
    await page.context().close();
    await tap.program.stop();
    expect(problems.splice(0)).toEqual([]);
  });

  afterAll(async () => {
    await browser?.close();
  });

  const session = (name: string) => sessionIn(page, name);
  const filter = () => page.getByRole('combobox', { name: 'Filter' });
  const grid = () => page.getByRole('grid', { name: 'Upload sessions' });
  /** The file names from top to bottom. */
  const files = () => grid().locator('[role=gridcell].file').allTextContents();

  it('filters by what sessions are and by what their packets are, and keeps that in the address', async () => {
    await closeTooEarly(tap, '/in/lost.zip');
    await createOnly(tap, '/in/begun.zip');
    await session('begun.zip').waitFor();
    await page.keyboard.press('/');
    await page.keyboard.type('state:lost');
    await session('begun.zip').waitFor({ state: 'detached' });
    await filter().fill('type:close-session');
    await page.keyboard.press('Enter');
    await page.getByText('1 of 2 sessions, 1 packet').waitFor();
    expect([page.url().includes('filter=type%3Aclose-session'), await files()]).toEqual([true, ['lost.zip']]);
    // What comes later is judged, too.
    await closeTooEarly(tap, '/in/also.zip');
    await session('also.zip').waitFor();
    await page.reload();
    await session('also.zip').waitFor();
    expect([await filter().inputValue(), (await files()).toSorted()]).toEqual(['type:close-session', ['also.zip', 'lost.zip']]);
    await page.goBack();
    await expect.poll(() => filter().inputValue()).toBe('state:lost');
  });

  it('shows of a session the packets that are selected, and says so', async () => {
    await closeTooEarly(tap, '/in/lost.zip');
    await session('lost.zip').click();
    await filter().fill('type:fragment');
    await page.keyboard.press('Enter');
    await page.getByText('The filter shows 1 of 3 packets.').waitFor();
    await page.getByRole('button', { name: 'Show all', exact: true }).click();
    await page.getByText('The filter shows').waitFor({ state: 'detached' });
  });

  it('suggests what may come next, by keyboard', async () => {
    await closeTooEarly(tap, '/in/lost.zip');
    await session('lost.zip').waitFor();
    await page.keyboard.press('/');
    await page.keyboard.type('sta');
    await page.getByRole('option', { name: /^state: how/ }).waitFor();
    await page.keyboard.type('te:');
    const lost = page.getByRole('option', { name: /^lost/ });
    await lost.waitFor();
    while ((await lost.getAttribute('aria-selected')) !== 'true') await page.keyboard.press('ArrowDown');
    expect(await filter().getAttribute('aria-activedescendant')).toBe(await lost.getAttribute('id'));
    await page.keyboard.press('Enter');
    expect(await filter().inputValue()).toBe('state:lost ');
    await page.getByText('1 of 1 session').waitFor();
  });

  it('says in place what is wrong with a filter, and leaves what is shown', async () => {
    await closeTooEarly(tap, '/in/lost.zip');
    await session('lost.zip').waitFor();
    await filter().fill('status:4z6 lost');
    await page.getByText(/“4z6” is no value for “status”/).waitFor();
    expect([await page.locator('.error-place').textContent(), await filter().getAttribute('aria-invalid')]).toEqual(['4z6', 'true']);
    expect(await session('lost.zip').isVisible()).toBe(true);
  });

  it('saves filters, and remembers those that were used', async () => {
    await closeTooEarly(tap, '/in/lost.zip');
    await session('lost.zip').waitFor();
    await filter().fill('state:lost');
    await page.keyboard.press('Enter');
    await page.getByRole('button', { name: 'Save this filter', pressed: false }).click();
    await filter().fill('state:complete');
    await page.keyboard.press('Enter');
    await page.getByText('No session matches').waitFor();
    await page.getByRole('button', { name: 'Show all sessions' }).click();
    await filter().click();
    const offered = await page.getByRole('option').allTextContents();
    expect(offered.slice(0, 2).map((text) => text.trim())).toEqual(['saved filter: state:lost', 'recent filter: state:complete']);
  });

  it('filters at the press of a count, and shows all again at the next', async () => {
    await closeTooEarly(tap, '/in/lost.zip');
    await createOnly(tap, '/in/begun.zip');
    await session('begun.zip').waitFor();
    const lost = page.getByRole('group', { name: 'Sessions by state' }).getByRole('button', { name: /lost/ });
    await lost.click();
    await session('begun.zip').waitFor({ state: 'detached' });
    expect(await lost.getAttribute('aria-pressed')).toBe('true');
    await lost.click();
    await session('begun.zip').waitFor();
  });

  it('sorts by a column, hides others and makes them wider, and remembers it', async () => {
    await createOnly(tap, '/in/b.zip');
    await createOnly(tap, '/in/a.zip');
    await createOnly(tap, '/in/c.zip');
    await session('c.zip').waitFor();
    expect(await files()).toEqual(['c.zip', 'a.zip', 'b.zip']);
    await page.getByRole('columnheader', { name: 'File' }).getByRole('button').click();
    await page.getByRole('button', { name: 'Columns' }).click();
    await page.getByRole('checkbox', { name: 'Rate' }).uncheck();
    await page.keyboard.press('Escape');
    const edge = page.getByRole('separator', { name: 'Width of File' });
    const before = Number(await edge.getAttribute('aria-valuenow'));
    await edge.focus();
    for (let press = 0; press < 3; press += 1) await page.keyboard.press('ArrowLeft');
    await page.reload();
    await session('c.zip').waitFor();
    expect(await files()).toEqual(['a.zip', 'b.zip', 'c.zip']);
    expect(await page.getByRole('columnheader', { name: 'File' }).getAttribute('aria-sort')).toBe('ascending');
    expect(await page.getByRole('columnheader', { name: 'Rate' }).count()).toBe(0);
    expect(Number(await edge.getAttribute('aria-valuenow'))).toBeLessThan(before);
  });

  it('stands still while it is paused, says how far behind it is, and goes on', async () => {
    await createOnly(tap, '/in/first.zip');
    await session('first.zip').waitFor();
    await page.keyboard.press('p');
    await createOnly(tap, '/in/second.zip');
    // What the first session still had to tell may have come behind the key.
    await page.getByText(/\d+ events? in [12] sessions? behind/).waitFor();
    expect(await files()).toEqual(['first.zip']);
    await page.keyboard.press('p');
    await session('second.zip').waitFor();
  });

  it('forgets everything, in every page, when that was asked for and meant', async () => {
    await closeTooEarly(tap, '/in/lost.zip');
    await session('lost.zip').waitFor();
    const other = await openPage(browser, tap, problems);
    await sessionIn(other, 'lost.zip').waitFor();
    await page.getByRole('button', { name: 'Clear: forget all sessions' }).click();
    await page.getByRole('button', { name: 'Keep them' }).click();
    expect(await session('lost.zip').isVisible()).toBe(true);
    await page.getByRole('button', { name: 'Clear: forget all sessions' }).click();
    await page.getByRole('button', { name: 'Forget 1 session' }).click();
    for (const one of [page, other]) await one.getByRole('heading', { name: /^Listening on/ }).waitFor();
    await createOnly(tap, '/in/next.zip');
    await session('next.zip').waitFor();
    await other.context().close();
  });

  it('shows what was found in all sessions by rule, leads to the packet, and mutes a rule visibly', async () => {
    await closeTooEarly(tap, '/in/one.zip');
    await closeTooEarly(tap, '/in/two.zip');
    await session('two.zip').waitFor();
    await page.keyboard.press('f');
    const rule = page.getByRole('article', { name: /^error: Closed before the upload was complete/ });
    // All findings are put together once a second.
    await rule.filter({ hasText: '2 in 2 sessions' }).waitFor();
    await rule.getByRole('button', { expanded: false }).click();
    await rule.getByRole('button', { name: 'Mute this rule' }).click();
    await page.getByText('1 muted').waitFor();
    await page
      .getByRole('article', { name: /Closed before the upload was complete, muted$/ })
      .getByRole('button', { name: 'one.zip' })
      .click();
    await page.getByRole('heading', { name: /one\.zip/ }).waitFor();
    await page.getByRole('tab', { name: /^Packet/, selected: true }).waitFor();
    expect(await session('one.zip').textContent()).not.toContain('error');
    await page.goBack();
    await page.getByRole('heading', { name: 'Findings', exact: true }).waitFor();
  });

  it('does everything from the keyboard: commands by name, help, and the way back with the focus in the list', async () => {
    await closeTooEarly(tap, '/in/stuck.zip');
    await session('stuck.zip').waitFor();
    await page.keyboard.press('Control+k');
    await page.getByRole('combobox', { name: 'Command or session' }).waitFor();
    await page.keyboard.type('stuck');
    await page.getByRole('option', { name: /stuck\.zip/ }).waitFor();
    await page.keyboard.press('Enter');
    await page.getByRole('heading', { name: /stuck\.zip/ }).waitFor();
    await page.keyboard.press('o');
    await grid().waitFor();
    await expect.poll(() => page.evaluate(() => document.activeElement?.getAttribute('role'))).toBe('grid');
    await page.keyboard.press('?');
    await page.getByRole('dialog', { name: 'Keys and help' }).waitFor();
    await page.getByRole('checkbox', { name: 'Single keys are shortcuts' }).uncheck();
    await page.keyboard.press('Escape');
    await page.keyboard.press('f');
    expect(await grid().isVisible()).toBe(true);
    await page.keyboard.press('Control+k');
    await page.getByRole('combobox', { name: 'Command or session' }).waitFor();
    await page.keyboard.type('theme dark');
    await page.getByRole('option', { name: /dark/ }).waitFor();
    await page.keyboard.press('Enter');
    await expect.poll(() => page.evaluate(() => document.documentElement.dataset.theme)).toBe('dark');
  });

  it('keeps the reader where he is while sessions come', async () => {
    for (let index = 0; index < 40; index += 1) await createOnly(tap, `/in/f${String(index).padStart(2, '0')}.zip`);
    await session('f39.zip').waitFor();
    await grid().evaluate((list) => list.scrollTo({ top: 10 * 32 }));
    await session('f25.zip').waitFor();
    const place = () => session('f25.zip').evaluate((row) => Math.round(row.getBoundingClientRect().top));
    const before = await place();
    await createOnly(tap, '/in/new.zip');
    await page.getByRole('button', { name: '↑ 1 new' }).waitFor();
    expect(await place()).toBe(before);
    await page.keyboard.press('l');
    await session('new.zip').waitFor();
  });

  it('shows all of it at 800 pixels and at twice the size', async () => {
    await closeTooEarly(tap, '/in/lost.zip');
    for (const width of [800, 640]) {
      await page.setViewportSize({ width, height: 700 });
      await session('lost.zip').waitFor();
      expect(await page.evaluate(() => document.documentElement.scrollWidth <= document.documentElement.clientWidth)).toBe(true);
    }
  });
});
