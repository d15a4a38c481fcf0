import { stringify, tryParse } from '../core/json.ts';
import type { PageReplay, PageReplayed } from '../core/page-tools.ts';
import type { RecordedBytes } from '../core/recorded-bytes.ts';
import { ProxyError } from '../errors.ts';
import { type Answer, json, problem } from './answer.ts';
import type { BodyParts } from './api-bodies.ts';
import { NOT_RECORDED } from './api-export.ts';
import type { ApiRequest } from './api-request.ts';
import { type ChosenRows, chosenRows } from './chosen-rows.ts';

/** Plays chosen sessions against a server, and compares. One at a time. Rejects with ProxyError. */
export type ReplayFromPage = (chosen: ChosenRows & { readonly bytes: RecordedBytes }, asked: PageReplay) => Promise<PageReplayed>;

const MAX_ASKED_BYTES = 100_000;

/** The body is a `PageReplay`; `confirmed` in it repeats the target: what is sent to a server is sent on purpose. */
export async function answerReplay(
  parts: BodyParts & { readonly replay?: ReplayFromPage | undefined },
  asked: ApiRequest,
): Promise<Answer> {
  const { kept, recorded, replay } = parts;
  if (!replay) return problem(501, 'Nothing can be replayed from this page.');
  if (!recorded) return problem(404, NOT_RECORDED);
  const wanted = readAsked(await asked.text(MAX_ASKED_BYTES));
  if (typeof wanted === 'string') return problem(400, wanted);
  const chosen = chosenRows(kept, wanted.sessions);
  if (typeof chosen === 'string') return problem(404, chosen);
  try {
    return json(200, stringify(await replay({ ...chosen, bytes: recorded }, wanted)));
  } catch (error) {
    if (error instanceof ProxyError) return problem(422, error.message);
    throw error;
  }
}

function readAsked(text: string | undefined): PageReplay | string {
  const value = tryParse(text ?? '');
  if (value === undefined) return 'That is no JSON.';
  if (typeof value !== 'object' || value === null) return 'That is no object.';
  const { sessions, to, mode, confirmed }: Partial<Record<string, unknown>> = { ...value };
  if (!isTexts(sessions) || sessions.length === 0) return 'sessions is a list of ids.';
  if (typeof to !== 'string' || to === '') return 'to is the address of the server.';
  if (confirmed !== to) return 'confirmed has to repeat the address of the server.';
  if (mode !== 'adaptive' && mode !== 'exact') return 'mode is adaptive or exact.';
  return { sessions, to, mode };
}

function isTexts(value: unknown): value is string[] {
  return Array.isArray(value) && value.every((one) => typeof one === 'string');
}
