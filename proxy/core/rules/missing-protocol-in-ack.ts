import { chosenProtocol } from '../bits/chosen-protocol.ts';
import { UPLOAD_PROTOCOL } from '../bits/headers.ts';
import { defineRule } from './rule.ts';

type Unnamed = { status: number; header: 'missing' | 'empty' | 'none' };

export const missingProtocolInAck = defineRule<'create-session', Unnamed>({
  id: 'missing-protocol-in-ack',
  on: ['create-session'],
  answered: ['accepted'],
  about: 'answer',
  severity: 'warning',
  blames: 'server',
  confidence: 'certain',
  source: '[BUP §2.2.3.2], [DOC ack-for-create-session]',
  title: 'Accepted without naming a protocol',
  why: 'The client cannot tell by which protocol the server will go on. A client that takes the specification by its word throws the Ack away, and the upload never begins.',
  fix: `Return BITS-Protocol: ${UPLOAD_PROTOCOL} in the Ack to Create-Session, whenever it is accepted.`,
  reality: 'One small server leaves it out and sends BITS-Supported-Protocols instead. What Windows does then is not known.',
  check({ ack }) {
    if (ack.type !== 'create-session-ack' || chosenProtocol(ack.protocol) !== undefined) return undefined;
    return { status: ack.status, header: ack.protocol === undefined ? 'missing' : ack.protocol === '' ? 'empty' : 'none' };
  },
  message: ({ status, header }) =>
    `Create-Session was answered with ${status}, but BITS-Protocol ${header === 'none' ? 'says "None"' : `is ${header}`}.`,
});
