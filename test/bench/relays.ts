import { type Child, type Children, START_MS } from './children.ts';
import { type ForeignProxy, findProgram, freePort, HAPROXY, listening, MITMDUMP, NGINX, temporaryFolder } from './foreign.ts';
import type { Listening, PageSummary } from './messages.ts';
import { type Usage, usageFromProc } from './usage.ts';

/** A relay that runs, ready to be measured. */
export interface StartedRelay {
  readonly port: number;
  /** Undefined where the system does not tell it of a foreign program. */
  usage(): Promise<Usage | undefined>;
  page?(): Promise<PageSummary>;
  stop(): Promise<void>;
}

export interface Relay {
  readonly id: string;
  readonly title: string;
  /** `POST` where the relay refuses `BITS_POST`, or would not be itself. */
  readonly method: 'BITS_POST' | 'POST';
  /** `foreign` is skipped where it is not installed or will not start; without the others there is no benchmark. */
  readonly kind: 'ours' | 'foreign';
  /** Whether the budget of a load is for this row. */
  readonly budgeted?: boolean;
  readonly start: (children: Children, origin: number) => Promise<StartedRelay>;
}

export const PIPED = 'piped';
export const BITSTAP = 'bitstap';

export const RELAYS: readonly Relay[] = [
  { id: PIPED, title: 'two piped Node sockets', method: 'BITS_POST', kind: 'ours', start: nodeRelay('processes/piped-sockets.js') },
  { id: BITSTAP, title: 'bitstap, page attached', method: 'BITS_POST', kind: 'ours', budgeted: true, start: bitstap('page') },
  { id: 'no-record', title: 'bitstap --no-record', method: 'BITS_POST', kind: 'ours', start: bitstap('page', ['--no-record']) },
  { id: 'no-dashboard', title: 'bitstap --no-dashboard', method: 'BITS_POST', kind: 'ours', start: bitstap('no page') },
  {
    id: 'client-host',
    title: 'bitstap --host-header client',
    method: 'BITS_POST',
    kind: 'ours',
    start: bitstap('page', ['--host-header', 'client']),
  },
  { id: 'http-proxy', title: 'http-proxy, keep-alive', method: 'POST', kind: 'ours', start: nodeRelay('processes/http-proxy.js') },
  { id: 'nginx', title: 'nginx, unbuffered', method: 'POST', kind: 'foreign', start: foreign(NGINX) },
  { id: 'haproxy', title: 'HAProxy', method: 'BITS_POST', kind: 'foreign', start: foreign(HAPROXY) },
  { id: 'mitmdump', title: 'mitmdump, streaming', method: 'BITS_POST', kind: 'foreign', start: foreign(MITMDUMP) },
];

const ANSWER_USAGE = 'processes/answer-usage.js';
const ASK_MS = 10_000;

function nodeRelay(module: string): Relay['start'] {
  return async (children, origin) => {
    const child = children.node(module, [String(origin)], [ANSWER_USAGE]);
    const { port } = await child.next<Listening>(START_MS);
    return { port, usage: () => child.ask<Usage>({}, ASK_MS), stop: () => child.stop() };
  };
}

/** The real command line, with all rules on and a temporary recording, as a user starts it. */
function bitstap(page: 'page' | 'no page', extra: readonly string[] = []): Relay['start'] {
  return async (children, origin) => {
    const dashboard = page === 'page' ? ['--dashboard', '127.0.0.1:0'] : ['--no-dashboard'];
    const args = [`http://127.0.0.1:${origin}`, '--listen', '127.0.0.1:0', ...dashboard, ...extra];
    const child = children.node('../../proxy/main.js', args, [ANSWER_USAGE]);
    const [said, port] = await child.wrote(/^tapping\s+\S+?:(\d+)[\s\S]*^page\s+(\S+)[\s\S]*^stop/m, START_MS);
    const address = /^page\s+(http\S+)/m.exec(said)?.[1];
    const attached = address === undefined ? undefined : await attachPage(children, address);
    return {
      port: Number(port),
      usage: () => child.ask<Usage>({}, ASK_MS),
      ...(attached && { page: () => attached.ask<PageSummary>({}, ASK_MS) }),
      async stop() {
        await attached?.stop();
        await child.stop();
      },
    };
  };
}

async function attachPage(children: Children, address: string): Promise<Child> {
  const page = children.node('processes/page.js', [address]);
  await page.next<Listening>(START_MS);
  return page;
}

function foreign({ program, configure }: ForeignProxy): Relay['start'] {
  return async (children, origin) => {
    const path = findProgram(program);
    if (path === undefined) throw new Error(`${program} is not installed`);
    const folder = await temporaryFolder();
    const port = await freePort();
    const child = children.foreign(path, await configure(port, origin, folder), folder);
    try {
      await Promise.race([listening(port, START_MS), child.ended]);
      await listening(port, 0);
    } catch (error) {
      await child.stop();
      throw new Error(`${program} did not start: ${child.errors || String(error)}`);
    }
    return { port, usage: async () => usageFromProc(child.pid), stop: () => child.stop() };
  };
}
