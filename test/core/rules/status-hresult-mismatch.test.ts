import { statusHresultMismatch } from '../../../proxy/core/rules/status-hresult-mismatch.ts';
import { ack, caseOf, closeSession, created, createSession, fragment, page, stored } from '../../kit/case.ts';
import { testRule } from '../../kit/rule-lists.ts';

const refused = (status: number, error: string, request = createSession(), context?: string) =>
  caseOf(created(stored('0-499/1000')), { request, answer: ack(status, { error, ...(context !== undefined && { context }) }) });
const documented = [
  [400, '0x80070057'],
  [403, '0x80070005'],
  [411, '0x80070057'],
  [500, '0x8020001F'],
  [500, '0x80200020'],
  [500, '0x80070070'],
  [500, '0x80070112'],
  [501, '0x80070005'],
] as const;

testRule(statusHresultMismatch, {
  passes: {
    ...Object.fromEntries(documented.map(([status, code]) => [`${status} with ${code}`, refused(status, code)])),
    '416 with S_OK': refused(416, '0x0', fragment('0-9/1000')),
    'an error without a code': caseOf(created(), { request: createSession(), answer: ack(400) }),
    'a code that cannot be read': refused(400, 'bad'),
    'a code of a vendor': refused(400, '0xA0010001'),
    'a permission that is on, whatever the status': refused(403, '0x80200023'),
    'an unknown code beside a status that has none': refused(503, '0x80004005'),
    'what the application answered': refused(404, '0x80004005', fragment('500-999/1000'), '0x7'),
    'a plausible code beside a status that is only in the documentation': refused(409, '0x80070005'),
    'a 200': caseOf(created(), { request: createSession(), answer: ack(200) }),
    'a 204 of somebody who does not speak BITS': caseOf(created(), { request: createSession(), answer: page(204) }),
    'a challenge': refused(401, '0x80070005'),
  },
  flags: {
    'a code that belongs elsewhere': [
      refused(500, '0x80070057'),
      {
        severity: 'warning',
        blames: 'server',
        confidence: 'certain',
        evidence: { packet: 'create-session', status: 500, code: '0x80070057', belongs: '400 or 411', settled: 'yes' },
      },
    ],
    'an invalid range reported as a range to resume from': [
      refused(416, '0x80070057', fragment('0-9/1000')),
      { severity: 'warning', evidence: { packet: 'fragment', status: 416, code: '0x80070057', belongs: '400 or 411', settled: 'yes' } },
    ],
    'a code that no server sends': [
      refused(500, '0x80190194'),
      { severity: 'warning', evidence: { packet: 'create-session', status: 500, code: '0x80190194', settled: 'yes' } },
    ],
    'a lost session beside a status that has no code': [
      refused(503, '0x8020001F', closeSession()),
      { severity: 'warning', evidence: { packet: 'close-session', status: 503, code: '0x8020001F', belongs: '500', settled: 'yes' } },
    ],
    'the context of the application elsewhere than on the last Fragment': [
      refused(404, '0x80070057', fragment('500-599/1000'), '0x7'),
      { severity: 'note', confidence: 'likely' },
    ],
    'as a note, another code beside 409': [
      refused(409, '0x80070057'),
      { severity: 'note', evidence: { packet: 'create-session', status: 409, code: '0x80070057', belongs: '400 or 411', settled: 'no' } },
    ],
    'as a note, 201 for Create-Session': [
      caseOf(created(), { request: createSession(), answer: ack(201) }),
      { severity: 'note', evidence: { packet: 'create-session', status: 201, settled: 'no' } },
    ],
    'as a note, 201 for Close-Session': [
      caseOf(created(), { request: closeSession(), answer: ack(201) }),
      { severity: 'note', evidence: { packet: 'close-session', status: 201, settled: 'no' } },
    ],
    '201 for a Fragment': [
      caseOf(created(), { request: fragment('0-9/10'), answer: ack(201, { next: 10 }) }),
      { severity: 'warning', evidence: { packet: 'fragment', status: 201, settled: 'yes' } },
    ],
    '204 for Create-Session': [caseOf(created(), { request: createSession(), answer: ack(204) }), { severity: 'warning' }],
  },
});
