import { expect, it } from 'vitest';
import { headerUnexpected } from '../../../proxy/core/rules/header-unexpected.ts';
import {
  ack,
  cancelSession,
  caseOf,
  closeSession,
  createCase,
  created,
  createSession,
  fragment,
  ID,
  packet,
  stored,
} from '../../kit/case.ts';
import { testRule } from '../../kit/rule-lists.ts';

const GUID = '{7df0354d-249b-430f-820d-3d2a9bef4931}';
const ping = (headers: Readonly<Record<string, string>>, answer = ack(200)) =>
  caseOf(created(), { request: packet('Ping', { headers }), answer });
const closed = (headers: Readonly<Record<string, string>>) =>
  caseOf(created(stored('0-99/100')), { request: closeSession(), answer: ack(200, { headers }) });

testRule(headerUnexpected, {
  passes: {
    'a Ping with a session id, which may have one': caseOf(created(), { request: packet('Ping', { id: ID }), answer: ack(200) }),
    'a Close-Session with a Content-Name, as Windows sends it': caseOf(created(), {
      request: closeSession({ headers: { 'Content-Name': 'report.bin' } }),
      answer: ack(200),
    }),
    'headers of other protocols': ping({ 'X-Request-Id': '1', 'BITS-Vendor-Color': 'red' }),
    'a whole Create-Session and its Ack': createCase({
      request: createSession({ headers: { 'BITS-Supported-Protocols': GUID } }),
      answer: ack(200, { id: ID, headers: { 'BITS-Protocol': GUID, 'BITS-Host-Id': 'node2', 'BITS-Host-Id-Fallback-Timeout': '1' } }),
    }),
    'a session id in a Create-Session, which is another fault': createCase({ request: createSession({ id: ID }), answer: ack(400) }),
    'a protocol in the refusal of one, which is another fault': createCase({
      request: createSession(),
      answer: ack(400, { headers: { 'BITS-Protocol': GUID } }),
    }),
    'a reply and an error in an Ack to a Close-Session, which are other faults': closed({ 'BITS-Reply-URL': '/r', 'BITS-Error': '0x0' }),
    'a challenge, whoever sent it': ping({}, ack(401, { id: ID })),
  },
  flags: {
    'an id in the Ack to a Ping': [
      ping({}, ack(200, { id: ID })),
      {
        severity: 'note',
        blames: 'server',
        confidence: 'certain',
        evidence: { header: 'BITS-Session-Id', value: ID, from: 'server', packet: 'ping', status: 200 },
      },
    ],
    'an id in the refusal of a Create-Session': [
      createCase({ request: createSession(), answer: ack(403, { id: ID }) }),
      { evidence: { header: 'BITS-Session-Id', value: ID, from: 'server', packet: 'create-session', status: 403 } },
    ],
    'the header of the client in an Ack': [
      closed({ 'bits-supported-protocols': '1.5' }),
      { evidence: { header: 'BITS-Supported-Protocols', value: '1.5', from: 'server', packet: 'close-session', status: 200 } },
    ],
    'an offset in the Ack to a Close-Session': [
      closed({ 'BITS-Received-Content-Range': '100' }),
      { evidence: { header: 'BITS-Received-Content-Range', value: '100', from: 'server', packet: 'close-session', status: 200 } },
    ],
    'the offer repeated with a Fragment': [
      caseOf(created(), {
        request: fragment('0-99/1000', { headers: { 'BITS-Supported-Protocols': GUID } }),
        answer: ack(200, { next: 100 }),
      }),
      { blames: 'client', evidence: { header: 'BITS-Supported-Protocols', value: GUID, from: 'client', packet: 'fragment' } },
    ],
    'an error in a request without an answer': [
      caseOf(created(), { request: cancelSession({ headers: { 'BITS-Error-Code': '0x1' } }) }),
      { blames: 'client', evidence: { header: 'BITS-Error-Code', value: '0x1', from: 'client', packet: 'cancel-session' } },
    ],
  },
});

it('speaks of each header and side once in a session', () => {
  const said = headerUnexpected.judge(ping({ 'BITS-Protocol': 'a', 'BITS-Host-Id': 'b' }, ack(200, { headers: { 'bits-protocol': 'c' } })));
  expect(said.map((judgement) => headerUnexpected.onceFor(judgement))).toEqual([
    'client BITS-Protocol',
    'client BITS-Host-Id',
    'server BITS-Protocol',
  ]);
});
