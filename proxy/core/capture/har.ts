import { type JsonObject, jsonText, readJsonObject } from '../text/loose-json.ts';
import { ExchangeWeaver } from './exchange-weaver.ts';
import type { FormatTarget } from './format-target.ts';
import type { CaptureSource } from './frame.ts';
import { harExchange } from './har-entry.ts';
import { oneLine } from './har-head.ts';
import { beginHarLacks, harLacksText } from './har-lacks.ts';
import { type HarPiece, HarScanner } from './har-scanner.ts';

/** A HAR (HTTP Archive 1.1, 1.2), entry by entry: one that can't be read does not concern the others. */
export class HarReader implements CaptureSource {
  readonly #target: FormatTarget;
  readonly #weaver: ExchangeWeaver;
  readonly #scanner: HarScanner;
  readonly #lacks = beginHarLacks();
  #creator = 'an unknown program';
  #number = 0;
  #lastAt = 0;
  #bytes = 0;

  constructor(target: FormatTarget) {
    this.#target = target;
    this.#weaver = new ExchangeWeaver(target);
    const piece = (kind: HarPiece, bytes: Uint8Array | undefined, offset: number) => this.#take(kind, bytes, offset);
    this.#scanner = new HarScanner({ piece }, target.limits.maxRecordBytes);
  }

  feed(bytes: Uint8Array): void {
    this.#bytes += bytes.length;
    this.#scanner.feed(bytes);
  }

  end(): void {
    this.#weaver.end();
    if (this.#number === 0) this.#target.tell('capture-lacking', '', () => 'There is no entry in this HAR.');
    else this.#target.tell('capture-lacking', '', () => harLacksText(this.#lacks, this.#creator));
    if (this.#scanner.over) return;
    const from = this.#scanner.unfinishedFrom;
    const where = from === undefined ? 'the file ends before its JSON does' : `the file ends in the middle of entry ${this.#number + 1}`;
    this.#target.stop('capture-truncated', where, from ?? this.#bytes);
  }

  #take(kind: HarPiece, bytes: Uint8Array | undefined, offset: number): void {
    if (kind === 'entry') this.#number += 1;
    if (!bytes) return this.#tooLong(kind, offset);
    const value = readJsonObject(bytes);
    if (kind === 'creator') this.#creator = nameOf(value) ?? this.#creator;
    else if (value) this.#takeEntry(value, offset);
    else this.#skip(offset, 'it is no JSON that can be read');
  }

  #takeEntry(entry: JsonObject, offset: number): void {
    if (entry._fromCache !== undefined && entry._fromCache !== null && entry._fromCache !== false) {
      this.#lacks.fromCache += 1;
      return;
    }
    const exchange = harExchange(entry, this.#lacks, this.#lastAt);
    if (typeof exchange === 'string') return this.#skip(offset, exchange);
    this.#lacks.entries += 1;
    this.#lastAt = exchange.request.startedAt;
    this.#weaver.take(exchange);
  }

  #tooLong(kind: HarPiece, offset: number): void {
    const { maxRecordBytes } = this.#target.limits;
    const what = kind === 'entry' ? `Entry ${this.#number}` : 'The creator';
    this.#target.tell(
      'capture-limit',
      String(offset),
      () => `${what} has more than ${maxRecordBytes} bytes, and is left out (byte ${offset}).`,
    );
  }

  #skip(offset: number, problem: string): void {
    const number = this.#number;
    this.#target.tell('capture-skipped', String(offset), () => `Entry ${number} can't be read: ${problem} (byte ${offset} of the file).`);
  }
}

function nameOf(creator: JsonObject | undefined): string | undefined {
  const name = oneLine(jsonText(creator?.name) ?? '').slice(0, 100);
  return name === '' ? undefined : `${name} ${oneLine(jsonText(creator?.version) ?? '').slice(0, 50)}`.trim();
}
