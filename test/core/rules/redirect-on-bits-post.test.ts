import { redirectOnBitsPost } from '../../../proxy/core/rules/redirect-on-bits-post.ts';
import { ack, caseOf, created, createSession, fragment, page } from '../../kit/case.ts';
import { testRule } from '../../kit/rule-lists.ts';

const answered = (answer = page(301)) => caseOf(created(), { request: createSession(), answer });

testRule(redirectOnBitsPost, {
  passes: {
    'an Ack': answered(ack(200)),
    'a page with another status': answered(page(404)),
    'a redirect that the application behind the server answered': caseOf(created(), {
      request: fragment('0-99/100'),
      answer: ack(306, { error: '0x80004005', context: '0x7' }),
    }),
    'a request without an answer': caseOf(created(), { request: createSession() }),
  },
  flags: {
    'a redirect': [
      answered(page(301, { Location: 'https://bits.example.test/inbox/report.bin' })),
      {
        severity: 'warning',
        blames: 'server',
        confidence: 'likely',
        evidence: { packet: 'create-session', status: 301, location: 'https://bits.example.test/inbox/report.bin' },
      },
    ],
    'a redirect of a proxy': [
      answered(page(302, { Via: '1.1 portal' })),
      { blames: 'intermediary', evidence: { packet: 'create-session', status: 302, via: '1.1 portal' } },
    ],
    'a redirect in the form of an Ack': [answered(ack(308)), { evidence: { packet: 'create-session', status: 308 } }],
    'a 304': [answered(page(304)), { severity: 'warning', evidence: { packet: 'create-session', status: 304 } }],
  },
});
