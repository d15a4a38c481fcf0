import type { FeedSocket, FeedSocketEvents } from './state/connection.svelte.ts';

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

export async function sendSamples(): Promise<void> {
  const response = await fetch(new URL('api/samples', document.baseURI), { method: 'POST' });
  if (response.ok) return;
  const reason = (await response.text()).trim().slice(0, 300);
  throw new Error(reason || `${response.status} ${response.statusText}`);
}
