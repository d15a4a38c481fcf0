import { describe, expect, it } from 'vitest';
import type { CaptureOptions } from '../../../proxy/core/capture/capture-options.ts';
import { readCapture, said } from '../../kit/captured.ts';

const TIME = '2025-03-04T09:00:00.000Z';
const AT = Date.parse(TIME);

interface Change {
  readonly entry?: object;
  readonly request?: object;
  readonly response?: object;
}

/** An entry as the specification has it. */
function entry({ entry: changed = {}, request = {}, response = {} }: Change = {}): object {
  return {
    ...{
      startedDateTime: TIME,
      time: 30,
      connection: '50211',
      cache: {},
      timings: { blocked: -1, dns: -1, connect: -1, send: 5, wait: 20, receive: 5 },
    },
    request: {
      method: 'GET',
      url: 'http://bits.example.test/a',
      httpVersion: 'HTTP/1.1',
      headers: [{ name: 'Host', value: 'bits.example.test' }],
      bodySize: 0,
      ...request,
    },
    response: {
      ...{ status: 200, statusText: 'OK', httpVersion: 'HTTP/1.1', headers: [{ name: 'Content-Length', value: '2' }], bodySize: 2 },
      ...{ content: { size: 2, mimeType: 'text/plain', text: 'ok' }, ...response },
    },
    ...changed,
  };
}

const har = (...entries: readonly unknown[]) =>
  JSON.stringify({ log: { version: '1.2', creator: { name: 'WebInspector', version: '537.36' }, entries } });

function read(text: string, options?: CaptureOptions) {
  const { events } = readCapture([Buffer.from(text)], options);
  return {
    events,
    said: said(events.filter(({ type }) => type !== 'fault')),
    faults: events.flatMap((event) => (event.type === 'fault' ? [`${event.code}: ${event.message}`] : [])),
  };
}

const OPENED = 'c1 unknown -> bits.example.test:80';
const GET = 'c1 client: GET /a HTTP/1.1\r\nHost: bits.example.test\r\n\r\n';
const OK = 'c1 server: HTTP/1.1 200 OK\r\nContent-Length: 2\r\n\r\nok';

