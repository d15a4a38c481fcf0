import type { Session } from '../../../proxy/core/bits/session.ts';
import { serverClosesUnannounced } from '../../../proxy/core/rules/server-closes-unannounced.ts';
import { alteredAnswer, cutOffCase } from '../../kit/altered.ts';
import { ack, caseOf, closeSession, created, page, stored } from '../../kit/case.ts';
import { testRule } from '../../kit/rule-lists.ts';

const closed = (times: number, session = created(stored('0-99/100'))): Session => ({
  ...session,
  memory: { ...session.memory, unannouncedCloses: times },
});
const many = created(...Array.from({ length: 6 }, (_, index) => stored(`${index * 10}-${index * 10 + 9}/100`)));
const BY_SERVER = { by: 'server', how: 'fin' } as const;

/** The Close-Session of a session whose connections the server closed so often before; this one has answered so much. */
const close = (times: number, answered: number, connection = {}, session?: Session) =>
  caseOf(closed(times, session), { request: closeSession(), answer: ack(200) }, {}, { connection: { answered, ...connection } });
const dead = (times: number, connection = {}, at = 1050) => cutOffCase(close(times, 1, connection), BY_SERVER, { at });

testRule(serverClosesUnannounced, {
  passes: {
    'a connection that stays': close(0, 2),
    'a server that closed once': close(1, 0),
    'a packet on a connection that has answered before': close(3, 1),
    'few closes among many packets': close(2, 0, {}, many),
    'a first request that dies: nothing tells that the server was done': cutOffCase(close(0, 0), BY_SERVER),
    'a server that ends while it works on a request': dead(0),
    'a request that waits for long before the server ends': dead(1, {}, 2000),
    'an end that was announced': dead(1, { closeAnnounced: true, serverEnded: true }),
    'a tap that was stopped': cutOffCase(close(2, 1, { serverEnded: true }), { by: 'proxy', how: 'shutdown' }),
    'an answer that had begun': cutOffCase(close(1, 1), BY_SERVER, { response: alteredAnswer(page(200), { state: 'partial' }) }),
  },
  flags: {
    'a request on a connection that the server had ended': [
      dead(0, { serverEnded: true }),
      {
        severity: 'warning',
        blames: 'server',
        confidence: 'certain',
        evidence: { packet: 'close-session', kind: 'died', answered: 1, closes: 0, fin: 'before the request' },
      },
    ],
    'a request that dies at once, where the server has closed so before': [
      dead(1),
      { confidence: 'likely', evidence: { packet: 'close-session', kind: 'died', answered: 1, closes: 1, fin: 'after the request' } },
    ],
    'the third connection for the third packet': [
      close(2, 0),
      {
        severity: 'warning',
        confidence: 'likely',
        evidence: { packet: 'close-session', kind: 'reopened', answered: 0, closes: 2, fin: 'after the request' },
      },
    ],
    'a new connection for each packet, where each takes three rounds of NTLM': [
      close(3, 0, {}, many),
      { evidence: { packet: 'close-session', kind: 'reopened', answered: 0, closes: 3, fin: 'after the request' } },
    ],
  },
});
