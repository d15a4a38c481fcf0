import { bytes } from './number.ts';
import { defineRule } from './rule.ts';

export const contentRangeTotalChanged = defineRule({
  id: 'content-range-total-changed',
  on: ['fragment'],
  about: 'request',
  severity: 'error',
  blames: 'client',
  confidence: 'certain',
  source: '[BUP §2.2.1.2], [DOC file-transfer-consistency]',
  title: 'The file changed its size during the upload',
  why: 'A session has one file of one size, and the server answers 400 to another total. One that takes it ends up with the beginning of one version and the end of another.',
  fix: 'Upload a copy that nobody writes to. When the file has changed, send Cancel-Session and begin again with Create-Session.',
  reality: 'Windows watches the local file itself, and fails the job with 0x8020001D when it changes.',
  check({ request: { range }, before: { total } }) {
    if (!range || total === undefined || range.total === total) return undefined;
    return { total: range.total, totalBefore: total };
  },
  message: ({ total, totalBefore }) =>
    `Content-Range says that the file has ${bytes(total)}; the first Fragment said ${bytes(totalBefore)}.`,
});