describe('an entry of a HAR', () => {
  it('is a request and its answer, at their times', () => {
    const { events, said: lines } = read(
      har(entry({ entry: { timings: { blocked: 1, dns: 2, connect: 3, ssl: 2, send: 5, wait: 20, receive: 5 } } })),
    );
    expect(lines).toEqual([OPENED, GET, OK]);
    expect(events.slice(0, 4).map(({ at }) => at - AT)).toEqual([3, 6, 31, 36]);
  });

  it('needs no more than a method, a URL and a status', () => {
    const bare = { request: { method: 'GET', url: 'http://bits.example.test/a' }, response: { status: 204 } };
    expect(read(har(bare)).said).toEqual([OPENED, 'c1 client: GET /a HTTP/1.1\r\n\r\n', 'c1 server: HTTP/1.1 204 \r\n\r\n']);
  });

  it.each([
    ['no object', 5, /^$/],
    ['no request', {}, /Entry 1 can't be read: it has no request with a method and a URL \(byte \d+ of the file\)/],
    ['no method', { request: { method: '', url: 'http://a/' } }, /Entry 1 can't be read/],
  ])('that is %s is left out, and the others are read', (_, bad, message) => {
    const { said: lines, faults } = read(har(bad, entry()));
    expect(lines).toEqual([OPENED, GET, OK]);
    if (typeof bad === 'object') expect(faults[0]).toMatch(message);
  });

  it('has its place in the time, whatever its place in the file is', () => {
    const later = entry({ entry: { startedDateTime: '2025-03-04T09:00:01Z' }, request: { url: 'http://bits.example.test/later' } });
    const lines = read(har(later, entry({ entry: { connection: '2' } }))).said;
    expect(lines.filter((line) => line.includes('client: ')).map((line) => line.split(' ')[3])).toEqual(['/a', '/later']);
  });
});

describe('a body in a HAR', () => {
  const post = (request: object) =>
    entry({ request: { method: 'POST', headers: [{ name: 'Content-Length', value: '3' }], bodySize: 3, ...request } });

  it.each([
    ['text', { postData: { mimeType: '', text: 'abc' } }, 'abc'],
    ['Base64 in our field', { postData: { text: '', _bitsBody: { encoding: 'base64', text: 'AP8B' } } }, '\x00\xff\x01'],
    ['text of other characters', { postData: { text: 'aß' } }, 'a\xc3\x9f'],
  ])('of a request may be %s', (_, request, body) => {
    expect(read(har(post(request))).said[1]).toBe(`c1 client: POST /a HTTP/1.1\r\nContent-Length: 3\r\n\r\n${body}`);
  });

  it.each([
    ['is not there', {}],
    ['was not kept as it was', { postData: { text: 'a\ufffd' } }],
    ['is no Base64', { postData: { _bitsBody: { encoding: 'base64', text: '***' } } }],
  ])('that %s is missing in the length that was announced', (_, request) => {
    const { said: lines, faults } = read(har(post(request)));
    expect(lines).toContain('c1 client lost 3');
    expect(faults).toEqual([expect.stringContaining('1 bodies are not in it as they were sent (3 bytes)')]);
  });

  it('of an answer may be Base64, chunked, or end with the connection', () => {
    const content = { size: 2, text: 'AP8=', encoding: 'base64' };
    const chunked = { headers: [{ name: 'Transfer-Encoding', value: 'chunked' }], content };
    expect(read(har(entry({ response: chunked }))).said).toContain(
      'c1 server: HTTP/1.1 200 OK\r\nTransfer-Encoding: chunked\r\n\r\n2\r\n\x00\xff\r\n0\r\n\r\n',
    );
    expect(read(har(entry({ response: { headers: [], content } }))).said.slice(2)).toEqual([
      'c1 server: HTTP/1.1 200 OK\r\n\r\n\x00\xff',
      'c1 closed by server, fin',
    ]);
  });

  it('that was compressed is there only unpacked, and missing as it was sent', () => {
    const coded = {
      headers: [
        { name: 'Content-Encoding', value: 'gzip' },
        { name: 'Transfer-Encoding', value: 'chunked' },
      ],
      bodySize: 40,
    };
    expect(read(har(entry({ response: { ...coded, content: { size: 100, text: 'x'.repeat(100) } } }))).said).toContain('c1 server lost 40');
  });

  it('without a length gets one', () => {
    const { said: lines, faults } = read(har(entry({ request: { method: 'POST', headers: [], postData: { text: 'abc' } } })));
    expect(lines[1]).toBe('c1 client: POST /a HTTP/1.1\r\nContent-Length: 3\r\n\r\nabc');
    expect(faults[0]).toContain('a Content-Length was added');
  });

  it('of a request without an answer ends where it was cut off', () => {
    const { said: lines } = read(
      har(
        entry({
          ...{ request: { method: 'POST', headers: [{ name: 'Content-Length', value: '9' }], bodySize: 4 } },
          response: { status: 0 },
        }),
      ),
    );
    expect(lines.slice(2)).toEqual(['c1 client lost 4', 'c1 closed by proxy, shutdown']);
  });
});

describe('a HAR as programs write it', () => {
  it('of HTTP/2 is read as HTTP/1.1, on connections of their own where exchanges overlap', () => {
    const headers = [':method GET', ':path /a', ':authority bits.example.test', 'accept */*'].map((line) => {
      const [name, value] = line.split(' ');
      return { name, value };
    });
    const two = entry({
      request: { httpVersion: 'h2', headers },
      response: {
        httpVersion: 'h2',
        headers: [
          { name: ':status', value: '200' },
          { name: 'content-length', value: '2' },
        ],
      },
    });
    const { said: lines, faults } = read(har(two, two));
    expect(lines.filter((line) => line.includes('client'))).toEqual(
      ['c1', 'c2'].map((connection) => `${connection} client: GET /a HTTP/1.1\r\nHost: bits.example.test\r\naccept: */*\r\n\r\n`),
    );
    expect(faults[0]).toContain('4 messages were HTTP/2 or 3');
  });

  it.each([
    ['net::ERR_CONNECTION_RESET', 'c1 closed by server, reset'],
    ['net::ERR_CONNECTION_REFUSED', 'c1 closed by proxy, failed'],
    ['net::ERR_ABORTED', 'c1 closed by client, reset'],
    ['something', 'c1 closed by proxy, shutdown'],
  ])('by Chrome tells that a request failed: %s', (_error, end) => {
    const { said: lines } = read(har(entry({ response: { status: 0, statusText: '', httpVersion: '', headers: [], _error } })));
    expect(lines).toEqual([OPENED, GET, end]);
  });

  it('by bitstap tells who was on the connection, who answered, and how it ended', () => {
    const parties = { _clientAddress: '192.0.2.10:50211', _serverAddress: '192.0.2.1:80', _bitsAnsweredBy: 'proxy' };
    const _bitsCutOff = { by: 'client', how: 'fin', reason: 'it had enough' };
    const { events, said: lines } = read(har(entry({ entry: { ...parties, _bitsCutOff } })));
    expect(lines).toEqual(['c1 192.0.2.10:50211 -> 192.0.2.1:80', GET, OK.replace('server', 'proxy'), 'c1 closed by client, fin']);
    expect(events).toContainEqual(expect.objectContaining({ type: 'closed', reason: 'it had enough' }));
  });

  it('has several headers of a name in one', () => {
    const { said: lines } = read(har(entry({ request: { headers: [{ name: 'Cookie', value: 'a=1\nb=2' }] } })));
    expect(lines[1]).toBe('c1 client: GET /a HTTP/1.1\r\nCookie: a=1\r\nCookie: b=2\r\n\r\n');
  });

  it('by Fiddler has URLs with a fragment and no sizes, and by mitmproxy HTTP/1.0', () => {
    const fiddler = entry({
      request: { url: 'HTTP://bits.example.test/a?b#c', headersSize: -1, bodySize: -1 },
      response: { bodySize: -1 },
    });
    const mitmproxy = entry({
      entry: { connection: undefined },
      request: { httpVersion: 'HTTP/1.0' },
      response: { httpVersion: 'HTTP/1.0' },
    });
    const lines = read(har(fiddler, mitmproxy)).said;
    expect(lines).toContain('c1 client: GET /a?b HTTP/1.1\r\nHost: bits.example.test\r\n\r\n');
    expect(lines).toContain('c2 client: GET /a HTTP/1.0\r\nHost: bits.example.test\r\n\r\n');
  });

  it('with a byte order mark and comments is one', () => {
    expect(read(`\ufeff{ "log": {"comment": "]}", "entries": [${JSON.stringify(entry({ entry: { comment: '{"' } }))}] } }`).said).toEqual([
      OPENED,
      GET,
      OK,
    ]);
  });
});

describe('what a HAR lacks', () => {
  it('is said in one sentence, by what is missing in it', () => {
    const { faults } = read(har(entry({ entry: { connection: '' } })));
    expect(faults).toEqual([
      'capture-lacking: This HAR of WebInspector 537.36 does not tell how connections ended and what came in which piece; ' +
        'names and order of headers are as that program wrote them; 1 of 1 exchanges do not say on which connection they were: ' +
        'those that fit behind each other share one here; 1 exchanges do not say which client they are of.',
    ]);
  });

  it('is everything, where there is no entry', () => {
    expect(read('{"log": {"entries": []}}').faults).toEqual(['capture-lacking: There is no entry in this HAR.']);
  });
});

describe('a HAR that is damaged', () => {
  it('is read up to where it ends', () => {
    const text = har(entry(), entry());
    const { said: lines, faults } = read(text.slice(0, -80));
    expect(lines).toEqual([OPENED, GET, OK]);
    expect(faults.at(-1)).toMatch(
      /^capture-truncated: At byte \d+ of the file: the file ends in the middle of entry 2\. What stands in front of it was read\.$/,
    );
  });

  it('is read on behind an entry that is no JSON', () => {
    const { said: lines, faults } = read(`{"log": {"entries": [{"a": nothing}, ${JSON.stringify(entry())}]}}`);
    expect(lines).toEqual([OPENED, GET, OK]);
    expect(faults[0]).toBe("capture-skipped: Entry 1 can't be read: it is no JSON that can be read (byte 21 of the file).");
  });

  it('is read on behind an entry that is longer than allowed', () => {
    const long = entry({ entry: { comment: 'x'.repeat(5000) } });
    const { said: lines, faults } = read(har(long, entry()), { maxRecordBytes: 2000 });
    expect(lines).toEqual([OPENED, GET, OK]);
    expect(faults[0]).toMatch(/^capture-limit: Entry 1 has more than 2000 bytes, and is left out/);
  });
});
