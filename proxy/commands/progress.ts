import type { WriteStream } from 'node:tty';
import type { UploadProgress } from '../reference/bits-client.ts';

interface ProgressLine {
  show(progress: UploadProgress): void;
  end(): void;
}

/** On a terminal one line that is drawn again, elsewhere a plain line for every tenth of the way. */
export function progressLine(out: WriteStream | (NodeJS.WritableStream & { isTTY?: boolean; columns?: number })): ProgressLine {
  return out.isTTY ? terminalLine(out, out.columns ?? 80) : plainLines(out);
}

function terminalLine(out: NodeJS.WritableStream, columns: number): ProgressLine {
  let drawn = false;
  return {
    show(progress) {
      drawn = true;
      out.write(`\r${bar(progress, columns)}`);
    },
    end() {
      if (drawn) out.write('\n');
      drawn = false;
    },
  };
}

function bar(progress: UploadProgress, columns: number): string {
  const text = ` ${percent(progress)} % ${progress.acknowledged}/${progress.total} ${progress.phase}`;
  const width = Math.max(0, Math.min(40, columns - text.length - 3));
  const filled = Math.round((percent(progress) / 100) * width);
  return `[${'#'.repeat(filled)}${'.'.repeat(width - filled)}]${text}`.padEnd(columns - 1).slice(0, columns - 1);
}

function plainLines(out: NodeJS.WritableStream): ProgressLine {
  let said = '';
  return {
    show(progress) {
      const line = `${progress.phase}: ${Math.floor(percent(progress) / 10) * 10} % of ${progress.total} bytes`;
      if (line !== said) out.write(`${line}\n`);
      said = line;
    },
    end() {},
  };
}

function percent({ acknowledged, total }: UploadProgress): number {
  return total === 0n ? 100 : Number((acknowledged * 100n) / total);
}
