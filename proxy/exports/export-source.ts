import type { Mark } from '../core/mark.ts';
import type { RecordedBytes } from '../core/recorded-bytes.ts';
import type { Connection, SessionView, TimelineRow } from '../core/timeline.ts';

/** What is exported: chosen rows of a timeline with the sessions and connections that they belong to, and what was said on these. */
export interface ExportSource {
  readonly sessions: readonly SessionView[];
  /** In the order of the timeline. */
  readonly rows: readonly TimelineRow[];
  readonly connections: ReadonlyMap<string, Connection>;
  readonly bytes: RecordedBytes;
  /** All marks; those on other sessions and rows are left out. */
  readonly marks?: readonly Mark[];
  /** What whoever reads the export should know of it, a sentence each. */
  readonly notes?: readonly string[];
}
