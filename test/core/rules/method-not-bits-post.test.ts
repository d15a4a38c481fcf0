import type { HttpResponse } from '../../../proxy/core/http/message.ts';
import { methodNotBitsPost } from '../../../proxy/core/rules/method-not-bits-post.ts';
import { altered } from '../../kit/altered.ts';
import { ack, caseOf, created, fragment, packet, page } from '../../kit/case.ts';
import { testRule } from '../../kit/rule-lists.ts';

const stored = ack(200, { next: 100 });
const sent = (method: string, answer: HttpResponse | undefined = stored, plus: readonly [string, string][] = []) =>
  caseOf(created(), { request: altered(fragment('0-99/100'), { method, plus }), ...(answer && { answer }) });
const overridden = (answer: HttpResponse) => sent('POST', answer, [['X-HTTP-Method-Override', 'BITS_POST']]);

testRule(methodNotBitsPost, {
  passes: {
    BITS_POST: sent('BITS_POST'),
    'a packet of no known type, which is another fault': caseOf(created(), {
      request: altered(packet('Greeting'), { method: 'POST' }),
      answer: page(404),
    }),
  },
  flags: {
    'POST, where the server takes it': [
      sent('POST'),
      { severity: 'warning', blames: 'client', confidence: 'certain', evidence: { method: 'POST', override: 'no' } },
    ],
    'lower case': [sent('bits_post'), { severity: 'warning', evidence: { method: 'bits_post', override: 'no' } }],
    'as a note, POST with an override': [overridden(stored), { severity: 'note', evidence: { method: 'POST', override: 'yes' } }],
    'as an error, POST that is refused by a page': [
      sent('POST', page(503)),
      { severity: 'error', evidence: { method: 'POST', override: 'no', status: 503 } },
    ],
    'as an error, POST that is refused by a BITS server': [
      sent('POST', ack(400, { error: '0x80070057', context: '0x5' })),
      { severity: 'error', evidence: { method: 'POST', override: 'no', status: 400 } },
    ],
    'as an error, an override that is refused': [
      overridden(page(405)),
      { severity: 'error', evidence: { method: 'POST', override: 'yes', status: 405 } },
    ],
    'as a warning, POST that is answered with an offset: the server took it for a Fragment': [
      sent('POST', ack(416, { next: 0 })),
      { severity: 'warning', evidence: { method: 'POST', override: 'no' } },
    ],
    'as a note, an override whose session is not known': [
      overridden(ack(500, { error: '0x8020001F' })),
      { severity: 'note', evidence: { method: 'POST', override: 'yes' } },
    ],
  },
});
