import { stringify } from '../core/json.ts';
import { ProxyError } from '../errors.ts';
import { asOneFile } from '../exports/as-one-file.ts';
import type { ExportOptions } from '../exports/export-format.ts';
import { EXPORT_FORMATS, exportFormat } from '../exports/formats.ts';
import { sharedRemains } from '../exports/shared/shared-remains.ts';
import { type Answer, json, problem } from './answer.ts';
import type { BodyParts } from './api-bodies.ts';
import type { ApiRequest } from './api-request.ts';
import { chosenRows } from './chosen-rows.ts';
import type { KeptMarks } from './kept-marks.ts';

export const NOT_RECORDED = 'Nothing is recorded here: bitstap was started with --no-record.';

/** What recorded traffic can be saved as. */
export function answerExportFormats(): Answer {
  const choices = EXPORT_FORMATS.map(({ name, extension, title, isShared }) => ({ name, extension, title, ...(isShared && { isShared }) }));
  return json(200, stringify({ formats: choices }));
}

interface ExportParts extends BodyParts {
  readonly marks: KeptMarks;
}

/** `format`, any number of `session` (none: everything), `redact` (`no`: credentials stay), and for a shared copy `bodies`, bytes of each. */
export async function answerExport({ kept, recorded, marks }: ExportParts, asked: ApiRequest): Promise<Answer> {
  const format = exportFormat(asked.query.get('format') ?? '');
  if (!format) return problem(400, `format is one of ${EXPORT_FORMATS.map(({ name }) => name).join(', ')}.`);
  if (!recorded) return problem(404, NOT_RECORDED);
  const options = optionsIn(asked);
  if (typeof options === 'string') return problem(400, options);
  const ids = asked.query.getAll('session');
  const chosen = chosenRows(kept, ids);
  if (typeof chosen === 'string') return problem(404, chosen);
  const source = { ...chosen, bytes: recorded, marks: marks.all };
  const { extension, mediaType, pieces } = await asOneFile(format, source, options);
  const name = ids.length === 1 ? `bitstap-${ids[0]}` : 'bitstap';
  const headers = { 'Content-Disposition': `attachment; filename="${name}.${extension}"` };
  try {
    return { status: 200, type: mediaType, body: await begun(pieces), headers };
  } catch (error) {
    if (error instanceof ProxyError && error.code === 'export-too-large') return problem(413, error.message);
    throw error;
  }
}

/** What would be in a shared copy, and what would be taken out of it. Asked as an export is. */
export async function answerExportPreview({ kept, marks }: ExportParts, asked: ApiRequest): Promise<Answer> {
  const options = optionsIn(asked);
  if (typeof options === 'string') return problem(400, options);
  const chosen = chosenRows(kept, asked.query.getAll('session'));
  if (typeof chosen === 'string') return problem(404, chosen);
  return json(200, stringify(await sharedRemains({ ...chosen, marks: marks.all }, options)));
}

function optionsIn(asked: ApiRequest): ExportOptions | string {
  const redact = asked.query.get('redact');
  const bodies = asked.count('bodies', 0);
  if (bodies === undefined) return 'bodies is a number of bytes.';
  return { ...(redact !== null && { redact: redact !== 'no' }), bodies };
}

/** Once it is clear that it can be written at all. */
async function begun<Piece>(pieces: AsyncIterable<Piece>): Promise<AsyncIterable<Piece>> {
  const reading = pieces[Symbol.asyncIterator]();
  const first = await reading.next();
  return (async function* () {
    if (!first.done) yield first.value;
    yield* { [Symbol.asyncIterator]: () => reading };
  })();
}
