import type { Case } from '../../../proxy/core/rules/case.ts';
import { responseTimeout } from '../../../proxy/core/rules/response-timeout.ts';
import { caseOf, created, fragment, stored } from '../../kit/case.ts';
import { request, response } from '../../kit/exchange.ts';
import { testRule } from '../../kit/rule-lists.ts';

const before = created(stored('0-499/1000'));
const headers = { 'BITS-Packet-Type': 'Ack', 'BITS-Received-Content-Range': '1000', 'Content-Length': '0' };

/** The last Fragment ends at 1000 ms, its answer begins so much later. */
const waits = (ms: number, sent = fragment('500-999/1000')) =>
  caseOf(before, { request: sent, answer: response(200, headers, { startedAt: 1000 + ms }) });

const sends = (ms: number) => {
  const { head, bodyLength } = fragment('500-599/1000');
  const sent = request('BITS_POST', head.target, head.headers, { startedAt: 1000, endedAt: 1000 + ms, bodyLength });
  return caseOf(before, { request: sent, answer: response(200, headers, { startedAt: 1100 + ms }) });
};

/** Nobody answered, and after so long somebody ended the connection. */
function unanswered(ms: number, by: 'client' | 'server' | 'proxy'): Case {
  const judged = caseOf(before, { request: fragment('500-599/1000') });
  const { ack } = judged;
  return ack.type === 'no-ack' ? { ...judged, ack: { ...ack, at: 1000 + ms, cutOff: { by, how: 'fin' } } } : judged;
}

testRule(responseTimeout, {
  passes: {
    'an answer at once': waits(100),
    'an answer just in time': waits(59_999),
    'an answer before the request was complete': waits(-500),
    'two minutes of sending': sends(120_000),
    'a connection that broke after a moment': unanswered(5_000, 'server'),
    'traffic that ends while the client waits': unanswered(400_000, 'proxy'),
  },
  flags: {
    'a minute': [
      waits(60_000, fragment('500-599/1000')),
      {
        severity: 'warning',
        blames: 'server',
        evidence: { packet: 'fragment', phase: 'waiting', ms: 60_000, limitMs: 60_000, final: 'no' },
      },
    ],
    'as an error, five minutes': [
      waits(300_000),
      { severity: 'error', evidence: { packet: 'fragment', phase: 'waiting', ms: 300_000, limitMs: 300_000, final: 'yes' } },
    ],
    'a client that gives up after five minutes': [
      unanswered(300_000, 'client'),
      {
        severity: 'error',
        evidence: { packet: 'fragment', phase: 'waiting', ms: 300_000, limitMs: 300_000, final: 'no', endedBy: 'client' },
      },
    ],
    'as a note, more than two minutes of sending': [
      sends(120_001),
      {
        severity: 'note',
        blames: 'unknown',
        evidence: { packet: 'fragment', phase: 'sending', ms: 120_001, limitMs: 120_000, final: 'no' },
      },
    ],
  },
});
