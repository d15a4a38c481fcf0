import { readConversation } from '../../test/kit/conversation.ts';
import { hostileUpload, longUpload, MadeUpload } from './made-traffic.ts';
import { SampleDashboard, type SampleOptions } from './sample-dashboard.ts';
import type { SampleFind } from './sample-find.ts';

/** One state of the page, with the traffic that leads to it. */
export interface GalleryState {
  readonly name: string;
  readonly group: 'Samples' | 'States' | 'Made traffic';
  /** Absent: no dashboard answers, or it wants a token. */
  readonly dashboard?: () => SampleDashboard;
  readonly refused?: boolean;
  /** What is chosen at first, as in the address. */
  readonly chosen?: string;
  /** Something is looked for. */
  readonly find?: SampleFind;
}

const TEXTS = import.meta.glob<string>('../../test/samples/*/conversation.txt', { query: '?raw', import: 'default', eager: true });

const FIRST = 'session=s1';

const SAMPLES: readonly GalleryState[] = Object.entries(TEXTS).map(([path, text]) => ({
  name: path.split('/').at(-2) ?? path,
  group: 'Samples',
  chosen: FIRST,
  dashboard: () => new SampleDashboard(readConversation(text)),
}));

function sample(name: string): string {
  return TEXTS[`../../test/samples/${name}/conversation.txt`] ?? '';
}

function state(name: string, of: string, options?: SampleOptions): GalleryState {
  return { name, group: 'States', chosen: FIRST, dashboard: () => new SampleDashboard(readConversation(sample(of)), options) };
}

/** The conversation up to a line: what was open then, is open now. */
function until(of: string, end: string): () => SampleDashboard {
  const text = sample(of);
  return () => new SampleDashboard(readConversation(text.slice(0, text.indexOf(end))));
}

const TUNNEL = `
=== 0.000 c9 open 192.0.2.10:50400 proxy.example.test:8080
=== 0.001 c9 client
CONNECT files.example.test:443 HTTP/1.1
Host: files.example.test:443

=== 0.010 c9 server
HTTP/1.1 200 Connection established

=== 0.020 c9 client
<<hex 16 03 01 02 00 01 00 01 fc>>
`;

const STATES: readonly GalleryState[] = [
  { name: 'no traffic yet', group: 'States', dashboard: () => new SampleDashboard([]) },
  { name: 'not reachable', group: 'States' },
  { name: 'no token', group: 'States', refused: true },
  state('rows awaited', 'clean-upload', { silent: true }),
  state('older rows dropped', 'resumed-after-416', { dropped: 3 }),
  state('session evicted', 'resumed-after-416', { evicts: true }),
  { name: 'answer awaited', group: 'States', chosen: FIRST, dashboard: until('resumed-after-416', '=== 0.030 c1 server') },
  { name: 'body on its way', group: 'States', chosen: FIRST, dashboard: until('resumed-after-416', '=== 0.050 c1 close') },
  {
    ...{ name: 'tunnel', group: 'States', chosen: 'session=other' },
    dashboard: () => new SampleDashboard(readConversation(sample('no-common-protocol') + TUNNEL)),
  },
  { ...state('unreadable bytes', 'garbage'), chosen: 'session=other&packet=x1' },
  { ...state('find: hits', 'resumed-after-416'), find: 'found' },
  { ...state('find: under way', 'resumed-after-416'), find: 'under way' },
  { ...state('find: nothing', 'resumed-after-416'), find: 'nothing' },
  { ...state('find: failed', 'resumed-after-416'), find: 'failed' },
];

/** 2,000 packets a second, for as long as one looks. */
function live(): SampleDashboard {
  const upload = new MadeUpload().ping().create();
  const size = 1_000;
  let at = 0;
  const next = () => {
    for (let count = 0; count < 50; count += 1, at += 1) upload.fragment(at * size, size, 10 ** 9, 0.2);
    return upload.take();
  };
  return new SampleDashboard(next(), { live: { everyMs: 50, next } });
}

const MADE: readonly GalleryState[] = [
  { name: '240 fragments', group: 'Made traffic', chosen: FIRST, dashboard: () => new SampleDashboard(longUpload(240)) },
  { name: '5,000 packets', group: 'Made traffic', chosen: FIRST, dashboard: () => new SampleDashboard(longUpload(4_800)) },
  { name: '2,000 packets a second', group: 'Made traffic', chosen: FIRST, dashboard: live },
  { name: 'hostile names and headers', group: 'Made traffic', chosen: FIRST, dashboard: () => new SampleDashboard(hostileUpload()) },
];

export const GALLERY: readonly GalleryState[] = [...STATES, ...MADE, ...SAMPLES];
