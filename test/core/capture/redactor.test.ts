import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { Redactor } from '../../../proxy/core/capture/redactor.ts';
import { readBack, record, recorded } from '../../kit/recording.ts';
import { allSamples } from '../../kit/samples.ts';
import { splitBytes } from '../../kit/split-bytes.ts';

type Who = 'client' | 'server';

/** What is left of what one side says at once. */
function left(
  from: Who,
  text: string,
  nextLength: () => number = () => text.length,
): { readonly text: string; readonly headers: string[] } {
  const redactor = new Redactor();
  let out = '';
  const headers = new Set<string>();
  for (let at = 0; at < text.length; ) {
    const end = Math.min(text.length, at + Math.max(1, nextLength()));
    const bytes = Buffer.from(text.slice(at, end), 'latin1');
    const redacted = redactor.redact(from, bytes);
    expect(bytes.toString('latin1')).toBe(text.slice(at, end));
    out += Buffer.from(redacted.bytes).toString('latin1');
    for (const header of redacted.headers.split(', ')) if (header) headers.add(header);
    at = end;
  }
  expect(out).toHaveLength(text.length);
  return { text: out, headers: [...headers] };
}

const head = (...lines: readonly string[]) => ['GET / HTTP/1.1', ...lines, '', ''].join('\r\n');
const answer = (...lines: readonly string[]) => ['HTTP/1.1 200 OK', ...lines, '', ''].join('\r\n');

describe('a credential', () => {
  it.each<[string, string, string]>([
    ['Authorization: Basic dXNlcjpwYXNz', 'Authorization: Basic ************', 'Authorization'],
    // It may still become the name of a scheme.
    ['authorization:dXNlcg==', 'authorization:d*******', 'Authorization'],
    ['AUTHORIZATION : token abc', 'AUTHORIZATION : *********', 'Authorization'],
    ['Proxy-Authorization: Bearer a,b c', 'Proxy-Authorization: Bearer *****', 'Proxy-Authorization'],
    ['Authorization: Digest username="u", response="r"', 'Authorization: Digest **************************', 'Authorization'],
    ['Authorization: NTLM TlRMTVNTUAADAAAAGAAY', 'Authorization: NTLM TlRMTVNTUAAD********', 'Authorization'],
    ['Authorization: Negotiate YIIabc', 'Authorization: Negotiate ******', 'Authorization'],
    ['Authorization: Basics x', 'Authorization: Basic***', 'Authorization'],
    ['Cookie: a=b; c=d', 'Cookie: ********', 'Cookie'],
    ['Cookie: a=b\r\n ; c=d\r\n\te\r\nHost: x', 'Cookie: ***\r\n *****\r\n\t*\r\nHost: x', 'Cookie'],
    ['Cookie: a\rb', 'Cookie: *\r*', 'Cookie'],
    ['X: y\rCookie: a', 'X: y\rCookie: *', 'Cookie'],
    ['X: y\n Cookie: a', 'X: y\n Cookie: *', 'Cookie'],
  ])('in a request is filled up: %s', (line, expected, header) => {
    expect(left('client', head(line, 'Host: example'))).toEqual({ text: head(expected, 'Host: example'), headers: [header] });
  });

  it.each<[string, string, string]>([
    ['Set-Cookie: id=1; Path=/', 'Set-Cookie: ************', 'Set-Cookie'],
    ['WWW-Authenticate: NTLM TlRMTVNTUAACabc=', 'WWW-Authenticate: NTLM TlRMTVNTUAAC****', 'WWW-Authenticate'],
    [
      'WWW-Authenticate: Basic realm="x", Negotiate abc, NTLM',
      'WWW-Authenticate: Basic realm="x", Negotiate ***, NTLM',
      'WWW-Authenticate',
    ],
    ['Proxy-Authenticate: Negotiate\tabc', 'Proxy-Authenticate: Negotiate\t***', 'Proxy-Authenticate'],
  ])('in an answer is filled up: %s', (line, expected, header) => {
    expect(left('server', answer(line, 'Content-Length: 0'))).toEqual({ text: answer(expected, 'Content-Length: 0'), headers: [header] });
  });

  it.each([
    head('X-Authorization: Basic x', 'Cookies: a', 'Host: Cookie: a'),
    head('Authorization:', 'Host: x'),
    answer('WWW-Authenticate: NTLM', 'WWW-Authenticate: Negotiate, Basic realm="NTLM"', 'Content-Length: 0'),
  ])('is nothing else (%#)', (text) => {
    expect(left(text.startsWith('G') ? 'client' : 'server', text)).toEqual({ text, headers: [] });
  });

  it('is not spared by a message that nobody can read, or has no end', () => {
    expect(left('client', 'no HTTP\r\nCookie: abc').text).toBe('no HTTP\r\nCookie: ***');
    expect(left('client', `GET / HTTP/1.1\r\nTransfer-Encoding: chunked\r\n\r\nzz\r\nCookie: abc\r\n`).text).toContain('Cookie: ***\r\n');
  });

  it('behind a length that was a lie is found where its message begins', () => {
    const redactor = new Redactor();
    redactor.redact('client', Buffer.from('POST / HTTP/1.1\r\nContent-Length: 500\r\n\r\nshort'));
    const { bytes } = redactor.redact('client', Buffer.from(head('Cookie: abc')));
    expect(Buffer.from(bytes).toString()).toBe(head('Cookie: ***'));
  });

  it('behind missing bytes is not known, and what may be one is filled up', () => {
    const redactor = new Redactor();
    redactor.redact('client', Buffer.from('GET / HTTP/1.1\r\nCoo'));
    redactor.miss('client', 10);
    const { bytes, headers } = redactor.redact('client', Buffer.from('secret\r\nHost: x\r\n\r\n'));
    expect([Buffer.from(bytes).toString(), headers]).toEqual(['******\r\nHost: x\r\n\r\n', 'unknown']);
  });
});

