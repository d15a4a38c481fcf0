import { describe, expect, it } from 'vitest';
import type { WireEvent } from '../../../../proxy/core/wire.ts';
import type { ExportOptions } from '../../../../proxy/exports/export-format.ts';
import type { ExportSource } from '../../../../proxy/exports/export-source.ts';
import { har } from '../../../../proxy/exports/formats/har.ts';
import { readCapture } from '../../../kit/captured.ts';
import { harProblems } from '../../../kit/har.ts';
import { exported, recorded, written } from '../../../kit/recorded.ts';
import { allSamples } from '../../../kit/samples.ts';
import { Talk } from '../../../kit/talk.ts';

interface Written {
  readonly log: { readonly comment: string; readonly entries: readonly Entry[] };
}

interface Entry {
  readonly startedDateTime: string;
  readonly time: number;
  readonly request: {
    readonly url: string;
    readonly headers: readonly { readonly name: string; readonly value: string }[];
    readonly postData?: {
      readonly comment: string;
      readonly _bitsBody: { readonly text?: string; readonly encoding?: string; readonly comment?: string };
    };
  };
  readonly response: {
    readonly status: number;
    readonly _error?: string;
    readonly content: { readonly text?: string; readonly comment?: string };
  };
  readonly timings: Readonly<Record<'send' | 'wait' | 'receive', number>>;
  readonly serverIPAddress?: string;
  readonly comment: string;
}

async function harOf(source: ExportSource, options: ExportOptions = {}): Promise<Written> {
  return JSON.parse(await written(har, source, options));
}

const of = (events: readonly WireEvent[], options: ExportOptions = {}) => harOf(exported(recorded(events)), options);
const decoded = (text: string | undefined) => Buffer.from(text ?? '', 'base64').toString('latin1');
const sample = (name: string) => allSamples().find((candidate) => candidate.name === name)?.events ?? [];

