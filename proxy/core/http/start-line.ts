/**
 * How a message begins, as a table: for each place in a start line, which bytes may come and which place follows. So that
 * what can't become HTTP is known at the first byte that proves it, also when no line end ever comes.
 */

/** From each place: these bytes lead there. The first that fits counts; any other byte is impossible. */
type Places = Readonly<Record<string, readonly (readonly [bytes: string, place: string])[]>>;

export interface Grammar {
  /** 256 entries for each place: the place that follows. */
  readonly table: Uint8Array;
  readonly places: readonly string[];
  /** Why a byte can't come at a place, in words. */
  readonly problem: (place: string, byte: number) => string;
}

const DIGIT = '0123456789';
/** [RFC 9110 §5.6.2] */
const TOKEN = `!#$%&'*+-.^_\`|~${DIGIT}ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz`;
/** What is seen in targets, allowed or not: also raw UTF-8. */
const VISIBLE = characters(0x21, 0x7e) + characters(0x80, 0xff);
const NOT_LF = characters(0x00, 0x09) + characters(0x0b, 0xff);
/** A TLS record's type, and what its version begins with [RFC 8446 §5.1]. */
const TLS_HANDSHAKE = '\x16';
const TLS_MAJOR = 0x03;

/** The first places of every table; those before `begin` (`impossible`, `complete`, `empty line`) end a start line. */
const IMPOSSIBLE = 0;
const COMPLETE = 1;
const BEGIN = 3;

/** Any HTTP/x.y, and spaces in the target: they are wrong, but meant [RFC 9112 §3]. */
// biome-ignore format: one place, one row
const REQUEST_LINE: Places = {
  // Empty lines before a message are skipped [RFC 9112 §2.2].
  begin: [['\r\n', 'empty line'], [TLS_HANDSHAKE, 'TLS'], [TOKEN, 'method']],
  TLS: [],
  method: [[TOKEN, 'method'], [' ', 'before target']],
  'before target': [[' ', 'before target'], [VISIBLE, 'target']],
  target: [[' ', 'gap'], [VISIBLE, 'target']],
  gap: [[' ', 'gap'], ['H', 'gap H'], [VISIBLE, 'target']],
  'gap H': [['T', 'gap HT'], [' ', 'gap'], [VISIBLE, 'target']],
  'gap HT': [['T', 'gap HTT'], [' ', 'gap'], [VISIBLE, 'target']],
  'gap HTT': [['P', 'gap HTTP'], [' ', 'gap'], [VISIBLE, 'target']],
  'gap HTTP': [['/', 'major'], [' ', 'gap'], [VISIBLE, 'target']],
  major: [[DIGIT, 'dot'], [' ', 'gap'], [VISIBLE, 'target']],
  dot: [['.', 'minor'], [' ', 'gap'], [VISIBLE, 'target']],
  minor: [[DIGIT, 'end'], [' ', 'gap'], [VISIBLE, 'target']],
  end: [['\n', 'complete'], ['\r', 'line feed'], [' ', 'after version'], [VISIBLE, 'target']],
  'after version': [['\n', 'complete'], ['\r', 'line feed'], [' ', 'after version'], ['H', 'gap H'], [VISIBLE, 'target']],
  'line feed': [['\n', 'complete']],
};

// biome-ignore format: one place, one row
const STATUS_LINE: Places = {
  begin: [['\r\n', 'empty line'], ['H', 'H']],
  H: [['T', 'HT']],
  HT: [['T', 'HTT']],
  HTT: [['P', 'HTTP']],
  HTTP: [['/', 'major']],
  major: [[DIGIT, 'dot']],
  dot: [['.', 'minor']],
  minor: [[DIGIT, 'gap']],
  gap: [[' ', 'before status']],
  'before status': [[' ', 'before status'], [DIGIT, 'tens']],
  tens: [[DIGIT, 'ones']],
  ones: [[DIGIT, 'end']],
  end: [['\n', 'complete'], ['\r', 'line feed'], [' ', 'reason']],
  reason: [[NOT_LF, 'reason'], ['\n', 'complete']],
  'line feed': [['\n', 'complete']],
};

export const REQUESTS = compile(REQUEST_LINE, (place, byte) => {
  if (place === 'TLS' && byte === TLS_MAJOR) return 'a TLS handshake, not HTTP: the client speaks TLS to a port for plain HTTP';
  if (place === 'TLS') return "byte 0x16 can't stand in a method";
  if (byte === 0x0a || byte === 0x0d || place === 'line feed') return 'the first line is no request line';
  return `byte ${hex(byte)} can't stand in a ${place === 'begin' || place === 'method' ? 'method' : 'request target'}`;
});

export const RESPONSES = compile(STATUS_LINE, (place, byte) =>
  'HTTP/'.startsWith(place) || place === 'begin'
    ? `byte ${hex(byte)} where an answer begins with HTTP/`
    : 'the first line is no status line',
);

function compile(rows: Places, problem: Grammar['problem']): Grammar {
  const places = ['impossible', 'complete', 'empty line', ...Object.keys(rows)];
  const table = new Uint8Array(places.length * 256);
  for (const [place, ways] of Object.entries(rows)) {
    const row = places.indexOf(place) * 256;
    for (const [bytes, next] of ways.toReversed()) {
      for (const character of bytes) table[row + character.charCodeAt(0)] = places.indexOf(next);
    }
  }
  return { table, places, problem };
}

function characters(first: number, last: number): string {
  return Array.from({ length: last - first + 1 }, (_, index) => String.fromCharCode(first + index)).join('');
}

function hex(byte: number): string {
  return `0x${byte.toString(16).padStart(2, '0')}`;
}

/** Goes through a start line as its bytes come. */
export class StartLine {
  readonly #grammar: Grammar;
  #place = BEGIN;
  outcome: 'open' | 'complete' | 'empty' | 'impossible' = 'open';
  /** Why it is impossible. */
  problem = '';

  constructor(grammar: Grammar) {
    this.#grammar = grammar;
  }

  begin(): void {
    this.#place = BEGIN;
  }

  /** How far it came: behind the line end, at the byte that is impossible, or at `limit`. `outcome` tells which. */
  scan(bytes: Uint8Array, from: number, limit: number): number {
    const { table } = this.#grammar;
    for (let at = from; at < limit; at += 1) {
      const next = table[this.#place * 256 + (bytes[at] ?? 0)] ?? IMPOSSIBLE;
      if (next < BEGIN) return this.#stop(next, at, bytes[at] ?? 0);
      this.#place = next;
    }
    this.outcome = 'open';
    return limit;
  }

  #stop(how: number, at: number, byte: number): number {
    if (how === IMPOSSIBLE) {
      this.outcome = 'impossible';
      this.problem = this.#grammar.problem(this.#grammar.places[this.#place] ?? '', byte);
      return at;
    }
    this.outcome = how === COMPLETE ? 'complete' : 'empty';
    return at + 1;
  }
}
