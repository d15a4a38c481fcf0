import { stringify } from '../core/json.ts';
import { asOneFile } from '../exports/as-one-file.ts';
import { EXPORT_FORMATS, exportFormat } from '../exports/formats.ts';
import { type Answer, json, problem } from './answer.ts';
import type { BodyParts } from './api-bodies.ts';
import type { ApiRequest } from './api-request.ts';
import { chosenRows } from './chosen-rows.ts';
import type { KeptMarks } from './kept-marks.ts';

export const NOT_RECORDED = 'Nothing is recorded here: bitstap was started with --no-record.';

/** What recorded traffic can be saved as. */
export function answerExportFormats(): Answer {
  return json(200, stringify({ formats: EXPORT_FORMATS.map(({ name, extension, title }) => ({ name, extension, title })) }));
}

interface ExportParts extends BodyParts {
  readonly marks: KeptMarks;
}

/** `format`, any number of `session` (none: everything), and `redact`. */
export async function answerExport({ kept, recorded, marks }: ExportParts, asked: ApiRequest): Promise<Answer> {
  const format = exportFormat(asked.query.get('format') ?? '');
  if (!format) return problem(400, `format is one of ${EXPORT_FORMATS.map(({ name }) => name).join(', ')}.`);
  if (!recorded) return problem(404, NOT_RECORDED);
  const ids = asked.query.getAll('session');
  const chosen = chosenRows(kept, ids);
  if (typeof chosen === 'string') return problem(404, chosen);
  const { extension, mediaType, pieces } = await asOneFile(
    format,
    { ...chosen, bytes: recorded, marks: marks.all },
    { redact: asked.query.has('redact') },
  );
  const name = ids.length === 1 ? `bitstap-${ids[0]}` : 'bitstap';
  const headers = { 'Content-Disposition': `attachment; filename="${name}.${extension}"` };
  return { status: 200, type: mediaType, body: pieces, headers };
}
