import { contentRangeMissing } from '../../../proxy/core/rules/content-range-missing.ts';
import { ack, caseOf, created, fragment, ID, packet, page } from '../../kit/case.ts';
import { testRule } from '../../kit/rule-lists.ts';

const without = (headers: Readonly<Record<string, string>> = {}) =>
  packet('Fragment', { id: ID, headers: { 'Content-Length': '100', ...headers } });
const refusal = ack(400, { error: '0x80070057' });

testRule(contentRangeMissing, {
  passes: {
    'a Fragment that has one': caseOf(created(), { request: fragment('0-99/1000'), answer: refusal }),
    'one that cannot be read: that is for another rule': caseOf(created(), {
      request: without({ 'Content-Range': 'many bytes' }),
      answer: refusal,
    }),
    'a challenged Fragment': caseOf(created(), { request: without(), answer: page(401) }),
  },
  flags: {
    'a Fragment that has none': [
      caseOf(created(), { request: without(), answer: refusal }),
      { severity: 'error', blames: 'client', confidence: 'certain', evidence: { header: 'missing', bodyLength: 100 } },
    ],
    'one that is empty': [
      caseOf(created(), { request: without({ 'Content-Range': '' }), answer: refusal }),
      { evidence: { header: 'empty', bodyLength: 100 } },
    ],
    'one that the server takes all the same': [
      caseOf(created(), { request: without(), answer: ack(200, { next: 100 }) }),
      { severity: 'error' },
    ],
  },
});
