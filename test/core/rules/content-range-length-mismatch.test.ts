import { contentRangeLengthMismatch } from '../../../proxy/core/rules/content-range-length-mismatch.ts';
import { ack, caseOf, created, fragment } from '../../kit/case.ts';
import { testRule } from '../../kit/rule-lists.ts';

const declared = (range: string, length: string) => ({
  request: fragment(range, { headers: { 'Content-Length': length } }),
  answer: ack(400, { error: '0x80070057' }),
});

testRule(contentRangeLengthMismatch, {
  passes: {
    'a length that is that of the range': caseOf(created(), declared('0-99/1000', '100')),
    'a range of one byte': caseOf(created(), declared('0-0/1', '1')),
    'a body that broke off: what was declared still agrees': caseOf(created(), { request: fragment('0-99/1000', { came: 10 }) }),
    'a length that is no number': caseOf(created(), declared('0-99/1000', 'many')),
    'a range that cannot be read': caseOf(created(), declared('*/1000', '100')),
    'a range that is inverted': caseOf(created(), declared('10-9/10', '10')),
    'a range that leaves the file': caseOf(created(), declared('0-10/10', '10')),
  },
  flags: {
    'a body that is too short': [
      caseOf(created(), declared('0-99/1000', '99')),
      { severity: 'error', blames: 'client', confidence: 'certain', evidence: { contentLength: 99, rangeLength: 100n } },
    ],
    'a body that is too long': [caseOf(created(), declared('0-99/1000', '1000')), { evidence: { contentLength: 1000, rangeLength: 100n } }],
    'no body at all': [caseOf(created(), declared('0-99/1000', '0')), { evidence: { contentLength: 0, rangeLength: 100n } }],
  },
});
