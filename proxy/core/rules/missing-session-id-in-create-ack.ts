import { isSuccess } from '../bits/session-progress.ts';
import { defineRule } from './rule.ts';

export const missingSessionIdInCreateAck = defineRule({
  id: 'missing-session-id-in-create-ack',
  on: ['create-session'],
  about: 'answer',
  severity: 'error',
  blames: 'server',
  confidence: 'certain',
  source: '[BUP §2.2.3.2]',
  title: 'Session created without an id',
  why: 'Every later packet must name its session. Without an id the client can only give up.',
  fix: 'Return BITS-Session-Id, at best a {GUID}, in the Ack to Create-Session. If the server does, look for a proxy that removes headers it does not know.',
  check({ ack }) {
    if (ack.type === 'no-ack' || !isSuccess(ack.status) || ack.sessionId?.trim()) return undefined;
    return { status: ack.status, header: ack.sessionId === undefined ? 'missing' : 'empty', bits: ack.bits ? 'yes' : 'no' };
  },
  message({ status, header, bits }) {
    if (bits === 'no')
      return `Create-Session was answered with ${status} but without any BITS header: whoever answered does not speak BITS.`;
    return `Create-Session was answered with ${status}, but BITS-Session-Id is ${header}.`;
  },
});
