import type { Severity } from '../rules/rule.ts';
import type { CheckReport } from './check-report.ts';

/** How a piece of text stands out on a terminal. */
export type TextStyle = Severity | 'heading' | 'aside';

/** What a format needs to know of where it is written to. */
export interface Surroundings {
  /** Characters in a line. */
  readonly width: number;
  /** The text as it is where there are no colours. */
  readonly paint: (style: TextStyle, text: string) => string;
  /** A time as people write it, ISO 8601. */
  readonly time: (at: number) => string;
  /** `findings`: sessions without any are left out. Only of text. */
  readonly show: 'everything' | 'findings';
}

/** A report as text, in pieces that are written one after the other. */
export type ReportFormat = (report: CheckReport, surroundings: Surroundings) => Iterable<string>;
