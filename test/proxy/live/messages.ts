/** Requests and answers as text, one character per byte. */
export function request(line: string, headers: readonly string[], body = ''): string {
  return `${[line, ...headers, '', ''].join('\r\n')}${body}`;
}

export function bits(type: string, headers: readonly string[] = [], body = ''): string {
  const all = [`BITS-Packet-Type: ${type}`, 'User-Agent: Microsoft BITS/7.8', ...headers, `Content-Length: ${body.length}`];
  return request('BITS_POST /inbox/report.bin HTTP/1.1', all, body);
}

export function answer(status: string, headers: readonly string[] = [], body = ''): string {
  return request(`HTTP/1.1 ${status}`, [...headers, `Content-Length: ${body.length}`], body);
}

export const ACK = answer('200 OK', ['BITS-Packet-Type: Ack']);
