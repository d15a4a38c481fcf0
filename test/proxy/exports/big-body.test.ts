import { createHash } from 'node:crypto';
import { describe, expect, it } from 'vitest';
import { uploadPlan } from '../../../proxy/core/payload.ts';
import type { RecordedBytes } from '../../../proxy/core/recorded-bytes.ts';
import type { ExportSource } from '../../../proxy/exports/export-source.ts';
import { EXPORT_FORMATS } from '../../../proxy/exports/formats.ts';
import { rebuild } from '../../../proxy/exports/rebuild.ts';
import { exported, recorded } from '../../kit/recorded.ts';
import { Talk } from '../../kit/talk.ts';

const PIECE = 64 * 1024;
const TOTAL = 64 * 1024 * 1024;

/** One Fragment of 64 MiB, of which nobody ever has more than a piece: it is made as it is read. */
function big(): ExportSource {
  const [opened, head] = new Talk().fragment(`0-${TOTAL - 1}/${TOTAL}`, { came: 0, length: TOTAL }).events;
  if (!opened || head?.type !== 'data') throw new Error('a Fragment is two events');
  const headLength = head.bytes.length;
  const { at } = head;
  const recording = recorded([
    opened,
    head,
    { type: 'gap', at, connection: 'c1', from: 'client', bytes: TOTAL },
    { type: 'data', at: at + 1, connection: 'c1', from: 'server', bytes: Buffer.from(ACK) },
  ]);
  const bytes: RecordedBytes = {
    async *read(connection, from, start, end) {
      if (from === 'server') return yield* recording.bytes.read(connection, from, start, end);
      if (start < headLength) yield { at, bytes: head.bytes.subarray(start, Math.min(end, headLength)) };
      for (let place = Math.max(start, headLength); place < Math.min(end, headLength + TOTAL); place += PIECE) {
        yield { at, bytes: new Uint8Array(Math.min(PIECE, headLength + TOTAL - place, end - place)).fill(0x61) };
      }
    },
  };
  return { ...exported(recording), bytes };
}

const ACK = `HTTP/1.1 200 OK\r\nBITS-Packet-Type: Ack\r\nBITS-Received-Content-Range: ${TOTAL}\r\nContent-Length: 0\r\n\r\n`;
/** Written at once at most, whatever the format makes of a piece. */
const LIMIT = 1024 * 1024;

describe('a body that is larger than memory should be', () => {
  it.each(EXPORT_FORMATS.map((format) => [format.name, format] as const))('is written to %s piece by piece', async (_name, format) => {
    const source = big();
    let longest = 0;
    for await (const piece of format.write(source, { maxBodyBytes: Number.MAX_SAFE_INTEGER })) longest = Math.max(longest, piece.length);
    for (const { bytes } of format.beside?.(source) ?? []) for await (const piece of bytes()) longest = Math.max(longest, piece.length);
    expect(longest).toBeGreaterThan(0);
    expect(longest).toBeLessThan(LIMIT);
  });

  it('is rebuilt piece by piece', async () => {
    const source = big();
    const [session] = source.sessions;
    if (!session) throw new Error('there is no session');
    const plan = uploadPlan(session, source.rows);
    let longest = 0;
    const { complete, sha256 } = await rebuild(plan, source.bytes, {
      holes: 'refused',
      write: async (piece) => {
        longest = Math.max(longest, piece.length);
      },
    });
    expect({ complete, longest }).toEqual({ complete: true, longest: PIECE });
    expect(sha256).toBe(createHash('sha256').update(Buffer.alloc(TOTAL, 'a')).digest('hex'));
  });
});
