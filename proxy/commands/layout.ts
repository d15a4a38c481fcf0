import { styleText } from 'node:util';
import { Help } from 'commander';

/** How text for people is laid out on standard output. */
export interface Layout {
  /** Characters in a line. */
  readonly width: number;
  readonly heading: (text: string) => string;
}

/** A terminal, a pipe or a file; only a terminal has columns. */
export type Out = Partial<Pick<NodeJS.WriteStream, 'isTTY' | 'columns'>>;

/** Wrapped to the terminal; 80 wide and plain in a pipe or a file. */
export function layoutOf(out: Out): Layout {
  return { width: widthOf(out), heading: isColoured(out) ? (text) => styleText('bold', text) : (text) => text };
}

export function widthOf({ isTTY, columns }: Out): number {
  return (isTTY && columns) || 80;
}

export function isColoured({ isTTY }: Out): boolean {
  return isTTY === true && process.env.NO_COLOR === undefined;
}

/** A text behind its label; what does not fit goes on below, under the text. */
export function hanging(label: string, text: string, { width }: Layout): string {
  const lines = new Help().boxWrap(text, width - label.length).split('\n');
  return lines.map((line, index) => (index === 0 ? label : ' '.repeat(label.length)) + line).join('\n');
}
