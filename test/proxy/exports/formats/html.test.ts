import { describe, expect, it } from 'vitest';
import { parse } from '../../../../proxy/core/json.ts';
import type { RecordedBytes } from '../../../../proxy/core/recorded-bytes.ts';
import type { SharedEnding } from '../../../../proxy/core/share/shared-copy.ts';
import type { ExportOptions } from '../../../../proxy/exports/export-format.ts';
import { html } from '../../../../proxy/exports/formats/html.ts';
import { readConversation } from '../../../kit/conversation.ts';
import { exported, recorded, written } from '../../../kit/recorded.ts';
import { CREDENTIALS, sharedLines } from '../../../kit/shared-copy.ts';

const source = exported(recorded(readConversation(CREDENTIALS)));
const lines = (options?: ExportOptions) => sharedLines(source, options);
const endingOf = (all: readonly string[]) => parse(all.at(-1) ?? '') as SharedEnding;
const bodiesIn = (all: readonly string[]) => all.filter((line) => line.startsWith('{"kind":"body"')).map((line) => JSON.parse(line));

describe('a shared page', () => {
  it('has no credentials in it unless it is told to keep them', async () => {
    const all = (await lines()).join('\n');
    expect(all).not.toMatch(/secret|c2VjcmV0/);
    expect(all).toContain('keep=1');
    const kept = (await lines({ redact: false })).join('\n');
    for (const secret of ['signature', 'api-key', 'user', 'word', 'token', 'cookie']) expect(kept).toContain(`secret-${secret}`);
  });

  it('says what was taken out, and how often', async () => {
    const { remains } = endingOf(await lines()).copy;
    expect(remains.redacted).toBe(true);
    expect([...remains.covered].sort((a, b) => (a.name < b.name ? -1 : 1))).toEqual([
      { name: 'Authorization', count: 1 },
      { name: 'Set-Cookie', count: 1 },
      { name: 'URL parameter sig', count: 3 },
      { name: 'URL parameter token', count: 1 },
      { name: 'X-Api-Key', count: 1 },
      { name: 'user and password in a URL', count: 1 },
    ]);
    expect(endingOf(await lines({ redact: false })).copy.remains).toMatchObject({ redacted: false, covered: [] });
  });

  it('says what is left in it', async () => {
    const { remains } = endingOf(await lines()).copy;
    expect(remains).toMatchObject({
      sessions: 1,
      exchanges: 3,
      clients: { all: 1, shown: [{ name: '192.0.2.10' }] },
      hosts: { all: 1, shown: [{ name: 'files.example.test' }] },
      files: { all: 1, shown: [{ name: '</script><img src=x onerror=alert(1)>.bin', count: 1 }] },
      bodies: { limit: 0, messages: 1, bytes: 10, kept: 0 },
    });
    expect(remains.headers.shown).toContainEqual({ name: 'Content-Range', count: 1 });
  });

  it('has no bodies, the beginning of each, or all, by choice', async () => {
    expect(bodiesIn(await lines())).toEqual([]);
    const body = { kind: 'body', exchange: 'x2', of: 'request' };
    expect(bodiesIn(await lines({ bodies: 4 }))).toEqual([{ ...body, base64: Buffer.from('0123').toString('base64'), missing: [[4, 10]] }]);
    expect(bodiesIn(await lines({ bodies: 'all' }))).toEqual([
      { ...body, base64: Buffer.from('0123456789').toString('base64'), missing: [] },
    ]);
    expect(endingOf(await lines({ bodies: 4 })).copy.remains.bodies).toEqual({ limit: 4, messages: 1, bytes: 10, kept: 4 });
  });

  it('names what was not recorded of a body', async () => {
    const bytes: RecordedBytes = {
      async *read(connection, from, start, end) {
        yield* source.bytes.read(connection, from, start, start + 3);
        yield { at: 0, missing: end - start - 3 };
      },
    };
    const [body] = bodiesIn(await sharedLines({ ...source, bytes }, { bodies: 'all' }));
    expect(body).toMatchObject({ base64: Buffer.from('012\0\0\0\0\0\0\0').toString('base64'), missing: [[3, 10]] });
  });

  it('is a page that permits its own script and style, and nothing else', async () => {
    const page = await written(html, source);
    const [, policy] = /http-equiv="Content-Security-Policy" content="([^"]*)"/.exec(page) ?? [];
    expect(policy).toMatch(
      /^default-src 'none'; script-src 'sha256-[\w+/=]+'; style-src 'sha256-[\w+/=]+'; base-uri 'none'; form-action 'none'$/,
    );
    expect(page).not.toMatch(/<(?:script|link|img|iframe)\b[^>]*(?:src|href)=/);
    expect(page).not.toContain('onerror=alert');
  });

  it('is refused where it would be larger than it may be, before any of it is written', async () => {
    const pieces = html.write(source, { maxFileBytes: 1_000 })[Symbol.asyncIterator]();
    await expect(pieces.next()).rejects.toThrow(/more than 1,000 bytes: choose fewer sessions/);
  });

  it('tells whoever writes it what went and what is left', async () => {
    const said: string[] = [];
    await written(html, source, { say: (sentence) => said.push(sentence) });
    expect(said[0]).toBe('the copy has 1 session, 3 exchanges.');
    expect(said[1]).toContain('URL parameter sig (3)');
    expect(said).toContain('left in it: 1 client address: 192.0.2.10.');
    expect(said.at(-1)).toBe('left out: all 1 body, 10 bytes.');
  });

  it('covers a secret where a finding quotes it', async () => {
    const about = { id: 'f9', rule: 'value-too-long', severity: 'note', confidence: 'certain', blames: 'client' } as const;
    const rows = source.rows.map((row) => ({
      ...row,
      findings: [
        { ...about, exchange: row.exchange.id, at: 0, message: 'It has secret-api-key', evidence: { value: 'http://h/?sig=quoted' } },
      ],
    }));
    const all = await sharedLines({ ...source, rows });
    expect(all.find((line) => line.includes('"x1"'))).toContain('It has **************');
    expect(all.join('\n')).toContain('http://h/?sig=******');
    expect(all.at(-1)).toContain('sig=****************');
  });
});
