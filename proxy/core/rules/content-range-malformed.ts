import { quoted } from './quote.ts';
import { type Confidence, defineRule } from './rule.ts';

/** `spelling`: it can be read, and strict servers still refuse it. */
type Problem = 'unit' | 'several' | 'asterisk' | 'too-large' | 'syntax' | 'spelling';
type Unreadable = { problem: Problem; text: string };

const WORDS: Readonly<Record<Problem, string>> = {
  unit: 'its unit is not bytes',
  several: 'it names several ranges',
  asterisk: 'an asterisk tells neither the place nor the size',
  'too-large': 'it has a number above 2^64 - 1',
  syntax: 'it is not "bytes first-last/total"',
  spelling: 'strict servers want "bytes" in lower case, one blank behind it, and no other',
};

/** No source speaks of the asterisk: HTTP allows it. The docs themselves print `Bytes`. */
const CONFIDENCE: Partial<Record<Problem, Confidence>> = { asterisk: 'guess', spelling: 'likely' };

export const contentRangeMalformed = defineRule<'fragment', Unreadable>({
  id: 'content-range-malformed',
  on: ['fragment'],
  once: 'session',
  onceFor: ({ problem }) => problem,
  about: 'request',
  severity: ({ problem }) => (problem === 'spelling' ? 'note' : 'error'),
  blames: 'client',
  confidence: ({ problem }) => CONFIDENCE[problem] ?? 'certain',
  listed: { severity: 'error', confidence: 'certain' },
  source: '[BUP §2.2.6.1], [R2616 §14.16]',
  title: 'Content-Range cannot be read',
  why: 'The server cannot tell which bytes of the file these are, and answers 400. Without a total it never knows that the upload is complete.',
  fix: 'Write bytes first-last/total in decimal, as in "bytes 0-5/11". Sizes have 64 bits: keep them in an integer type that holds them.',
  reality:
    "Microsoft's documentation and Zenfolio write Bytes with a capital; gobits and XenServer refuse that. XenServer refuses an asterisk too.",
  check({ request: { range, rangeText } }) {
    if (!rangeText || (range && isPlain(rangeText))) return undefined;
    return { problem: range ? 'spelling' : problemOf(rangeText), text: quoted(rangeText) };
  },
  message: ({ problem, text }) => `Content-Range is "${text}": ${WORDS[problem]}.`,
});

const UNIT = 'bytes ';

/** Of a range that was read: `bytes`, one blank, and no other. */
function isPlain(text: string): boolean {
  return text.startsWith(UNIT) && text.lastIndexOf(' ') === UNIT.length - 1 && !text.includes('\t');
}

function problemOf(text: string): Problem {
  if (!/^bytes\b/i.test(text)) return 'unit';
  if (text.includes(',')) return 'several';
  if (text.includes('*')) return 'asterisk';
  return /^bytes[ \t]+\d+[ \t]*-[ \t]*\d+[ \t]*\/[ \t]*\d+$/i.test(text) ? 'too-large' : 'syntax';
}
