import type { Header } from '../../../proxy/core/http/message.ts';
import { ackContentLengthInvalid } from '../../../proxy/core/rules/ack-content-length-invalid.ts';
import { alteredAnswer, cutOffCase } from '../../kit/altered.ts';
import { ack, caseOf, closeSession, created, page } from '../../kit/case.ts';
import { testRule } from '../../kit/rule-lists.ts';

const without = { without: ['Content-Length'] };
const asked = (answer = ack(200)) => caseOf(created(), { request: closeSession(), answer });
const framed = (status: number, options: { endedAt?: number; bodyLength?: number; version?: string }, ...plus: readonly Header[]) =>
  alteredAnswer(ack(status), { ...without, plus, ...options });
const chunked: Header = ['Transfer-Encoding', 'chunked'];
/** Without a length, and the client still waits for the end. */
const open = framed(200, {});
const { endedAt: _, ...waiting } = open;
const cut = (by: 'client' | 'server' | 'proxy', at: number) =>
  cutOffCase(asked(), { by, how: by === 'proxy' ? 'shutdown' : 'fin' }, { response: waiting, at });

testRule(ackContentLengthInvalid, {
  passes: {
    'Content-Length: 0': asked(),
    'a page of somebody who does not speak BITS': asked(page(404)),
    'such a page in chunks': asked(alteredAnswer(page(503), { ...without, plus: [chunked] })),
    'such a page that ends with its connection': asked(alteredAnswer(page(404), without)),
    'a challenge': asked(page(401)),
    'a 204, which has no body by itself': asked(alteredAnswer(ack(204), without)),
    'an HTTP/1.0 answer that ends with its connection': asked(framed(200, { version: '1.0' })),
    'an answer that the server cut off': cut('server', 5000),
    'an answer that had begun just before the capture ended': cut('proxy', 1200),
    'what the tap answers itself': {
      ...asked(),
      exchange: { ...asked().exchange, response: alteredAnswer(page(502), without), answeredBy: 'proxy' },
    },
    'a request without an answer': caseOf(created(), { request: closeSession() }),
  },
  flags: {
    'an answer without an end, which the client gave up': [
      cut('client', 31_000),
      { severity: 'error', blames: 'server', confidence: 'likely', evidence: { status: 200, kind: 'endless', bodyLength: 0 } },
    ],
    'one that still stood open when the capture ended': [cut('proxy', 9000), { severity: 'error' }],
    'one whose connection the server closed after half a minute': [
      asked(framed(200, { endedAt: 31_100 })),
      { severity: 'error', evidence: { status: 200, kind: 'endless', bodyLength: 0 } },
    ],
    'one after which the client went on all the same': [
      { ...asked(framed(400, { bodyLength: 90 })), after: { ...created(), lastExchange: 'x100', lastConnection: 'c1' } },
      { severity: 'error', evidence: { status: 400, kind: 'endless', bodyLength: 90 } },
    ],
    'a length that contradicts itself': [
      cutOffCase(
        asked(),
        { by: 'client', how: 'fin' },
        {
          response: alteredAnswer(ack(200), { plus: [['Content-Length', '5']], state: 'partial', bodyLength: 0 }),
        },
      ),
      {
        severity: 'error',
        confidence: 'certain',
        evidence: { status: 200, kind: 'endless', bodyLength: 0, problem: 'Content-Length has different values: 0, 5' },
      },
    ],
    'as a warning, an Ack that ends with its connection': [
      asked(framed(200, {}, ['Connection', 'close'])),
      { severity: 'warning', confidence: 'certain', evidence: { status: 200, kind: 'missing', bodyLength: 0 } },
    ],
    'as a warning, one that the server closes at once': [
      asked(framed(416, {})),
      { severity: 'warning', evidence: { status: 416, kind: 'missing', bodyLength: 0 } },
    ],
    'as a warning, an Ack with a body': [
      asked(alteredAnswer(ack(200), { ...without, plus: [['Content-Length', '2']], bodyLength: 2 })),
      { severity: 'warning', evidence: { status: 200, kind: 'body', bodyLength: 2 } },
    ],
    'as a warning, an Ack with a body in chunks': [
      asked(framed(200, { bodyLength: 2 }, chunked)),
      { severity: 'warning', evidence: { status: 200, kind: 'body', bodyLength: 2 } },
    ],
    'as a note, an empty Ack in chunks': [
      asked(framed(200, {}, chunked)),
      { severity: 'note', evidence: { status: 200, kind: 'chunked', bodyLength: 0 } },
    ],
    'as a note, a refusal with a page for people': [
      asked(alteredAnswer(ack(400), { ...without, plus: [['Content-Length', '300']], bodyLength: 300 })),
      { severity: 'note', evidence: { status: 400, kind: 'body', bodyLength: 300 } },
    ],
  },
});
