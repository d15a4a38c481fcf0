import type { Session } from '../../../proxy/core/bits/session.ts';
import { destinationUrlChanged } from '../../../proxy/core/rules/destination-url-changed.ts';
import { altered } from '../../kit/altered.ts';
import { ack, caseOf, closeSession, created, createSession, joined, packet, stored } from '../../kit/case.ts';
import { testRule } from '../../kit/rule-lists.ts';

const toFarm: Session = { ...created(), hostId: 'node2.example.test' };
const withToken: Session = { ...created(), memory: { ...created().memory, query: '?access_token=old&v=1' } };
const to = (target: string, before = created()) => caseOf(before, { request: altered(closeSession(), { target }), answer: ack(200) });
const at = (host: string, before = created()) => caseOf(before, { request: closeSession({ host }), answer: ack(200) });

testRule(destinationUrlChanged, {
  passes: {
    'the same URL': to('/inbox/report.bin'),
    'the same URL in absolute form': to('http://bits.example.test/inbox/report.bin'),
    'the same path in another encoding': to('/inbox/%72eport%2ebin'),
    'the same host with its port': at('BITS.example.test:80'),
    'the host that the server named': at('node2.example.test', toFarm),
    'that host with the port of the origin': at('node2.example.test:8080', toFarm),
    'back to the origin': at('bits.example.test', toFarm),
    'another host, in a session whose beginning we did not see': at('node3.example.test', joined(stored('0-99/100'))),
    'the same query': to('/inbox/report.bin?access_token=old&v=1', withToken),
    'another upload': caseOf(created(), { request: altered(createSession(), { target: '/other.bin' }), answer: ack(200) }),
  },
  flags: {
    'another path': [
      to('/upload/inbox/report.bin'),
      {
        severity: 'warning',
        blames: 'client',
        confidence: 'likely',
        evidence: { part: 'path', was: '/inbox/report.bin', now: '/upload/inbox/report.bin' },
      },
    ],
    'another path in a session met late': [
      to('/upload/inbox/report.bin', joined(stored('0-99/100'))),
      { severity: 'warning', evidence: { part: 'path', was: '/inbox/report.bin', now: '/upload/inbox/report.bin' } },
    ],
    'a path that only its encoding hides': [
      to('/inbox/report%2Fbin'),
      { evidence: { part: 'path', was: '/inbox/report.bin', now: '/inbox/report%2Fbin' } },
    ],
    'a third host': [
      at('node3.example.test', toFarm),
      { severity: 'warning', evidence: { part: 'host', was: 'bits.example.test', now: 'node3.example.test' } },
    ],
    'a Ping to another host': [
      caseOf(created(), { request: packet('Ping', { host: 'other.example.test' }), answer: ack(200) }),
      { severity: 'warning', evidence: { part: 'host', was: 'bits.example.test', now: 'other.example.test' } },
    ],
    'as a note, a token in the query, whose value is not told': [
      to('/inbox/report.bin?access_token=s3cret'),
      { severity: 'note', evidence: { part: 'query', was: '', now: 'access_token' } },
    ],
    'as a note, another value of a parameter': [
      to('/inbox/report.bin?access_token=new&v=1', withToken),
      { severity: 'note', evidence: { part: 'query', was: 'access_token, v', now: 'access_token, v' } },
    ],
    'as a note, a query that is gone': [
      to('/inbox/report.bin', withToken),
      { severity: 'note', evidence: { part: 'query', was: 'access_token, v', now: '' } },
    ],
  },
});
