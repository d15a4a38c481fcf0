import { Zip, ZipDeflate, zipSync } from 'fflate';
import { describe, expect, it } from 'vitest';
import type { CaptureOptions } from '../../../proxy/core/capture/capture-options.ts';
import { pieces, readCapture, said } from '../../kit/captured.ts';

const REQUEST = 'POST http://bits.example.test/a HTTP/1.1\r\nHost: bits.example.test\r\nContent-Length: 3\r\n\r\nabc';
const RESPONSE = 'HTTP/1.1 200 OK\r\nContent-Length: 2\r\n\r\nok';
const METADATA = `<?xml version="1.0" encoding="utf-8"?>
<Session SID="1" BitFlags="0">
  <SessionTimers ClientConnected="2025-03-04T10:00:00.0000000+01:00" ClientBeginRequest="2025-03-04T10:00:00.1000000+01:00"
    GotRequestHeaders="2025-03-04T10:00:00.1000000+01:00" ClientDoneRequest="2025-03-04T10:00:00.2000000+01:00"
    ServerBeginResponse="2025-03-04T10:00:00.3000000+01:00" GotResponseHeaders="2025-03-04T10:00:00.3000000+01:00"
    ServerDoneResponse="2025-03-04T10:00:00.4000000+01:00" ClientBeginResponse="0001-01-01T00:00:00" />
  <SessionFlags><SessionFlag N="x-clientIP" V="::ffff:192.0.2.10" /><SessionFlag N="x-clientport" V="50211" /></SessionFlags>
</Session>`;

type Files = Readonly<Record<string, string | Uint8Array>>;

const bytes = (content: string | Uint8Array) => (typeof content === 'string' ? Buffer.from(content, 'latin1') : content);
const zip = (files: Files) => zipSync(Object.fromEntries(Object.entries(files).map(([name, content]) => [name, bytes(content)])));
const session = (changed: Files = {}) => ({ 'raw/1_c.txt': REQUEST, 'raw/1_m.xml': METADATA, 'raw/1_s.txt': RESPONSE, ...changed });

/** A zip file whose lengths stand behind what is packed. */
function streamed(files: Files): Uint8Array {
  const chunks: Uint8Array[] = [];
  const archive = new Zip((_error, chunk) => chunks.push(chunk));
  for (const [name, content] of Object.entries(files)) {
    const file = new ZipDeflate(name);
    archive.add(file);
    file.push(bytes(content), true);
  }
  archive.end();
  return Buffer.concat(chunks);
}

function read(file: Uint8Array, options?: CaptureOptions) {
  const { events } = readCapture([file], options);
  return {
    events,
    said: said(events.filter(({ type }) => type !== 'fault')),
    faults: events.flatMap((event) => (event.type === 'fault' ? [`${event.code}: ${event.message}`] : [])),
  };
}

const OPENED = 'c1 ::ffff:192.0.2.10:50211 -> bits.example.test:80';
const WHOLE = [OPENED, `c1 client: ${REQUEST}`, `c1 server: ${RESPONSE}`];
const LACKS = 'A SAZ does not tell how connections ended, and has messages as Fiddler kept them';

