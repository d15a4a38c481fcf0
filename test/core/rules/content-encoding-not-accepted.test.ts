import { contentEncodingNotAccepted } from '../../../proxy/core/rules/content-encoding-not-accepted.ts';
import { ack, caseOf, created, createdWith, fragment, joined, stored, type Turn } from '../../kit/case.ts';
import { testRule } from '../../kit/rule-lists.ts';

const encoded = (range: string, encoding: string) => ({
  request: fragment(range, { headers: { 'Content-Encoding': encoding } }),
  answer: ack(200, { next: 100 }),
});
const plain = (range: string) => ({ request: fragment(range), answer: ack(200, { next: 200 }) });
/** A session whose Create-Session was answered with this. */
const offering = (acceptEncoding: string, ...turns: readonly Turn[]) => createdWith({ 'Accept-Encoding': acceptEncoding }, ...turns);

testRule(contentEncodingNotAccepted, {
  passes: {
    'plain bytes': caseOf(offering('identity'), plain('0-99/1000')),
    'plain bytes, always': caseOf(created(stored('0-99/1000')), plain('100-199/1000')),
    'an empty header': caseOf(offering('identity'), encoded('0-99/1000', '')),
    'what was offered': caseOf(offering('identity, gzip;q=0.5'), encoded('0-99/1000', 'GZIP')),
    'anything where anything is offered': caseOf(offering('*'), encoded('0-99/1000', 'br')),
    'the same in every Fragment': caseOf(offering('gzip', encoded('0-99/1000', 'gzip')), encoded('100-199/1000', 'gzip')),
    'a session met late, whose offer was not seen': caseOf(joined(), encoded('0-99/1000', 'gzip')),
  },
  flags: {
    'what was not offered': [
      caseOf(offering('identity'), encoded('0-99/1000', 'gzip')),
      {
        severity: 'error',
        blames: 'client',
        confidence: 'certain',
        evidence: { problem: 'not-offered', encoding: 'gzip', other: 'identity' },
      },
    ],
    'any encoding where nothing was offered': [
      caseOf(created(), encoded('0-99/1000', 'gzip')),
      { severity: 'error', evidence: { problem: 'not-offered', encoding: 'gzip', other: 'none' } },
    ],
    'two encodings of which one was offered': [
      caseOf(offering('gzip'), encoded('0-99/1000', 'gzip, br')),
      { evidence: { problem: 'not-offered', encoding: 'gzip, br', other: 'gzip' } },
    ],
    'a change between Fragments': [
      caseOf(created(stored('0-99/1000')), encoded('100-199/1000', 'gzip')),
      { severity: 'error', evidence: { problem: 'changed', encoding: 'gzip', other: 'none' } },
    ],
    'a change back, also in a session met late': [
      caseOf(joined(encoded('0-99/1000', 'gzip')), plain('100-199/1000')),
      { evidence: { problem: 'changed', encoding: 'none', other: 'gzip' } },
    ],
    'as a note, what goes without saying': [
      caseOf(offering('identity'), encoded('0-99/1000', 'identity')),
      { severity: 'note', evidence: { problem: 'identity', encoding: 'identity' } },
    ],
  },
});
