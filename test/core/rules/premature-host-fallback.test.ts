import { prematureHostFallback } from '../../../proxy/core/rules/premature-host-fallback.ts';
import { ack, caseOf, closeSession, created, createdWith, fragment, packet, stored, type Turn } from '../../kit/case.ts';
import { testRule } from '../../kit/rule-lists.ts';

const NODE = 'node2.example.test';
const ORIGIN = 'bits.example.test';
/** The named host fails at 2000 ms. */
const fails = { request: packet('Ping', { host: NODE }), answer: ack(503, { at: 2000 }) };
const works = { request: packet('Ping', { host: NODE }), answer: ack(200) };
const farm = (...turns: readonly Turn[]) => createdWith({ 'BITS-Host-Id': NODE, 'BITS-Host-Id-Fallback-Timeout': '110' }, ...turns);
const endless = (...turns: readonly Turn[]) => createdWith({ 'BITS-Host-Id': NODE }, ...turns);
const back = (at: number, host = ORIGIN) => ({ request: fragment('0-99/1000', { host, at }), answer: ack(200, { next: 100 }) });
const seen = { packet: 'fragment', host: ORIGIN, hostId: NODE };

testRule(prematureHostFallback, {
  passes: {
    'a session without a Host-Id': caseOf(created(), stored('0-99/1000')),
    'a packet to the named host, though it failed before': caseOf(farm(fails), back(3000, NODE)),
    'a packet elsewhere while the named host works, which is another fault': caseOf(farm(works), back(3000)),
    'a packet elsewhere when the named host works again': caseOf(farm(fails, works), back(3000)),
    'a client that names the tap before the named host': caseOf(farm(fails), back(3000, 'localhost'), { name: NODE }),
    'a Ping, which may be of another upload': caseOf(farm(fails), { request: packet('Ping', { at: 3000 }), answer: ack(200) }),
  },
  flags: {
    'a Fragment back before the time-out': [
      caseOf(farm(fails), back(111_999)),
      {
        severity: 'warning',
        blames: 'client',
        confidence: 'likely',
        evidence: { ...seen, fallback: 'early', afterMs: 109_999, timeoutS: 110 },
      },
    ],
    'a Close-Session back before the time-out': [
      caseOf(farm(fails), { request: closeSession({ host: ORIGIN, at: 3000 }), answer: ack(200) }),
      { severity: 'warning', evidence: { ...seen, packet: 'close-session', fallback: 'early', afterMs: 1000, timeoutS: 110 } },
    ],
    'any time where there is no time-out': [
      caseOf(endless(fails), back(1_000_002_000)),
      { severity: 'warning', evidence: { ...seen, fallback: 'early', afterMs: 1_000_000_000 } },
    ],
    'as a note, a fallback in time': [
      caseOf(farm(fails), back(112_000)),
      {
        severity: 'note',
        message: `Fragment went back to ${ORIGIN}, 110 s after ${NODE} failed first; the server allows that after 110 s. The upload will probably start over there.`,
      },
    ],
  },
});
