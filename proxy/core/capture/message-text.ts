import { ByteBuffer } from '../http/byte-buffer.ts';
import { latin1 } from '../http/latin1.ts';
import { readBase64 } from '../text/base64.ts';
import type { WireEvent } from '../wire.ts';

type Data = Extract<WireEvent, { type: 'data' }>;

/** What was said is handed on in pieces of about this length. */
const PIECE_BYTES = 64 * 1024;
/** No head is longer, whatever it is. */
const MAX_HEAD_BYTES = 1024 * 1024;
/** More bytes of any kind than this are not made up: they are missing. */
const MAX_FILLER_BYTES = 16 * 1024 * 1024;
const CRLF = Uint8Array.of(0x0d, 0x0a);
const NO_EMPTY_LINE = '<<no empty line>>';

/** The lines of a conversation that stand for what one side sent; see `ConversationTextReader`. */
export class MessageText {
  readonly #data: Data;
  readonly #take: (event: WireEvent) => void;
  readonly #bytes = new ByteBuffer();
  #place: 'first' | 'head' | 'body' | 'over' = 'first';
  /** Line ends that are sent if something follows. */
  #owed = 0;

  constructor(data: Data, take: (event: WireEvent) => void) {
    this.#data = data;
    this.#take = take;
  }

  /** The next line, or why it stands for nothing. */
  take(line: Uint8Array): string | undefined {
    switch (this.#place) {
      case 'first':
        this.#place = isMark(line) && latin1(line) !== NO_EMPTY_LINE ? 'body' : 'head';
        return this.#place === 'body' ? this.#takeBody(line) : this.#takeHead(line);
      case 'head':
        return this.#takeHead(line);
      case 'body':
        return this.#takeBody(line);
      case 'over':
        return undefined;
    }
  }

  end(): void {
    if (this.#bytes.length > 0) this.#tell();
  }

  #takeHead(line: Uint8Array): undefined {
    if (isMark(line) && latin1(line) === NO_EMPTY_LINE) this.#place = 'over';
    else if (line.length === 0) this.#endHead();
    else this.#text(line);
    if (this.#place === 'head' && this.#bytes.length > MAX_HEAD_BYTES) this.#place = 'body';
  }

  #endHead(): void {
    this.#place = 'body';
    if (this.#bytes.length > 0) this.#bytes.append(CRLF);
    this.#bytes.append(CRLF);
    this.#owed = 0;
  }

  #takeBody(line: Uint8Array): string | undefined {
    if (isMark(line)) return this.#standsFor(latin1(line));
    if (line.length > 0) this.#text(line);
    else this.#owed += 1;
    if (this.#bytes.length >= PIECE_BYTES) this.#tell();
    return undefined;
  }

  #text(line: Uint8Array): void {
    this.#settle();
    this.#bytes.append(line);
    this.#owed = 1;
  }

  #settle(): void {
    for (; this.#owed > 0; this.#owed -= 1) this.#bytes.append(CRLF);
  }

  #standsFor(line: string): string | undefined {
    if (line === '<<continued>>') return undefined;
    const filler = /^<<(\d+) bytes>>$/.exec(line);
    const bytes = filler ? new Uint8Array(0) : bytesOf(line);
    if (!bytes) return `"${line.slice(0, 40)}" stands for no bytes`;
    this.#settle();
    this.#bytes.append(bytes);
    const length = filler ? Number(filler[1]) : 0;
    if (this.#bytes.length + length >= PIECE_BYTES) this.#tell();
    return this.#fill(length);
  }

  #fill(length: number): string | undefined {
    const { from, at, connection } = this.#data;
    if (length > MAX_FILLER_BYTES && from !== 'proxy' && Number.isSafeInteger(length)) {
      this.#take({ type: 'gap', at, connection, from, bytes: length });
      return `${length} bytes of any kind are more than are made up: they are read as missing`;
    }
    if (length > MAX_FILLER_BYTES) return `${length} bytes of any kind are more than are made up`;
    for (let left = length; left > 0; left -= PIECE_BYTES) {
      this.#bytes.append(new Uint8Array(Math.min(left, PIECE_BYTES)).fill(0x78));
      if (left > PIECE_BYTES) this.#tell();
    }
    return undefined;
  }

  #tell(): void {
    if (this.#bytes.length > 0) this.#take({ ...this.#data, bytes: this.#bytes.take() });
  }
}

function isMark(line: Uint8Array): boolean {
  return line[0] === 0x3c && line[1] === 0x3c;
}

function bytesOf(line: string): Uint8Array | undefined {
  if (!line.endsWith('>>')) return undefined;
  if (line.startsWith('<<base64 ')) return readBase64(line.slice(9, -2));
  if (line.startsWith('<<hex ')) return hexBytes(line.slice(6, -2).replaceAll(' ', ''));
  return undefined;
}

function hexBytes(digits: string): Uint8Array | undefined {
  if (digits.length % 2 === 1 || !/^[0-9a-f]*$/i.test(digits)) return undefined;
  return Uint8Array.from({ length: digits.length / 2 }, (_, index) => Number.parseInt(digits.slice(index * 2, index * 2 + 2), 16));
}
