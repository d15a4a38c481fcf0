import { randomBytes } from 'node:crypto';
import { preferYoungCollections } from './garbage.ts';
import { openInBrowser } from './open-in-browser.ts';
import { startTapping, type Tapping, type TappingOptions } from './tapping.ts';
import { untilInterrupted } from './until-interrupted.ts';
import { formatAddress } from './values.ts';

export interface TapCommandOptions extends Omit<TappingOptions, 'page' | 'complain'> {
  readonly openBrowser: boolean;
  readonly quiet: boolean;
}

/** `bitstap [TARGET]`: taps until Ctrl-C. */
export async function tapCommand(options: TapCommandOptions): Promise<void> {
  const complain = (line: string) => void process.stderr.write(`${line}\n`);
  const say = options.quiet ? () => {} : complain;
  preferYoungCollections();
  const tapping = await startTapping({ ...options, page: 'built', complain });
  for (const line of welcome(tapping, options)) say(line);
  if (options.openBrowser && tapping.dashboard) await openInBrowser(tapping.dashboard.url);
  await untilInterrupted();
  await tapping.close();
  for (const line of farewell(tapping)) say(line);
}

/** Where the recording is, and what it lacks. */
function farewell({ recorder }: Tapping): string[] {
  if (recorder?.status.kind !== 'file') return [];
  const { files, bytes } = recorder.status;
  const [first = ''] = files;
  return [`recorded  ${first}${files.length > 1 ? ` and ${files.length - 1} parts more` : ''} (${bytes} bytes)`];
}

function welcome({ tap, dashboard, recorder, embedded }: Tapping, { target }: TapCommandOptions): string[] {
  const here = formatAddress(tap.address);
  return [
    `tapping   ${here} → ${target?.origin ?? 'the embedded reference server'}`,
    dashboard ? `page      ${dashboard.url}` : 'page      none (--no-dashboard)',
    ...(recorder?.status.kind === 'file' ? [`recording ${recorder.status.files[0] ?? ''}`] : []),
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
    recording: {},
    complain: (line) => process.stderr.write(`${line}\n`),
  });
  if (!dashboard) throw new Error('the dashboard was asked for and did not start');
  return { dashboard: { ...dashboard.address, token }, close };
}