describe('a session of Fiddler', () => {
  it('is an exchange, byte by byte, at the times of its metadata', () => {
    const { events, said: lines, faults } = read(zip(session()));
    expect(lines).toEqual(WHOLE);
    expect(events.slice(0, 5).map(({ at }) => at - Date.parse('2025-03-04T09:00:00Z'))).toEqual([0, 100, 200, 300, 400]);
    expect(faults).toEqual([`capture-lacking: ${LACKS}.`]);
  });

  it('may be packed in any way, with lengths in front or behind', () => {
    expect(read(streamed(session())).said).toEqual(WHOLE);
    const stored = zipSync(Object.fromEntries(Object.entries(session()).map(([name, content]) => [name, bytes(content)])), { level: 0 });
    expect(read(stored).said).toEqual(WHOLE);
    expect(readCapture(pieces(streamed(session()), () => 1))).toEqual(readCapture([streamed(session())]));
  });

  it('may lack its times and its answer', () => {
    const { said: lines, faults } = read(zip({ 'raw\\7_c.txt': REQUEST, 'raw\\7_s.txt': '' }));
    expect(lines).toEqual(['c1 unknown -> bits.example.test:80', `c1 client: ${REQUEST}`, 'c1 closed by proxy, shutdown']);
    expect(faults).toEqual([
      `capture-lacking: ${LACKS}; 1 of 1 requests have no answer in it, and it is not said why; 1 of them have no time.`,
    ]);
  });

  it.each([
    ['is shorter than announced', { 'raw/1_s.txt': RESPONSE.slice(0, -1) }, 'c1 server lost 1', '1 bytes of bodies are not in it'],
    [
      'goes on behind its end',
      { 'raw/1_s.txt': `${RESPONSE}more` },
      `c1 server: ${RESPONSE}`,
      '4 bytes behind the ends of messages are left out',
    ],
  ])('whose body %s is read in the length that was announced', (_, changed, line, fault) => {
    const { said: lines, faults } = read(zip(session(changed)));
    expect(lines.at(-1)).toBe(line);
    expect(faults[0]).toContain(fault);
  });

  it('has its chunks, or gets them back', () => {
    const head = 'HTTP/1.1 200 OK\r\nTransfer-Encoding: chunked\r\n\r\n';
    for (const body of ['2\r\nok\r\n0\r\n\r\n', 'ok'])
      expect(read(zip(session({ 'raw/1_s.txt': head + body }))).said.at(-1)).toBe(`c1 server: ${head}2\r\nok\r\n0\r\n\r\n`);
  });

  it('that Fiddler answered itself is one that the proxy answered', () => {
    const own = 'HTTP/1.1 502 Fiddler - Connection Failed\r\nContent-Length: 0\r\n\r\n';
    expect(read(zip(session({ 'raw/1_s.txt': own }))).said.at(-1)).toBe(`c1 proxy: ${own}`);
  });

  it('goes to another server on the same connection, as proxies do', () => {
    const other = REQUEST.replaceAll('bits.example', 'other.example');
    const later = METADATA.replaceAll('T10:', 'T11:');
    const { events } = read(zip({ ...session(), 'raw/2_c.txt': other, 'raw/2_m.xml': later, 'raw/2_s.txt': RESPONSE }));
    expect(events.filter(({ type }) => type === 'opened')).toHaveLength(1);
    expect(events.find(({ type }) => type === 'routed')).toMatchObject({ connection: 'c1', server: 'other.example.test:80' });
  });
});

describe('a zip file', () => {
  it('without sessions of Fiddler is no SAZ', () => {
    expect(read(zip({ 'a.txt': 'a' })).faults).toEqual([
      expect.stringMatching(/^capture-format: This is a zip file, but no session of Fiddler/),
    ]);
  });

  it('that is protected by a password says what to do', () => {
    const file = Uint8Array.from(zip(session()));
    file[6] = 1;
    expect(read(file).faults).toEqual([expect.stringMatching(/^capture-format: This SAZ is protected by a password: open it in Fiddler/)]);
  });

  it('that is cut off is read up to there', () => {
    const file = zip({ ...session(), 'raw/2_c.txt': REQUEST, 'raw/2_m.xml': METADATA, 'raw/2_s.txt': RESPONSE });
    const { said: lines, faults } = read(file.subarray(0, Buffer.from(file).lastIndexOf('raw/2_c.txt', 800) - 20));
    expect(lines).toEqual(WHOLE);
    expect(faults.at(-1)).toMatch(/^capture-truncated: At byte \d+ of the file: the file ends without the directory/);
  });

  it('of which a file is damaged is read for the rest', () => {
    const file = Uint8Array.from(zip(session({ 'raw/1_s.txt': RESPONSE.repeat(200) })));
    const begin = Buffer.from(file).indexOf('raw/1_s.txt') + 'raw/1_s.txt'.length;
    file.fill(0xff, begin, begin + 10);
    expect(read(file).faults.find((fault) => fault.startsWith('capture-skipped'))).toMatch(
      /raw\/1_s\.txt in the file: .*; what came before that is read\./,
    );
  });

  it('with more in a file than is allowed is read up to there, and says so', () => {
    const long = `HTTP/1.1 200 OK\r\nContent-Length: 5000000\r\n\r\n${'x'.repeat(5_000_000)}`;
    const file = zip(session({ 'raw/1_s.txt': long }));
    expect(file.length).toBeLessThan(20_000);
    const { said: lines, faults } = read(file, { maxRecordBytes: 100_000 });
    expect(lines.at(-1)).toMatch(/^c1 server lost 4\d{6}$/);
    expect(faults[0]).toBe('capture-limit: raw/1_s.txt has more than 100000 bytes: the rest is read as missing.');
  });

  it('with more in it in all than is allowed is not read on', () => {
    const { faults } = read(zip(session({ 'raw/1_s.txt': `HTTP/1.1 200 OK\r\n\r\n${'x'.repeat(5_000_000)}` })), {
      maxUnpackedBytes: 1_000_000,
    });
    expect(faults).toEqual([expect.stringMatching(/^capture-malformed: .*more than 1000000 bytes are packed in this file/)]);
  });
});
