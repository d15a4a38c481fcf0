import { fragmentSizeOutOfRange } from '../../../proxy/core/rules/fragment-size-out-of-range.ts';
import { ack, caseOf, created, fragment } from '../../kit/case.ts';
import { testRule } from '../../kit/rule-lists.ts';

/** A first Fragment of so many bytes. */
const sized = (userAgent: string, length: number, total = 100_000_000) =>
  caseOf(created(), {
    request: fragment(`0-${length - 1}/${total}`, { headers: { 'User-Agent': userAgent } }),
    answer: ack(200, { next: length }),
  });

testRule(fragmentSizeOutOfRange, {
  passes: {
    'the smallest of Windows': sized('Microsoft BITS/7.8', 5_120),
    'the largest of Windows': sized('Microsoft BITS/7.8', 13_631_488),
    'the rest of a file': sized('Microsoft BITS/7.8', 100, 100),
    'the largest of an old Windows': sized('Microsoft BITS/6.6', 131_072),
    'a small one of an old Windows': sized('Microsoft BITS/6.5', 1_000),
    'more than 128 KB since BITS 2.5': sized('Microsoft BITS/6.7', 131_073),
    'any size of another client': sized('example-uploader/2.1', 100),
    'a client without a name': caseOf(created(), { request: fragment('0-99/1000'), answer: ack(200, { next: 100 }) }),
    'a length that is not that of the range: that is for another rule': caseOf(created(), {
      request: fragment('0-99999/1000000', { headers: { 'User-Agent': 'Microsoft BITS/7.8', 'Content-Length': '0' } }),
    }),
  },
  flags: {
    'less than Windows sends': [
      sized('Microsoft BITS/7.8', 5_119),
      {
        severity: 'note',
        blames: 'client',
        evidence: { contentLength: 5119, bound: 'smallest', limit: 5120, userAgent: 'Microsoft BITS/7.8' },
      },
    ],
    'more than Windows sends': [
      sized('Microsoft BITS/7.8', 13_631_489),
      { severity: 'note', evidence: { contentLength: 13631489, bound: 'largest', limit: 13631488, userAgent: 'Microsoft BITS/7.8' } },
    ],
    'more than Windows sends, as the rest of a file': [
      sized('Microsoft BITS/7.8', 20_000_000, 20_000_000),
      { evidence: { contentLength: 20000000, bound: 'largest', limit: 13631488, userAgent: 'Microsoft BITS/7.8' } },
    ],
    'more than an old Windows sends': [
      sized('Microsoft BITS/6.6', 131_073),
      { evidence: { contentLength: 131073, bound: 'largest', limit: 131072, userAgent: 'Microsoft BITS/6.6' } },
    ],
  },
});