describe('a HAR', () => {
  it.each(allSamples().map(({ name, events }) => [name, events] as const))('is valid: %s', async (_name, events) => {
    expect(harProblems(await written(har, exported(recorded(events))))).toEqual([]);
  });

  it('has the times, the session and what was found', async () => {
    const { log } = await of(sample('premature-close'));
    const [, fragment, close] = log.entries;
    expect(fragment).toMatchObject({
      startedDateTime: '2025-03-04T09:00:00.030000Z',
      time: 10,
      timings: { send: 0, wait: 10, receive: 0 },
    });
    expect(fragment?.request.url).toBe('http://bits.example.test/inbox/report.bin');
    expect(fragment?.comment).toBe('s1 {3B1F7C52-8D0E-4E57-9C3A-5F2B6D0A9E11}: Fragment 0-99/300 -> 200, next byte 100');
    expect(close?.comment).toContain('error premature-close-session');
    expect(log.comment).toContain('s1: report.bin, {3B1F7C52-8D0E-4E57-9C3A-5F2B6D0A9E11}.');
  });

  it('has bodies in Base64, of requests in a member of their own', async () => {
    const { log } = await of(sample('clean-upload'));
    const [, , fragment] = log.entries;
    expect(fragment?.request.postData?._bitsBody.encoding).toBe('base64');
    expect(decoded(fragment?.request.postData?._bitsBody.text)).toBe('hello ');
    expect(fragment?.request.postData?.comment).toContain('_bitsBody');
    const reply = (await of(sample('windows-upload-reply'))).log.entries.find(({ response }) => response.status === 206);
    expect(decoded(reply?.response.content.text)).toBe('x'.repeat(600));
  });

  it('has bodies that came in pieces of any length', async () => {
    const body = 'abcdefghijklmnopqrstuvwxyz';
    const talk = new Talk().fragment('0-25/26', { came: 0, length: 26 });
    for (const piece of ['a', 'bc', 'defg', 'h', 'i', 'jklmnopqrstuv', 'wxyz']) talk.raw('client', piece);
    const { log } = await of(talk.answer(200, { next: 26 }).events);
    expect(decoded(log.entries[0]?.request.postData?._bitsBody.text)).toBe(body);
  });

  it('leaves out a body that is longer than was asked for, and says so', async () => {
    const said: string[] = [];
    const { log } = await of(sample('clean-upload'), { maxBodyBytes: 5, say: (sentence) => said.push(sentence) });
    const bodies = log.entries.flatMap(({ request }) => (request.postData ? [request.postData._bitsBody] : []));
    expect(bodies.map(({ text }) => decoded(text))).toEqual(['', 'world']);
    expect(bodies[0]?.text).toBeUndefined();
    expect(bodies[0]?.comment).toBe('The body was left out: it has 6 bytes.');
    expect(said).toEqual(['x3: the request has a body of 6 bytes, which is left out.']);
  });

  it('says what was not recorded of a body', async () => {
    const [opened, head] = new Talk().fragment('0-99/100', { came: 0 }).events;
    if (!opened || head?.type !== 'data') throw new Error('a Fragment is two events');
    const { at, connection } = head;
    const said: string[] = [];
    const events: WireEvent[] = [
      opened,
      head,
      { ...head, bytes: Buffer.from('abcd') },
      { type: 'gap', at, connection, from: 'client', bytes: 96 },
    ];
    const { log } = await of(events, { say: (sentence) => said.push(sentence) });
    const body = log.entries[0]?.request.postData?._bitsBody;
    expect(decoded(body?.text)).toBe('abcd');
    expect(body?.comment).toBe('Only the first 4 of 100 bytes were recorded.');
    expect(said).toHaveLength(1);
  });

  it('has an entry for what was not answered, and says why it has no status', async () => {
    const { log } = await of(new Talk().create().cut('server').events);
    expect(log.entries[0]?.response).toMatchObject({ status: 0, _error: 'no answer: reset by the server' });
  });

  it('takes no time for an answer that came early', async () => {
    const talk = new Talk().fragment('0-9/10', { came: 0, length: 10 }).answer(403).raw('client', 'xxxxxxxxxx');
    const [entry] = (await of(talk.events)).log.entries;
    expect(entry?.timings).toMatchObject({ send: 10, wait: 0, receive: 0 });
  });

  it('names a server only by its address', async () => {
    expect((await of(sample('clean-upload'))).log.entries[0]?.serverIPAddress).toBeUndefined();
    const talk = new Talk().ping().answer(200);
    const byAddress = (server: string) => talk.events.map((event) => (event.type === 'opened' ? { ...event, server } : event));
    expect((await of(byAddress('192.0.2.7:8080'))).log.entries[0]?.serverIPAddress).toBe('192.0.2.7');
    expect((await of(byAddress('[2001:db8::1]:80'))).log.entries[0]?.serverIPAddress).toBe('2001:db8::1');
  });

  it('says what it has no place for', async () => {
    const said: string[] = [];
    await of(sample('garbage'), { say: (sentence) => said.push(sentence) });
    expect(said.some((sentence) => /^x\d+ has no request: HAR has no place for it\.$/.test(sentence))).toBe(true);
  });

  it('is valid whatever the headers hold', async () => {
    const nasty = ['X: "\\\u0000\u001f', 'Cookie: =; a; ;;=b', 'Content-Type: "}}],', 'Set-Cookie: x', 'X-Latin: \u00e9\u0080'].join(
      '\r\n',
    );
    const talk = new Talk().raw(
      'client',
      `BITS_POST /?&=&a=b%zz&c HTTP/1.1\r\nHost: h"\r\nBITS-Packet-Type: Ping\r\n${nasty}\r\nContent-Length: 1\r\n\r\nx`,
    );
    talk.raw('server', `HTTP/1.1 200 "O\\K"\r\n${nasty}\r\nLocation: "\\\r\nContent-Length: 1\r\n\r\n"`);
    const text = await written(har, exported(recorded(talk.events)));
    expect(harProblems(text)).toEqual([]);
    expect(text).toContain('{"name":"X-Latin","value":"\u00e9\u0080"}');
  });

  it('has no credentials where they are taken out', async () => {
    const { events } = new Talk().ping({ credentials: true }).answer(200);
    const { log } = await of(events, { redact: true });
    expect(log.entries[0]?.request.headers).toContainEqual({ name: 'Authorization', value: 'NTLM *' });
  });
});

describe('a strict reader of HAR', () => {
  const valid = { log: { version: '1.2', creator: { name: 'a', version: '1' }, entries: [] } };

  it('finds nothing in the smallest HAR, and something in what is none', () => {
    expect(harProblems(JSON.stringify(valid))).toEqual([]);
    expect(harProblems(JSON.stringify({ log: { ...valid.log, version: 1.2 } }))).toEqual(['har.log.version is no version of HAR']);
    expect(harProblems(JSON.stringify({ log: { ...valid.log, extra: 1, _own: 1 } }))).toEqual(['har.log.extra is unknown']);
    expect(harProblems(JSON.stringify({ log: { ...valid.log, entries: [{}] } }))).toContain('har.log.entries[0].request is missing');
  });
});

describe('a HAR of ours that is read again', () => {
  it.each(['cut-off', 'resumed-after-416', 'premature-close', 'clean-upload'])(
    'tells of %s who spoke to whom, and what was found',
    async (name) => {
      const before = recorded(allSamples().find((sample) => sample.name === name)?.events ?? []);
      const file = Buffer.from(await written(har, exported(before)), 'utf8');
      const after = recorded(readCapture([file]).events.filter(({ type }) => type !== 'fault'));
      const found = ({ timeline }: typeof before) => [...timeline.rows.values()].map(({ findings }) => findings.map(({ rule }) => rule));
      expect(found(before).flat().length).toBeGreaterThanOrEqual(name === 'clean-upload' ? 0 : 1);
      expect(found(after)).toEqual(found(before));
      const ends = ({ timeline }: typeof before) => [...timeline.connections.values()].map(({ client, server }) => `${client} ${server}`);
      expect(ends(after)).toEqual(ends(before));
    },
  );
});
