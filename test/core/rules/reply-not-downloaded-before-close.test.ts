import { countDownload } from '../../../proxy/core/bits/reply.ts';
import type { Session } from '../../../proxy/core/bits/session.ts';
import type { HttpResponse } from '../../../proxy/core/http/message.ts';
import { replyNotDownloadedBeforeClose } from '../../../proxy/core/rules/reply-not-downloaded-before-close.ts';
import { ack, cancelSession, caseOf, closeSession, created, fragment, stored } from '../../kit/case.ts';
import { request, response } from '../../kit/exchange.ts';
import { testRule } from '../../kit/rule-lists.ts';

const close = { request: closeSession(), answer: ack(200) };
const replied = (url: string) => created(stored('0-999/1000', url));

function downloaded(session: Session, ...answers: readonly HttpResponse[]): Session {
  const reply = answers.reduce(
    (before, answer) => before && countDownload(before, request('GET', '/reply'), answer, 'answered'),
    session.reply,
  );
  return { ...session, ...(reply && { reply }) };
}

const part = (range: string, length: number) => response(206, { 'Content-Range': `bytes ${range}`, 'Content-Length': `${length}` });

testRule(replyNotDownloadedBeforeClose, {
  passes: {
    'an upload without a reply': caseOf(created(stored('0-999/1000')), close),
    'a reply that was downloaded whole': caseOf(downloaded(replied('/r'), response(200, { 'Content-Length': '40' })), close),
    'a reply that was downloaded in parts': caseOf(downloaded(replied('/r'), part('0-29/40', 30), part('30-39/40', 10)), close),
    'an empty reply': caseOf(downloaded(replied('/r'), response(200, { 'Content-Length': '0' })), close),
    'a Cancel-Session': caseOf(replied('/r'), { request: cancelSession(), answer: ack(200) }),
    'a session that was closed before': caseOf(created(stored('0-999/1000', '/r'), close), close),
  },
  flags: {
    'a reply that nobody fetched': [
      caseOf(replied('/replies/1'), close),
      { severity: 'error', blames: 'client', confidence: 'certain', evidence: { url: '/replies/1', fetched: 0n, view: 'open' } },
    ],
    'a relative reply URL with backslashes, as IIS sends it': [
      caseOf(replied('BITS-Sessions\\Replies\\{1}\\responsefile.bin'), close),
      { severity: 'error', evidence: { url: 'BITS-Sessions\\Replies\\{1}\\responsefile.bin', fetched: 0n, view: 'open' } },
    ],
    'a reply of which a part is missing': [
      caseOf(downloaded(replied('/r'), part('0-9976/10240', 9977)), close),
      { severity: 'error', evidence: { url: '/r', fetched: 9977n, length: 10240n, view: 'open' } },
    ],
    'a download that failed': [
      caseOf(downloaded(replied('/r'), response(404, { 'Content-Length': '100' })), close),
      { severity: 'error', evidence: { url: '/r', fetched: 0n, view: 'open' } },
    ],
    'an absolute URL on the host that the client names': [
      caseOf(replied('http://BITS.example.test:80/r'), close),
      { severity: 'error', evidence: { url: 'http://BITS.example.test:80/r', fetched: 0n, view: 'open' } },
    ],
    'an absolute URL on the host that the session moved to': [
      caseOf(
        created({ request: fragment('0-999/1000', { host: 'node2' }), answer: ack(200, { next: 1000, reply: 'http://node2/r' }) }),
        close,
      ),
      { severity: 'error' },
    ],
    'as a note, a reply on a host that the client never named': [
      caseOf(replied('http://static.example.test/r'), close),
      { severity: 'note', confidence: 'guess', evidence: { url: 'http://static.example.test/r', fetched: 0n, view: 'hidden' } },
    ],
    'as a note, a reply that is fetched over HTTPS past the tap': [
      caseOf(replied('https://bits.example.test/r'), close),
      { severity: 'note' },
    ],
    'as a note, a reply URL that cannot be read': [caseOf(replied('ftp://bits.example.test/r'), close), { severity: 'note' }],
  },
});
