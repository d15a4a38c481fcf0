import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { onTestFinished } from 'vitest';
import { Analyzer } from '../../../proxy/core/analyzer.ts';
import { BodyStretches } from '../../../proxy/core/http/body-stretches.ts';
import type { Direction, RecordedBytes } from '../../../proxy/core/recorded-bytes.ts';
import type { Speaker, WireEvent } from '../../../proxy/core/wire.ts';
import { Recorder, type RecorderSettings } from '../../../proxy/store/recorder.ts';
import type { RecordingFault } from '../../../proxy/store/recording-news.ts';
import { readCapture } from '../../kit/captured.ts';
import { temporaryFolder } from '../reference/temporary-folder.ts';
import { TestDisk } from './disks.ts';

/** 2025-03-04T09:00:00Z; every event comes a millisecond after the one before. */
export const START = 1_741_078_800_000;

/** A recorder on a disk that does what the test wants, and what it told. */
export class Recorded {
  readonly file: string;
  readonly disk = new TestDisk();
  readonly faults: RecordingFault[] = [];
  readonly recorder: Recorder;
  readonly #analyzer = new Analyzer();
  /** All that was said each way on each connection. */
  readonly #said = new Map<string, Buffer[]>();
  #at = START;

  private constructor(file: string, settings: Partial<RecorderSettings>) {
    this.file = file;
    this.recorder = new Recorder({
      ...{ file, kind: 'file', disk: this.disk, retryMs: 20, redact: false },
      maxBytes: Number.POSITIVE_INFINITY,
      maxBodyBytes: Number.POSITIVE_INFINITY,
      maxWaitingBytes: 64 * 1024 ** 2,
      tell: (fault) => this.faults.push(fault),
      ...settings,
    });
  }

  static async start(settings: Partial<RecorderSettings> = {}, folder?: string): Promise<Recorded> {
    const recorded = new Recorded(join(folder ?? (await temporaryFolder()), 'x.pcapng'), settings);
    await recorded.recorder.create('new');
    onTestFinished(() => {
      recorded.disk.release();
      return recorded.recorder.close();
    });
    return recorded;
  }

  get codes(): string[] {
    return this.faults.map(({ code }) => code);
  }

  open(connection: string): void {
    this.see({
      type: 'opened',
      at: this.#next(),
      connection,
      client: `192.0.2.10:${50_000 + Number(connection.slice(1))}`,
      server: '192.0.2.1:80',
    });
  }

  say(connection: string, from: Speaker, content: Uint8Array | string): void {
    const bytes = Buffer.from(content);
    const key = `${connection} ${from === 'client' ? 'client' : 'server'}`;
    this.#said.set(key, [...(this.#said.get(key) ?? []), Buffer.from(bytes)]);
    this.see({ type: 'data', at: this.#next(), connection, from, bytes });
  }

  close(connection: string): void {
    this.see({ type: 'closed', at: this.#next(), connection, by: 'client', how: 'fin' });
  }

  /** As the pipeline does. */
  see(event: WireEvent): void {
    const bodies = event.type === 'data' && this.recorder.wantsBodies ? new BodyStretches(event.bytes) : undefined;
    const told = this.#analyzer.feed(event, [], bodies);
    this.recorder.take(event, bodies);
    this.recorder.told(told);
  }

  said(connection: string, from: Direction): Buffer {
    return Buffer.concat(this.#said.get(`${connection} ${from}`) ?? []);
  }

  /** What the files tell, one behind the other. */
  captured(files: readonly string[] = this.recorder.status.files): Heard {
    return new Heard(files);
  }

  #next(): number {
    this.#at += 1;
    return this.#at;
  }
}

/** What capture files tell. */
export class Heard {
  readonly events: readonly WireEvent[];
  readonly faults: readonly string[];

  constructor(files: readonly string[]) {
    const { events, summary } = readCapture(files.map((file) => readFileSync(file)));
    this.events = events;
    this.faults = Object.keys(summary.faults);
  }

  /** The bytes of one direction; those that are missing are dots. */
  bytes(connection: string, from: Direction): Buffer {
    const pieces = this.events.flatMap((event) => {
      if (!('connection' in event) || event.connection !== connection) return [];
      if (event.type === 'gap' && event.from === from) return [Buffer.alloc(event.bytes, '.')];
      return event.type === 'data' && (event.from === 'client') === (from === 'client') ? [event.bytes] : [];
    });
    return Buffer.concat(pieces);
  }
}

/** Bytes as text; those that are not kept are dots. */
export async function readAll(
  bytes: RecordedBytes,
  connection: string,
  from: Direction,
  start = 0,
  end = Number.POSITIVE_INFINITY,
): Promise<Buffer> {
  const pieces: Uint8Array[] = [];
  for await (const { bytes: found, missing = 0 } of bytes.read(connection, from, start, end)) {
    pieces.push(found ? Buffer.from(found) : Buffer.alloc(missing, '.'));
  }
  return Buffer.concat(pieces);
}

export const head = (...lines: string[]) => `${lines.join('\r\n')}\r\n\r\n`;

/** A Fragment's head. */
export const fragmentHead = (length: number) =>
  head(
    'BITS_POST /f HTTP/1.1',
    'Host: a',
    'BITS-Packet-Type: Fragment',
    'BITS-Session-Id: {7df0354d-249b-430f-820d-3d2a9bef4931}',
    `Content-Range: bytes 0-${length - 1}/${length}`,
    `Content-Length: ${length}`,
  );

export const ACK = head('HTTP/1.1 200 OK', 'BITS-Packet-Type: Ack', 'Content-Length: 0');
