import { ByteBuffer } from '../http/byte-buffer.ts';
import { ExchangeWeaver } from './exchange-weaver.ts';
import type { FormatTarget } from './format-target.ts';
import type { CaptureSource } from './frame.ts';
import { type SazFiles, type SazLacks, sazExchange } from './saz-session.ts';
import { type ZipEntry, ZipReader } from './zip.ts';

type Part = keyof SazFiles;

const PARTS: Readonly<Record<string, Part>> = { c: 'request', s: 'response', m: 'metadata' };
/** Sessions that wait for the rest of their files. */
const MAX_INCOMPLETE = 1000;

/** A SAZ of Fiddler: a zip file with the raw messages of each session, and its times. */
export class SazReader implements CaptureSource {
  readonly #target: FormatTarget;
  readonly #zip: ZipReader;
  readonly #weaver: ExchangeWeaver;
  readonly #waiting = new Map<string, SazFiles>();
  readonly #bytes = new ByteBuffer();
  readonly #lacks: SazLacks = { missing: 0, beyond: 0, unanswered: 0, untimed: 0 };
  #entry: { readonly name: string; readonly session: string; readonly part: Part } | undefined;
  #waitingBytes = 0;
  #unpacked = 0;
  #sessions = 0;
  #lastAt = 0;
  #stopped = false;

  constructor(target: FormatTarget) {
    this.#target = target;
    this.#weaver = new ExchangeWeaver(target);
    this.#zip = new ZipReader({
      begin: (entry) => this.#begin(entry),
      bytes: (piece) => this.#take(piece),
      finish: (problem) => this.#finish(problem),
      stop: (code, problem, offset) => this.#stop(code, problem, offset),
    });
  }

  feed(bytes: Uint8Array): void {
    if (!this.#stopped) this.#zip.feed(bytes);
  }

  end(): void {
    this.#zip.end();
    if (this.#stopped) return;
    if (this.#sessions === 0 && this.#waiting.size === 0) return this.#stop('capture-format', NO_SAZ, 0);
    this.#endWeaving();
    this.#tellLacks();
  }

  #begin({ name, encrypted, method }: ZipEntry): 'read' | 'skip' {
    const [, session, kind = ''] = /^raw[\\/](\d{1,9})_([csm])\.(?:txt|xml)$/i.exec(name) ?? [];
    const part = PARTS[kind.toLowerCase()];
    this.#entry = undefined;
    if (session === undefined || !part || this.#stopped) return 'skip';
    if (encrypted || method === AES) this.#stop('capture-format', PROTECTED, 0);
    else if (method !== 0 && method !== 8) this.#skip(name, `it is packed in a way that is not read (method ${method})`);
    else this.#entry = { name, session, part };
    return this.#entry ? 'read' : 'skip';
  }

  #take(piece: Uint8Array): 'read' | 'skip' {
    const { maxRecordBytes, maxUnpackedBytes } = this.#target.limits;
    this.#unpacked += piece.length;
    if (this.#stopped || !this.#entry) return 'skip';
    if (this.#unpacked > maxUnpackedBytes) {
      this.#stop('capture-malformed', `more than ${maxUnpackedBytes} bytes are packed in this file: no more is read`, 0);
      return 'skip';
    }
    if (this.#bytes.length + piece.length > maxRecordBytes) {
      this.#bytes.append(piece.subarray(0, maxRecordBytes - this.#bytes.length));
      this.#tooLong(this.#entry.name, maxRecordBytes);
      return 'skip';
    }
    this.#bytes.append(piece);
    return 'read';
  }

  /** What came of it is read, as if the rest were missing. */
  #tooLong(name: string, max: number): void {
    this.#target.tell('capture-limit', name, () => `${name} has more than ${max} bytes: the rest is read as missing.`);
  }

  #finish(problem: string | undefined): void {
    const bytes = this.#bytes.take();
    const entry = this.#entry;
    this.#entry = undefined;
    if (!entry || this.#stopped) return;
    if (problem !== undefined) this.#skip(entry.name, `${problem}; what came before that is read`);
    const files = this.#waiting.get(entry.session) ?? {};
    files[entry.part] = bytes;
    this.#waitingBytes += bytes.length;
    this.#waiting.set(entry.session, files);
    if (files.request && files.response && files.metadata) this.#weave(entry.session, files);
    const { maxHeldBytesInAll } = this.#target.limits;
    for (const [session, oldest] of this.#waiting) {
      if (this.#waiting.size <= MAX_INCOMPLETE && this.#waitingBytes <= maxHeldBytesInAll) return;
      this.#weave(session, oldest);
    }
  }

  #weave(session: string, files: SazFiles): void {
    this.#waiting.delete(session);
    for (const bytes of Object.values(files)) this.#waitingBytes -= bytes.length;
    const exchange = sazExchange(files, this.#lacks, this.#lastAt);
    if (!exchange) return this.#skip(`raw/${session}`, 'it has no request');
    this.#sessions += 1;
    this.#lastAt = exchange.request.startedAt;
    this.#weaver.take(exchange);
  }

  #endWeaving(): void {
    for (const [session, files] of this.#waiting) this.#weave(session, files);
    this.#weaver.end();
  }

  #skip(name: string, problem: string): void {
    this.#target.tell('capture-skipped', name, () => `${name} in the file: ${problem}.`);
  }

  #stop(code: Parameters<FormatTarget['stop']>[0], problem: string, offset: number): void {
    if (this.#stopped) return;
    this.#stopped = true;
    if (this.#sessions + this.#waiting.size === 0 && code !== 'capture-format') return this.#target.stop('capture-format', NO_SAZ, 0);
    this.#endWeaving();
    this.#target.stop(code, problem, offset);
  }

  #tellLacks(): void {
    const { missing, beyond, unanswered, untimed } = this.#lacks;
    const said = [
      'A SAZ does not tell how connections ended, and has messages as Fiddler kept them',
      ...(missing > 0 ? [`${missing} bytes of bodies are not in it`] : []),
      ...(beyond > 0 ? [`${beyond} bytes behind the ends of messages are left out`] : []),
      ...(unanswered > 0 ? [`${unanswered} of ${this.#sessions} requests have no answer in it, and it is not said why`] : []),
      ...(untimed > 0 ? [`${untimed} of them have no time`] : []),
    ];
    this.#target.tell('capture-lacking', '', () => `${said.join('; ')}.`);
  }
}

const AES = 99;
const NO_SAZ = 'This is a zip file, but no session of Fiddler is in it, such as raw/1_c.txt: if it is no SAZ, unpack it first';
const PROTECTED = 'This SAZ is protected by a password: open it in Fiddler, and save it without one';
