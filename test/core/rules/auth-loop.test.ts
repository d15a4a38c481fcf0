import { authLoop } from '../../../proxy/core/rules/auth-loop.ts';
import { ack, caseOf, created, createSession, packet, type Turn } from '../../kit/case.ts';
import { response } from '../../kit/exchange.ts';
import { testRule } from '../../kit/rule-lists.ts';

/** `NTLMSSP`, a zero and the type, as bytes in base64; what follows is nobody's business. */
const ntlm = (type: 1 | 2 | 3) => Buffer.from([...Buffer.from('NTLMSSP\0'), type, 0, 0, 0, 9, 9, 9]).toString('base64');

const round = (credentials?: string, challenge = 'NTLM', type = 'Create-Session'): Turn => ({
  request: packet(type, { headers: credentials === undefined ? {} : { Authorization: credentials } }),
  answer: response(401, { 'WWW-Authenticate': challenge }),
});
const bare = round();
const opening = round(`NTLM ${ntlm(1)}`, `NTLM ${ntlm(2)}`);
const denied = round(`NTLM ${ntlm(3)}`);
const basic = round('Basic dTpw', 'Basic realm="inbox"');

testRule(authLoop, {
  passes: {
    'the two rounds of NTLM': caseOf(created(bare), opening),
    'a handshake that had to begin again': caseOf(created(bare, opening, bare), opening),
    'a third round that goes on': caseOf(created(bare, bare), round('Negotiate YIIab', 'Negotiate oYIbc')),
    'three challenges without any credentials': caseOf(created(bare, bare), bare),
    'two refusals': caseOf(created(basic), basic),
    'a success between them': caseOf(created(basic, { request: createSession(), answer: ack(200) }, basic), basic),
    'challenges to different packets': caseOf(created(basic, basic), round('Basic dTpw', 'Basic realm="inbox"', 'Ping')),
    'a success at last': caseOf(created(bare, opening), { request: createSession(), answer: ack(200) }),
  },
  flags: {
    'a wrong password with NTLM': [
      caseOf(created(bare, opening), denied),
      {
        severity: 'error',
        blames: 'unknown',
        evidence: { packet: 'create-session', status: 401, challenges: 3, withCredentials: 2, scheme: 'NTLM' },
      },
    ],
    'a wrong password with Basic': [
      caseOf(created(bare, basic), basic),
      {
        severity: 'error',
        blames: 'client',
        evidence: { packet: 'create-session', status: 401, challenges: 3, withCredentials: 2, scheme: 'Basic' },
      },
    ],
    'a server that does not take up the handshake': [
      caseOf(created(bare, bare), round(`NTLM ${ntlm(1)}`)),
      { evidence: { packet: 'create-session', status: 401, challenges: 3, withCredentials: 1, scheme: 'NTLM' } },
    ],
    'credentials of a scheme that is not repeated here': [
      caseOf(created(basic, basic), round('s3cr3t')),
      { evidence: { packet: 'create-session', status: 401, challenges: 3, withCredentials: 3, scheme: 'other' } },
    ],
  },
});
