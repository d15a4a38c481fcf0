import type { Overlap } from '../../../proxy/core/rules/case.ts';
import { concurrentRequests } from '../../../proxy/core/rules/concurrent-requests.ts';
import { ack, caseOf, created, fragment, packet } from '../../kit/case.ts';
import { testRule } from '../../kit/rule-lists.ts';

const OVERLAP: Overlap = { exchange: 'x7', packet: 'fragment', connection: 'c2', shares: 'session', waitedMs: 12, abandoned: false };
const during = (change: Partial<Overlap> = {}, request = fragment('0-99/200')) =>
  caseOf(created(), { request, answer: ack(200, { next: 100 }) }, {}, { overlap: { ...OVERLAP, ...change } });
const seen = { packet: 'fragment', waiting: 'fragment', exchange: 'x7', connection: 'c2', shares: 'session', on: 'another connection' };

testRule(concurrentRequests, {
  passes: {
    'one packet after the other': caseOf(created(), { request: fragment('0-99/200'), answer: ack(200, { next: 100 }) }),
    'one whose predecessor the client had given up': during({ abandoned: true }),
    'one whose predecessor waited for longer than clients do': during({ waitedMs: 300_001 }),
  },
  flags: {
    'two packets of a session on two connections': [
      during(),
      { severity: 'error', blames: 'client', confidence: 'likely', evidence: { ...seen, waitedMs: 12 } },
    ],
    'one whose predecessor may still be answered': [
      during({ waitedMs: 300_000 }),
      { severity: 'error', evidence: { ...seen, waitedMs: 300_000 } },
    ],
    'two packets of a session on one connection': [
      during({ connection: 'c1' }),
      { severity: 'error', confidence: 'certain', evidence: { ...seen, connection: 'c1', on: 'this connection', waitedMs: 12 } },
    ],
    'packets of several sessions, pipelined': [
      during({ connection: 'c1', shares: 'connection', packet: 'create-session' }),
      {
        severity: 'error',
        evidence: { ...seen, waiting: 'create-session', connection: 'c1', shares: 'connection', on: 'this connection', waitedMs: 12 },
      },
    ],
    'as a warning, a Ping': [during({}, packet('Ping')), { severity: 'warning', evidence: { ...seen, packet: 'ping', waitedMs: 12 } }],
    'as a warning, a packet after a Ping': [
      during({ packet: 'ping' }),
      { severity: 'warning', evidence: { ...seen, waiting: 'ping', waitedMs: 12 } },
    ],
  },
});
