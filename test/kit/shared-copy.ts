import { gunzipSync } from 'node:zlib';
import type { ExportOptions } from '../../proxy/exports/export-format.ts';
import type { ExportSource } from '../../proxy/exports/export-source.ts';
import { html } from '../../proxy/exports/formats/html.ts';
import { written } from './recorded.ts';

/** The lines that a shared page has in it. */
export function linesIn(page: string): string[] {
  const [, base64 = ''] = /<script type="application\/gzip" id="traffic">([A-Za-z0-9+/=]*)<\/script>/.exec(page) ?? [];
  return gunzipSync(Buffer.from(base64, 'base64')).toString('utf8').trimEnd().split('\n');
}

export async function sharedLines(source: ExportSource, options: ExportOptions = {}): Promise<string[]> {
  return linesIn(await written(html, source, options));
}

/** An upload whose heads have every kind of credential in them. */
export const CREDENTIALS = `=== start 2025-03-04T09:00:00Z
=== 0.000 c1 open 192.0.2.10:50001
=== 0.001 c1 client
BITS_POST /inbox/%3C%2Fscript%3E%3Cimg%20src%3Dx%20onerror%3Dalert(1)%3E.bin?sig=secret-signature&keep=1 HTTP/1.1
BITS-Packet-Type: Create-Session
BITS-Supported-Protocols: {7df0354d-249b-430f-820d-3d2a9bef4931}
Authorization: Basic c2VjcmV0OnNlY3JldA==
X-Api-Key: secret-api-key
Referer: http://secret-user:secret-word@portal.example.test/x?token=secret-token
User-Agent: Microsoft BITS/7.8
Host: files.example.test
Content-Length: 0

=== 0.010 c1 server
HTTP/1.1 200 OK
BITS-Packet-Type: Ack
BITS-Protocol: {7df0354d-249b-430f-820d-3d2a9bef4931}
BITS-Session-Id: {3B1F7C52-8D0E-4E57-9C3A-5F2B6D0A9E11}
Set-Cookie: sid=secret-cookie
Server: Microsoft-IIS/10.0
Content-Length: 0

=== 0.020 c1 client
BITS_POST /inbox/%3C%2Fscript%3E%3Cimg%20src%3Dx%20onerror%3Dalert(1)%3E.bin?sig=secret-signature&keep=1 HTTP/1.1
BITS-Packet-Type: Fragment
BITS-Session-Id: {3B1F7C52-8D0E-4E57-9C3A-5F2B6D0A9E11}
Content-Range: bytes 0-9/100
User-Agent: Microsoft BITS/7.8
Host: files.example.test
Content-Length: 10

0123456789
=== 0.030 c1 server
HTTP/1.1 200 OK
BITS-Packet-Type: Ack
BITS-Session-Id: {3B1F7C52-8D0E-4E57-9C3A-5F2B6D0A9E11}
BITS-Received-Content-Range: 10
Content-Length: 0

=== 0.040 c1 client
BITS_POST /inbox/%3C%2Fscript%3E%3Cimg%20src%3Dx%20onerror%3Dalert(1)%3E.bin?sig=secret-signature&keep=1 HTTP/1.1
BITS-Packet-Type: Close-Session
BITS-Session-Id: {3B1F7C52-8D0E-4E57-9C3A-5F2B6D0A9E11}
User-Agent: Microsoft BITS/7.8
Host: files.example.test
Content-Length: 0

=== 0.050 c1 server
HTTP/1.1 200 OK
BITS-Packet-Type: Ack
BITS-Session-Id: {3B1F7C52-8D0E-4E57-9C3A-5F2B6D0A9E11}
Content-Length: 0

=== 0.060 c1 close client fin
`;
