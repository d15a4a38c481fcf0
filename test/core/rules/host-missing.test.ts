import { expect, it } from 'vitest';
import { hostMissing } from '../../../proxy/core/rules/host-missing.ts';
import { altered } from '../../kit/altered.ts';
import { ack, caseOf, closeSession, created, packet, page } from '../../kit/case.ts';
import { testRule } from '../../kit/rule-lists.ts';

const bare = altered(closeSession(), { without: ['Host'] });
const absolute = { target: 'http://bits.example.test/inbox/report.bin' };
const asked = (request = bare) => caseOf(created(), { request, answer: ack(200) });

testRule(hostMissing, {
  passes: {
    'a request with Host': asked(closeSession()),
    'an absolute target with Host': asked(altered(closeSession(), absolute)),
    'the first round of authentication': caseOf(created(), { request: bare, answer: page(401) }),
  },
  flags: {
    'a request without Host': [
      asked(),
      {
        severity: 'error',
        blames: 'client',
        confidence: 'certain',
        evidence: { version: '1.1', header: 'missing', form: 'origin', target: '/inbox/report.bin' },
      },
    ],
    'an empty Host': [
      asked(altered(bare, { plus: [['Host', '']] })),
      { severity: 'error', evidence: { version: '1.1', header: 'empty', form: 'origin', target: '/inbox/report.bin' } },
    ],
    'a packet of no known type': [asked(altered(packet('Greeting'), { without: ['Host'] })), { severity: 'error' }],
    'as a note, HTTP/1.0': [
      asked(altered(bare, { version: '1.0' })),
      { severity: 'note', evidence: { version: '1.0', header: 'missing', form: 'origin', target: '/inbox/report.bin' } },
    ],
    'a target that names the host': [
      asked(altered(bare, absolute)),
      { severity: 'error', evidence: { version: '1.1', header: 'missing', form: 'absolute', ...absolute } },
    ],
  },
});

it('says once in a session what does no harm, and each time what does', () => {
  const [note] = hostMissing.judge(asked(altered(bare, { version: '1.0' })));
  const [error] = hostMissing.judge(asked());
  expect(note && hostMissing.onceFor(note)).toBe('note');
  expect(error && hostMissing.onceFor(error)).toBeUndefined();
});
