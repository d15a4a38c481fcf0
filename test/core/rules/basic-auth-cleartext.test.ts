import { basicAuthCleartext } from '../../../proxy/core/rules/basic-auth-cleartext.ts';
import { ack, caseOf, created, createSession } from '../../kit/case.ts';
import { request, response } from '../../kit/exchange.ts';
import { testRule } from '../../kit/rule-lists.ts';

const answer = ack(200);
const authorized = (value: string) => createSession({ headers: { Authorization: value } });
const asked = (target: string) => request('BITS_POST', target, { 'BITS-Packet-Type': 'Ping', 'Content-Length': '0' });
const tls = { name: 'bits.example.test:443' };

testRule(basicAuthCleartext, {
  passes: {
    'no credentials': caseOf(created(), { request: createSession(), answer }),
    Negotiate: caseOf(created(), { request: authorized('Negotiate YIIabc'), answer }),
    'a scheme that only begins like it': caseOf(created(), { request: authorized('Basically dTpw'), answer }),
    'a target in absolute form': caseOf(created(), { request: asked('http://bits.example.test/inbox'), answer }),
    'Negotiate for a proxy': caseOf(created(), {
      request: createSession({ headers: { 'Proxy-Authorization': 'Negotiate YIIabc' } }),
      answer,
    }),
    'a parameter that only ends like a token': caseOf(created(), { request: asked('/inbox?no_access_token=1'), answer }),
    'an access token in a path': caseOf(created(), { request: asked('/access_token=1'), answer }),
    'an at sign in a path': caseOf(created(), { request: asked('/inbox/a@b'), answer }),
  },
  flags: {
    'Basic credentials': [
      caseOf(created(), { request: authorized('Basic dTpw'), answer }),
      { severity: 'warning', blames: 'client', evidence: { where: 'header', leg: 'whole-way', server: 'bits.example.test:80' } },
    ],
    'Basic credentials in any case, also when they are refused': [
      caseOf(created(), { request: authorized('BASIC dTpw'), answer: response(401) }),
      { evidence: { where: 'header', leg: 'whole-way', server: 'bits.example.test:80' } },
    ],
    'Basic credentials without an answer': [caseOf(created(), { request: authorized('Basic dTpw') }), { severity: 'warning' }],
    'a user in the URL': [
      caseOf(created(), { request: asked('http://user:secret@bits.example.test/inbox'), answer }),
      { severity: 'warning', evidence: { where: 'url', leg: 'whole-way', server: 'bits.example.test:80' } },
    ],
    'Basic credentials for a proxy, also when the server is reached by TLS': [
      caseOf(created(), { request: createSession({ headers: { 'Proxy-Authorization': 'Basic dTpw' } }), answer }, tls),
      { severity: 'warning', evidence: { where: 'proxy-header', leg: 'to-proxy', server: 'bits.example.test:443' } },
    ],
    'an access token in the query': [
      caseOf(created(), { request: asked('/inbox?a=1&access_token=secret'), answer }),
      { severity: 'warning', evidence: { where: 'query', leg: 'whole-way', server: 'bits.example.test:80' } },
    ],
    'as a note, a server that is reached by TLS': [
      caseOf(created(), { request: authorized('Basic dTpw'), answer }, tls),
      { severity: 'note', evidence: { where: 'header', leg: 'to-tap', server: 'bits.example.test:443' } },
    ],
  },
});
