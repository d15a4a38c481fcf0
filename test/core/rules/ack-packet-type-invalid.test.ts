import type { Header } from '../../../proxy/core/http/message.ts';
import { ackPacketTypeInvalid } from '../../../proxy/core/rules/ack-packet-type-invalid.ts';
import { alteredAnswer } from '../../kit/altered.ts';
import { ack, caseOf, created, createSession, page } from '../../kit/case.ts';
import { testRule } from '../../kit/rule-lists.ts';

const answered = (...headers: readonly Header[]) =>
  caseOf(created(), { request: createSession(), answer: alteredAnswer(ack(200), { without: ['BITS-Packet-Type'], plus: headers }) });

testRule(ackPacketTypeInvalid, {
  passes: {
    'an Ack': answered(['BITS-Packet-Type', 'Ack']),
    'an ACK, as the specification prints it for Cancel-Session': answered(['BITS-Packet-Type', 'ACK']),
    'no type, which is another fault': answered(),
    'a page': caseOf(created(), { request: createSession(), answer: page(404) }),
    'a request without an answer': caseOf(created(), { request: createSession() }),
    'both names, one of them right': answered(['BITS-Packet-Type', 'Ack'], ['BITS-Package-Type', 'Ack']),
  },
  flags: {
    'the type of the request, sent back': [
      answered(['BITS-Packet-Type', 'Create-Session']),
      {
        severity: 'error',
        blames: 'server',
        confidence: 'certain',
        evidence: { header: 'BITS-Packet-Type', value: 'Create-Session', kind: 'value' },
      },
    ],
    'an empty type': [
      answered(['BITS-Packet-Type', '']),
      { severity: 'error', evidence: { header: 'BITS-Packet-Type', value: '', kind: 'value' } },
    ],
    'as a note, the misprinted name': [
      answered(['bits-package-type', 'ack']),
      { severity: 'note', evidence: { header: 'BITS-Package-Type', value: 'ack', kind: 'name' } },
    ],
    'as an error, another value under the misprinted name': [
      answered(['BITS-Package-Type', 'Ping']),
      { severity: 'error', evidence: { header: 'BITS-Package-Type', value: 'Ping', kind: 'value' } },
    ],
  },
});
