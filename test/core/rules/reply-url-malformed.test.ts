import { quoted } from '../../../proxy/core/rules/quote.ts';
import { replyUrlMalformed } from '../../../proxy/core/rules/reply-url-malformed.ts';
import { ack, caseOf, created, fragment, ID, stored } from '../../kit/case.ts';
import { testRule } from '../../kit/rule-lists.ts';

const announced = (reply: string, range = '0-99/100') => caseOf(created(), stored(range, reply));
const found = (problem: string, url: string) => ({
  severity: 'error' as const,
  confidence: 'certain' as const,
  evidence: { problem, url },
});
const long = `http://bits.example.test/${'a'.repeat(2_200)}`;

testRule(replyUrlMalformed, {
  passes: {
    'an absolute URL on the same host': announced('http://bits.example.test/inbox/replies/1.bin'),
    'https, and the port as the tap reaches the server': announced('HTTPS://bits.example.test:80/inbox/1.bin'),
    'the host in other letters': announced('http://Bits.Example.Test/inbox/1.bin'),
    'no reply': caseOf(created(), stored('0-99/100')),
    'one in the wrong place: that is for another rule': announced('ftp://bits.example.test/1.bin', '0-99/1000'),
    'a refusal': caseOf(created(), { request: fragment('0-99/100'), answer: ack(500, { reply: '' }) }),
    'a host that the server told the client to use': caseOf(
      created({
        request: fragment('0-49/100', { host: 'node2.example.test' }),
        answer: ack(200, { next: 50, id: ID }),
      }),
      stored('50-99/100', 'http://node2.example.test/1.bin'),
    ),
  },
  flags: {
    'an empty one': [announced(''), { ...found('empty', ''), blames: 'server' }],
    'another scheme': [announced('ftp://bits.example.test/1.bin'), found('scheme', 'ftp://bits.example.test/1.bin')],
    'a path of the server': [announced('C:\\inetpub\\replies\\1.bin'), found('scheme', 'C:\\inetpub\\replies\\1.bin')],
    'no host': [announced('http://'), found('unreadable', 'http://')],
    'one that is too long': [announced(long), found('too-long', quoted(long))],
    'as a warning, a name that the client does not know': [
      announced('http://iis-internal-7/inbox/1.bin'),
      {
        severity: 'warning',
        confidence: 'guess',
        evidence: { problem: 'foreign-host', url: 'http://iis-internal-7/inbox/1.bin', host: 'iis-internal-7' },
      },
    ],
    'as a note, backslashes and braces as IIS sends them': [
      announced('/inbox/BITS-Sessions\\Replies\\{1}\\responsefile.bin'),
      {
        severity: 'note',
        confidence: 'likely',
        evidence: { problem: 'backslash', url: '/inbox/BITS-Sessions\\Replies\\{1}\\responsefile.bin' },
      },
    ],
    'as a note, a relative one': [
      announced('replies/1.bin'),
      { severity: 'note', evidence: { problem: 'relative', url: 'replies/1.bin' } },
    ],
  },
});
