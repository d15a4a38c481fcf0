import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { Analyzer } from '../../../proxy/core/analyzer.ts';
import type { Dashboard } from '../../../proxy/dashboard/server.ts';
import { readConversation } from '../../kit/conversation.ts';
import { recorded } from '../../kit/recorded.ts';
import { withTick } from '../../kit/samples.ts';
import { CREDENTIALS, linesIn } from '../../kit/shared-copy.ts';
import { ask, open } from './kit.ts';

let dashboard: Dashboard;

beforeEach(async () => {
  const events = readConversation(CREDENTIALS);
  dashboard = await open({ recorded: recorded(events).bytes });
  const analyzer = new Analyzer();
  for (const event of withTick(events)) dashboard.take(analyzer.feed(event));
});

afterEach(() => dashboard.close());

const get = (path: string) => ask(dashboard, path);

describe('a shared page from the dashboard', () => {
  it('is a file to save, without credentials unless that is declined', async () => {
    const answer = await get('/api/export?format=html&session=s1');
    expect(answer.headers.get('content-disposition')).toBe('attachment; filename="bitstap-s1.html"');
    expect(linesIn(await answer.text()).join('\n')).not.toContain('secret');
    const kept = await (await get('/api/export?format=html&redact=no&bodies=4')).text();
    expect(linesIn(kept).join('\n')).toMatch(/secret-api-key.*"kind":"body"/s);
  });

  it('is described before it is saved', async () => {
    const remains = await (await get('/api/export/preview?session=s1&redact=yes&bodies=4')).json();
    expect(remains).toMatchObject({ sessions: 1, exchanges: 3, redacted: true, bodies: { limit: 4, messages: 1, bytes: 10, kept: 4 } });
    expect(remains.covered).toContainEqual({ name: 'X-Api-Key', count: 1 });
    expect(await (await get('/api/export/preview?redact=no')).json()).toMatchObject({ redacted: false, covered: [] });
  });

  it('is refused for sessions that are not there, and sizes that are none', async () => {
    expect((await get('/api/export/preview?session=s9')).status).toBe(404);
    expect((await get('/api/export/preview?bodies=much')).status).toBe(400);
    expect((await get('/api/export?format=html&bodies=-1')).status).toBe(400);
  });

  it('is among the formats, and told from the others', async () => {
    const { formats } = await (await get('/api/export/formats')).json();
    const shared = formats.filter(({ isShared }: { isShared?: boolean }) => isShared);
    expect(shared).toMatchObject([{ name: 'html', extension: 'html' }]);
  });
});

describe('an export of a session whose oldest packets are no longer kept', () => {
  it('says so', async () => {
    await dashboard.close();
    const events = readConversation(CREDENTIALS);
    dashboard = await open({ recorded: recorded(events).bytes, limits: { rowsPerSession: 2 } });
    const analyzer = new Analyzer();
    for (const event of withTick(events)) dashboard.take(analyzer.feed(event));
    expect(await (await get('/api/export?format=txt&session=s1')).text()).toContain('s1: its first exchange is no longer kept');
  });
});
