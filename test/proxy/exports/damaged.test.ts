import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { replyPlan, uploadPlan } from '../../../proxy/core/payload.ts';
import type { WireEvent } from '../../../proxy/core/wire.ts';
import { compareCopies } from '../../../proxy/exports/compare-copies.ts';
import type { ExportSource } from '../../../proxy/exports/export-source.ts';
import { EXPORT_FORMATS } from '../../../proxy/exports/formats.ts';
import { rebuild } from '../../../proxy/exports/rebuild.ts';
import { harProblems } from '../../kit/har.ts';
import { exported, recorded, written } from '../../kit/recorded.ts';
import { allSamples } from '../../kit/samples.ts';

const SAMPLES = allSamples();

interface Damage {
  readonly event: number;
  readonly at: number;
  readonly byte: number;
  readonly gap: number;
}

/** A conversation in which one byte was changed, and of one event the end was not kept. */
function damaged(events: readonly WireEvent[], { event: index, at, byte, gap }: Damage): readonly WireEvent[] {
  const spoken = events.flatMap((event, place) => (event.type === 'data' && event.bytes.length > 0 ? [place] : []));
  const chosen = spoken[index % spoken.length];
  return events.flatMap((event, place): readonly WireEvent[] => {
    if (place !== chosen || event.type !== 'data' || event.from === 'proxy') return [event];
    const bytes = Uint8Array.from(event.bytes);
    bytes[at % bytes.length] = byte;
    const lost = gap % bytes.length;
    const { at: time, connection, from } = event;
    if (lost === 0) return [{ ...event, bytes }];
    return [
      { ...event, bytes: bytes.subarray(0, bytes.length - lost) },
      { type: 'gap', at: time, connection, from, bytes: lost },
    ];
  });
}

const damage = fc.record({
  event: fc.nat(50),
  at: fc.nat(600),
  byte: fc.oneof(fc.nat(255), fc.constantFrom(10, 13, 0)),
  gap: fc.oneof({ weight: 3, arbitrary: fc.constant(0) }, fc.nat(400)),
});

async function everything(source: ExportSource): Promise<void> {
  for (const format of EXPORT_FORMATS) {
    const text = await written(format, source, { redact: source.rows.length % 2 === 0 });
    if (format.name === 'har') expect(harProblems(text)).toEqual([]);
    for (const { size, bytes } of format.beside?.(source) ?? []) {
      let length = 0;
      for await (const piece of bytes()) length += piece.length;
      expect(length).toBe(size ?? length);
    }
  }
  for (const session of source.sessions) {
    for (const make of [uploadPlan, replyPlan]) {
      const plan = make(
        session,
        source.rows.filter(({ exchange }) => exchange.session === session.id),
      );
      const sizes = [...plan.pieces, ...plan.holes].reduce((sum, { first, last }) => sum + last - first + 1n, 0n);
      expect(sizes).toBe(plan.total ?? sizes);
      await rebuild(plan, source.bytes, { holes: 'refused' });
      await compareCopies(plan, source.bytes);
    }
  }
}

describe('a conversation that was damaged', () => {
  it('is exported, and its files are rebuilt as far as they are there', async () => {
    await fc.assert(
      fc.asyncProperty(fc.nat(SAMPLES.length - 1), damage, async (sample, change) => {
        await everything(exported(recorded(damaged(SAMPLES[sample]?.events ?? [], change))));
      }),
      { numRuns: 150 },
    );
  }, 60_000);
});
