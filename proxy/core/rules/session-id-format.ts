import { parseGuid } from '../bits/guid.ts';
import { isSuccess } from '../bits/session-progress.ts';
import { quoted } from './quote.ts';
import { defineRule } from './rule.ts';

/** Characters, by the documentation [DOC ack-for-create-session]. */
const MAX_LENGTH = 100;
/** What has no place in a header value: control characters, and all beyond ASCII [RFC 9110 §5.5]. */
const UNFIT = /[^\x20-\x7e]/;

/** `unexpected`: in a Create-Session, which asks for an id and has none. */
type Format = {
  problem: 'not-a-guid' | 'too-long' | 'characters' | 'unexpected';
  from: 'client' | 'server';
  sessionId: string;
  length: number;
};

export const sessionIdFormat = defineRule<'create-session', Format>({
  id: 'session-id-format',
  on: ['create-session'],
  about: 'answer',
  once: 'session',
  onceFor: ({ from }) => from,
  severity: ({ problem }) => (problem === 'too-long' || problem === 'characters' ? 'warning' : 'note'),
  blames: ({ from }) => from,
  // A GUID by the specification, any text by the documentation.
  confidence: ({ problem }) => (problem === 'not-a-guid' ? 'likely' : 'certain'),
  listed: { severity: 'warning', blames: 'server' },
  source: '[BUP §2.2.1.2] against [DOC ack-for-create-session]',
  title: 'Session id in an unusual form',
  why: 'The client returns the id with every packet. Some peers read it as a GUID and fail on anything else; one of more than 100 characters may be cut or refused.',
  fix: 'Server: make a new {GUID} for every session, in braces. Client: send no BITS-Session-Id with Create-Session.',
  reality:
    'IIS and XenServer send a GUID in braces. gobits, Dolphin and others leave the braces out, SimpleBITSServer sends a decimal number; Windows returns whatever it got.',
  check({ request: { sessionId: asked }, ack }) {
    const given = ack.type !== 'no-ack' && isSuccess(ack.status) && ack.sessionId ? formOf(ack.sessionId) : undefined;
    if (!asked) return given;
    const unexpected = { problem: 'unexpected', from: 'client', sessionId: quoted(asked), length: asked.length } as const;
    return given ? [unexpected, given] : unexpected;
  },
  message({ problem, sessionId, length }) {
    if (problem === 'unexpected') return `Create-Session carries a session id (${sessionId}); the server is asked for a new one.`;
    if (problem === 'too-long') return `The session id has ${length} characters, more than ${MAX_LENGTH}: ${sessionId}.`;
    if (problem === 'characters') return `The session id has characters that do not belong into a header: ${sessionId}.`;
    return `The session id ${sessionId} is no GUID in braces.`;
  },
});

function formOf(sessionId: string): Format | undefined {
  if (parseGuid(sessionId) !== undefined) return undefined;
  const problem = sessionId.length > MAX_LENGTH ? 'too-long' : UNFIT.test(sessionId) ? 'characters' : 'not-a-guid';
  return { problem, from: 'server', sessionId: quoted(sessionId), length: sessionId.length };
}
