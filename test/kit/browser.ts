import { existsSync } from 'node:fs';
import { join } from 'node:path';
import { type Browser, chromium } from 'playwright-core';

const { BITSTAP_BROWSER, CI, LOCALAPPDATA = '', PROGRAMFILES = '', 'PROGRAMFILES(X86)': PROGRAMFILES_X86 = '' } = process.env;

/** Where Chromium, Chrome and Edge are by default. */
const PLACES: readonly string[] = [
  ...['chromium', 'chromium-browser', 'google-chrome', 'google-chrome-stable', 'microsoft-edge'].map((name) => `/usr/bin/${name}`),
  '/snap/bin/chromium',
  ...['Google Chrome', 'Chromium', 'Microsoft Edge'].map((name) => `/Applications/${name}.app/Contents/MacOS/${name}`),
  ...[PROGRAMFILES, PROGRAMFILES_X86, LOCALAPPDATA].flatMap((folder) => [
    join(folder, 'Google', 'Chrome', 'Application', 'chrome.exe'),
    join(folder, 'Microsoft', 'Edge', 'Application', 'msedge.exe'),
  ]),
];

/** The browser for the page's tests: the one that BITSTAP_BROWSER names, else the first that is installed. */
export const BROWSER = BITSTAP_BROWSER ?? PLACES.find((place) => existsSync(place));

const NONE = 'no Chromium, Chrome or Edge was found: set BITSTAP_BROWSER to one';

if (BROWSER === undefined) {
  if (CI === 'true') throw new Error(`The tests of the page can't run: ${NONE}.`);
  process.stderr.write(`\n*** SKIPPED: the tests of the page; ${NONE}. ***\n\n`);
}

export function launchBrowser(): Promise<Browser> {
  if (BROWSER === undefined) throw new Error(NONE);
  const quiet = ['--no-first-run', '--disable-background-networking', '--disable-component-update', '--disable-sync', '--disable-gpu'];
  // A container's root can't use the sandbox; the page under test is our own.
  return chromium.launch({ executablePath: BROWSER, args: process.platform === 'linux' ? ['--no-sandbox', ...quiet] : quiet });
}
