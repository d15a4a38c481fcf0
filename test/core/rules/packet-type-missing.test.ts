import { packetTypeMissing } from '../../../proxy/core/rules/packet-type-missing.ts';
import { altered } from '../../kit/altered.ts';
import { ack, caseOf, created, packet } from '../../kit/case.ts';
import { testRule } from '../../kit/rule-lists.ts';

const refused = ack(400, { error: '0x80070057', context: '0x5' });
const bare = altered(packet('Ping'), { without: ['BITS-Packet-Type'] });

testRule(packetTypeMissing, {
  passes: {
    'a Ping': caseOf(created(), { request: packet('Ping'), answer: ack(200) }),
    'a type that is not known, which is another fault': caseOf(created(), { request: packet('Greeting'), answer: refused }),
  },
  flags: {
    'BITS_POST without a type': [
      caseOf(created(), { request: bare, answer: refused }),
      { severity: 'error', blames: 'client', confidence: 'certain', evidence: { header: 'missing' } },
    ],
    'an empty type': [caseOf(created(), { request: packet(' '), answer: refused }), { evidence: { header: 'empty' } }],
    'the misprinted name': [
      caseOf(created(), { request: altered(bare, { plus: [['BITS-Package-Type', 'Ping']] }), answer: refused }),
      { evidence: { header: 'missing', instead: 'Ping' } },
    ],
    'a request without an answer': [caseOf(created(), { request: bare }), { severity: 'error' }],
  },
});
