import { fragmentAuthChallenge } from '../../../proxy/core/rules/fragment-auth-challenge.ts';
import { ack, caseOf, created, createSession, fragment, packet, stored } from '../../kit/case.ts';
import { response } from '../../kit/exchange.ts';
import { testRule } from '../../kit/rule-lists.ts';

const challenge = (...schemes: readonly string[]) =>
  response(
    401,
    schemes.map((scheme) => ['WWW-Authenticate', scheme] as const),
  );
const first = { connection: { id: 'c1', answered: 0, closeAnnounced: false } };
const later = { connection: { id: 'c1', answered: 1, closeAnnounced: false } };
const create = (answer = challenge('Negotiate', 'NTLM'), context = first) =>
  caseOf(created(), { request: createSession(), answer }, {}, context);

testRule(fragmentAuthChallenge, {
  passes: {
    'a Ping, which has no body': caseOf(created(), { request: packet('Ping'), answer: challenge('NTLM') }, {}, first),
    'a Fragment that is accepted': caseOf(created(), stored('0-99/100')),
    'a Fragment whose body was held back, as in a round of NTLM': caseOf(created(), {
      request: fragment('0-99/100', { headers: { 'Content-Length': '0' } }),
      answer: challenge('NTLM'),
    }),
    'a Create-Session in the middle of a handshake': create(challenge('NTLM'), later),
    'a Create-Session that is asked for Basic credentials': create(challenge('Basic realm="inbox"')),
    'a Create-Session that is refused': create(ack(403)),
  },
  flags: {
    'as a note, a Fragment with its body': [
      caseOf(created(), { request: fragment('0-99/100'), answer: challenge('Basic realm="inbox"') }),
      { severity: 'note', blames: 'client', evidence: { packet: 'fragment', status: 401, bodySent: 100, wasted: 100 } },
    ],
    'as a note, a Fragment that a proxy challenges': [
      caseOf(created(), { request: fragment('0-99/100'), answer: response(407) }),
      { severity: 'note', evidence: { packet: 'fragment', status: 407, bodySent: 100, wasted: 100 } },
    ],
    'more than a megabyte in all': [
      caseOf(created({ request: fragment('0-599999/600000'), answer: challenge('NTLM') }), {
        request: fragment('0-599999/600000'),
        answer: challenge('NTLM'),
      }),
      { severity: 'warning', evidence: { packet: 'fragment', status: 401, bodySent: 600_000, wasted: 1_200_000 } },
    ],
    'as a note, a Create-Session that begins a handshake': [
      create(),
      { severity: 'note', evidence: { packet: 'create-session', status: 401, bodySent: 0, wasted: 0 } },
    ],
    'as a note, the same where the schemes stand on one line': [create(challenge('Basic realm="a", Negotiate')), { severity: 'note' }],
  },
});
