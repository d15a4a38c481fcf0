import type { PageLimits } from './feed/page.ts';
import type { KeptLimits } from './kept/kept-timeline.ts';

export interface DashboardLimits extends KeptLimits, PageLimits {
  /** Attached at one time. */
  readonly pages: number;
  /** That stand at one time. */
  readonly marks: number;
}

/** What the dashboard keeps and allows unless told otherwise. */
export const DEFAULT_LIMITS: DashboardLimits = {
  rowsPerSession: 5_000,
  rows: 100_000,
  rowBytes: 256 * 1024 * 1024,
  sessions: 20_000,
  pageBacklogBytes: 8 * 1024 * 1024,
  pageStallMs: 10_000,
  pages: 32,
  marks: 1_000,
};
