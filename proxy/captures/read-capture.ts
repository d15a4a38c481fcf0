import { open } from 'node:fs/promises';
import { ProxyError } from '../errors.ts';
import { STANDARD_INPUT } from './find-captures.ts';

/** Whoever takes the bytes of a file, piece by piece. A piece is valid only during the call. */
export interface Taker {
  feed(bytes: Uint8Array): void;
  /** Nothing more is wanted. */
  readonly stopped: boolean;
}

/** Called after each piece; `total` where the size is known. */
export type OnRead = (bytes: number, total?: number) => void;

const PIECE_BYTES = 1024 * 1024;

/** A piece of a file, valid until the next one is asked for; how much was read with it, and of how much where that is known. */
export interface FilePiece {
  readonly bytes: Uint8Array;
  readonly read: number;
  readonly total: number | undefined;
}

/** Reads a file, or standard input, to its end: the next piece when the one before was taken. Rejects with ProxyError. */
export async function readCapture(file: string, taker: Taker, onRead: OnRead): Promise<void> {
  for await (const { bytes, read, total } of piecesOf(file)) {
    taker.feed(bytes);
    onRead(read, total);
    if (taker.stopped) return;
  }
}

/** A file, or standard input, in pieces. Rejects with ProxyError. */
export async function* piecesOf(file: string): AsyncGenerator<FilePiece> {
  try {
    yield* file === STANDARD_INPUT ? standardInput() : contentOf(file);
  } catch (error) {
    if (!(error instanceof Error) || !('syscall' in error)) throw error;
    throw new ProxyError('file-unreadable', `It can't be read: ${error.message}.`, { cause: error });
  }
}

async function* contentOf(file: string): AsyncGenerator<FilePiece> {
  const handle = await open(file);
  try {
    const { size } = await handle.stat();
    const buffer = new Uint8Array(PIECE_BYTES);
    for (let read = 0; ; ) {
      const { bytesRead } = await handle.read(buffer, 0, buffer.length);
      if (bytesRead === 0) return;
      read += bytesRead;
      yield { bytes: buffer.subarray(0, bytesRead), read, total: size > 0 ? size : undefined };
    }
  } finally {
    await handle.close();
  }
}

async function* standardInput(): AsyncGenerator<FilePiece> {
  if (process.stdin.isTTY)
    throw new ProxyError('file-unreadable', 'This is a terminal: pipe a capture in, as in "tcpdump -w - | bitstap check -".');
  let read = 0;
  for await (const piece of process.stdin) {
    const bytes: Uint8Array = piece;
    read += bytes.length;
    yield { bytes, read, total: undefined };
  }
}
