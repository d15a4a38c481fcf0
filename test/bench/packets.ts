import type { Upload } from './scenarios.ts';

/**
 * The conversation of one upload as both sides write it: heads as text, ready to be sent. Headers and their order are
 * those of a Windows client and IIS [BUP §4.1].
 */
export interface SentPacket {
  readonly type: string;
  readonly head: string;
  readonly bodyBytes: number;
}

const PROTOCOL = '{7df0354d-249b-430f-820d-3d2a9bef4931}';

export interface Uploading {
  /** `BITS_POST`, or `POST` for relays that know only the methods of their books. */
  readonly method: string;
  readonly path: string;
  readonly upload: Upload;
  /** Asked before each packet: whether the upload shall be given up. */
  readonly cancelled: () => boolean;
}

/** One whole session, packet by packet; wants the session id back for its Create-Session, and nothing for the others. */
export function* uploadSession({ method, path, upload, cancelled }: Uploading): Generator<SentPacket, void, string> {
  const { mostly, fragmentBytes, perSession } = upload;
  const write = (type: string, headers = '', bodyBytes = 0): SentPacket => ({
    type,
    head: request(method, path, type, headers, bodyBytes),
    bodyBytes,
  });
  const sessionId = yield write('Create-Session', `BITS-Supported-Protocols: ${PROTOCOL}\r\n`);
  const id = `BITS-Session-Id: ${sessionId}\r\n`;
  const fragments = mostly === 'fragments' ? perSession : 1;
  const total = fragments * fragmentBytes;
  // On resuming and after a change of host a client pings without an id [BUP §2.2.4.2].
  for (let ping = 0; mostly === 'pings' && ping < perSession && !cancelled(); ping += 1) yield write('Ping');
  for (let first = 0; first < total && !cancelled(); first += fragmentBytes) {
    yield write(
      'Fragment',
      `${id}Content-Name: upload.bin\r\nContent-Range: bytes ${first}-${first + fragmentBytes - 1}/${total}\r\n`,
      fragmentBytes,
    );
  }
  yield write(cancelled() ? 'Cancel-Session' : 'Close-Session', id);
}

function request(method: string, path: string, type: string, headers: string, contentLength: number): string {
  return (
    `${method} ${path} HTTP/1.1\r\nAccept: */*\r\nBITS-Packet-Type: ${type}\r\n${headers}` +
    `User-Agent: Upload benchmark/1\r\nHost: bits.example.test\r\nContent-Length: ${contentLength}\r\nConnection: Keep-Alive\r\n\r\n`
  );
}

/** What a server reads of a request: just enough to answer it. */
export interface ReceivedHead {
  readonly type: string;
  readonly contentLength: number;
  readonly sessionId: string;
  /** The byte after the fragment's last. */
  readonly nextOffset: number;
}

/** Header names in any case: some relays write them in lower case. */
export function readRequestHead(head: string): ReceivedHead {
  const names = head.toLowerCase();
  const value = (name: string) => {
    const found = names.indexOf(name);
    return found < 0 ? '' : head.slice(found + name.length, head.indexOf('\r\n', found + name.length)).trim();
  };
  const type = value('\r\nbits-packet-type:').toLowerCase();
  const contentLength = Number(value('\r\ncontent-length:'));
  const range = type === 'fragment' ? value('\r\ncontent-range:') : '';
  const last = range.slice(range.indexOf('-') + 1, range.indexOf('/'));
  return { type, contentLength, sessionId: value('\r\nbits-session-id:'), nextOffset: Number(last) + 1 };
}

/** The Ack of a server that is content. `newSessionId` is for a Create-Session. */
export function acknowledge({ type, sessionId, nextOffset }: ReceivedHead, newSessionId: () => string): string {
  switch (type) {
    case 'ping':
      return ack('');
    case 'create-session':
      return ack(`BITS-Protocol: ${PROTOCOL}\r\nBITS-Session-Id: ${newSessionId()}\r\nAccept-Encoding: identity\r\n`);
    case 'fragment':
      return ack(`BITS-Session-Id: ${sessionId}\r\nBITS-Received-Content-Range: ${nextOffset}\r\n`);
    default:
      return ack(`BITS-Session-Id: ${sessionId}\r\n`);
  }
}

function ack(headers: string): string {
  return `HTTP/1.1 200 OK\r\nServer: Microsoft-IIS/10.0\r\nPragma: no-cache\r\nBITS-Packet-Type: Ack\r\n${headers}Content-Length: 0\r\n\r\n`;
}

/** The session id in an Ack for a Create-Session. */
export function readSessionId(ackHead: string): string {
  return /\r\nBITS-Session-Id: *([^\r]+)/i.exec(ackHead)?.[1] ?? '';
}

/** The nth session's id, as IIS would write it: a GUID in braces. */
export function formatSessionId(nth: number): string {
  return `{B1750000-0000-4000-8000-${nth.toString(16).toUpperCase().padStart(12, '0')}}`;
}
