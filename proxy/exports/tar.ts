/** Files as one: a tar archive [POSIX ustar], written piece by piece. */

export interface ArchivedFile {
  /** Of ours, in ASCII, at most 100 characters. */
  readonly name: string;
  /** In bytes; as many must come. */
  readonly size: number;
  readonly mode: 'file' | 'script';
  bytes(): AsyncIterable<Uint8Array>;
}

const BLOCK_BYTES = 512;
/** A size has eleven octal digits; a larger one is written in binary, as all tools read it. */
const LARGEST_OCTAL = 8 ** 11;

export async function* tar(files: Iterable<ArchivedFile> | AsyncIterable<ArchivedFile>): AsyncGenerator<Uint8Array> {
  for await (const file of files) {
    yield header(file);
    yield* file.bytes();
    yield new Uint8Array(-file.size & (BLOCK_BYTES - 1));
  }
  yield new Uint8Array(2 * BLOCK_BYTES);
}

function header({ name, size, mode }: ArchivedFile): Uint8Array {
  const block = Buffer.alloc(BLOCK_BYTES);
  block.write(name, 0, 100, 'latin1');
  block.write(mode === 'script' ? '0000755' : '0000644', 100, 'latin1');
  for (const at of [108, 116]) block.write('0000000', at, 'latin1');
  writeSize(block, size);
  block.write('00000000000', 136, 'latin1');
  block.write('        0', 148, 'latin1');
  block.write('ustar\x0000', 257, 'latin1');
  block.write(checksum(block).toString(8).padStart(6, '0'), 148, 'latin1');
  block.write('\0 ', 154, 'latin1');
  return block;
}

function writeSize(block: Buffer, size: number): void {
  if (size < LARGEST_OCTAL) {
    block.write(size.toString(8).padStart(11, '0'), 124, 'latin1');
    return;
  }
  block[124] = 0x80;
  block.writeBigUInt64BE(BigInt(size), 128);
}

/** Of the block with blanks for the sum. */
function checksum(block: Buffer): number {
  return block.reduce((sum, byte) => sum + byte, 0);
}
