import { expect, it } from 'vitest';
import { hostIdIgnored } from '../../../proxy/core/rules/host-id-ignored.ts';
import {
  ack,
  cancelSession,
  caseOf,
  closeSession,
  created,
  createdWith,
  fragment,
  joined,
  packet,
  stored,
  type Turn,
} from '../../kit/case.ts';
import { testRule } from '../../kit/rule-lists.ts';

const NODE = 'node2.example.test';
const ORIGIN = 'bits.example.test';
const DAY = { 'BITS-Host-Id': NODE, 'BITS-Host-Id-Fallback-Timeout': '86400' };
const farm = (...turns: readonly Turn[]) => createdWith(DAY, ...turns);
const ping = (host: string, answer = ack(200)) => ({ request: packet('Ping', { host }), answer });
const to = (host: string, at = 2000) => ({ request: fragment('0-99/1000', { host, at }), answer: ack(200, { next: 100 }) });

testRule(hostIdIgnored, {
  passes: {
    'a session without a Host-Id': caseOf(created(), stored('0-99/1000')),
    'a session that we met late': caseOf(joined(), stored('0-99/1000')),
    'a Fragment to the named host, after a Ping': caseOf(farm(ping(NODE)), to(NODE)),
    'it in another letter case, and with a port': caseOf(farm(ping(NODE)), to('NODE2.example.test:8080')),
    'a Host-Id that is the first host in other letters, without a Ping': caseOf(
      createdWith({ 'BITS-Host-Id': 'BITS.example.test' }),
      to(ORIGIN),
    ),
    'a Host-Id that cannot be followed': caseOf(createdWith({ 'BITS-Host-Id': `http://${NODE}/` }), to(ORIGIN)),
    'a client that names the tap before the named host': caseOf(farm(), to('localhost:8080'), { name: `${NODE}:80` }),
    'a Ping to the first host': caseOf(farm(), ping(ORIGIN)),
    'a packet after the named host failed, which is another fault': caseOf(farm(ping(NODE, ack(503))), to(ORIGIN)),
    'a packet so late that the client may have given up a host that we do not see': caseOf(farm(), to(ORIGIN, 1100 + 86_400_000)),
    'the second packet to the named host': caseOf(farm(to(NODE)), to(NODE)),
  },
  flags: {
    'a Fragment to the first host': [
      caseOf(farm(), to(ORIGIN)),
      {
        severity: 'error',
        blames: 'client',
        confidence: 'certain',
        evidence: { ignored: 'host', packet: 'fragment', host: ORIGIN, hostId: NODE },
      },
    ],
    'a Fragment to the first host after a Ping to the named one': [caseOf(farm(ping(NODE)), to(ORIGIN)), { severity: 'error' }],
    'a Close-Session there': [
      caseOf(farm(ping(NODE), to(NODE)), { request: closeSession({ host: ORIGIN, at: 2000 }), answer: ack(200) }),
      { severity: 'error', evidence: { ignored: 'host', packet: 'close-session', host: ORIGIN, hostId: NODE } },
    ],
    'a Cancel-Session to a third host, without an answer': [
      caseOf(farm(ping(NODE)), { request: cancelSession({ host: 'node3', at: 2000 }) }),
      { severity: 'error', evidence: { ignored: 'host', packet: 'cancel-session', host: 'node3', hostId: NODE } },
    ],
    'however late, where the server named no time-out': [
      caseOf(createdWith({ 'BITS-Host-Id': NODE }), to(ORIGIN, 1e12)),
      { severity: 'error' },
    ],
    'as a note, a Fragment to the named host without a Ping before it': [
      caseOf(farm(), to(NODE)),
      {
        severity: 'note',
        blames: 'client',
        confidence: 'likely',
        evidence: { ignored: 'ping', packet: 'fragment', host: NODE, hostId: NODE },
      },
    ],
  },
});

it('speaks once of the host and once of the Ping', () => {
  const said = [caseOf(farm(), to(ORIGIN)), caseOf(farm(), to(NODE))].flatMap((judged) => hostIdIgnored.judge(judged));
  expect(said.map((judgement) => hostIdIgnored.onceFor(judgement))).toEqual(['host', 'ping']);
  expect(hostIdIgnored.once).toBe('session');
});
