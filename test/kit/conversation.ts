import type { Speaker, WireEvent } from '../../proxy/core/wire.ts';

/**
 * A conversation as readable text. A line that begins with `=== ` says what happens; what follows, up to the next such
 * line, are the bytes that were sent, with CRLF line ends:
 *
 *   === 0.000 c1 open 192.0.2.10:50211 files.example.test:80
 *   === 0.010 c1 client
 *   BITS_POST /inbox/report.bin HTTP/1.1
 *   …
 *   === 0.020 c1 server
 *   === 0.030 c1 end client            (FIN of one side)
 *   === 0.040 c1 close server reset    (the connection is gone: by whom, how)
 *   === 0.050 c1 rewrite Host: a → b
 *   === 0.060 c1 routed host:80
 *   === 1.000 tick
 *   === 9.000 traffic-ended
 *
 * Times are seconds after START. In a body `<<6 bytes>>` stands for that many bytes, `<<hex 16 03 01>>` for these bytes;
 * a body line has no line end of its own but where another follows. `<<no empty line>>` ends a head before its end. Lines that
 * begin with `# ` before the first `=== ` are comments.
 */
export function readConversation(text: string): WireEvent[] {
  const [, ...blocks] = `\n${text.replaceAll('\r\n', '\n')}`.split('\n=== ');
  return blocks.map(readBlock);
}

/** 2025-03-04T09:00:00Z, when every sample begins. */
export const START = 1_741_078_800_000;

function readBlock(block: string): WireEvent {
  const [line = '', ...content] = block.split('\n');
  const [seconds = '', connection = '', what = '', ...rest] = line.trim().split(/\s+/);
  const at = START + Math.round(Number(seconds) * 1_000_000) / 1000;
  if (Number.isNaN(at)) throw new Error(`"=== ${line}" does not begin with seconds`);
  if (connection === 'tick' || connection === 'traffic-ended') return { type: connection, at };
  return happening(at, connection, what, rest, content);
}

function happening(at: number, connection: string, what: string, rest: readonly string[], content: readonly string[]): WireEvent {
  const [first = '', second = ''] = rest;
  switch (what) {
    case 'open':
      return { type: 'opened', at, connection, client: first, ...(second && { server: second }) };
    case 'client':
    case 'server':
    case 'proxy':
      return { type: 'data', at, connection, from: what, bytes: messageBytes(content) };
    case 'end':
      return { type: 'ended', at, connection, by: first === 'client' ? 'client' : 'server' };
    case 'close':
      return {
        type: 'closed',
        at,
        connection,
        by: speaker(first),
        how: second === 'reset' || second === 'failed' || second === 'shutdown' ? second : 'fin',
      };
    case 'routed':
      return { type: 'routed', at, connection, server: first };
    case 'rewrite':
      return { type: 'rewrite', at, connection, what: rest.join(' ') };
    default:
      throw new Error(`"${what}" is nothing that can happen on a connection`);
  }
}

function speaker(text: string): Speaker {
  if (text !== 'client' && text !== 'server' && text !== 'proxy') throw new Error(`"${text}" is nobody who can close`);
  return text;
}

function messageBytes(lines: readonly string[]): Uint8Array {
  const empty = lines.indexOf('');
  const cut = lines.indexOf('<<no empty line>>');
  if (cut >= 0) return utf8(lines.slice(0, cut).join('\r\n'));
  if (empty < 0) return joined(lines.map(bodyLine));
  const body = lines.slice(empty + 1);
  while (body.at(-1) === '') body.pop();
  return joined([
    utf8(`${lines.slice(0, empty).join('\r\n')}\r\n\r\n`),
    ...body.flatMap((line, index) => [bodyLine(line), utf8(index < body.length - 1 && !line.startsWith('<<') ? '\r\n' : '')]),
  ]);
}

function bodyLine(line: string): Uint8Array {
  const bytes = /^<<(\d+) bytes>>$/.exec(line);
  if (bytes) return new Uint8Array(Number(bytes[1])).fill(0x78);
  const hex = /^<<hex ([0-9a-f ]+)>>$/i.exec(line);
  return hex ? Uint8Array.from((hex[1] ?? '').match(/[0-9a-f]{2}/gi) ?? [], (pair) => Number.parseInt(pair, 16)) : utf8(line);
}

/** Without Node's buffers: the gallery of the page reads conversations too. */
function utf8(text: string): Uint8Array {
  return new TextEncoder().encode(text);
}

function joined(parts: readonly Uint8Array[]): Uint8Array {
  const whole = new Uint8Array(parts.reduce((sum, { length }) => sum + length, 0));
  let at = 0;
  for (const part of parts) {
    whole.set(part, at);
    at += part.length;
  }
  return whole;
}
