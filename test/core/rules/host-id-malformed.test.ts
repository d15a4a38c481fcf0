import { hostIdMalformed } from '../../../proxy/core/rules/host-id-malformed.ts';
import { ack, createCase, createSession, ID } from '../../kit/case.ts';
import { testRule } from '../../kit/rule-lists.ts';

const naming = (host: string, status = 200) =>
  createCase({ request: createSession(), answer: ack(status, { id: ID, headers: { 'BITS-Host-Id': host } }) });
const error = (hostId: string, problem: string) => ({ severity: 'error', blames: 'server', evidence: { hostId, problem } }) as const;

testRule(hostIdMalformed, {
  passes: {
    'no Host-Id': createCase({ request: createSession(), answer: ack(200, { id: ID }) }),
    'a name': naming('node2.example.test'),
    'a name of one word': naming('IIS'),
    'an address': naming('192.0.2.82'),
    'an IPv6 address without brackets, as the grammar writes it': naming('2001:db8::7'),
    'an IPv6 address in brackets': naming('[2001:db8::7]'),
    'a URL in a refusal, which nobody follows': naming('http://node2', 403),
  },
  flags: {
    'an empty one': [naming(''), { ...error('', 'empty'), confidence: 'certain' }],
    'a URL': [naming('https://node2.example.test/'), error('https://node2.example.test/', 'scheme')],
    'a path': [naming('node2/inbox'), error('node2/inbox', 'path')],
    'a share': [naming('\\\\node2'), error('\\\\node2', 'path')],
    'two names': [naming('node2 node3'), error('node2 node3', 'blank')],
    'a user name': [naming('me@node2'), error('me@node2', 'unreadable')],
    'one that is too long': [naming('n'.repeat(301)), error(`${'n'.repeat(200)}… (301 characters)`, 'too-long')],
    'as a note, a port': [
      naming('node2:8080'),
      { severity: 'note', confidence: 'likely', evidence: { hostId: 'node2:8080', problem: 'port' } },
    ],
    'as a note, a port behind brackets': [
      naming('[2001:db8::7]:8080'),
      { severity: 'note', evidence: { hostId: '[2001:db8::7]:8080', problem: 'port' } },
    ],
  },
});
