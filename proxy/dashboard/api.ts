import { OTHER_TRAFFIC, type TapInfo } from '../core/feed.ts';
import { stringify } from '../core/json.ts';
import { type PackedRow, unpackRow } from '../core/packed-row.ts';
import { rowOf } from '../core/row-events.ts';
import type { TimelineRow } from '../core/timeline.ts';
import { type Answer, json, problem } from './answer.ts';
import { answerBody, type BodyParts } from './api-bodies.ts';
import { answerCompare } from './api-compare.ts';
import { answerExport, answerExportFormats, answerExportPreview } from './api-export.ts';
import { answerFind } from './api-find.ts';
import { answerMark, answerMarks, answerUnmark } from './api-marks.ts';
import { answerOpen, type OpenUploaded } from './api-open.ts';
import { answerPayload } from './api-payload.ts';
import { answerPlay, answerPlayState, type Playing } from './api-play.ts';
import { answerReplay, type ReplayFromPage } from './api-replay.ts';
import type { ApiRequest } from './api-request.ts';
import { snapshot } from './feed/batch.ts';
import type { Feed } from './feed/feed.ts';
import type { KeptMarks } from './kept-marks.ts';
import type { SamplesButton } from './samples-button.ts';
import { stringifyInSlices } from './sliced-json.ts';

export interface ApiParts extends BodyParts {
  readonly feed: Feed;
  readonly tap: TapInfo;
  readonly samples: SamplesButton;
  readonly marks: KeptMarks;
  /** Absent where nothing is played: live traffic. */
  readonly player?: Playing | undefined;
  readonly open?: OpenUploaded | undefined;
  readonly replay?: ReplayFromPage | undefined;
}

interface Route {
  readonly method: 'GET' | 'POST' | 'DELETE';
  /** As it is shown; `:id` stands for one segment. */
  readonly path: string;
  readonly answer: (parts: ApiParts, asked: ApiRequest, id: string) => Answer | Promise<Answer>;
}

const ROUTES: readonly Route[] = [
  { method: 'GET', path: '/api/status', answer: status },
  { method: 'GET', path: '/api/sessions', answer: sessions },
  { method: 'GET', path: '/api/sessions/:id', answer: (parts, _, id) => session(parts, id) },
  { method: 'GET', path: '/api/exchanges/:id/request/body', answer: (parts, asked, id) => answerBody(parts, id, 'request', asked) },
  { method: 'GET', path: '/api/exchanges/:id/response/body', answer: (parts, asked, id) => answerBody(parts, id, 'response', asked) },
  { method: 'GET', path: '/api/sessions/:id/payload', answer: (parts, asked, id) => answerPayload(parts, id, asked) },
  { method: 'GET', path: '/api/export', answer: answerExport },
  { method: 'GET', path: '/api/export/formats', answer: answerExportFormats },
  { method: 'GET', path: '/api/export/preview', answer: answerExportPreview },
  { method: 'GET', path: '/api/compare', answer: ({ kept }, asked) => answerCompare(kept, asked) },
  { method: 'GET', path: '/api/find', answer: answerFind },
  { method: 'POST', path: '/api/replay', answer: answerReplay },
  { method: 'GET', path: '/api/play', answer: ({ player }) => answerPlayState(player) },
  { method: 'POST', path: '/api/play', answer: ({ player }, asked) => answerPlay(player, asked) },
  { method: 'POST', path: '/api/open', answer: ({ open }, asked) => answerOpen(open, asked) },
  { method: 'GET', path: '/api/marks', answer: answerMarks },
  { method: 'POST', path: '/api/marks', answer: answerMark },
  { method: 'DELETE', path: '/api/marks', answer: answerUnmark },
  { method: 'POST', path: '/api/samples', answer: samples },
];

/** What scripts can ask: the same as the feed tells pages, once. `path` is without its query. */
export function answerApi(parts: ApiParts, method: string, path: string, request: ApiRequest): Answer | Promise<Answer> {
  const found = ROUTES.map((route) => ({ route, id: match(route.path, path) })).filter(({ id }) => id !== undefined);
  if (found.length === 0) return problem(404, `Nothing is at ${path.slice(0, 200)}. There is: ${list(ROUTES)}.`);
  const wanted = method === 'HEAD' ? 'GET' : method;
  const fitting = found.find(({ route }) => route.method === wanted);
  if (fitting) return fitting.route.answer(parts, request, fitting.id ?? '');
  const methods = found.map(({ route }) => route.method).join(', ');
  return { ...problem(405, `${path} can be asked with ${methods}.`), headers: { Allow: methods } };
}

/** The segment that `:id` stands for, empty where there is none; nothing when the path is another. */
function match(pattern: string, path: string): string | undefined {
  const [before = '', after] = pattern.split(':id');
  if (after === undefined) return path === pattern ? '' : undefined;
  const id = path.startsWith(before) && path.endsWith(after) ? path.slice(before.length, path.length - after.length) : '';
  return /^[\w-]+$/.test(id) ? id : undefined;
}

function status({ kept, feed, tap }: ApiParts): Answer {
  const { seq } = kept;
  return json(200, stringify({ run: feed.run, seq, tap, totals: kept.totals(performance.now()), pages: feed.pages }));
}

async function sessions({ kept }: ApiParts): Promise<Answer> {
  return json(200, await stringifyInSlices({ seq: kept.seq }, { sessions: kept.sessions.all() }));
}

async function session({ kept }: ApiParts, id: string): Promise<Answer> {
  const view = kept.sessions.get(id);
  if (!view && id !== OTHER_TRAFFIC) return problem(404, `There is no session ${id}; see /api/sessions.`);
  const { rows, connections, dropped } = snapshot(kept, kept.bucket(id));
  return json(
    200,
    await stringifyInSlices({ seq: kept.seq, ...(view && { session: view }), dropped }, { connections, rows: rows.map(whole) }),
  );
}

/** Scripts get whole rows; each is made when it is written. */
function whole(row: TimelineRow | PackedRow): object {
  return 'numbers' in row ? { toJSON: () => rowOf(unpackRow(row)) } : row;
}

function samples({ samples: button }: ApiParts): Answer {
  switch (button.press()) {
    case 'started':
      return json(202, stringify({ state: 'started' }));
    case 'running':
      return problem(409, 'The sample uploads are still running.');
    case 'absent':
      return problem(501, 'This tap can send no sample uploads: it does not forward. Start it with --allow-forward.');
  }
}

function list(routes: readonly Route[]): string {
  return routes.map(({ method, path }) => `${method} ${path}`).join(', ');
}
