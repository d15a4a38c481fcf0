import { acceptEncodingNotIdentity } from '../../../proxy/core/rules/accept-encoding-not-identity.ts';
import { ack, caseOf, createCase, created, createSession, fragment, ID } from '../../kit/case.ts';
import { testRule } from '../../kit/rule-lists.ts';

const accepting = (codings: string, status = 200) =>
  createCase({ request: createSession(), answer: ack(status, { id: ID, headers: { 'Accept-Encoding': codings } }) });

testRule(acceptEncodingNotIdentity, {
  passes: {
    'no Accept-Encoding': createCase({ request: createSession(), answer: ack(200, { id: ID }) }),
    identity: accepting('identity'),
    'identity in another letter case, with a weight': accepting('Identity;q=1.0'),
    'an empty list': accepting(''),
    'codings that are refused': accepting('identity, gzip;q=0, *; q=0.0'),
    'a refusal': accepting('gzip', 403),
    'an Ack to a Fragment': caseOf(created(), {
      request: fragment('0-99/1000'),
      answer: ack(200, { next: 100, headers: { 'Accept-Encoding': 'gzip' } }),
    }),
  },
  flags: {
    gzip: [accepting('gzip'), { severity: 'warning', blames: 'server', confidence: 'certain', evidence: { acceptEncoding: 'gzip' } }],
    'another coding beside identity': [accepting('identity, br'), { evidence: { acceptEncoding: 'identity, br' } }],
    'a coding that is less welcome': [accepting('identity, gzip;q=0.5'), { evidence: { acceptEncoding: 'identity, gzip;q=0.5' } }],
    'any coding': [accepting('*'), { evidence: { acceptEncoding: '*' } }],
  },
});
