import { defineRule } from './rule.ts';

export const missingSessionIdInCreateAck = defineRule({
  id: 'missing-session-id-in-create-ack',
  on: ['create-session'],
  answered: ['accepted'],
  about: 'answer',
  severity: 'error',
  blames: 'server',
  confidence: 'certain',
  source: '[BUP §2.2.3.2]',
  title: 'Session created without an id',
  why: 'Every later packet must name its session. Without an id the client can only give up.',
  fix: 'Return BITS-Session-Id, at best a {GUID}, in the Ack to Create-Session. If the server does, look for a proxy that removes headers it does not know.',
  reality:
    'OneDrive clients give up at once. One of them did so although the id was there: it looked for the name in one letter case only.',
  check({ ack }) {
    if (ack.type === 'no-ack' || ack.sessionId) return undefined;
    return { status: ack.status, header: ack.sessionId === undefined ? 'missing' : 'empty', bits: ack.bits ? 'yes' : 'no' };
  },
  message({ status, header, bits }) {
    if (bits === 'no')
      return `Create-Session was answered with ${status} but without any BITS header: whoever answered does not speak BITS.`;
    return `Create-Session was answered with ${status}, but BITS-Session-Id is ${header}.`;
  },
});
