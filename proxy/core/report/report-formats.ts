import { jsonReport } from './json.ts';
import { junitReport } from './junit.ts';
import type { ReportFormat } from './report-format.ts';
import { sarifReport } from './sarif.ts';
import { textReport } from './text.ts';

export type ReportFormatName = 'text' | 'json' | 'junit' | 'sarif';

export const REPORT_FORMATS: Readonly<Record<ReportFormatName, ReportFormat>> = {
  text: textReport,
  json: jsonReport,
  junit: junitReport,
  sarif: sarifReport,
};
