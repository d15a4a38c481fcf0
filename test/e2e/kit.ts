/** What the tests of the page in a browser have in common. */
import { request } from 'node:http';
import type { Browser, Locator, Page } from 'playwright-core';
import type { RunningTap } from '../kit/program.ts';

/** Sends one packet as a script would that is not ours, and gives its answer's headers. */
export function send(
  tap: RunningTap,
  path: string,
  headers: Record<string, string | number>,
  body = Buffer.alloc(0),
): Promise<Record<string, string | string[] | undefined>> {
  const [host, port] = tap.address.split(':');
  return new Promise((resolve, reject) => {
    const sent = request({ host, port, path, method: 'BITS_POST', headers: { ...headers, 'Content-Length': body.length } }, (answer) => {
      answer.resume();
      answer.on('end', () => resolve(answer.headers));
    });
    sent.on('error', reject);
    sent.end(body);
  });
}

export const PROTOCOL = '{7df0354d-249b-430f-820d-3d2a9bef4931}';

/** An upload that is lost: closed with 100 of 300 bytes. */
export async function closeTooEarly(tap: RunningTap, path: string): Promise<void> {
  const created = await send(tap, path, { 'BITS-Packet-Type': 'Create-Session', 'BITS-Supported-Protocols': PROTOCOL });
  const id = String(created['bits-session-id']);
  await send(tap, path, { 'BITS-Packet-Type': 'Fragment', 'BITS-Session-Id': id, 'Content-Range': 'bytes 0-99/300' }, Buffer.alloc(100));
  await send(tap, path, { 'BITS-Packet-Type': 'Close-Session', 'BITS-Session-Id': id });
}

/** A page of its own, once it is live. What goes wrong in it is noted in `problems`. */
export async function openPage(
  browser: Browser,
  tap: RunningTap,
  problems: string[],
  viewport = { width: 1_280, height: 800 },
): Promise<Page> {
  const opened = await (await browser.newContext({ viewport })).newPage();
  opened.on('pageerror', (error) => problems.push(error.message));
  opened.on(
    'console',
    (message) => message.type() === 'error' && !/net::ERR_|WebSocket/.test(message.text()) && problems.push(message.text()),
  );
  await opened.goto(tap.page);
  await opened.getByRole('status', { name: /^Connection to the dashboard: (live|recording)$/ }).waitFor();
  return opened;
}

/** A session in the list, whichever form that has: a table, or rows beside a session. */
export function sessionIn(page: Page, name: string): Locator {
  const list = page.getByRole('navigation', { name: 'Sessions' });
  return list.getByRole('option').or(list.getByRole('row')).filter({ hasText: name });
}
