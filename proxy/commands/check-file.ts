import type { FoundCapture } from '../captures/find-captures.ts';
import { readCapture } from '../captures/read-capture.ts';
import type { AnalyzerOptions } from '../core/analyzer.ts';
import { CaptureReader } from '../core/capture/capture-reader.ts';
import type { Filter } from '../core/filter.ts';
import { RecordedTraffic } from '../core/recorded-traffic.ts';
import type { Collected } from '../core/report/collected.ts';
import { FileCollector } from '../core/report/file-collector.ts';
import { ProxyError } from '../errors.ts';
import { latin1 } from '../latin1.ts';
import { ReadingProgress } from './reading-progress.ts';

export interface CheckFileOptions {
  readonly analyzer: AnalyzerOptions;
  readonly filter: Filter;
  readonly progress: 'shown' | 'quiet';
}

/** What a capture says of itself when the rest of it can't be read. */
const UNREADABLE: ReadonlySet<string> = new Set(['capture-format', 'capture-malformed']);

/** Reads one capture into the report. Why not all of it could be read, if so; what came before that is in the report. */
export async function checkFile(found: FoundCapture, collected: Collected, options: CheckFileOptions): Promise<string | undefined> {
  const { file } = found;
  const collector = new FileCollector(file, collected, options.filter);
  if ('problem' in found) {
    collector.end(undefined, false, { code: 'unreadable', message: found.problem });
    return found.problem;
  }
  let refused: string | undefined;
  const traffic = new RecordedTraffic((events) => collector.take(events), { latin1, ...options.analyzer });
  const reader = new CaptureReader((event) => {
    if (event.type === 'fault' && UNREADABLE.has(event.code)) refused = event.message;
    traffic.take(event);
  });
  const problem = await read(file, reader, traffic, options.progress);
  collector.end(reader.summary, !problem && refused === undefined, problem);
  return problem?.message ?? refused;
}

interface Problem {
  readonly code: string;
  readonly message: string;
}

async function read(
  file: string,
  reader: CaptureReader,
  traffic: RecordedTraffic,
  progress: 'shown' | 'quiet',
): Promise<Problem | undefined> {
  const line = new ReadingProgress(process.stderr, file);
  try {
    await readCapture(file, reader, (bytes, total) => {
      if (progress === 'shown') line.show(bytes, total);
    });
    reader.end();
    traffic.end();
    return undefined;
  } catch (error) {
    if (error instanceof ProxyError) return { code: 'unreadable', message: error.message };
    // A bug of ours: it costs this file, and not the others.
    return { code: 'analysis-failed', message: `bitstap failed here: ${error instanceof Error ? error.stack : String(error)}` };
  } finally {
    line.end();
  }
}
