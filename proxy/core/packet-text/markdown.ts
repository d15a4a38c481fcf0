import { safeText } from '../safe-text.ts';

/** Longer texts are cut, with a sign for it: a report is to be read. */
const MAX_CHARACTERS = 300;

/** A text from the wire in Markdown, as it is: nothing in it is markup, a link, a mention or the end of a table's cell. */
export function codeSpan(text: string): string {
  const shown = safeText(text.length > MAX_CHARACTERS ? `${text.slice(0, MAX_CHARACTERS)}…` : text);
  if (shown.trim() === '') return shown === '' ? '(empty)' : '(blank)';
  const longest = Math.max(0, ...[...shown.matchAll(/`+/g)].map(([run]) => run.length));
  const fence = '`'.repeat(longest + 1);
  const space = shown.startsWith('`') || shown.endsWith('`') ? ' ' : '';
  // Tables take a bar for the end of a cell even there.
  return `${fence}${space}${shown.replaceAll('|', '\\|')}${space}${fence}`;
}

/** Keeps apart what is looked for after the markup was read: mentions, numbers of issues, addresses without brackets. */
const APART = '<!-- -->';

/** A sentence of ours that may quote the wire, as plain text in Markdown, in a line of its own or in a table's cell. */
export function plainText(text: string): string {
  const escaped = safeText(text)
    .replace(/[\\`*_[\]<>|~$&#]/g, '\\$&')
    .replace(/^(\d{1,9})([.)])/, '$1\\$2')
    .replace(/^[-+=]/, '\\$&');
  return escaped.replace(/@|\\#|:(?=\/\/)|www(?=\.)/gi, `$&${APART}`);
}
