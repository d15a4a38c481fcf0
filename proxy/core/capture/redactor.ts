import type { RequestHead, ResponseHead } from '../http/message.ts';
import { type HttpReader, requestReader, responseReader } from '../http/reader.ts';
import type { ReaderEvent } from '../http/reader-event.ts';
import { REQUESTS, RESPONSES, StartLine } from '../http/start-line.ts';
import type { Direction } from '../recorded-bytes.ts';
import { CredentialFilter, fillSecrets, type Redacted } from './credential-filter.ts';

/** So many requests may wait for their answers; then nothing is believed to be a body any more. */
const MAX_WAITING = 10_000;

/**
 * Takes credentials out of what a connection says, as it is said: each byte of one becomes `*`. Only bytes that are surely those of
 * a body are left alone, and not even these where a message seems to begin with them: its peer may have lied about a length.
 */
export class Redactor {
  readonly #filters = { client: new CredentialFilter(), server: new CredentialFilter() };
  readonly #requests = requestReader();
  readonly #responses = responseReader(() => this.#methods[0]);
  /** Of the requests whose answers have not begun. */
  readonly #methods: string[] = [];
  #isLost = false;
  /** What is being looked at, up to where it was looked at, and what became of it. */
  #bytes: Uint8Array = new Uint8Array(0);
  #done = 0;
  #redacted: Redacted = { bytes: this.#bytes, headers: new Set() };

  /** `headers`: whose values were taken out; empty where all is as it was. */
  redact(from: Direction, bytes: Uint8Array): { readonly bytes: Uint8Array; readonly headers: string } {
    this.#bytes = bytes;
    this.#done = 0;
    this.#redacted = { bytes, headers: new Set() };
    if (!this.#isLost) this.#read(from, bytes);
    this.#fill(from, bytes.length);
    return { bytes: this.#redacted.bytes, headers: [...this.#redacted.headers].join(', ') };
  }

  /** So many bytes of a side are missing. */
  miss(from: Direction, bytes: number): void {
    let isBody = false;
    const take = (event: { readonly type: string }) => {
      isBody ||= event.type === 'missing';
    };
    if (from === 'client') this.#requests.miss(bytes, take);
    else this.#responses.miss(bytes, take);
    if (!isBody) this.#filters[from].lose();
  }

  #read(from: Direction, bytes: Uint8Array): void {
    const mayBegin = beginsMessage(from, bytes);
    if (from === 'client') this.#feed(this.#requests, from, bytes, mayBegin);
    else this.#feed(this.#responses, from, bytes, mayBegin);
  }

  #feed<Head extends RequestHead | ResponseHead>(reader: HttpReader<Head>, from: Direction, bytes: Uint8Array, mayBegin: boolean): void {
    reader.feed(bytes, (event: ReaderEvent<Head>) => {
      if (event.type === 'head') this.#count(event.head);
      if (event.type === 'body') this.#skip(from, event.bytes, mayBegin);
    });
  }

  #count(head: RequestHead | ResponseHead): void {
    if ('method' in head) this.#methods.push(head.method);
    else if (head.status >= 200 || head.status === 101) this.#methods.shift();
    if (this.#methods.length > MAX_WAITING) this.#isLost = true;
  }

  /** `body`: a view into what is being looked at. */
  #skip(from: Direction, body: Uint8Array, mayBegin: boolean): void {
    const start = body.byteOffset - this.#bytes.byteOffset;
    if (this.#isLost || (start === 0 && mayBegin)) return;
    this.#fill(from, start);
    this.#done = start + body.length;
  }

  #fill(from: Direction, to: number): void {
    fillSecrets(this.#filters[from], this.#bytes, this.#done, to, this.#redacted);
    this.#done = to;
  }
}

function beginsMessage(from: Direction, bytes: Uint8Array): boolean {
  const line = new StartLine(from === 'client' ? REQUESTS : RESPONSES);
  line.scan(bytes, 0, bytes.length);
  return line.outcome === 'complete';
}
