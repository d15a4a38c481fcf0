import { connect, type Socket } from 'node:net';
import { afterEach, describe, expect, it, vi } from 'vitest';
import type { Dashboard, DashboardOptions } from '../../../../proxy/dashboard/server.ts';
import { longHead, Script } from '../../../kit/timeline.ts';
import { ask, FeedClient, open, TOKEN, tap } from '../kit.ts';

let dashboard: Dashboard;
afterEach(() => dashboard.close());

async function start(options: Partial<DashboardOptions> = {}): Promise<Script> {
  dashboard = await open(options);
  return new Script();
}

const ids = (views: readonly { readonly id: string }[]) => views.map(({ id }) => id);

describe('a page that comes', () => {
  it('is greeted, and gets the whole list', async () => {
    const script = await start();
    dashboard.take([script.session('s1'), script.session('s2'), script.fault('disk-full')]);
    const page = await FeedClient.attach(dashboard);
    expect(page.messages[0]).toEqual({ type: 'hello', seq: 0, run: expect.any(String), tap, resumed: false });
    expect(ids((await page.find('sessions')).changed)).toEqual(['s1', 's2']);
    expect(await page.find('fault')).toMatchObject({ seq: 3, code: 'disk-full' });
    expect(await page.find('totals')).toMatchObject({ seq: 3, totals: { sessions: 2 } });
  });

  it('gets totals although there is nothing yet', async () => {
    await start();
    const page = await FeedClient.attach(dashboard);
    expect(await page.find('totals')).toMatchObject({ seq: 0, totals: { sessions: 0 } });
    expect(page.all('sessions')).toEqual([]);
  });

  it('gets a long list in parts, each with its own number', async () => {
    const script = await start();
    dashboard.take(Array.from({ length: 1_200 }, (_, index) => script.session(`s${index}`)));
    const page = await FeedClient.attach(dashboard);
    await page.find('sessions', ({ seq }) => seq === 1_200);
    expect(page.all('sessions').map(({ seq, changed }) => [seq, changed.length])).toEqual([
      [500, 500],
      [1_000, 500],
      [1_200, 200],
    ]);
  });
});

describe('a page that is there', () => {
  it('is told of several changes at once, the last state of each session', async () => {
    const script = await start();
    const page = await FeedClient.attach(dashboard);
    await page.find('totals');
    for (let packets = 1; packets <= 50; packets += 1) dashboard.take([script.session('s1', { packets })]);
    const { changed, seq } = await page.find('sessions', (message) => message.seq === 50);
    expect({ packets: changed.map(({ packets }) => packets), seq }).toEqual({ packets: [50], seq: 50 });
    expect(page.all('sessions').length).toBeLessThan(3);
  });

  it('is told which sessions are no longer kept', async () => {
    const script = await start();
    dashboard.take([script.session('s1'), script.session('s2')]);
    const page = await FeedClient.attach(dashboard);
    await page.find('sessions');
    dashboard.take([script.evicted('session', 's1')]);
    expect(await page.find('sessions', ({ removed }) => removed.length > 0)).toMatchObject({ seq: 3, changed: [], removed: ['s1'] });
  });

  it('gets the rows of the session that it watches, then what happens in it, and nothing of others', async () => {
    const script = await start();
    dashboard.take([script.exchange('x1', 's1'), script.exchange('x2', 's2')]);
    const page = await FeedClient.attach(dashboard);
    page.send({ type: 'watch', session: 's1', after: 0 });
    expect(await page.find('rows')).toMatchObject({ seq: 2, session: 's1', rows: [{ exchange: { id: 'x1' } }], dropped: 0 });
    dashboard.take([script.exchange('x3', 's2'), script.answer('x1', 's1')]);
    const { events } = await page.find('events');
    expect(events).toMatchObject([{ type: 'packet', packet: { exchange: 'x1' } }]);
  });

  it('is told how many rows were dropped', async () => {
    const script = await start({ limits: { rowsPerSession: 2 } });
    dashboard.take(['x1', 'x2', 'x3'].map((id) => script.exchange(id, 's1')));
    const page = await FeedClient.attach(dashboard);
    page.send({ type: 'watch', session: 's1', after: 0 });
    expect(await page.find('rows')).toMatchObject({ rows: [{ exchange: { id: 'x2' } }, { exchange: { id: 'x3' } }], dropped: 1 });
    dashboard.take([script.exchange('x4', 's1')]);
    expect(await page.find('events')).toMatchObject({ events: [{ exchange: { id: 'x4' } }], dropped: 2 });
  });

  it('can stop watching', async () => {
    const script = await start();
    const page = await FeedClient.attach(dashboard);
    page.send({ type: 'watch', session: 's1', after: 0 });
    await page.find('rows');
    page.send({ type: 'watch', after: 0 });
    // The answer to a second watch tells that the first was taken.
    page.send({ type: 'watch', session: 's2', after: 0 });
    await page.find('rows', ({ session }) => session === 's2');
    dashboard.take([script.exchange('x1', 's1'), script.session('s1')]);
    await page.find('sessions');
    expect(page.all('events')).toEqual([]);
  });
});

