import { beganUnseen } from '../bits/expectation.ts';
import { CONTENT_ENCODING } from '../bits/headers.ts';
import { header } from '../http/message.ts';
import { quoted } from './quote.ts';
import { defineRule } from './rule.ts';

/** `other`: what the Ack to Create-Session offered, or what the first Fragment had. */
type Encoded = { problem: 'identity' | 'not-offered' | 'changed'; encoding: string; other?: string };

export const contentEncodingNotAccepted = defineRule<'fragment', Encoded>({
  id: 'content-encoding-not-accepted',
  on: ['fragment'],
  once: 'session',
  onceFor: ({ problem }) => problem,
  about: 'request',
  severity: ({ problem }) => (problem === 'identity' ? 'note' : 'error'),
  listed: { severity: 'error' },
  blames: 'client',
  confidence: 'certain',
  source: '[DOC fragment], [BUP §2.2.6.1, <7>, <12>]',
  title: 'Content-Encoding that the server did not offer',
  why: 'The server stores the bytes as they come: the file on it is the compressed one, or a mixture. IIS takes plain bytes only.',
  fix: 'Send plain bytes, and no Content-Encoding at all. If the client does, look for a proxy that compresses request bodies.',
  reality: 'Windows never sends this header, and Windows servers offer identity alone.',
  check({ exchange: { request }, before }) {
    if (!request) return undefined;
    const encoding = header(request.head.headers, CONTENT_ENCODING) ?? '';
    const { contentEncoding: first, acceptEncoding } = before.memory;
    if (first !== undefined && first !== encoding) return { problem: 'changed', encoding: named(encoding), other: named(first) };
    if (encoding === '') return undefined;
    if (encoding.toLowerCase() === 'identity') return { problem: 'identity', encoding };
    if (beganUnseen(before) || offers(acceptEncoding, encoding)) return undefined;
    return { problem: 'not-offered', encoding: quoted(encoding), other: named(acceptEncoding ?? '') };
  },
  message({ problem, encoding, other = 'none' }) {
    if (problem === 'identity') return 'Content-Encoding is identity, which is said by leaving the header out.';
    if (problem === 'changed')
      return `Content-Encoding is ${encoding} here and ${other} in the first Fragment: the parts do not fit together.`;
    return `Content-Encoding is ${encoding}; Accept-Encoding in the Ack to Create-Session is ${other}.`;
  },
});

function named(encoding: string): string {
  return encoding === '' ? 'none' : quoted(encoding);
}

function offers(acceptEncoding: string | undefined, encoding: string): boolean {
  if (acceptEncoding === undefined) return false;
  const offered = acceptEncoding
    .toLowerCase()
    .split(',')
    .map((token) => token.split(';', 1)[0]?.trim());
  return (
    offered.includes('*') ||
    encoding
      .toLowerCase()
      .split(',')
      .every((token) => offered.includes(token.trim()))
  );
}
