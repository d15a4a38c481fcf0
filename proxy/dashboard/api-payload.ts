import { stringify } from '../core/json.ts';
import type { PayloadSummary } from '../core/page-tools.ts';
import { replyPlan, uploadPlan } from '../core/payload.ts';
import { bytesOf, type Rebuilt, rebuild } from '../exports/rebuild.ts';
import { type Answer, json, problem } from './answer.ts';
import type { BodyParts } from './api-bodies.ts';
import { NOT_RECORDED } from './api-export.ts';
import type { ApiRequest } from './api-request.ts';
import { chosenRows } from './chosen-rows.ts';

/**
 * The uploaded file, or with `reply` the reply, rebuilt from what was recorded: first whether all of it is there, as JSON; with
 * `download` the file itself, where it is complete.
 */
export async function answerPayload({ kept, recorded }: BodyParts, id: string, asked: ApiRequest): Promise<Answer> {
  if (!recorded) return problem(404, NOT_RECORDED);
  const chosen = chosenRows(kept, [id]);
  if (typeof chosen === 'string') return problem(404, chosen);
  const [session] = chosen.sessions;
  if (!session) return problem(404, 'Only a session has a file.');
  const plan = (asked.query.has('reply') ? replyPlan : uploadPlan)(session, chosen.rows);
  const rebuilt = await rebuild(plan, recorded, { holes: 'refused' });
  const summary: PayloadSummary = { ...(plan.total !== undefined && { total: plan.total }), doubts: plan.doubts, ...rebuilt };
  if (!asked.query.has('download')) return json(200, stringify(summary));
  if (!rebuilt.complete) return problem(409, incompleteText(rebuilt));
  const headers = { 'Content-Disposition': `attachment; filename="${id}.bin"`, 'Bitstap-SHA-256': rebuilt.sha256 ?? '' };
  return { status: 200, type: 'application/octet-stream', body: filePieces(plan, recorded), headers };
}

async function* filePieces(plan: ReturnType<typeof uploadPlan>, recorded: NonNullable<BodyParts['recorded']>): AsyncGenerator<Uint8Array> {
  for (const piece of plan.pieces) for await (const { bytes } of bytesOf(piece, recorded)) if (bytes) yield bytes;
}

function incompleteText({ holes }: Rebuilt): string {
  const [first] = holes;
  const where = first ? `, the first at bytes ${first.first}-${first.last}` : '';
  return `The file is not complete: ${holes.length} of its parts are missing${where}. bitstap payload --partial writes what there is.`;
}
