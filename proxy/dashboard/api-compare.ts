import { compareSessions } from '../core/compare/compare-sessions.ts';
import { DEFAULT_IGNORED, withIgnored } from '../core/compare/ignore-list.ts';
import { stringify } from '../core/json.ts';
import { type Answer, json, problem } from './answer.ts';
import type { ApiRequest } from './api-request.ts';
import { chosenRows } from './chosen-rows.ts';
import type { KeptTimeline } from './kept/kept-timeline.ts';

/** Sessions `a` and `b`, aligned by what their packets do; any number of `ignore` adds to what is no difference. */
export function answerCompare(kept: KeptTimeline, asked: ApiRequest): Answer {
  const [a, b] = [asked.query.get('a'), asked.query.get('b')];
  if (!a || !b || a === b) return problem(400, 'a and b are the ids of two sessions.');
  const [left, right] = [chosenRows(kept, [a]), chosenRows(kept, [b])];
  if (typeof left === 'string') return problem(404, left);
  if (typeof right === 'string') return problem(404, right);
  const ignored = asked.query.getAll('ignore').reduce(withIgnored, DEFAULT_IGNORED);
  const side = ({ sessions: [session], rows }: typeof left) => ({ session, rows });
  return json(200, stringify(compareSessions(side(left), side(right), { ignored })));
}
