import { errorHeaderNonstandard } from '../../../proxy/core/rules/error-header-nonstandard.ts';
import { ack, caseOf, created, createSession, fragment, page } from '../../kit/case.ts';
import { response } from '../../kit/exchange.ts';
import { testRule } from '../../kit/rule-lists.ts';

const refused = (headers: Readonly<Record<string, string>>) =>
  caseOf(created(), { request: createSession(), answer: response(403, { 'BITS-Packet-Type': 'Ack', ...headers }) });

testRule(errorHeaderNonstandard, {
  passes: {
    'the name of the specification': refused({ 'BITS-Error': '0x80070005' }),
    'the name of the documentation': refused({ 'BITS-Error-Code': '0x80070005' }),
    'both names with one value': refused({ 'BITS-Error': '0x80070005', 'BITS-Error-Code': '0X80070005' }),
    'fewer digits': refused({ 'BITS-Error': '0x1' }),
    'a refusal without a code': caseOf(created(), { request: createSession(), answer: page(403) }),
    'a code on a success, which contradicts the status': caseOf(created(), {
      request: fragment('0-9/10'),
      answer: ack(200, { next: 10, error: '1' }),
    }),
    'a request without an answer': caseOf(created(), { request: createSession() }),
  },
  flags: {
    'a decimal number': [
      refused({ 'BITS-Error-Code': '2147942405' }),
      { severity: 'warning', blames: 'server', evidence: { problem: 'value', header: 'BITS-Error-Code', value: '2147942405' } },
    ],
    'hexadecimal without 0x': [
      refused({ 'BITS-Error': '80070005' }),
      { evidence: { problem: 'value', header: 'BITS-Error', value: '80070005' } },
    ],
    'the zero left out, as the specification prints some': [
      refused({ 'BITS-Error': 'x80070005' }),
      { evidence: { problem: 'value', header: 'BITS-Error', value: 'x80070005' } },
    ],
    'an empty value': [refused({ 'BITS-Error': '' }), { evidence: { problem: 'value', header: 'BITS-Error', value: '' } }],
    'a text that is long, cut': [
      refused({ 'BITS-Error': 'no'.repeat(200) }),
      { evidence: { problem: 'value', header: 'BITS-Error', value: `${'no'.repeat(100)}… (400 characters)` } },
    ],
    'as a note, two names with two values': [
      refused({ 'BITS-Error': '0x80070005', 'BITS-Error-Code': '0x80070057' }),
      { severity: 'note', evidence: { problem: 'names', error: '0x80070005', errorCode: '0x80070057' } },
    ],
  },
});