describe('two pages', () => {
  it('each get the session that they watch, and both the list', async () => {
    const script = await start();
    const pages = [await FeedClient.attach(dashboard), await FeedClient.attach(dashboard)];
    for (const [index, page] of pages.entries()) page.send({ type: 'watch', session: `s${index}`, after: 0 });
    for (const page of pages) await page.find('rows');
    dashboard.take([script.exchange('x0', 's0'), script.exchange('x1', 's1'), script.session('s0')]);
    for (const [index, page] of pages.entries()) {
      expect((await page.find('events')).events).toMatchObject([{ exchange: { id: `x${index}` } }]);
      expect(ids((await page.find('sessions')).changed)).toEqual(['s0']);
    }
  });
});

describe('a page that comes back', () => {
  async function visit(query = '') {
    const page = await FeedClient.attach(dashboard, query);
    const { seq } = await page.find('totals');
    const hello = await page.find('hello');
    return { page, query: `?run=${hello.run}&after=${seq}`, seq };
  }

  it('gets only what changed since', async () => {
    const script = await start();
    dashboard.take([script.session('s1'), script.session('s2'), script.session('s3'), script.exchange('x1', 's1')]);
    const before = await visit();
    await before.page.leave();
    dashboard.take([script.session('s2'), script.evicted('session', 's3'), script.exchange('x2', 's1'), script.fault('late')]);
    const { page } = await visit(before.query);
    page.send({ type: 'watch', session: 's1', after: before.seq });
    expect(page.messages[0]).toMatchObject({ type: 'hello', seq: 4, resumed: true });
    expect(page.all('sessions')).toMatchObject([{ changed: [{ id: 's2' }], removed: ['s3'] }]);
    expect(page.all('fault')).toMatchObject([{ code: 'late' }]);
    expect(await page.find('events')).toMatchObject({ events: [{ exchange: { id: 'x2' } }] });
    expect(page.all('rows')).toEqual([]);
  });

  it.each([
    ['from another run', (query: string) => query.replace(/run=[^&]*/, 'run=another')],
    ['from the future', (query: string) => query.replace(/after=\d+/, 'after=99')],
    ['with nonsense', (query: string) => query.replace(/after=\d+/, 'after=-1')],
  ])('%s gets everything', async (_, change) => {
    const script = await start();
    dashboard.take([script.session('s1')]);
    const before = await visit();
    const { page } = await visit(change(before.query));
    expect(page.messages[0]).toMatchObject({ resumed: false, seq: 0 });
    expect(ids((await page.find('sessions')).changed)).toEqual(['s1']);
  });

  it('after more removals than are remembered gets everything', async () => {
    const script = await start();
    dashboard.take([script.session('s')]);
    const before = await visit();
    for (let id = 0; id < 10_001; id += 1) dashboard.take([script.session(`s${id}`), script.evicted('session', `s${id}`)]);
    const { page } = await visit(before.query);
    expect(page.messages[0]).toMatchObject({ resumed: false });
  });
});

describe('a page that says something else', () => {
  it.each([
    ['no JSON', '{'],
    ['an unknown message', '{"type":"delete"}'],
    ['a watch without number', '{"type":"watch","session":"s1"}'],
    ['a negative number', '{"type":"watch","after":-1}'],
    ['a session that is no id', '{"type":"watch","session":7,"after":0}'],
    ['an id without end', `{"type":"watch","session":"${'s'.repeat(65)}","after":0}`],
    ['bytes', Buffer.from('{"type":"watch","after":0}')],
  ])('is sent away: %s', async (_, message) => {
    await start();
    const page = await FeedClient.attach(dashboard);
    page.socket.send(message);
    expect(await page.closed).toBe(1008);
  });

  it('is sent away when it says too much', async () => {
    await start();
    const page = await FeedClient.attach(dashboard);
    page.socket.send('x'.repeat(16_385));
    expect(await page.closed).toBe(1009);
  });
});

/** Opens the feed by hand and never reads what comes. */
function openDeafPage(): Promise<Socket> {
  return new Promise((resolve) => {
    const { host, port } = dashboard.address;
    const head = [
      'GET /feed HTTP/1.1',
      `Host: ${host}:${port}`,
      'Connection: Upgrade',
      'Upgrade: websocket',
      `Authorization: Bearer ${TOKEN}`,
    ];
    const key = ['Sec-WebSocket-Version: 13', 'Sec-WebSocket-Key: dGhlIHNhbXBsZSBub25jZQ==', '', ''];
    const socket = connect(port, host, () => socket.write([...head, ...key].join('\r\n'), () => resolve(socket)));
    // Being cut off is what the test waits for.
    socket.on('error', () => {});
    socket.pause();
  });
}

const pagesNow = async (): Promise<number> => (await (await ask(dashboard, '/api/status')).json()).pages;

