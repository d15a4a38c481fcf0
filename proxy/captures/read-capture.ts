import { type FileHandle, open } from 'node:fs/promises';
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

/** Reads a file, or standard input, to its end: the next piece when the one before was taken. Rejects with ProxyError. */
export async function readCapture(file: string, taker: Taker, onRead: OnRead): Promise<void> {
  try {
    await (file === STANDARD_INPUT ? readStandardInput(taker, onRead) : readFile(file, taker, onRead));
  } catch (error) {
    if (!(error instanceof Error) || !('syscall' in error)) throw error;
    throw new ProxyError('file-unreadable', `It can't be read: ${error.message}.`, { cause: error });
  }
}

async function readFile(file: string, taker: Taker, onRead: OnRead): Promise<void> {
  const handle = await open(file);
  try {
    await readHandle(handle, taker, onRead);
  } finally {
    await handle.close();
  }
}

async function readHandle(handle: FileHandle, taker: Taker, onRead: OnRead): Promise<void> {
  const { size } = await handle.stat();
  const buffer = new Uint8Array(PIECE_BYTES);
  for (let read = 0; !taker.stopped; ) {
    const { bytesRead } = await handle.read(buffer, 0, buffer.length);
    if (bytesRead === 0) return;
    read += bytesRead;
    taker.feed(buffer.subarray(0, bytesRead));
    onRead(read, size > 0 ? size : undefined);
  }
}

async function readStandardInput(taker: Taker, onRead: OnRead): Promise<void> {
  if (process.stdin.isTTY)
    throw new ProxyError('file-unreadable', 'This is a terminal: pipe a capture in, as in "tcpdump -w - | bitstap check -".');
  let read = 0;
  for await (const piece of process.stdin) {
    const bytes: Uint8Array = piece;
    read += bytes.length;
    taker.feed(bytes);
    onRead(read);
    if (taker.stopped) return;
  }
}
