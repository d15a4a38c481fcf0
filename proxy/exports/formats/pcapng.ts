import { RecordingEncoder } from '../../core/capture/recording-encoder.ts';
import type { TimelineRow } from '../../core/timeline.ts';
import { VERSION } from '../../version.ts';
import { chosenMarks } from '../chosen-marks.ts';
import type { ExportFormat, ExportOptions } from '../export-format.ts';
import type { ExportSource } from '../export-source.ts';
import { trimmedTraffic } from '../trimmed-traffic.ts';

/** A recording of chosen exchanges, and of nothing else: bitstap opens it, and Wireshark does. */
export const pcapng: ExportFormat = {
  name: 'pcapng',
  extension: 'pcapng',
  mediaType: 'application/x-pcapng',
  title: 'Recording of these exchanges alone, which bitstap and Wireshark open',
  write: trimmedRecording,
};

/** Written at once. */
const PIECE_BYTES = 256 * 1024;

/** The bytes of a recording that has these exchanges and no others; what was found in them, and what was marked, is in its comments. */
export async function* trimmedRecording(source: ExportSource, { redact = false }: ExportOptions = {}): AsyncGenerator<Uint8Array> {
  const encoder = new RecordingEncoder({ application: `bitstap ${VERSION}`, redact });
  const remarks = remarksOf(source.rows);
  let flushed = 0;
  encoder.begin();
  for await (const event of trimmedTraffic(source)) {
    remark(encoder, remarks, event.at);
    encoder.take(event);
    if (encoder.length - flushed < PIECE_BYTES) continue;
    flushed = encoder.length;
    yield* encoder.flush().pieces;
  }
  remark(encoder, remarks, Number.POSITIVE_INFINITY);
  for (const { place, at, comment, connection } of chosenMarks(source)) encoder.mark({ place, at, comment, removed: false }, connection);
  yield* encoder.flush().pieces;
}

interface Remark {
  readonly at: number;
  readonly connection: string;
  readonly text: string;
}

/** The last first. */
function remarksOf(rows: readonly TimelineRow[]): Remark[] {
  const remarks = rows.flatMap(({ exchange: { connection }, findings }) =>
    findings.map(({ at, severity, message, rule }) => ({ at, connection, text: `${severity}: ${message} [${rule}]` })),
  );
  return remarks.sort((a, b) => b.at - a.at);
}

/** What was found before a time. */
function remark(encoder: RecordingEncoder, remarks: Remark[], at: number): void {
  for (let next = remarks.at(-1); next && next.at < at; next = remarks.at(-1)) {
    encoder.comment(next.connection, next.at, next.text);
    remarks.pop();
  }
}
