import { PACKET_NAMES } from '../core/bits/packet-name.ts';
import { safeText } from '../core/safe-text.ts';
import type { SessionView, TimelineRow } from '../core/timeline.ts';
import { findingLines, packetLine } from './test-lines.ts';
import { TEST_TEMPLATE } from './test-template.ts';

export interface TestFileSource {
  readonly sessions: readonly SessionView[];
  /** Of these sessions, in the order in which they began. */
  readonly rows: readonly TimelineRow[];
  /** Where the recording of these rows is, as seen from the test. */
  readonly recording: string;
}

/**
 * A vitest file that expects the roles, statuses, offsets and findings of what was recorded: of a server, to which it is the
 * recorded client, and of a client, to which it is the recorded server.
 */
export function testFile({ sessions, rows, recording }: TestFileSource): string {
  const values: Readonly<Record<string, string>> = {
    file: safeText(sessions.map(({ fileName }) => fileName).join(', ')),
    packets: literal(rows.flatMap((row) => packetLine(row) ?? [])),
    findings: literal(findingLines(rows)),
    path: literal(sessions[0]?.path ?? '/'),
    recording: literal(recording),
    names: literal(PACKET_NAMES),
  };
  return TEST_TEMPLATE.replace(/\{\{(\w+)\}\}/g, (_all, name: string) => values[name] ?? '');
}

/** As JavaScript: what strangers sent can't end a string, or a line. */
function literal(value: unknown): string {
  return JSON.stringify(value, undefined, 2).replace(/[\u007f-\u009f\u2028\u2029\ud800-\udfff\ufeff]/g, escaped);
}

function escaped(character: string): string {
  return `\\u${character.charCodeAt(0).toString(16).padStart(4, '0')}`;
}
