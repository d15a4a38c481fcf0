import { afterEach, describe, expect, it } from 'vitest';
import { parse } from '../../../proxy/core/json.ts';
import type { Dashboard, DashboardOptions } from '../../../proxy/dashboard/server.ts';
import { Script } from '../../kit/timeline.ts';
import { ask, FeedClient, open, tap } from './kit.ts';

let dashboard: Dashboard;
afterEach(() => dashboard.close());

async function start(options: Partial<DashboardOptions> = {}): Promise<Script> {
  dashboard = await open(options);
  return new Script();
}

async function get(path: string) {
  const response = await ask(dashboard, path);
  return { status: response.status, body: parse(await response.text()) };
}

const send = () => ask(dashboard, '/api/samples', { method: 'POST' });

describe('the API', () => {
  it('tells how the tap stands', async () => {
    const script = await start();
    dashboard.take([script.session('s1'), script.exchange('x1')]);
    expect(await get('/api/status')).toEqual({
      status: 200,
      body: {
        run: expect.any(String),
        seq: 2,
        tap,
        totals: expect.objectContaining({ sessions: 1, active: 1, otherExchanges: 1 }),
        pages: 0,
      },
    });
  });

  it('lists the sessions', async () => {
    const script = await start();
    dashboard.take(Array.from({ length: 120 }, (_, index) => script.session(`s${index}`)));
    const { body } = await get('/api/sessions');
    expect(body).toMatchObject({ seq: 120, sessions: expect.objectContaining({ length: 120 }) });
    expect(body).toMatchObject({ sessions: expect.arrayContaining([expect.objectContaining({ id: 's119', total: 1_000n })]) });
  });

  it('tells everything of one session', async () => {
    const script = await start({ limits: { rowsPerSession: 1 } });
    dashboard.take([script.session('s1'), script.connection('c1'), script.exchange('x1', 's1'), script.exchange('x2', 's1')]);
    expect(await get('/api/sessions/s1')).toMatchObject({
      status: 200,
      body: { seq: 4, session: { id: 's1' }, rows: [{ exchange: { id: 'x2' } }], connections: [{ id: 'c1' }], dropped: 1 },
    });
  });

  it('tells of the traffic beside the sessions', async () => {
    const script = await start();
    dashboard.take([script.exchange('x1')]);
    expect(await get('/api/sessions/other')).toMatchObject({ status: 200, body: { rows: [{ exchange: { id: 'x1' } }] } });
  });

  it('says what there is when something is not', async () => {
    await start();
    expect(await get('/api/sessions/s9')).toMatchObject({ status: 404, body: { error: expect.stringContaining('/api/sessions') } });
    expect(await get('/api/nothing')).toMatchObject({ status: 404, body: { error: expect.stringContaining('GET /api/status') } });
    expect(await get('/api/samples')).toMatchObject({ status: 405, body: { error: expect.stringContaining('POST') } });
    expect((await ask(dashboard, '/elsewhere')).status).toBe(404);
    expect((await ask(dashboard, '/', { method: 'POST' })).status).toBe(405);
  });
});

describe('the sample uploads', () => {
  it('run once at a time', async () => {
    const runs: (() => void)[] = [];
    await start({ sendSamples: () => new Promise((resolve) => runs.push(resolve)) });
    expect((await send()).status).toBe(202);
    expect((await send()).status).toBe(409);
    runs[0]?.();
    expect((await send()).status).toBe(202);
    expect(runs).toHaveLength(2);
  });

  it('are refused when the tap can not send any', async () => {
    await start();
    expect((await send()).status).toBe(501);
  });

  it('that fail are told to the pages, and can be tried again', async () => {
    await start({ sendSamples: () => Promise.reject(new Error('no route')) });
    const page = await FeedClient.attach(dashboard);
    expect((await send()).status).toBe(202);
    expect(await page.find('fault')).toMatchObject({ code: 'samples-failed', message: expect.stringContaining('no route') });
    expect((await send()).status).toBe(202);
  });
});
