/** Blocks of a conversation (see `readConversation`), to be put into one that is there. */

/** The session, the client and the server of the worked example (`clean-upload`), and what else may be told. */
export interface BlockOptions {
  readonly id?: string;
  readonly host?: string;
  readonly path?: string;
  /** Header lines beside the usual ones. */
  readonly headers?: readonly string[];
  /** In the lines of a conversation, and how many bytes that is. */
  readonly body?: string;
  readonly length?: number;
}

export const ID = '{3B1F7C52-8D0E-4E57-9C3A-5F2B6D0A9E11}';
export const OTHER_ID = '{6A90E1D4-3C27-4F18-B5D2-08E7A1C94F63}';
export const PROTOCOL = '{7df0354d-249b-430f-820d-3d2a9bef4931}';

/** A packet as a Windows client sends it. `when`: seconds and connection, as in `0.055 c1`. */
export function packet(when: string, type: string, options: BlockOptions = {}): string {
  const { id = ID, host = 'bits.example.test', path = '/inbox/report.bin', headers = [], body, length = 0 } = options;
  return [
    `${when} client`,
    `BITS_POST ${path} HTTP/1.1`,
    'Accept: */*',
    `BITS-Packet-Type: ${type}`,
    ...(type === 'Create-Session' ? [`BITS-Supported-Protocols: ${PROTOCOL}`] : []),
    ...(type === 'Create-Session' || type === 'Ping' ? [] : [`BITS-Session-Id: ${id}`]),
    ...headers,
    'User-Agent: Microsoft BITS/7.8',
    `Host: ${host}`,
    `Content-Length: ${length}`,
    'Connection: Keep-Alive',
    '',
    ...(body === undefined ? [] : [body]),
  ].join('\n');
}

/** `range` as in `0-99/300`, with so many bytes. */
export function fragment(when: string, range: string, options: BlockOptions = {}): string {
  const [first = 0, last = 0] = range.split(/[-/]/).map(Number);
  const length = last - first + 1;
  return packet(when, 'Fragment', {
    ...{ body: `<<${length} bytes>>`, length },
    ...options,
    headers: [`Content-Range: bytes ${range}`, ...(options.headers ?? [])],
  });
}

/** An Ack as a server sends it that puts the session's id into each. */
export function ack(when: string, status: string, ...headers: readonly string[]): string {
  return [`${when} server`, `HTTP/1.1 ${status}`, 'BITS-Packet-Type: Ack', ...headers, 'Content-Length: 0', ''].join('\n');
}

/** An Ack that has the session's id. */
export function ackFor(id: string, when: string, status: string, ...headers: readonly string[]): string {
  return ack(when, status, `BITS-Session-Id: ${id}`, ...headers);
}

/** The Ack that creates a session with this id. */
export function created(when: string, id: string, ...headers: readonly string[]): string {
  return ack(when, '200 OK', `BITS-Protocol: ${PROTOCOL}`, `BITS-Session-Id: ${id}`, ...headers);
}

/** What a server says that does not know the session [BUP §3.2.5.2.3]. */
export const NOT_FOUND = ['BITS-Error: 0x8020001F', 'BITS-Error-Context: 0x5'];
/** What it says of a request that breaks a rule [BUP §2.2.1.2]. */
export const INVALID = ['BITS-Error: 0x80070057', 'BITS-Error-Context: 0x5'];
