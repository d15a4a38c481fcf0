import { styleText } from 'node:util';
import { Help } from 'commander';

/** How text for people is laid out on standard output. */
export interface Layout {
  /** Characters in a line. */
  readonly width: number;
  readonly heading: (text: string) => string;
}

/** Wrapped to the terminal; 80 wide and plain in a pipe or a file. */
export function layoutOf({ isTTY, columns }: Pick<NodeJS.WriteStream, 'isTTY' | 'columns'>): Layout {
  const plain = !isTTY || process.env.NO_COLOR !== undefined;
  return { width: isTTY ? columns : 80, heading: plain ? (text) => text : (text) => styleText('bold', text) };
}

/** A text behind its label; what does not fit goes on below, under the text. */
export function hanging(label: string, text: string, { width }: Layout): string {
  const lines = new Help().boxWrap(text, width - label.length).split('\n');
  return lines.map((line, index) => (index === 0 ? label : ' '.repeat(label.length)) + line).join('\n');
}
