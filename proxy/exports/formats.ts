/** What recorded traffic can be exported as: one list for the command line and for the page. A new format is a file and a line here. */
import type { ExportFormat } from './export-format.ts';
import { csv } from './formats/csv.ts';
import { curl } from './formats/curl.ts';
import { har } from './formats/har.ts';
import { html } from './formats/html.ts';
import { jsonl } from './formats/jsonl.ts';
import { md } from './formats/md.ts';
import { pcapng } from './formats/pcapng.ts';
import { test } from './formats/test.ts';
import { txt } from './formats/txt.ts';

export const EXPORT_FORMATS: readonly ExportFormat[] = [pcapng, har, jsonl, txt, curl, csv, md, html, test];

export function exportFormat(name: string): ExportFormat | undefined {
  return EXPORT_FORMATS.find((format) => format.name === name);
}
