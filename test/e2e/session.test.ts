import { createServer, type Server } from 'node:net';
import type { Browser, Page } from 'playwright-core';
import { afterAll, afterEach, beforeAll, beforeEach, describe, expect, it } from 'vitest';
import { BROWSER, launchBrowser } from '../kit/browser.ts';
import { type RunningTap, runTap } from '../kit/program.ts';
import { closeTooEarly, openPage, PROTOCOL, send, sessionIn } from './kit.ts';

/** Accepts sessions, and never answers a Fragment. */
async function silentServer(): Promise<Server> {
  const accepted = `HTTP/1.1 200 OK\r\nBITS-Packet-Type: Ack\r\nBITS-Protocol: ${PROTOCOL}\r\nBITS-Session-Id: {A}\r\nContent-Length: 0\r\n\r\n`;
  const server = createServer((socket) => {
    socket.on('data', (bytes) => String(bytes).includes('Create-Session') && socket.write(accepted));
    socket.on('error', () => {});
  });
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
  return server;
}

function portOf(server: Server): number {
  const address = server.address();
  return typeof address === 'object' && address !== null ? address.port : 0;
}

/** Goes on with Tab until what has the focus is called so. */
async function tabTo(page: Page, role: string, name: RegExp): Promise<void> {
  const wanted = page.getByRole(role as 'button', { name }).first();
  for (let presses = 0; presses < 120; presses += 1) {
    if (await wanted.evaluate((element) => element === document.activeElement).catch(() => false)) return;
    await page.keyboard.press('Tab');
  }
  throw new Error(`Tab never comes to ${role} ${name}`);
}

describe.skipIf(BROWSER === undefined)('a session in a browser', () => {
  let browser: Browser;
  let server: Server;
  let tap: RunningTap;
  let page: Page;
  const problems: string[] = [];

  beforeAll(async () => {
    browser = await launchBrowser();
  });

  beforeEach(async () => {
    server = await silentServer();
  });

  afterEach(async () => {
    await page.context().close();
    await tap.program.stop();
    server.close();
    expect(problems.splice(0)).toEqual([]);
  });

  afterAll(async () => {
    await browser?.close();
  });

  async function open(target?: string) {
    tap = await (target === undefined ? runTap() : runTap(target));
    page = await openPage(browser, tap, problems);
  }

  it('leads by keyboard alone from an upload that is stuck to the packet that waits', async () => {
    await open(`http://127.0.0.1:${portOf(server)}`);
    await page.clock.install();
    await send(tap, '/inbox/stuck.vhdx', { 'BITS-Packet-Type': 'Create-Session', 'BITS-Supported-Protocols': PROTOCOL });
    const fragment = { 'BITS-Packet-Type': 'Fragment', 'BITS-Session-Id': '{A}', 'Content-Range': 'bytes 0-99/300' };
    void send(tap, '/inbox/stuck.vhdx', fragment, Buffer.alloc(100)).catch(() => {});
    await sessionIn(page, 'stuck.vhdx').waitFor();
    await tabTo(page, 'grid', /sessions/i);
    await page.keyboard.press('Home');
    await page.keyboard.press('Enter');
    await page.getByRole('heading', { name: /stuck\.vhdx/ }).waitFor();
    await page.clock.fastForward('10:00');
    await page.getByRole('region', { name: 'Verdict' }).getByText('Stuck at the server: the Fragment has waited').waitFor();

    await tabTo(page, 'tab', /^Sequence/);
    await tabTo(page, 'listbox', /Packets and answers in order of time/);
    await page.keyboard.press('End');
    const waits = page.getByRole('option', { selected: true, name: /Fragment, from client, 0 – 99, waiting/ });
    await waits.waitFor();
    await page.getByRole('region', { name: 'Request' }).getByText('bytes 0-99/300').waitFor();
    await page.getByText('None yet: the request is complete, and waits for it.').waitFor();
  });

  it('says the same in each of its ways to look at a session, all by arrows', async () => {
    await open();
    await closeTooEarly(tap, '/inbox/ways.zip');
    await sessionIn(page, 'ways.zip').click();
    await page.getByRole('tab', { name: /^Sequence/ }).focus();
    const told = [
      { tab: 'Packets', text: 'Close-Session' },
      { tab: 'Coverage', text: 'bytes 0 – 99 of 300 (100 bytes): acknowledged' },
      { tab: 'Charts', text: '100 bytes of 300 bytes' },
      { tab: 'Interruptions', text: 'No interruption' },
      { tab: 'Facts', text: 'Last seen' },
    ];
    for (const { tab, text } of told) {
      await page.keyboard.press('ArrowRight');
      await page.getByRole('tab', { name: new RegExp(`^${tab}`), selected: true }).waitFor();
      await page
        .getByRole('tabpanel', { name: new RegExp(`^${tab}`) })
        .getByText(text)
        .first()
        .waitFor();
    }
    await page.keyboard.press('Home');
    await page.getByRole('tab', { name: /^Sequence/, selected: true }).waitFor();
  });

  it('marks the bytes of a field, and the field of the bytes', async () => {
    await open();
    await closeTooEarly(tap, '/inbox/marks.zip');
    await sessionIn(page, 'marks.zip').click();
    await page.getByRole('listbox', { name: /Packets and answers/ }).focus();
    for (let presses = 0; presses < 3; presses += 1) await page.keyboard.press('ArrowDown');
    const request = page.getByRole('region', { name: 'Request', exact: true });
    await request.getByRole('button', { name: 'Content-Range' }).press('Enter');
    await request.getByRole('option', { selected: true, name: /Content-Range: bytes 0-99\/300/i }).waitFor();
    await request.getByText(/First and last byte of the file/).waitFor();
    await request.getByRole('listbox').focus();
    await page.keyboard.press('Home');
    await page.keyboard.press('ArrowDown');
    await request.getByRole('button', { name: 'BITS-Packet-Type', pressed: true }).waitFor();
  });

  it('shows a body in hex, as far as it is recorded', async () => {
    await open();
    await closeTooEarly(tap, '/inbox/body.zip');
    await sessionIn(page, 'body.zip').click();
    await page.getByRole('listbox', { name: /Packets and answers/ }).focus();
    for (let presses = 0; presses < 3; presses += 1) await page.keyboard.press('ArrowDown');
    await page.getByRole('region', { name: 'Request', exact: true }).getByText('Body', { exact: true }).click();
    const bytes = page.getByRole('application', { name: 'Body of the request in hex' });
    await bytes.focus();
    await page.keyboard.press('Control+End');
    await page.getByText('Byte 99 (0x63) of 100: 0x00, 0, ·').waitFor();
    await page.keyboard.press('Home');
    await page.getByText('Byte 96 (0x60) of 100').waitFor();
  });
});
