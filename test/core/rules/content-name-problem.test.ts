import { expect, it } from 'vitest';
import { contentNameProblem } from '../../../proxy/core/rules/content-name-problem.ts';
import { ack, caseOf, closeSession, created, fragment, page, stored } from '../../kit/case.ts';
import { request } from '../../kit/exchange.ts';
import { testRule } from '../../kit/rule-lists.ts';

const named = (name: string) => ({
  request: fragment('0-99/1000', { headers: { 'Content-Name': name } }),
  answer: ack(200, { next: 100 }),
});
const createAt = (path: string, headers: Readonly<Record<string, string>> = {}) => ({
  request: request('BITS_POST', path, { 'BITS-Packet-Type': 'Create-Session', 'Content-Length': '0', ...headers }),
  answer: ack(200, { id: '{1}' }),
});

testRule(contentNameProblem, {
  passes: {
    'a bare name': caseOf(created(), named('report (1).bin')),
    'dots in a name': caseOf(created(), named('report..bin')),
    'no name': caseOf(created(), stored('0-99/1000')),
    'the name again, on Close-Session': caseOf(created(named('report.bin')), {
      request: closeSession({ headers: { 'Content-Name': 'report.bin' } }),
      answer: ack(200),
    }),
    'a name that is not that of the URL': caseOf(created(), named('another.bin')),
    'a path that was judged with the packet before': caseOf(created(named('C:\\a.bin')), named('C:\\a.bin')),
    'a URL with dots in a name, and an encoded blank': caseOf(created(), createAt('/inbox/a..b/..c/re%20port.bin')),
  },
  flags: {
    'a path of Windows': [
      caseOf(created(), named('C:\\Users\\ann\\report.bin')),
      { severity: 'warning', blames: 'client', evidence: { problem: 'path', text: 'C:\\Users\\ann\\report.bin' } },
    ],
    'a path that leads out of the folder': [
      caseOf(created(), named('../../etc/passwd')),
      { severity: 'warning', evidence: { problem: 'path', text: '../../etc/passwd' } },
    ],
    'the folder above': [caseOf(created(), named('..')), { severity: 'warning', evidence: { problem: 'path', text: '..' } }],
    'as a note, what no file of Windows may have': [
      caseOf(created(), named('a:b?.bin')),
      { severity: 'note', evidence: { problem: 'characters', text: 'a:b?.bin' } },
    ],
    'as a note, another name than before': [
      caseOf(created(named('report.bin')), named('report2.bin')),
      { severity: 'note', evidence: { problem: 'changed', text: 'report2.bin', other: 'report.bin' } },
    ],
    'a path with the first packet, which is challenged': [
      caseOf(created(), { ...named('a/b'), answer: page(401) }),
      { severity: 'warning', evidence: { problem: 'path', text: 'a/b' } },
    ],
    'a URL that leads up': [
      caseOf(created(), createAt('/inbox/%2E%2e/secret.bin')),
      { severity: 'warning', evidence: { problem: 'url-dots', text: '/inbox/%2E%2e/secret.bin' } },
    ],
    'a URL that leads up by an encoded backslash': [
      caseOf(created(), createAt('/inbox/x%5C..%5Csecret.bin')),
      { severity: 'warning', evidence: { problem: 'url-dots', text: '/inbox/x%5C..%5Csecret.bin' } },
    ],
    'as a note, a URL with an encoded slash': [
      caseOf(created(), createAt('/inbox/a%2Fb.bin')),
      { severity: 'note', evidence: { problem: 'url-separator', text: '/inbox/a%2Fb.bin' } },
    ],
  },
});

it('finds both, a URL that leads up and a name that is a path', () => {
  const judged = caseOf(created(), createAt('/inbox/../x.bin', { 'Content-Name': 'a\\x.bin' }));
  expect(contentNameProblem.judge(judged)).toMatchObject([{ evidence: { problem: 'url-dots' } }, { evidence: { problem: 'path' } }]);
});