describe('a page that does not read', () => {
  it('is cut off, while the others and the traffic go on', async () => {
    const script = await start({ limits: { pageBacklogBytes: 64 * 1024, pageStallMs: 1_000 } });
    const deaf = await openDeafPage();
    await vi.waitUntil(async () => (await pagesNow()) === 1);
    const page = await FeedClient.attach(dashboard);
    const long = 'x'.repeat(50_000);
    const traffic = setInterval(
      () => dashboard.take(Array.from({ length: 20 }, (_, index) => script.session(`s${index}`, { path: long }))),
      10,
    );
    await vi.waitUntil(async () => (await pagesNow()) === 1, { timeout: 15_000 });
    clearInterval(traffic);
    dashboard.take([script.session('s100')]);
    expect(await page.find('sessions', ({ changed }) => changed.some(({ id }) => id === 's100'))).toBeDefined();
    deaf.destroy();
  });

  it('for a while gets the last state of each thing when it reads again', async () => {
    const script = await start({ limits: { pageBacklogBytes: 1_024, rowsPerSession: 100_000 } });
    const page = await FeedClient.attach(dashboard);
    page.send({ type: 'watch', session: 's1', after: 0 });
    await page.find('rows');
    page.socket.pause();
    for (let index = 1; index <= 2_000; index += 1)
      dashboard.take([script.exchange('x1', 's1', { index, ...longHead(10) }), script.session('s1', { packets: index })]);
    page.socket.resume();
    const { changed } = await page.find('sessions', ({ seq }) => seq === script.seq);
    expect(changed).toMatchObject([{ packets: 2_000 }]);
    await page.find('events', ({ events }) => events.some((event) => event.type === 'exchange' && event.exchange.index === 2_000));
  });
});

describe('the end of the dashboard', () => {
  it('is told to the pages', async () => {
    await start();
    const page = await FeedClient.attach(dashboard);
    await dashboard.close();
    expect(await page.closed).toBe(1001);
  });

  it('does not wait for a page that does not read', async () => {
    await start();
    const deaf = await openDeafPage();
    await vi.waitUntil(async () => (await pagesNow()) === 1);
    await dashboard.close();
    deaf.destroy();
  });
});

describe('a page with a filter', () => {
  it('is told which sessions have rows that it selects, and of each change', async () => {
    const script = await start();
    dashboard.take([
      script.session('s1'),
      script.exchange('x1', 's1', { outcome: 'answered' }),
      script.session('s2'),
      script.exchange('x2', 's2'),
    ]);
    const page = await FeedClient.attach(dashboard);
    page.send({ type: 'filter', text: 'outcome:answered' });
    expect(await page.find('matches')).toMatchObject({ filter: 'outcome:answered', isFirst: true, isComplete: true, counts: { s1: 1 } });
    dashboard.take([script.exchange('x3', 's2', { outcome: 'answered' }), script.session('s2')]);
    expect(await page.find('matches', ({ isFirst }) => !isFirst)).toMatchObject({ counts: { s2: 1 } });
  });

  it('is told that there are none', async () => {
    await start();
    const page = await FeedClient.attach(dashboard);
    page.send({ type: 'filter', text: 'status:416' });
    expect(await page.find('matches')).toMatchObject({ isFirst: true, isComplete: true, counts: {} });
  });

  it('hears nothing of the one before', async () => {
    const script = await start();
    const page = await FeedClient.attach(dashboard);
    page.send({ type: 'filter', text: 'outcome:answered' });
    page.send({ type: 'filter', text: 'outcome:waiting' });
    dashboard.take([script.session('s1'), script.exchange('x1', 's1', { outcome: 'answered' }), script.exchange('x2', 's1')]);
    await page.find('matches', ({ counts }) => counts.s1 === 1);
    expect(new Set(page.all('matches').map((message) => message.filter))).toEqual(new Set(['outcome:waiting']));
  });
});

describe('what was found', () => {
  it('comes with its session, by rule', async () => {
    const script = await start();
    dashboard.take([script.session('s1'), script.exchange('x1', 's1'), script.finding('f1', 'x1', 's1'), script.session('s1')]);
    const page = await FeedClient.attach(dashboard);
    const { found } = await page.find('sessions');
    expect(found).toMatchObject({ s1: [{ count: 1, latest: { exchange: 'x1' } }] });
    dashboard.take([script.session('s1', { packets: 2 })]);
    expect((await page.find('sessions', ({ changed }) => changed[0]?.packets === 2)).found).toBeUndefined();
  });
});

describe('clearing', () => {
  it('lets every page begin anew, with nothing but what comes from then on', async () => {
    const script = await start();
    dashboard.take([script.session('s1'), script.exchange('x1', 's1')]);
    const [page, other] = [await FeedClient.attach(dashboard), await FeedClient.attach(dashboard)];
    await page.find('sessions');
    const { run } = await page.find('hello');
    page.send({ type: 'clear' });
    for (const one of [page, other]) expect((await one.find('hello', (hello) => hello.run !== run)).resumed).toBe(false);
    dashboard.take([script.session('s2')]);
    expect(ids((await other.find('sessions', ({ changed }) => changed[0]?.id === 's2')).changed)).toEqual(['s2']);
    const answer = await ask(dashboard, '/api/sessions');
    expect(await answer.json()).toMatchObject({ sessions: [{ id: 's2' }] });
  });
});
