import { ackHeadersContradictStatus } from '../../../proxy/core/rules/ack-headers-contradict-status.ts';
import { ack, caseOf, created, createSession, fragment, packet } from '../../kit/case.ts';
import { response } from '../../kit/exchange.ts';
import { testRule } from '../../kit/rule-lists.ts';

const PROTOCOL = '{7df0354d-249b-430f-820d-3d2a9bef4931}';
const withProtocol = (status: number) =>
  caseOf(created(), { request: createSession(), answer: response(status, { 'BITS-Packet-Type': 'Ack', 'BITS-Protocol': PROTOCOL }) });

testRule(ackHeadersContradictStatus, {
  passes: {
    'a success without an error header': caseOf(created(), { request: fragment('0-9/10'), answer: ack(200, { next: 10 }) }),
    'an error with its code': caseOf(created(), { request: createSession(), answer: ack(403, { error: '0x80070005' }) }),
    'a protocol when a session was created': withProtocol(200),
    'a protocol beside 201': withProtocol(201),
    'a 416 with S_OK': caseOf(created(), { request: fragment('5-9/10'), answer: ack(416, { next: 0, error: '0x0' }) }),
    'a request without an answer': caseOf(created(), { request: createSession() }),
  },
  flags: {
    'an error code on a Ping that succeeded': [
      caseOf(created(), { request: packet('Ping'), answer: ack(200, { error: '1', context: '' }) }),
      {
        severity: 'warning',
        blames: 'server',
        confidence: 'certain',
        evidence: { status: 200, header: 'BITS-Error', value: '1', says: 'failed' },
      },
    ],
    'an error header without a value on a success': [
      caseOf(created(), { request: fragment('0-9/10'), answer: ack(200, { next: 10, error: '' }) }),
      { severity: 'warning', evidence: { status: 200, header: 'BITS-Error', value: '', says: 'failed' } },
    ],
    'as a note, S_OK on a success': [
      caseOf(created(), { request: fragment('0-9/10'), answer: ack(200, { next: 10, error: '0x0' }) }),
      { severity: 'note', evidence: { status: 200, header: 'BITS-Error', value: '0x0', says: 'no-error' } },
    ],
    'a protocol beside a refusal': [
      withProtocol(403),
      { severity: 'warning', evidence: { status: 403, header: 'BITS-Protocol', value: PROTOCOL, says: 'created' } },
    ],
  },
});
