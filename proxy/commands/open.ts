import { findCaptures } from '../captures/find-captures.ts';
import { ProxyError } from '../errors.ts';
import { openInBrowser } from './open-in-browser.ts';
import { openRecorded } from './open-recorded.ts';
import { OpenedUploads } from './opened-uploads.ts';
import { untilInterrupted } from './until-interrupted.ts';
import type { Address } from './values.ts';

export interface OpenCommandOptions {
  /** Files, folders, patterns, and `-` for standard input. */
  readonly captures: readonly string[];
  readonly dashboard: Address;
  readonly openBrowser: boolean;
  readonly quiet: boolean;
  readonly maxUpload: number;
  readonly maxSessions?: number;
}

/** `bitstap open FILE…`: the dashboard on recorded traffic, until Ctrl-C. */
export async function openCommand(options: OpenCommandOptions): Promise<void> {
  const { captures, dashboard: listen, openBrowser, quiet, maxUpload, maxSessions } = options;
  const files = await readable(captures);
  const say = (line: string) => {
    if (!quiet) process.stderr.write(`${line}\n`);
  };
  const uploads = new OpenedUploads({ host: listen.host, maxBytes: maxUpload, say });
  const opened = await openRecorded(files, {
    listen,
    uploads,
    keepsMarks: true,
    say,
    ...(maxSessions !== undefined && { analyzer: { maxSessions } }),
  });
  say(`page      ${opened.dashboard.url}`);
  say('stop      Ctrl-C');
  if (openBrowser) await openInBrowser(opened.dashboard.url);
  await untilInterrupted();
  await opened.close();
  await uploads.close();
}

/** What can't be opened at all is told before the page is there. */
async function readable(captures: readonly string[]): Promise<readonly string[]> {
  const files: string[] = [];
  for (const found of await findCaptures(captures)) {
    if ('problem' in found) throw new ProxyError('file-unreadable', `${found.file}: ${found.problem}`);
    files.push(found.file);
  }
  return files;
}
