import { uploadRejected } from '../../../proxy/core/rules/upload-rejected.ts';
import {
  ack,
  cancelSession,
  caseOf,
  closeSession,
  created,
  createSession,
  fault,
  fragment,
  joined,
  packet,
  page,
  stored,
} from '../../kit/case.ts';
import { testRule } from '../../kit/rule-lists.ts';

const half = created(stored('0-499/1000'));
const whole = created(stored('0-999/1000'));
const create = (answer = ack(403, { error: '0x80070005', context: '0x5' })) => caseOf(created(), { request: createSession(), answer });
const middle = (answer = ack(400, { error: '0x80070057' })) => caseOf(half, { request: fragment('500-599/1000'), answer });
const last = (answer = ack(500)) => caseOf(half, { request: fragment('500-999/1000'), answer });
const notFound = ack(500, { error: '0x8020001F', context: '0x5' });

testRule(uploadRejected, {
  passes: {
    'a success': middle(ack(200, { next: 600 })),
    'a request for another offset': middle(ack(416, { next: 0 })),
    'a challenge': middle(ack(401)),
    'a redirect': create(ack(302)),
    'a request without an answer': caseOf(half, { request: fragment('500-599/1000') }),
    'a page where no BITS server was ever seen': caseOf(
      created(),
      { request: createSession(), answer: page(404) },
      { acknowledgedBits: false },
    ),
    'a refused Ping': caseOf(half, { request: packet('Ping'), answer: ack(403) }),
    'a 400 that a fault of the request explains': caseOf(
      half,
      { request: fragment('500-599/1000'), answer: ack(400) },
      {},
      { faults: [fault('content-range-missing')] },
    ),
    'an id that was never seen': caseOf(joined(), { request: fragment('500-599/1000'), answer: notFound }),
    'a session that was closed': caseOf(created(stored('0-999/1000'), { request: closeSession(), answer: ack(200) }), {
      request: closeSession(),
      answer: notFound,
    }),
    'a Close-Session again that finds the session gone': caseOf(created(stored('0-999/1000'), { request: closeSession() }), {
      request: closeSession(),
      answer: notFound,
    }),
    'a Cancel-Session of a session that is gone anyway': caseOf(half, { request: cancelSession(), answer: notFound }),
    'a status that says nothing of its own': middle(ack(405)),
  },
  flags: {
    'no rights, or a file that exists': [
      create(),
      {
        severity: 'error',
        blames: 'server',
        confidence: 'certain',
        evidence: { packet: 'create-session', cause: 'forbidden', status: 403, code: '0x80070005' },
      },
    ],
    'a file that exists, as the documentation has it': [
      create(ack(409)),
      { severity: 'error', evidence: { packet: 'create-session', cause: 'exists', status: 409 } },
    ],
    'uploads that are off, on IIS 6': [
      create(ack(501, { error: '0x80070005' })),
      { severity: 'error', evidence: { packet: 'create-session', cause: 'uploads-off', status: 501, code: '0x80070005' } },
    ],
    'uploads that are off, on IIS 7': [
      create(page(404)),
      { severity: 'error', evidence: { packet: 'create-session', cause: 'not-there', status: 404 } },
    ],
    'script permission': [
      create(ack(403, { error: '0x80200023' })),
      { severity: 'error', evidence: { packet: 'create-session', cause: 'execute-permission', status: 403, code: '0x80200023' } },
    ],
    'a file that is too large': [
      middle(ack(500, { error: '0x80200020' })),
      { severity: 'error', evidence: { packet: 'fragment', cause: 'too-large', status: 500, code: '0x80200020' } },
    ],
    'a request above the limit of IIS': [
      middle(page(404)),
      { severity: 'error', confidence: 'likely', evidence: { packet: 'fragment', cause: 'request-limit', status: 404 } },
    ],
    'a Fragment above the limit of a proxy': [
      middle(page(413)),
      { severity: 'warning', evidence: { packet: 'fragment', cause: 'fragment-too-large', status: 413 } },
    ],
    'a full disk': [
      middle(ack(500, { error: '0x80070070' })),
      { severity: 'warning', evidence: { packet: 'fragment', cause: 'disk-full', status: 500, code: '0x80070070' } },
    ],
    'a full disk, although the request was at fault': [
      caseOf(
        half,
        { request: fragment('500-599/1000'), answer: ack(500, { error: '0x80070112' }) },
        {},
        { faults: [fault('fragment-gap')] },
      ),
      { blames: 'server', evidence: { packet: 'fragment', cause: 'disk-full', status: 500, code: '0x80070112' } },
    ],
    'an invalid request in which nothing wrong was seen': [
      middle(),
      {
        severity: 'error',
        blames: 'server',
        confidence: 'likely',
        evidence: { packet: 'fragment', cause: 'bad-request', status: 400, code: '0x80070057' },
      },
    ],
    'an invalid request with what else was found in it': [
      caseOf(
        half,
        { request: fragment('500-599/1000'), answer: ack(400) },
        {},
        { faults: [{ ...fault('value-too-long'), severity: 'warning' }] },
      ),
      { blames: 'client', evidence: { packet: 'fragment', cause: 'bad-request', status: 400, broken: 'value-too-long' } },
    ],
    'a length that got lost': [
      middle(ack(411, { error: '0x80070057' })),
      { severity: 'error', evidence: { packet: 'fragment', cause: 'length-refused', status: 411, code: '0x80070057' } },
    ],
    'a file that is gone at Close-Session': [
      caseOf(whole, { request: closeSession(), answer: ack(404) }),
      { severity: 'error', evidence: { packet: 'close-session', cause: 'file-gone', status: 404 } },
    ],
    'an application that is done with the upload': [
      last(ack(403, { error: '0x80070005', context: '0x7' })),
      { severity: 'error', evidence: { packet: 'fragment', cause: 'application', status: 403, code: '0x80070005' } },
    ],
    'an application that may take it later': [
      last(ack(409, { error: '0x80004005', context: '0x7' })),
      { severity: 'warning', evidence: { packet: 'fragment', cause: 'application', status: 409, code: '0x80004005' } },
    ],
    'an application that does not know the method': [last(ack(501, { error: '0x80004005', context: '0x7' })), { severity: 'error' }],
    'an application that was too slow': [
      last(ack(408, { error: '0x80070112', context: '0x7' })),
      { severity: 'warning', evidence: { packet: 'fragment', cause: 'application-timeout', status: 408, code: '0x80070112' } },
    ],
    'a session that the server lost': [
      caseOf(half, { request: fragment('500-599/1000'), answer: notFound }),
      {
        severity: 'note',
        blames: 'server',
        evidence: { packet: 'fragment', cause: 'session-lost', status: 500, code: '0x8020001F', acknowledged: 500n },
      },
    ],
    'a server that is down for now': [
      middle(page(503)),
      { severity: 'warning', evidence: { packet: 'fragment', cause: 'unavailable', status: 503 } },
    ],
    'a failure without a reason': [
      middle(ack(500)),
      { severity: 'warning', confidence: 'likely', evidence: { packet: 'fragment', cause: 'failed', status: 500 } },
    ],
  },
});
