import type { FindNews, FindQuestion } from '../proxy/core/find/find-news.ts';
import { parse, stringify } from '../proxy/core/json.ts';
import type { MarkTarget } from '../proxy/core/mark.ts';
import type { ExportChoice, PageExport } from '../proxy/core/page-tools.ts';
import type { PlayCommand } from '../proxy/core/play.ts';
import { type BodyOf, type BodySource, readMissing } from './state/body-window.svelte.ts';
import type { FeedSocket, FeedSocketEvents } from './state/connection.svelte.ts';
import type { PageTools } from './state/page-tools.ts';
import { textLines } from './text-lines.ts';

/** What the page asks of the browser and of the dashboard that it came from. */
export function openFeed(query: string, events: FeedSocketEvents): FeedSocket {
  const url = new URL(`feed${query}`, document.baseURI);
  url.protocol = url.protocol === 'https:' ? 'wss:' : 'ws:';
  url.hash = '';
  const socket = new WebSocket(url);
  socket.addEventListener('message', ({ data }) => events.onmessage(String(data)));
  socket.addEventListener('close', () => events.onclose());
  return socket;
}

/** A refused upgrade looks to a page like a dead server; an ordinary request shows the status. */
export async function probeDashboard(): Promise<'refused' | 'unreachable'> {
  try {
    const { status } = await fetch(new URL('feed', document.baseURI), { cache: 'no-store' });
    return status === 401 || status === 403 ? 'refused' : 'unreachable';
  } catch {
    // TypeError: nobody answers.
    return 'unreachable';
  }
}

/** A hidden page gets no frames, but goes on reading: it must not hoard what arrives. */
const LATEST_FRAME_MS = 250;

export function paintFrame(run: () => void): void {
  const frame = requestAnimationFrame(() => {
    clearTimeout(timer);
    run();
  });
  const timer = setTimeout(() => {
    cancelAnimationFrame(frame);
    run();
  }, LATEST_FRAME_MS);
}

/** The address with this behind its `#`; `push`: the one before is where going back leads. */
export function writeHash(hash: string, how: 'push' | 'replace'): void {
  const address = hash ? `#${hash}` : location.pathname + location.search;
  if (how === 'push') history.pushState(undefined, '', address);
  else history.replaceState(undefined, '', address);
}

export async function sendSamples(): Promise<void> {
  await post('api/samples');
}

export async function sendPlay(command: PlayCommand): Promise<void> {
  await post('api/play', JSON.stringify(command));
}

export async function sendMark(target: MarkTarget, wanted: { readonly comment: string } | 'removed'): Promise<void> {
  const named = 'side' in target ? { exchange: target.exchange, side: target.side } : { session: target.session };
  if (wanted === 'removed') await ask(`api/marks?${new URLSearchParams(named)}`, { method: 'DELETE' });
  else await post('api/marks', JSON.stringify({ ...named, comment: wanted.comment }));
}

/** Sends a recording to be opened; gives the address of the page that shows it. */
export async function sendRecording(file: File): Promise<string> {
  const answer: unknown = await (await post(`api/open?name=${encodeURIComponent(file.name)}`, file)).json();
  if (typeof answer !== 'object' || answer === null || !('url' in answer)) throw new Error('bitstap did not say where it is shown.');
  const url = new URL(String(answer.url));
  // The dashboard does not know by which name this browser reaches it.
  url.hostname = location.hostname;
  return url.href;
}

export const dashboardTools: PageTools = {
  exportChoices: async () => (await answerOf<{ formats: readonly ExportChoice[] }>('api/export/formats')).formats,
  exportUrl: (format, asked) => `api/export?${exportQuery(asked)}&format=${encodeURIComponent(format)}`,
  exportPreview: (asked) => answerOf(`api/export/preview?${exportQuery(asked)}`),
  payload: (session, part) => answerOf(`api/sessions/${session}/payload${part === 'reply' ? '?reply' : ''}`),
  payloadUrl: (session, part) => `api/sessions/${session}/payload?download${part === 'reply' ? '&reply' : ''}`,
  compare: (a, b) => answerOf(`api/compare?${new URLSearchParams({ a, b })}`),
  replay: (asked) => answerOf('api/replay', { method: 'POST', body: stringify({ ...asked, confirmed: asked.to }) }),
  find,
};

function exportQuery({ sessions, redact, bodyBytes }: PageExport): string {
  const query = new URLSearchParams({ redact: redact ? 'yes' : 'no', bodies: String(bodyBytes) });
  for (const session of sessions) query.append('session', session);
  return query.toString();
}

async function* find(question: FindQuestion, signal: AbortSignal): AsyncGenerator<FindNews> {
  const { text, as, letterCase, heads, bodies, filter, session } = question;
  const query = new URLSearchParams({
    [as]: text,
    ...(letterCase === 'exact' && { case: 'exact' }),
    ...(!bodies && { in: 'heads' }),
    ...(!heads && { in: 'bodies' }),
    ...(filter !== '' && { filter }),
    ...(session !== undefined && { session }),
  });
  const { body } = await ask(`api/find?${query}`, { signal });
  if (body) for await (const line of textLines(body)) yield parse(line) as FindNews;
}

/** What the API says, which has the types that the dashboard has. */
async function answerOf<Answer>(path: string, init?: RequestInit): Promise<Answer> {
  return parse(await (await ask(path, init)).text()) as Answer;
}

function post(path: string, body?: BodyInit): Promise<Response> {
  return ask(path, { method: 'POST', ...(body !== undefined && { body }) });
}

/** Rejects with an Error that says why bitstap would not. */
async function ask(path: string, init?: RequestInit): Promise<Response> {
  const response = await fetch(new URL(path, document.baseURI), init);
  if (response.ok) return response;
  throw new Error(reasonIn(await response.text()) || `${response.status} ${response.statusText}`);
}

/** Bodies as the dashboard recorded them. */
export const dashboardBodies: BodySource = {
  async read(exchange, of, start, end, signal) {
    const response = await fetch(`${bodyAddress(exchange, of)}?start=${start}&end=${end}`, { signal });
    if (response.status === 404) return undefined;
    if (!response.ok) throw new Error(reasonIn(await response.text()) || `${response.status} ${response.statusText}`);
    return { bytes: new Uint8Array(await response.arrayBuffer()), missing: readMissing(response.headers.get('bitstap-missing')) };
  },
  address: (exchange, of) => `${bodyAddress(exchange, of)}?download`,
};

function bodyAddress(exchange: string, of: BodyOf): string {
  return new URL(`api/exchanges/${encodeURIComponent(exchange)}/${of}/body`, document.baseURI).href;
}

/** The API says what went wrong as `{"error": …}`; what stands before it, as it likes. */
function reasonIn(body: string): string {
  try {
    const answer: unknown = JSON.parse(body);
    if (typeof answer === 'object' && answer !== null && 'error' in answer) return String(answer.error);
  } catch (error) {
    if (!(error instanceof SyntaxError)) throw error;
  }
  return body.trim().slice(0, 300);
}
