import type { RequestPacket } from '../bits/packet.ts';
import { EVERY_PACKET } from '../bits/packet-name.ts';
import { defineRule } from './rule.ts';

/** What a server has to check before it does anything [BUP §3.2.5.2.3]. */
const CHECKED: ReadonlySet<string> = new Set([
  'packet-type-missing',
  'packet-type-unknown',
  'request-body-not-allowed',
  'supported-protocols-invalid',
  'missing-session-id-in-request',
  'content-range-missing',
  'content-range-malformed',
  'content-range-out-of-bounds',
]);

export const invalidRequestAccepted = defineRule<RequestPacket['type'], { status: number; broken: string; fault: string }>({
  id: 'invalid-request-accepted',
  on: EVERY_PACKET,
  answered: ['accepted'],
  about: 'answer',
  severity: 'warning',
  blames: 'server',
  confidence: 'certain',
  source: '[BUP §3.2.5.2.3]',
  title: 'Invalid request accepted',
  why: 'A server that lets such a packet pass does not notice broken clients, and cannot know what the packet meant: files get lost or damaged without an error.',
  fix: 'Check the headers of every packet before anything else, and answer 400 with BITS-Error: 0x80070057 and BITS-Error-Context: 0x5.',
  reality: 'XenServer answers 400, and its own tests ask for it.',
  check({ ack, faults }) {
    if (faults.length === 0 || ack.type === 'no-ack' || !ack.bits) return undefined;
    const broken = faults.find(({ rule, severity }) => severity === 'error' && CHECKED.has(rule));
    return broken && { status: ack.status, broken: broken.rule, fault: broken.message };
  },
  message: ({ status, fault }) => `The server answered ${status} to a request that it had to refuse. ${fault}`,
});
