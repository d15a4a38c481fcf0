import type { Header } from '../../../proxy/core/http/message.ts';
import { chunkedRequest } from '../../../proxy/core/rules/chunked-request.ts';
import { altered } from '../../kit/altered.ts';
import { ack, caseOf, created, fragment } from '../../kit/case.ts';
import { testRule } from '../../kit/rule-lists.ts';

const coded = (...headers: readonly Header[]) =>
  caseOf(created(), {
    request: altered(fragment('0-99/100'), { without: ['Content-Length'], plus: headers }),
    answer: ack(411, { error: '0x80070057' }),
  });

testRule(chunkedRequest, {
  passes: {
    'a fixed length': coded(['Content-Length', '100']),
    'no length at all, which is another fault': coded(),
    'identity, which says nothing': coded(['Content-Length', '100'], ['Transfer-Encoding', 'identity']),
    'lengths that contradict each other, which is another fault': coded(['Content-Length', '100'], ['Content-Length', '99']),
  },
  flags: {
    'a chunked Fragment': [
      coded(['Transfer-Encoding', 'chunked']),
      { severity: 'error', blames: 'client', confidence: 'likely', evidence: { packet: 'fragment', coding: 'chunked' } },
    ],
    'chunks beside a length': [
      coded(['Content-Length', '100'], ['transfer-encoding', 'Chunked']),
      { evidence: { packet: 'fragment', coding: 'Chunked', contentLength: '100' } },
    ],
    'a coding without an end': [coded(['Transfer-Encoding', 'gzip']), { evidence: { packet: 'fragment', coding: 'gzip' } }],
    'codings in several lines': [
      coded(['Transfer-Encoding', 'gzip'], ['Transfer-Encoding', 'chunked']),
      { evidence: { packet: 'fragment', coding: 'gzip, chunked' } },
    ],
  },
});
