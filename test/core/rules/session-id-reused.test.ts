import { sessionIdReused } from '../../../proxy/core/rules/session-id-reused.ts';
import { ack, createCase, created, createSession, ID, joined, stored } from '../../kit/case.ts';
import { testRule } from '../../kit/rule-lists.ts';

const accepted = (sameIdElsewhere = created()) =>
  createCase({ request: createSession(), answer: ack(200, { id: ID }) }, { sameIdElsewhere });
const other = { ...created(), id: 's7', client: '192.0.2.99' };
const notFound = { ...stored('0-99/1000'), answer: ack(500) };

testRule(sessionIdReused, {
  passes: {
    'an id that nobody else has': createCase({ request: createSession(), answer: ack(200, { id: ID }) }),
    'an id that only a client named, and its server refused': accepted(joined(notFound)),
  },
  flags: {
    'the id of another client': [
      accepted(other),
      {
        severity: 'error',
        blames: 'server',
        confidence: 'certain',
        evidence: { sessionId: ID, other: 's7', client: '192.0.2.99', path: '/inbox/report.bin', upload: 'other' },
      },
    ],
    'the id of another upload of the same client': [
      accepted({ ...created(), path: '/inbox/other.bin' }),
      { severity: 'error', evidence: { sessionId: ID, other: 's1', client: '192.0.2.10', path: '/inbox/other.bin', upload: 'other' } },
    ],
    'the id of a session that we met late, and that its server knows': [
      accepted({ ...joined(stored('0-99/1000')), client: '192.0.2.99' }),
      { severity: 'error' },
    ],
    'as a warning, the id of an earlier attempt at the same upload': [
      accepted(),
      {
        severity: 'warning',
        evidence: { sessionId: ID, other: 's1', client: '192.0.2.10', path: '/inbox/report.bin', upload: 'same' },
      },
    ],
  },
});
