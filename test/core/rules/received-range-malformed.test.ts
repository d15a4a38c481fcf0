import { receivedRangeMalformed } from '../../../proxy/core/rules/received-range-malformed.ts';
import { ack, caseOf, created, fragment, page } from '../../kit/case.ts';
import { testRule } from '../../kit/rule-lists.ts';

const told = (status: number, name: string, text: string) =>
  caseOf(created(), { request: fragment('0-99/1000'), answer: ack(status, { headers: { [name]: text } }) });
const value = (text: string, status = 200) => told(status, 'BITS-Received-Content-Range', text);
const found = (text: string, status = 200) => ({ severity: 'error' as const, evidence: { problem: 'value', text, status } });

testRule(receivedRangeMalformed, {
  passes: {
    'a number': value('100'),
    zero: value('0', 416),
    'the header in lower case': told(200, 'bits-received-content-range', '100'),
    'no header: that is for another rule': caseOf(created(), { request: fragment('0-99/1000'), answer: ack(200) }),
    'a challenge': caseOf(created(), {
      request: fragment('0-99/1000'),
      answer: page(401, { 'BITS-Received-Content-Range': 'none' }),
    }),
    'no Ack': caseOf(created(), { request: fragment('0-99/1000') }),
  },
  flags: {
    'a range': [value('0-99'), { ...found('0-99'), blames: 'server', confidence: 'certain' }],
    'a range with a unit': [value('bytes 0-99'), found('bytes 0-99')],
    'a number and the total': [value('100/1000'), found('100/1000')],
    hexadecimal: [value('0x64'), found('0x64')],
    'less than nothing': [value('-1', 416), found('-1', 416)],
    nothing: [value(''), found('')],
    'a number beyond 64 bits': [value('18446744073709551616'), found('18446744073709551616')],
    'the beginning of a long one': [value('x'.repeat(201)), found(`${'x'.repeat(200)}… (201 characters)`)],
    'the name that gobits misspells': [
      told(416, 'BITS-Recieved-Content-Range', '0'),
      { severity: 'error', evidence: { problem: 'name', text: '0', status: 416 } },
    ],
    'as a note, on an error that gives no order': [
      value('none', 500),
      { severity: 'note', evidence: { problem: 'value', text: 'none', status: 500 } },
    ],
  },
});
