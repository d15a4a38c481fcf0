/** A header line of a raw head, with the folded lines behind it and its line ends, as sent. */
export interface HeaderLine {
  /** Without blanks. */
  readonly name: string;
  /** Up to its value, with the colon and the blanks behind it. */
  readonly before: string;
  readonly value: string;
  /** Blanks behind the value, and the line end. */
  readonly after: string;
}

export interface RawHead {
  /** `METHOD target HTTP/1.1`, its parts with the blanks and the line end between them as sent. */
  readonly method: string;
  readonly target: string;
  readonly rest: string;
  /** A line that is no header has an empty name. */
  readonly lines: readonly HeaderLine[];
  /** The empty line. */
  readonly end: string;
}

/** Takes a head apart so that its parts in a row are what it was. */
export function readRawHead(text: string): RawHead {
  const lines = linesOf(text);
  const [first = '', ...others] = lines;
  const [method = '', target = ''] = parts(first);
  const end = others.length > 0 && isEmpty(others.at(-1) ?? '') ? (others.pop() ?? '') : '';
  return { method, target, rest: first.slice(method.length + target.length), lines: unfolded(others).map(headerLine), end };
}

export function writeRawHead({ method, target, rest, lines, end }: RawHead): string {
  return [method, target, rest, ...lines.map(({ before, value, after }) => before + value + after), end].join('');
}

/** A header's name for comparison: without blanks, in lower case. */
export function bareName(name: string): string {
  return name.trim().toLowerCase();
}

function linesOf(text: string): string[] {
  const lines: string[] = [];
  for (let at = 0; at < text.length; ) {
    const lineFeed = text.indexOf('\n', at);
    const end = lineFeed < 0 ? text.length : lineFeed + 1;
    lines.push(text.slice(at, end));
    at = end;
  }
  return lines;
}

/** The method with the blanks behind it, and the target. */
function parts(line: string): readonly [method: string, target: string] {
  const first = line.search(/[ \t]/);
  if (first < 0) return [line.trimEnd(), ''];
  let begin = first;
  while (line[begin] === ' ' || line[begin] === '\t') begin += 1;
  const length = line.slice(begin).search(/[ \t\r\n]/);
  return [line.slice(0, begin), length < 0 ? line.slice(begin) : line.slice(begin, begin + length)];
}

function isEmpty(line: string): boolean {
  return line === '\r\n' || line === '\n';
}

function unfolded(lines: readonly string[]): string[] {
  const whole: string[] = [];
  for (const line of lines) {
    const before = whole.at(-1);
    if (before !== undefined && (line.startsWith(' ') || line.startsWith('\t'))) whole[whole.length - 1] = before + line;
    else whole.push(line);
  }
  return whole;
}

function headerLine(line: string): HeaderLine {
  const colon = line.indexOf(':');
  if (colon < 0) return { name: '', before: line, value: '', after: '' };
  let begin = colon + 1;
  while (line[begin] === ' ' || line[begin] === '\t') begin += 1;
  const value = line.slice(begin).trimEnd();
  return { name: line.slice(0, colon).trim(), before: line.slice(0, begin), value, after: line.slice(begin + value.length) };
}
