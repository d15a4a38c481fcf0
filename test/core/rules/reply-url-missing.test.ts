import { replyUrlMissing } from '../../../proxy/core/rules/reply-url-missing.ts';
import { ack, cancelSession, caseOf, created, fragment, page, stored } from '../../kit/case.ts';
import { testRule } from '../../kit/rule-lists.ts';

const REPLIES = { upload: { unfinished: 0, forgotten: 0, acknowledgedInVain: 0n, repliesBefore: 2 } };
const URL = '/inbox/replies/1.bin';
const cancel = { request: cancelSession(), answer: ack(200) };

testRule(replyUrlMissing, {
  passes: {
    'a plain upload, as far as anybody knows': caseOf(created(), stored('0-99/100')),
    'a reply': caseOf(created(), stored('0-99/100', URL), {}, REPLIES),
    'a Fragment before the final one': caseOf(created(), stored('0-99/1000'), {}, REPLIES),
    'a final Fragment that was refused': caseOf(created(), { request: fragment('0-99/100'), answer: ack(500) }, {}, REPLIES),
    'a repeat of the final Fragment': caseOf(created(stored('0-99/100')), stored('0-99/100'), {}, REPLIES),
    'an upload that is given up in the middle': caseOf(created(stored('0-99/1000')), cancel),
    'one that is given up after its reply': caseOf(created(stored('0-99/100', URL)), cancel),
    'a Cancel-Session that is challenged': caseOf(created(stored('0-99/100')), { ...cancel, answer: page(401) }),
  },
  flags: {
    'no reply where earlier uploads to this path had one': [
      caseOf(created(stored('0-49/100')), stored('50-99/100'), {}, REPLIES),
      { severity: 'warning', blames: 'server', confidence: 'likely', evidence: { sign: 'earlier-replies', repliesBefore: 2 } },
    ],
    'a client that cancels when all was acknowledged': [
      caseOf(created(stored('0-99/100')), cancel),
      { severity: 'warning', confidence: 'guess', evidence: { sign: 'cancelled', repliesBefore: 0 } },
    ],
    'one whose Cancel-Session gets no answer': [
      caseOf(created(stored('0-99/100')), { request: cancelSession() }),
      { evidence: { sign: 'cancelled', repliesBefore: 0 } },
    ],
  },
});
