import { exchangeCutOff } from '../../../proxy/core/rules/exchange-cut-off.ts';
import { altered, alteredAnswer, cutOffCase } from '../../kit/altered.ts';
import { ack, caseOf, closeSession, created, fragment, packet, page } from '../../kit/case.ts';
import { testRule } from '../../kit/rule-lists.ts';

const whole = caseOf(created(), { request: fragment('0-99/100') });
const partial = caseOf(created(), { request: altered(fragment('0-99/100', { came: 60 }), { state: 'partial' }) });
const begun = alteredAnswer(page(200), { state: 'partial', bodyLength: 0 });

testRule(exchangeCutOff, {
  passes: {
    'an answer': caseOf(created(), { request: fragment('0-99/100'), answer: ack(200, { next: 100 }) }),
    'a server that the tap could not reach': cutOffCase(whole, { by: 'proxy', how: 'failed' }),
    'a tap that was stopped, or a capture that ends': cutOffCase(whole, { by: 'proxy', how: 'shutdown' }),
    'a connection that still stands, on which nothing can be read': {
      ...whole,
      exchange: { id: 'x99', connection: 'c1', index: 1, interim: [], rewrites: [], outcome: 'malformed' },
    },
  },
  flags: {
    'a server that resets in the middle of the body': [
      cutOffCase(partial, { by: 'server', how: 'reset' }),
      {
        severity: 'warning',
        blames: 'unknown',
        confidence: 'certain',
        evidence: {
          ...{ packet: 'fragment', by: 'server', how: 'reset', during: 'request', bodySent: 60, contentLength: 100, answer: 'none' },
        },
      },
    ],
    'a client that gives up waiting': [
      cutOffCase(whole, { by: 'client', how: 'fin' }),
      {
        severity: 'warning',
        evidence: { packet: 'fragment', by: 'client', how: 'fin', during: 'wait', bodySent: 100, contentLength: 100, answer: 'none' },
      },
    ],
    'the middle of an answer': [
      cutOffCase(whole, { by: 'server', how: 'fin' }, { response: begun }),
      {
        evidence: { packet: 'fragment', by: 'server', how: 'fin', during: 'answer', bodySent: 100, contentLength: 100, answer: 'begun' },
      },
    ],
    'a Close-Session': [
      cutOffCase(caseOf(created(), { request: closeSession() }), { by: 'server', how: 'fin' }),
      {
        severity: 'warning',
        evidence: { packet: 'close-session', by: 'server', how: 'fin', during: 'wait', bodySent: 0, contentLength: 0, answer: 'none' },
      },
    ],
    'as a note, a Ping': [
      cutOffCase(caseOf(created(), { request: packet('Ping') }), { by: 'server', how: 'fin' }),
      {
        severity: 'note',
        evidence: { packet: 'ping', by: 'server', how: 'fin', during: 'wait', bodySent: 0, contentLength: 0, answer: 'none' },
      },
    ],
  },
});
