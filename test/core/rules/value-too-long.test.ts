import { expect, it } from 'vitest';
import type { Header } from '../../../proxy/core/http/message.ts';
import { valueTooLong } from '../../../proxy/core/rules/value-too-long.ts';
import { altered, alteredAnswer } from '../../kit/altered.ts';
import { ack, caseOf, closeSession, created, createSession, fragment, ID, page } from '../../kit/case.ts';
import { testRule } from '../../kit/rule-lists.ts';

const to = (target: string) => caseOf(created(), { request: altered(closeSession(), { target }), answer: ack(200) });
const sent = (...plus: readonly Header[]) => caseOf(created(), { request: altered(closeSession(), { plus }), answer: ack(200) });
const answered = (...plus: readonly Header[]) => caseOf(created(), { request: closeSession(), answer: alteredAnswer(ack(200), { plus }) });
const named = (name: string) =>
  caseOf(created(), { request: fragment('0-99/100', { headers: { 'Content-Name': name } }), answer: ack(200) });
const withId = (id: string) => caseOf(created(), { request: createSession(), answer: ack(200, { id }) });
const replied = (reply: string) => caseOf(created(), { request: fragment('0-99/100'), answer: ack(200, { next: 100, reply }) });
/** A path of so many segments of 200 characters. */
const deep = (segments: number) => `/${Array.from({ length: segments }, () => 's'.repeat(199)).join('/')}`;

testRule(valueTooLong, {
  passes: {
    'short values': sent(),
    'a header at the limit': sent(['X-Note', 'x'.repeat(4096)]),
    'many headers that are long together': sent(['X-One', 'x'.repeat(3000)], ['X-Two', 'x'.repeat(3000)]),
    'a URL at the limit': to(deep(11)),
    'a segment that is long only in percent signs': to(`/${'%E6%96%87'.repeat(200)}`),
    'a Content-Name at the limit': named('n'.repeat(260)),
    'a session id at the limit': withId('i'.repeat(100)),
    'a reply URL at the limit': replied(`/${'r'.repeat(2199)}`),
    'a page of somebody who does not speak BITS': caseOf(created(), {
      request: closeSession(),
      answer: alteredAnswer(page(403), { plus: [['Set-Cookie', 'c'.repeat(5000)]] }),
    }),
  },
  flags: {
    'a header of a request': [
      sent(['Cookie', 'c'.repeat(4097)]),
      {
        severity: 'warning',
        blames: 'client',
        confidence: 'certain',
        evidence: { side: 'request', what: 'header', name: 'Cookie', characters: 4097, limit: 4096 },
      },
    ],
    'a header of an Ack': [
      answered(['X-Debug', 'd'.repeat(9000)]),
      {
        severity: 'warning',
        blames: 'server',
        evidence: { side: 'answer', what: 'header', name: 'X-Debug', characters: 9000, limit: 4096 },
      },
    ],
    'as a note, a Kerberos ticket': [
      sent(['Authorization', `Negotiate ${'Y'.repeat(6000)}`]),
      {
        severity: 'note',
        confidence: 'guess',
        evidence: { side: 'request', what: 'credentials', name: 'Authorization', characters: 6010, limit: 4096 },
      },
    ],
    'a URL': [
      to(`${deep(11)}x`),
      { severity: 'warning', confidence: 'likely', evidence: { side: 'request', what: 'URL', characters: 2201, limit: 2200 } },
    ],
    'a segment of the path': [
      to(`/inbox/${'s'.repeat(261)}`),
      { evidence: { side: 'request', what: 'path segment', characters: 261, limit: 260 } },
    ],
    'a Content-Name, once, however long': [
      named('n'.repeat(5000)),
      { confidence: 'certain', evidence: { side: 'request', what: 'Content-Name', characters: 5000, limit: 260 } },
    ],
    'a session id': [
      withId('i'.repeat(101)),
      { severity: 'warning', blames: 'server', evidence: { side: 'answer', what: 'session id', characters: 101, limit: 100 } },
    ],
    'a reply URL': [
      replied(`/${'r'.repeat(2200)}`),
      { blames: 'server', confidence: 'certain', evidence: { side: 'answer', what: 'reply URL', characters: 2201, limit: 2200 } },
    ],
  },
});

it('tells the ticket and the cookie apart that come together', () => {
  const both = sent(['Cookie', 'c'.repeat(4097)], ['Proxy-Authorization', 'p'.repeat(4097)], ['Cookie', 'd'.repeat(4098)]);
  expect(valueTooLong.judge(both)).toMatchObject([
    { severity: 'warning', evidence: { name: 'Cookie', characters: 4097 } },
    { severity: 'note', evidence: { name: 'Proxy-Authorization' } },
  ]);
});

it('does not count the id of a session against the client that repeats it', () => {
  expect(valueTooLong.judge(caseOf(created(), { request: closeSession({ id: 'i'.repeat(101) }), answer: ack(200, { id: ID }) }))).toEqual(
    [],
  );
});
