import { ntlmConnectionSplit } from '../../../proxy/core/rules/ntlm-connection-split.ts';
import { ack, caseOf, closeSession, created, packet, type Turn } from '../../kit/case.ts';
import { response } from '../../kit/exchange.ts';
import { testRule } from '../../kit/rule-lists.ts';

const ntlm = (type: 1 | 2 | 3, scheme = 'NTLM') =>
  `${scheme} ${Buffer.from([...Buffer.from('NTLMSSP\0'), type, 0, 0, 0]).toString('base64')}`;
const ping = (credentials: string | undefined, answer: Turn['answer'], connection = 'c1'): Turn => ({
  request: packet('Ping', { headers: credentials === undefined ? {} : { Authorization: credentials } }),
  ...(answer && { answer }),
  connection,
});
const challenge = (text: string, headers: Readonly<Record<string, string>> = {}) => response(401, { 'WWW-Authenticate': text, ...headers });
const closing = { Connection: 'close' };
const opening = ping(ntlm(1), challenge(ntlm(2)));

testRule(ntlmConnectionSplit, {
  passes: {
    'a handshake on one connection': caseOf(created(opening), ping(ntlm(3), ack(200))),
    'a handshake on one connection that is refused': caseOf(created(opening), ping(ntlm(3), challenge('NTLM'))),
    'a handshake that begins anew on another connection': caseOf(created(opening), ping(ntlm(1), challenge(ntlm(2)), 'c2')),
    'a last message on another connection that is accepted': caseOf(created(opening), ping(ntlm(3), ack(200), 'c2')),
    'a first challenge that closes the connection': caseOf(created(), ping(undefined, challenge('NTLM', closing))),
    'a handshake that succeeds on a connection that is kept': caseOf(
      created(opening),
      ping(ntlm(3), ack(200, { headers: { Connection: 'keep-alive' } })),
    ),
    'a handshake for the last packet, whose connection is closed': caseOf(
      created({ request: closeSession({ headers: { Authorization: ntlm(1) } }), answer: challenge(ntlm(2)) }),
      {
        request: closeSession({ headers: { Authorization: ntlm(3) } }),
        answer: ack(200, { headers: closing }),
      },
    ),
    'Basic, which needs no connection': caseOf(
      created(ping('Basic dTpw', challenge('Basic'))),
      ping('Basic dTpw', ack(200, { headers: closing })),
    ),
    'Kerberos, which needs no second message': caseOf(created(), ping('Negotiate YIIabc', challenge('Negotiate', closing))),
    'Basic on several connections': caseOf(created(ping('Basic dTpw', challenge('Basic'))), ping('Basic dTpw', challenge('Basic'), 'c2')),
  },
  flags: {
    'a last message on another connection': [
      caseOf(created(opening), ping(ntlm(3), challenge('NTLM'), 'c2')),
      {
        severity: 'error',
        blames: 'intermediary',
        confidence: 'likely',
        evidence: { packet: 'ping', how: 'moved', connection: 'c2', began: 'c1' },
      },
    ],
    'the same inside Negotiate': [
      caseOf(
        created(ping(ntlm(1, 'Negotiate'), challenge(ntlm(2, 'Negotiate')))),
        ping(ntlm(3, 'Negotiate'), challenge('Negotiate'), 'c2'),
      ),
      { evidence: { packet: 'ping', how: 'moved', connection: 'c2', began: 'c1' } },
    ],
    'an answer in the middle that closes the connection': [
      caseOf(created(), ping(ntlm(1), challenge(ntlm(2), closing))),
      { severity: 'error', evidence: { packet: 'ping', how: 'closed', connection: 'c1' } },
    ],
    'as a warning, a handshake that succeeds on a connection that is closed then': [
      caseOf(created(opening), ping(ntlm(3), ack(200, { headers: closing }))),
      { severity: 'warning', blames: 'intermediary', evidence: { packet: 'ping', how: 'not-kept', connection: 'c1' } },
    ],
  },
});
