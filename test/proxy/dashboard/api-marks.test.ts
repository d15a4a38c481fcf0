import { afterEach, describe, expect, it } from 'vitest';
import { MAX_COMMENT, type MarkChange } from '../../../proxy/core/mark.ts';
import type { Playing } from '../../../proxy/dashboard/api-play.ts';
import type { MarkKeeper } from '../../../proxy/dashboard/kept-marks.ts';
import type { Dashboard, DashboardOptions } from '../../../proxy/dashboard/server.ts';
import { request } from '../../kit/exchange.ts';
import { marked } from '../../kit/marks.ts';
import { Script } from '../../kit/timeline.ts';
import { ask, FeedClient, open, originOf } from './kit.ts';

let dashboard: Dashboard;
afterEach(() => dashboard.close());

/** Keeps what it is given. */
class Shelf implements MarkKeeper {
  readonly keeping = { kind: 'recording', file: 'x.pcapng' } as const;
  readonly kept: (readonly [change: MarkChange, connection: string | undefined])[] = [];

  keep(change: MarkChange, connection: string | undefined): void {
    this.kept.push([change, connection]);
  }
}

const begun = (startedAt: number) => ({ request: request('BITS_POST', '/inbox/report.bin', {}, { startedAt }) });

/** A session with two exchanges, and one exchange of other traffic. */
async function start(options: Partial<DashboardOptions> = {}): Promise<Script> {
  dashboard = await open(options);
  const script = new Script();
  dashboard.take([
    script.connection('c1'),
    script.session('s1'),
    script.exchange('x1', 's1', begun(1_000)),
    script.exchange('x2', 's1', begun(2_000)),
    script.exchange('x3'),
  ]);
  return script;
}

async function change(method: 'POST' | 'DELETE', path: string, body?: object) {
  const response = await ask(dashboard, path, {
    method,
    headers: { authorization: 'Bearer token-of-the-test' },
    ...(body && { body: JSON.stringify(body) }),
  });
  return { status: response.status, body: JSON.parse(await response.text()) };
}

const mark = (body: object) => change('POST', '/api/marks', body);
const unmark = (query: string) => change('DELETE', `/api/marks?${query}`);
const all = async () => JSON.parse(await (await ask(dashboard, '/api/marks')).text());

describe('marks by the API', () => {
  it('are set, changed and removed, on a session and on a packet', async () => {
    await start();
    await mark({ session: 's1', comment: 'one\r\ntwo\n' });
    await mark({ exchange: 'x2', side: 'answer' });
    await mark({ exchange: 'x2', side: 'answer', comment: 'why?' });
    expect((await all()).marks).toMatchObject([
      { session: 's1', comment: 'one\ntwo', place: { on: 'session', client: '192.0.2.10' } },
      { session: 's1', exchange: 'x2', comment: 'why?', place: { on: 'answer', client: '192.0.2.10:50211' } },
    ]);
    expect(await unmark('exchange=x2&side=answer')).toMatchObject({ status: 200 });
    expect((await all()).marks).toMatchObject([{ session: 's1' }]);
  });

  it('are handed on to be kept, with the connection that they are about', async () => {
    const shelf = new Shelf();
    await start({ marks: shelf });
    expect(await mark({ exchange: 'x1', side: 'request', comment: 'a' })).toEqual({ status: 200, body: { keeping: shelf.keeping } });
    await unmark('exchange=x1&side=request');
    expect(shelf.kept).toMatchObject([
      [{ comment: 'a', removed: false }, 'c1'],
      [{ comment: '', removed: true }, 'c1'],
    ]);
    const [first, second] = shelf.kept.map(([kept]) => kept);
    expect((second?.at ?? 0) > (first?.at ?? 0)).toBe(true);
  });

  it('are in memory where nothing is recorded, and that is said', async () => {
    await start();
    expect((await mark({ session: 's1' })).body).toMatchObject({
      keeping: { kind: 'memory', problem: expect.stringContaining('gone when') },
    });
  });

  it.each([
    ['bytes that are no message', { exchange: 'x3', side: 'request' }, 409],
    ['a session that is not there', { session: 's9' }, 409],
    ['a packet that is not there', { exchange: 'x9', side: 'request' }, 409],
    ['a packet of which nothing says which side', { exchange: 'x1' }, 400],
    ['nothing', {}, 400],
    ['two things', { session: 's1', exchange: 'x1', side: 'request' }, 400],
    ['an id without end', { session: 's'.repeat(1_000) }, 400],
    ['a comment that is no text', { session: 's1', comment: 5 }, 400],
    ['a comment that is too long', { session: 's1', comment: 'x'.repeat(MAX_COMMENT + 1) }, 413],
    ['more than anybody writes', { session: 's1', comment: 'x'.repeat(200_000) }, 400],
  ])('are refused on %s', async (_, body, status) => {
    await start();
    expect(await mark(body)).toMatchObject({ status, body: { error: expect.any(String) } });
    expect((await all()).marks).toEqual([]);
  });

  it('are taken up to a limit; one less makes room', async () => {
    await start({ limits: { marks: 1 } });
    expect((await mark({ session: 's1' })).status).toBe(200);
    expect(await mark({ exchange: 'x1', side: 'request' })).toMatchObject({
      status: 409,
      body: { error: 'There are 1 marks already: remove some.' },
    });
    expect((await mark({ session: 's1', comment: 'but this may change' })).status).toBe(200);
    await unmark('session=s1');
    expect((await mark({ exchange: 'x1', side: 'request' })).status).toBe(200);
  });

  it('are nobody else’s business', async () => {
    await start();
    const asked = { method: 'POST', body: JSON.stringify({ session: 's1' }) };
    expect((await fetch(`${originOf(dashboard)}/api/marks`, asked)).status).toBe(403);
    const foreign = { authorization: 'Bearer token-of-the-test', origin: 'http://evil.test' };
    expect((await fetch(`${originOf(dashboard)}/api/marks`, { ...asked, headers: foreign })).status).toBe(403);
    expect((await all()).marks).toEqual([]);
  });
});

