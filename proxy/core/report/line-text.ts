import { safeText } from '../safe-text.ts';

const MAX_CHARACTERS = 300;

/** A text from the wire, fit for a line: what is unseen becomes visible, and what is very long is cut, with a sign for it. */
export function lineText(text: string): string {
  return text.length > MAX_CHARACTERS ? `${safeText(text.slice(0, MAX_CHARACTERS))}… (${text.length} characters)` : safeText(text);
}

/** A text behind its label; what does not fit goes on below, under the text. A long word is not broken. */
export function hangingText(label: string, text: string, width: number): string {
  const lines: string[] = [];
  let line = '';
  for (const word of text.split(' ')) {
    if (line !== '' && label.length + line.length + 1 + word.length > width) {
      lines.push(line);
      line = word;
    } else line += line === '' ? word : ` ${word}`;
  }
  lines.push(line);
  return label + lines.join(`\n${' '.repeat(label.length)}`);
}
