import { ackPacketTypeMissing } from '../../../proxy/core/rules/ack-packet-type-missing.ts';
import { alteredAnswer } from '../../kit/altered.ts';
import { ack, caseOf, created, createSession, fault, fragment, page } from '../../kit/case.ts';
import { testRule } from '../../kit/rule-lists.ts';

const answered = (answer = page(200), faults: readonly ReturnType<typeof fault>[] = []) =>
  caseOf(created(), { request: createSession(), answer }, {}, { faults });
const untyped = (status: number, next?: number) =>
  alteredAnswer(ack(status, next === undefined ? {} : { next }), { without: ['BITS-Packet-Type'] });

testRule(ackPacketTypeMissing, {
  passes: {
    'an Ack': answered(ack(200)),
    'an error of a BITS server': answered(ack(500, { error: '0x8020001F' })),
    'a challenge': answered(page(401)),
    'a redirect, which has a rule of its own': answered(page(302)),
    'the misprinted name, which has a rule of its own': answered(alteredAnswer(untyped(200), { plus: [['BITS-Package-Type', 'Ack']] })),
    'a request without an answer': caseOf(created(), { request: createSession() }),
  },
  flags: {
    'a page where an Ack should be': [
      answered(page(200, { Server: 'nginx/1.22.1' })),
      {
        severity: 'error',
        blames: 'server',
        confidence: 'certain',
        evidence: { status: 200, bits: 'no', request: 'in order', server: 'nginx/1.22.1' },
      },
    ],
    'a page of somebody in between': [
      answered(page(200, { Via: '1.1 portal' })),
      { severity: 'error', blames: 'intermediary', evidence: { status: 200, bits: 'no', request: 'in order', via: '1.1 portal' } },
    ],
    'a 200 with other BITS headers': [
      caseOf(created(), { request: fragment('0-99/100'), answer: untyped(200, 100) }),
      { severity: 'error', evidence: { status: 200, bits: 'yes', request: 'in order' } },
    ],
    'a 416, which a client must read': [
      caseOf(created(), { request: fragment('0-99/100'), answer: untyped(416, 50) }),
      { severity: 'error', evidence: { status: 416, bits: 'yes', request: 'in order' } },
    ],
    'as a warning, a refusal of a request in order': [
      answered(page(503)),
      { severity: 'warning', confidence: 'likely', evidence: { status: 503, bits: 'no', request: 'in order' } },
    ],
    'as a note, a refusal of a request at fault': [
      answered(page(400), [fault('host-missing')]),
      { severity: 'note', evidence: { status: 400, bits: 'no', request: 'at fault' } },
    ],
    'as a warning, a refusal that a mere warning does not explain': [
      answered(page(400), [{ ...fault('duplicate-bits-header'), severity: 'warning' }]),
      { severity: 'warning', evidence: { status: 400, bits: 'no', request: 'in order' } },
    ],
  },
});