describe('marks in the feed', () => {
  it('are told to every page at once, and all of them to one that comes or comes back', async () => {
    await start();
    const pages = [await FeedClient.attach(dashboard), await FeedClient.attach(dashboard)];
    await mark({ session: 's1', comment: 'seen?' });
    for (const page of pages) {
      expect(await page.find('marks', ({ isFirst }) => isFirst)).toMatchObject({ changed: [], keeping: { kind: 'memory' } });
      expect(await page.find('marks', ({ isFirst }) => !isFirst)).toMatchObject({ changed: [{ comment: 'seen?' }], removed: [] });
    }
    const late = await FeedClient.attach(dashboard);
    expect(await late.find('marks')).toMatchObject({ isFirst: true, changed: [{ comment: 'seen?', session: 's1' }] });
    await unmark('session=s1');
    const removal = await late.find('marks', ({ removed }) => removed.length > 0);
    expect(removal).toMatchObject({ isFirst: false, changed: [], removed: [expect.stringMatching(/^session 192\.0\.2\.10 /)] });
  });
});

describe('marks of recorded traffic', () => {
  const player: Playing = { state: { mode: 'paused', at: 0, speed: 1 }, overview: undefined, do: () => 'done' };

  it('are shown on what they are on once the traffic is read, and go on from there', async () => {
    await start();
    await mark({ exchange: 'x2', side: 'request', comment: 'then' });
    const [{ place, at }] = (await all()).marks;
    await dashboard.close();
    const script = new Script();
    dashboard = await open({ player });
    dashboard.mark([marked(place, 'then', at)]);
    expect((await all()).marks[0]).not.toHaveProperty('exchange');
    // What came before has other numbers here.
    dashboard.take([
      script.connection('c1'),
      script.session('s1'),
      script.exchange('x1', 's1', { ...begun(1_000), connection: 'c9' }),
      script.exchange('x2', 's1', { ...begun(1_500), connection: 'c9' }),
      script.exchange('x3', 's1', begun(2_000)),
    ]);
    dashboard.findMarks();
    expect((await all()).marks).toMatchObject([{ exchange: 'x3', session: 's1', comment: 'then' }]);
    await mark({ exchange: 'x3', side: 'request', comment: 'now' });
    expect((await all()).marks).toMatchObject([{ place, comment: 'now' }]);
  });

  it('that are on nothing here are there all the same', async () => {
    await start({ player });
    dashboard.mark([marked({ on: 'session', client: 'a', at: 5, name: 'gone.bin' }, 'where?')]);
    dashboard.findMarks();
    const [only] = (await all()).marks;
    expect([only.comment, only.place.name, only.session]).toEqual(['where?', 'gone.bin', undefined]);
  });
});
