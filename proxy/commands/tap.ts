import { randomBytes } from 'node:crypto';
import { preferYoungCollections } from './garbage.ts';
import { openInBrowser } from './open-in-browser.ts';
import { startTapping, type Tapping, type TappingOptions } from './tapping.ts';
import { untilInterrupted } from './until-interrupted.ts';
import { formatAddress } from './values.ts';

export interface TapCommandOptions extends Omit<TappingOptions, 'page' | 'say'> {
  readonly openBrowser: boolean;
  readonly quiet: boolean;
}

/** `bitstap [TARGET]`: taps until Ctrl-C. */
export async function tapCommand(options: TapCommandOptions): Promise<void> {
  const say = (line: string) => {
    if (!options.quiet) process.stderr.write(`${line}\n`);
  };
  preferYoungCollections();
  const tapping = await startTapping({ ...options, page: 'built', say });
  for (const line of welcome(tapping, options)) say(line);
  if (options.openBrowser && tapping.dashboard) await openInBrowser(tapping.dashboard.url);
  await untilInterrupted();
  await tapping.close();
}

function welcome({ tap, dashboard, embedded }: Tapping, { target }: TapCommandOptions): string[] {
  const here = formatAddress(tap.address);
  return [
    `tapping   ${here} → ${target?.origin ?? 'the embedded reference server'}`,
    dashboard ? `page      ${dashboard.url}` : 'page      none (--no-dashboard)',
    ...(embedded ? [`try       npx bitstap upload README.md http://${here}/README.md`] : []),
    'stop      Ctrl-C',
  ];
}

/** What `npm run dev` runs behind Vite: the same tap, with the page served elsewhere. */
export async function startDevTap(): Promise<{ dashboard: { host: string; port: number; token: string }; close(): Promise<void> }> {
  const token = randomBytes(16).toString('hex');
  const { dashboard, close } = await startTapping({
    listen: { host: '127.0.0.1', port: 8080 },
    dashboard: { host: '127.0.0.1', port: 0 },
    dashboardToken: token,
    page: 'elsewhere',
    hostHeader: 'target',
    allowForward: false,
    insecure: false,
    say: (line) => process.stderr.write(`${line}\n`),
  });
  if (!dashboard) throw new Error('the dashboard was asked for and did not start');
  return { dashboard: { ...dashboard.address, token }, close };
}
