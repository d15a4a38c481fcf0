import { type Grammar, REQUESTS, RESPONSES, StartLine } from '../http/start-line.ts';

export type MessageKind = 'request' | 'response';

/** What one side of a connection begins with; `open`: more bytes will tell. */
export type Opened = MessageKind | 'tls' | 'neither' | 'open';

const GRAMMARS: Readonly<Record<MessageKind, Grammar>> = { request: REQUESTS, response: RESPONSES };

/** Tells from the first bytes of a message what is spoken, as soon as a byte proves it. */
export class Opening {
  readonly #lines: { readonly kind: MessageKind; readonly line: StartLine }[];
  readonly #record = new TlsRecord();

  constructor(kinds: readonly MessageKind[]) {
    this.#lines = kinds.map((kind) => ({ kind, line: new StartLine(GRAMMARS[kind]) }));
  }

  /** Looks at the next bytes. Not to be called again once it is not `open`. */
  look(bytes: Uint8Array): Opened {
    const record = this.#record.look(bytes);
    if (record === 'tls') return 'tls';
    for (const { kind, line } of [...this.#lines]) {
      const outcome = scan(line, bytes);
      if (outcome === 'complete') return kind;
      if (outcome === 'impossible')
        this.#lines.splice(
          this.#lines.findIndex((one) => one.line === line),
          1,
        );
    }
    return this.#lines.length === 0 && record === 'neither' ? 'neither' : 'open';
  }
}

function scan(line: StartLine, bytes: Uint8Array): StartLine['outcome'] {
  for (let at = 0; at < bytes.length; ) {
    at = line.scan(bytes, at, bytes.length);
    if (line.outcome !== 'empty') return line.outcome;
    line.begin();
  }
  return 'open';
}

/** A record's type, 3 for the version of the protocol, any minor one up to 4, and a length [RFC 8446 §5.1]. */
const TLS_RECORD: readonly (readonly [from: number, to: number])[] = [
  [0x14, 0x17],
  [3, 3],
  [0, 4],
  [0, 0x48],
  [0, 0xff],
];

class TlsRecord {
  #seen = 0;
  #impossible = false;

  look(bytes: Uint8Array): 'tls' | 'neither' | 'open' {
    for (const byte of bytes.subarray(0, TLS_RECORD.length - this.#seen)) {
      const [from, to] = TLS_RECORD[this.#seen] ?? [0, 0];
      if (byte < from || byte > to) this.#impossible = true;
      this.#seen += 1;
    }
    if (this.#impossible) return 'neither';
    return this.#seen === TLS_RECORD.length ? 'tls' : 'open';
  }
}
