import { afterEach, describe, expect, it } from 'vitest';
import { Analyzer } from '../../../proxy/core/analyzer.ts';
import type { FindHit, FindNews } from '../../../proxy/core/find/find-news.ts';
import { tryParse } from '../../../proxy/core/json.ts';
import type { RecordedBytes } from '../../../proxy/core/recorded-bytes.ts';
import type { Dashboard, DashboardOptions } from '../../../proxy/dashboard/server.ts';
import { SpokenBytes } from '../../kit/recorded.ts';
import { Talk } from '../../kit/talk.ts';
import { bodies, Script } from '../../kit/timeline.ts';
import { ask, open, TOKEN } from './kit.ts';

let dashboard: Dashboard;
afterEach(() => dashboard.close());

/** An upload with a word in the body of its Fragment, and one that has only begun. */
const talk = new Talk()
  .begin()
  .fragment('0-9/10', { came: 0 })
  .raw('client', '..needle..')
  .answer(200, { next: 10 })
  .close()
  .answer(200)
  .begin('{B}');

async function start(options: Partial<DashboardOptions> = {}): Promise<void> {
  dashboard = await open({ recorded: new SpokenBytes(talk.events), ...options });
  const analyzer = new Analyzer();
  dashboard.take(talk.events.flatMap((event) => analyzer.feed(event)));
}

async function find(query: string): Promise<{ status: number; text: string; news: FindNews[]; hits: readonly FindHit[] }> {
  const response = await ask(dashboard, `/api/find?${query}`);
  const text = await response.text();
  const news = text.split('\n').flatMap((line) => newsIn(line));
  return { status: response.status, text, news, hits: news.flatMap((one) => (one.type === 'hits' ? one.hits : [])) };
}

function newsIn(line: string): FindNews[] {
  const value = tryParse(line);
  return isNews(value) ? [value] : [];
}

function isNews(value: unknown): value is FindNews {
  return typeof value === 'object' && value !== null && 'type' in value;
}

describe('finding through the API', () => {
  it('tells hits as JSON lines, and ends with what was looked through', async () => {
    await start();
    const { news, hits } = await find('text=NEEDLE');
    expect(hits).toEqual([
      expect.objectContaining({ session: 's1', of: 'request', part: 'body', at: 2, before: '..', hit: 'needle', packet: 'Fragment' }),
    ]);
    expect(news.at(-1)).toMatchObject({ type: 'end', exchanges: 4, total: 4, missingBodies: 0 });
  });

  it('finds bytes, and text as it is typed', async () => {
    await start();
    expect((await find('hex=6e65+65')).hits).toHaveLength(1);
    expect((await find('text=NEEDLE&case=exact')).hits).toEqual([]);
  });

  it('looks in heads alone, in one session, through a filter, and up to a limit', async () => {
    await start();
    expect((await find('text=needle&in=heads')).hits).toEqual([]);
    const sessions = async (query: string) => [...new Set((await find(query)).hits.map(({ session }) => session))];
    expect(await sessions('text=Create-Session')).toEqual(['s1', 's2']);
    expect(await sessions('text=Create-Session&session=s2')).toEqual(['s2']);
    expect((await find('text=bits-packet-type&filter=type:fragment')).hits.map(({ packet }) => packet)).toEqual(['Fragment', 'Fragment']);
    expect((await find('text=a&limit=2')).news.at(-1)).toMatchObject({ type: 'end', limitReached: 2 });
  });

  it.each([
    { query: '', says: 'Give text or hex' },
    { query: 'text=a&hex=61', says: 'Give text or hex' },
    { query: 'text=', says: 'no text' },
    { query: 'hex=5x', says: 'no hexadecimal digit' },
    { query: 'text=a&limit=0', says: 'limit' },
    { query: 'text=a&in=feet', says: 'heads or bodies' },
    { query: 'text=a&filter=(', says: 'Expected' },
  ])('refuses $query and says why', async ({ query, says }) => {
    await start();
    const { status, text } = await find(query);
    expect(status).toBe(400);
    expect(text).toContain(says);
  });

  it('does not know every session', async () => {
    await start();
    expect((await find('text=a&session=s9')).status).toBe(404);
  });

  it('is for nobody without the token', async () => {
    await start();
    expect((await ask(dashboard, '/api/find?text=a', { headers: {} })).status).toBe(401);
  });

  it('counts what is no longer kept', async () => {
    const script = new Script();
    dashboard = await open({ limits: { rowsPerSession: 1 } });
    dashboard.take([script.session('s1'), script.exchange('x1', 's1'), script.exchange('x2', 's1', bodies(10))]);
    expect((await find('text=a')).news.at(-1)).toMatchObject({ total: 1, notKept: 1, missingBodies: 1, missingBytes: 10 });
  });

  it('ends when who asked hangs up, while another search goes on', async () => {
    let reading = 0;
    const endless: RecordedBytes = {
      async *read() {
        reading += 1;
        try {
          for (;;) yield { at: 0, bytes: Buffer.alloc(65_536) };
        } finally {
          reading -= 1;
        }
      },
    };
    await start({ recorded: endless });
    const one = new AbortController();
    const other = new AbortController();
    const asks = [one, other].map(({ signal }) =>
      ask(dashboard, '/api/find?text=nowhere', { signal, headers: { authorization: `Bearer ${TOKEN}` } }),
    );
    const answers = await Promise.all(asks);
    await until(() => reading === 2);
    one.abort();
    await until(() => reading === 1);
    other.abort();
    await until(() => reading === 0);
    expect(answers.map(({ status }) => status)).toEqual([200, 200]);
  });
});

async function until(isSo: () => boolean): Promise<void> {
  while (!isSo()) await new Promise((resolve) => setTimeout(resolve, 5));
}
