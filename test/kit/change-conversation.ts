/** Changes to the text of a conversation, to be put together. Each fails where it finds nothing to change. */

/** From the text of a conversation (see `readConversation`) to that of another. */
export type Change = (conversation: string) => string;

/** The nth message of one side, counted from 1 over all connections in the order of the text. */
export interface Place {
  readonly from: 'client' | 'server';
  readonly nth: number;
}

export const request = (nth: number): Place => ({ from: 'client', nth });
export const answer = (nth: number): Place => ({ from: 'server', nth });

/** One after the other: what is dropped is not counted any more by those that follow. */
export function all(...changes: readonly Change[]): Change {
  return (conversation) => changes.reduce((text, change) => change(text), conversation);
}

export function startLine(place: Place, line: string): Change {
  return inBlock(place, ([what = '', , ...rest]) => [what, line, ...rest]);
}

/** Gives a header that is there, in any case, another value. */
export function header(place: Place, name: string, value: string): Change {
  return inHeader(place, name, (spelled) => [`${spelled}: ${value}`]);
}

export function renamed(place: Place, name: string, to: string): Change {
  return inHeader(place, name, (spelled, line) => [to + line.slice(spelled.length)]);
}

export function without(place: Place, name: string): Change {
  return inHeader(place, name, () => []);
}

/** Adds header lines at the end of a head. */
export function plus(place: Place, ...lines: readonly string[]): Change {
  return inBlock(place, (block) => {
    const end = endOfHead(block);
    return [...block.slice(0, end), ...lines, ...block.slice(end)];
  });
}

/** Another body, in the lines of a conversation; the headers stay as they are. */
export function body(place: Place, ...lines: readonly string[]): Change {
  return inBlock(place, (block) => [...block.slice(0, endOfHead(block) + 1), ...lines]);
}

/** Leaves out these messages; all are counted before any is gone. */
export function dropped(...places: readonly Place[]): Change {
  return inBlocks((blocks) => {
    const gone = places.map((place) => indexOf(blocks, place));
    return blocks.filter((_, index) => !gone.includes(index));
  });
}

/** The conversation ends before this message. */
export function cutBefore(place: Place): Change {
  return inBlocks((blocks) => blocks.slice(0, indexOf(blocks, place)));
}

export function before(place: Place, ...added: readonly string[]): Change {
  return inBlocks((blocks) => blocks.toSpliced(indexOf(blocks, place), 0, ...added));
}

export function after(place: Place, ...added: readonly string[]): Change {
  return inBlocks((blocks) => blocks.toSpliced(indexOf(blocks, place) + 1, 0, ...added));
}

export function atEnd(...added: readonly string[]): Change {
  return inBlocks((blocks) => [...blocks, ...added]);
}

/** This message, and all that follows, so many seconds later. */
export function later(place: Place, seconds: number): Change {
  return inBlocks((blocks) => {
    const from = indexOf(blocks, place);
    return blocks.map((block, index) => (index < from ? block : at(block, (time) => time + seconds)));
  });
}

/** This message stands before that one, and happens at this time. */
export function movedBefore(place: Place, next: Place, seconds: number): Change {
  return inBlocks((blocks) => {
    const moved = blocks[indexOf(blocks, place)] ?? '';
    return blocks
      .flatMap((block, index) => (index === indexOf(blocks, next) ? [at(moved, () => seconds), block] : [block]))
      .filter((block) => block !== moved);
  });
}

export function everywhere(text: string, by: string): Change {
  return (conversation) => {
    if (!conversation.includes(text)) throw new Error(`"${text}" is nowhere in the conversation`);
    return conversation.replaceAll(text, by);
  };
}

const MARK = '\n=== ';

/** A block is what follows `=== `, up to its last line that is not empty; what stands before the first stays. */
export function inBlocks(change: (blocks: readonly string[]) => readonly string[]): Change {
  return (conversation) => {
    const [comment = '', ...blocks] = `\n${conversation}`.split(MARK);
    const changed = change(blocks.map((block) => block.replace(/\n+$/, '')));
    return [comment.slice(1), ...changed.map((block) => `${block}\n`)].join(MARK);
  };
}

function inBlock(place: Place, change: (lines: readonly string[]) => readonly string[]): Change {
  return inBlocks((blocks) => {
    const index = indexOf(blocks, place);
    return blocks.with(index, change(padded(blocks[index] ?? '')).join('\n'));
  });
}

function inHeader(place: Place, name: string, change: (spelled: string, line: string) => readonly string[]): Change {
  return inBlock(place, (block) => {
    const end = endOfHead(block);
    const index = block.findIndex((line, at) => at > 1 && at < end && line.toLowerCase().startsWith(`${name.toLowerCase()}:`));
    const line = block[index];
    if (line === undefined) throw new Error(`${place.from} message ${place.nth} has no ${name}`);
    return block.toSpliced(index, 1, ...change(line.slice(0, name.length), line));
  });
}

/** With the empty line that ends the head, which a block without a body lost its own of. */
function padded(block: string): string[] {
  const lines = block.split('\n');
  return lines.includes('') ? lines : [...lines, ''];
}

function endOfHead(block: readonly string[]): number {
  return block.indexOf('');
}

function indexOf(blocks: readonly string[], { from, nth }: Place): number {
  const found = blocks.flatMap((block, index) => (block.split('\n', 1)[0]?.split(/\s+/)[2] === from ? [index] : []))[nth - 1];
  if (found === undefined) throw new Error(`the ${from} has no message ${nth}`);
  return found;
}

function at(block: string, change: (seconds: number) => number): string {
  const [seconds = ''] = block.split(' ', 1);
  return change(Number(seconds)).toFixed(3) + block.slice(seconds.length);
}
