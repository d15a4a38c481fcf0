import { expect, it } from 'vitest';
import type { Header } from '../../../proxy/core/http/message.ts';
import { duplicateBitsHeader } from '../../../proxy/core/rules/duplicate-bits-header.ts';
import { altered, alteredAnswer } from '../../kit/altered.ts';
import { ack, caseOf, created, createSession, fragment, ID, stored } from '../../kit/case.ts';
import { testRule } from '../../kit/rule-lists.ts';

const sent = (...plus: readonly Header[]) =>
  caseOf(created(), { request: altered(fragment('0-99/100'), { plus }), answer: ack(200, { next: 100 }) });
const answered = (...plus: readonly Header[]) =>
  caseOf(created(), { request: fragment('0-99/100'), answer: alteredAnswer(ack(200, { next: 100 }), { plus }) });

testRule(duplicateBitsHeader, {
  passes: {
    'each header once': caseOf(created(), stored('0-99/100')),
    'other headers that repeat': sent(['X-Forwarded-For', '192.0.2.1'], ['X-Forwarded-For', '192.0.2.2']),
    'a list of protocols in two lines': caseOf(created(), {
      request: altered(createSession(), {
        plus: [
          ['BITS-Supported-Protocols', '{1}'],
          ['BITS-Supported-Protocols', '{2}'],
        ],
      }),
      answer: ack(200, { id: ID }),
    }),
  },
  flags: {
    'two ranges': [
      sent(['content-range', 'bytes 0-99/101']),
      {
        severity: 'warning',
        blames: 'client',
        confidence: 'certain',
        evidence: { side: 'request', headers: 'Content-Range', values: 'different', one: 'bytes 0-99/100', another: 'bytes 0-99/101' },
      },
    ],
    'lengths that contradict each other, after which nothing can be read': [
      caseOf(created(), { request: altered(fragment('0-99/100'), { plus: [['Content-Length', '10']] }) }),
      { severity: 'warning', evidence: { side: 'request', headers: 'Content-Length', values: 'different', one: '100', another: '10' } },
    ],
    'two offsets in an answer': [
      answered(['BITS-Received-Content-Range', '50']),
      {
        severity: 'warning',
        blames: 'server',
        evidence: { side: 'answer', headers: 'BITS-Received-Content-Range', values: 'different', one: '100', another: '50' },
      },
    ],
    'as a note, the same id twice': [
      sent(['BITS-Session-Id', ID]),
      { severity: 'note', evidence: { side: 'request', headers: 'BITS-Session-Id', values: 'same', one: ID, another: ID } },
    ],
    'several headers at once, with the values of one that differs': [
      sent(['BITS-Session-Id', ID], ['Content-Length', '100'], ['Content-Length', '7']),
      {
        severity: 'warning',
        evidence: { side: 'request', headers: 'BITS-Session-Id, Content-Length', values: 'different', one: '100', another: '7' },
      },
    ],
    'a header of no meaning': [
      answered(['BITS-Trace', 'a'], ['bits-trace', 'b']),
      { evidence: { side: 'answer', headers: 'BITS-Trace', values: 'different', one: 'a', another: 'b' } },
    ],
  },
});

it('speaks of both sides of one exchange', () => {
  const request = altered(fragment('0-99/100'), { plus: [['BITS-Session-Id', 'other']] });
  const answer = alteredAnswer(ack(200, { next: 100 }), { plus: [['BITS-Packet-Type', 'Ack']] });
  expect(duplicateBitsHeader.judge(caseOf(created(), { request, answer }))).toMatchObject([
    { severity: 'warning', blames: 'client' },
    { severity: 'note', blames: 'server' },
  ]);
});
