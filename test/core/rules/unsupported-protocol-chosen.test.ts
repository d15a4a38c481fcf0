import { unsupportedProtocolChosen } from '../../../proxy/core/rules/unsupported-protocol-chosen.ts';
import { ack, createCase, createSession, ID } from '../../kit/case.ts';
import { testRule } from '../../kit/rule-lists.ts';

const GUID = '{7df0354d-249b-430f-820d-3d2a9bef4931}';
const OTHER = '{0b5e6f1a-61c4-4c55-8d2a-1f6f0f4f7a10}';
const choosing = (protocol: string, { offer = GUID, status = 200 } = {}) =>
  createCase({
    request: createSession({ headers: { 'BITS-Supported-Protocols': offer } }),
    answer: ack(status, { id: ID, headers: { 'BITS-Protocol': protocol } }),
  });

testRule(unsupportedProtocolChosen, {
  passes: {
    'the one that was offered': choosing(GUID),
    'it in another letter case': choosing(GUID.toUpperCase()),
    'one of two': choosing(OTHER, { offer: `${GUID} ${OTHER}` }),
    'none, which is another fault': createCase({ request: createSession(), answer: ack(200, { id: ID }) }),
    'an empty one, which is none': choosing(''),
    'the word None': choosing('None'),
    'one in a refusal, which chooses nothing': choosing(OTHER, { status: 400 }),
  },
  flags: {
    'one that was not offered': [
      choosing(OTHER),
      { severity: 'error', blames: 'server', confidence: 'certain', evidence: { protocol: OTHER, offered: GUID, difference: 'other' } },
    ],
    'one that is no GUID': [choosing('1.5'), { severity: 'error', evidence: { protocol: '1.5', offered: GUID, difference: 'other' } }],
    'as a note, one that lost its braces': [
      choosing('7DF0354D-249B-430F-820D-3D2A9BEF4931'),
      { severity: 'note', evidence: { protocol: '7DF0354D-249B-430F-820D-3D2A9BEF4931', offered: GUID, difference: 'braces' } },
    ],
    'any, where none was offered': [choosing(GUID, { offer: '' }), { evidence: { protocol: GUID, offered: '', difference: 'other' } }],
  },
});