describe('a body', () => {
  const body = 'Cookie: abc\r\nAuthorization: Basic x\r\n';

  it.each([
    ['of a length', 'client', `POST / HTTP/1.1\r\nContent-Length: ${body.length}\r\n\r\n${body}${head('Host: x')}`],
    ['in chunks', 'client', `POST / HTTP/1.1\r\nTransfer-Encoding: chunked\r\n\r\n${body.length.toString(16)}\r\n${body}\r\n0\r\n\r\n`],
    ['up to the end', 'server', `HTTP/1.0 200 OK\r\n\r\n${body}${body}`],
  ] as const)('%s stays as it is', (_, from, text) => {
    expect(left(from, text)).toEqual({ text, headers: [] });
  });

  it('that is none, of an answer to HEAD, hides no credential', () => {
    const redactor = new Redactor();
    redactor.redact('client', Buffer.from('HEAD / HTTP/1.1\r\n\r\nGET / HTTP/1.1\r\n\r\n'));
    const text = `${answer('Content-Length: 100')}${answer('Set-Cookie: abc')}`;
    expect(Buffer.from(redactor.redact('server', Buffer.from(text)).bytes).toString()).toBe(text.replace('abc', '***'));
  });

  it('with missing bytes goes on behind them', () => {
    const redactor = new Redactor();
    redactor.redact('client', Buffer.from('POST / HTTP/1.1\r\nContent-Length: 20\r\n\r\n'));
    redactor.miss('client', 10);
    const text = `\nCookie: a${head('Cookie: b')}`;
    expect(Buffer.from(redactor.redact('client', Buffer.from(text)).bytes).toString()).toBe(`\nCookie: a${head('Cookie: *')}`);
  });
});

describe('any split of the bytes', () => {
  const secret = 'S3cr3tS3cr3t';
  const text = [
    head(`Authorization: Basic ${secret}`, 'Host: x', `Cookie: ${secret};`, `\t${secret}`),
    `POST / HTTP/1.1\r\nContent-Length: 13\r\nProxy-Authorization: NTLM ${secret}\r\n\r\nCookie: kept\n`,
    head(`Cookie: ${secret}`),
  ].join('');

  it('leaves the same', () => {
    const whole = left('client', text);
    expect(whole.text).not.toContain('S3');
    expect(whole.text).toContain('\nCookie: kept\n');
    fc.assert(
      fc.property(fc.infiniteStream(fc.integer({ min: 1, max: 40 })), (lengths) => {
        expect(left('client', text, () => lengths.next().value ?? 1)).toEqual(whole);
      }),
    );
    expect(left('client', text, () => 1)).toEqual(whole);
  });
});

describe('a redacted recording', () => {
  const secrets = /(?:^|\n)(?:proxy-)?authorization:[^\n]*? [^ \n]*[a-z0-9+/=]{8}\r?\n/i;
  const SAMPLES = allSamples().filter(({ text }) => /^(?:proxy-)?authorization:/im.test(text));

  it.each(SAMPLES)('of $name has no credentials, and is the same otherwise', ({ events }) => {
    expect(SAMPLES.length).toBeGreaterThan(2);
    const split = recorded(splitBytes(events, () => 7));
    const [plain, redacted] = [readBack(record(split)), readBack(record(split, { redact: true }))];
    const heads = (told: typeof plain) =>
      told.map((event) => (event.type === 'data' ? Buffer.from(event.bytes).toString('latin1') : '')).join('');
    expect(heads(plain)).toMatch(secrets);
    expect(heads(redacted)).not.toMatch(secrets);
    expect(heads(redacted)).toMatch(/\*/);
    const lengths = (told: typeof plain) => told.map((event) => (event.type === 'data' ? { ...event, bytes: event.bytes.length } : event));
    expect(lengths(redacted)).toEqual(lengths(plain));
  });

  it('is marked where something is missing, and only there', () => {
    const text = (file: Uint8Array) => Buffer.from(file).toString('latin1');
    const [opened, said] = [
      { type: 'opened', at: 0, connection: 'c1', client: 'a:1' } as const,
      (line: string) => ({ type: 'data', at: 0, connection: 'c1', from: 'client', bytes: Buffer.from(head(line)) }) as const,
    ];
    expect(text(record([opened, said('Cookie: abc')], { redact: true }))).toMatch(
      /Cookie: \*\*\*\r[\s\S]*bitstap v1 redacted headers="Cookie"/,
    );
    expect(text(record([opened, said('Cookie2: abc')], { redact: true }))).not.toMatch(/redacted/);
    expect(text(record([opened, said('Cookie: abc')]))).not.toMatch(/redacted/);
  });
});
