import { contentRangeMalformed } from '../../../proxy/core/rules/content-range-malformed.ts';
import { ack, caseOf, created, fragment, ID, packet } from '../../kit/case.ts';
import { testRule } from '../../kit/rule-lists.ts';

const ranged = (text: string) =>
  caseOf(created(), {
    request: packet('Fragment', { id: ID, headers: { 'Content-Range': text, 'Content-Length': '100' } }),
    answer: ack(400, { error: '0x80070057' }),
  });
const found = (problem: string, text: string) => ({
  severity: 'error' as const,
  confidence: 'certain' as const,
  evidence: { problem, text },
});
const spelled = (text: string) =>
  ({ severity: 'note', confidence: 'likely', blames: 'client', evidence: { problem: 'spelling', text } }) as const;
const digits = '9'.repeat(300);

testRule(contentRangeMalformed, {
  passes: {
    'a range as it is written': ranged('bytes 0-99/1000'),
    'the largest numbers of 64 bits': ranged('bytes 18446744073709551614-18446744073709551614/18446744073709551615'),
    'a range that makes no sense: that is for another rule': ranged('bytes 9-5/2'),
    'no range at all': caseOf(created(), { request: packet('Fragment', { id: ID }), answer: ack(400) }),
    'an empty one': ranged(''),
    'a Fragment that the kit built': caseOf(created(), { request: fragment('0-99/1000'), answer: ack(200, { next: 100 }) }),
  },
  flags: {
    'no unit': [ranged('0-99/1000'), found('unit', '0-99/1000')],
    'another unit': [ranged('items 0-99/1000'), found('unit', 'items 0-99/1000')],
    'several ranges': [ranged('bytes 0-9,20-29/1000'), found('several', 'bytes 0-9,20-29/1000')],
    'an asterisk for the total, which HTTP allows': [
      ranged('bytes 0-99/*'),
      { severity: 'error', confidence: 'guess', evidence: { problem: 'asterisk', text: 'bytes 0-99/*' } },
    ],
    'an asterisk for the range': [ranged('bytes */1000'), { evidence: { problem: 'asterisk', text: 'bytes */1000' } }],
    'a number beyond 64 bits': [ranged('bytes 0-99/18446744073709551616'), found('too-large', 'bytes 0-99/18446744073709551616')],
    'no total': [ranged('bytes 0-99'), found('syntax', 'bytes 0-99')],
    'the inverted range of an empty file': [ranged('bytes 0--1/0'), found('syntax', 'bytes 0--1/0')],
    'hexadecimal numbers': [ranged('bytes 0-0x63/1000'), found('syntax', 'bytes 0-0x63/1000')],
    'only the beginning of a long one': [
      ranged(`bytes 0-99/${digits}`),
      found('too-large', `bytes 0-99/${'9'.repeat(189)}… (311 characters)`),
    ],
    'as a note, a capital': [ranged('Bytes 0-99/1000'), spelled('Bytes 0-99/1000')],
    'as a note, blanks': [ranged('bytes 0 - 99/1000'), spelled('bytes 0 - 99/1000')],
    'as a note, two blanks': [ranged('bytes  0-99/1000'), spelled('bytes  0-99/1000')],
    'as a note, a tab': [ranged('bytes 0-99\t/1000'), spelled('bytes 0-99\t/1000')],
  },
});
