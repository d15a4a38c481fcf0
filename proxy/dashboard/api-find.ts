import { OTHER_TRAFFIC } from '../core/feed.ts';
import { parseFilter } from '../core/filter.ts';
import type { FindNews } from '../core/find/find-news.ts';
import { type NeedleResult, readNeedle } from '../core/find/needle.ts';
import { stringify } from '../core/json.ts';
import { DEFAULT_FIND_LIMIT, findInTraffic } from '../find/find-in-traffic.ts';
import { Pace } from '../find/pace.ts';
import { type Answer, problem } from './answer.ts';
import type { BodyParts } from './api-bodies.ts';
import type { ApiRequest } from './api-request.ts';
import { keptExchanges } from './kept/kept-exchanges.ts';

const MAX_LIMIT = 100_000;
/** There is one event loop, whoever searches. */
const PACE = new Pace();

/**
 * Looks for `text` or `hex` in heads and bodies: JSON Lines, as `FindNews` says, while it goes; who hangs up ends it.
 * `case=exact`, `in=heads` or `in=bodies`, `filter`, `session` (an id, or `other`) and `limit` narrow it down.
 */
export function answerFind({ kept, recorded }: BodyParts, asked: ApiRequest): Answer {
  const needle = needleOf(asked.query);
  if (!needle.ok) return problem(400, needle.error.message);
  const parsed = parseFilter(asked.query.get('filter') ?? '');
  if (!parsed.ok) return problem(400, `${parsed.error.message} Expected: ${parsed.error.expected}.`);
  const limit = asked.count('limit', DEFAULT_FIND_LIMIT);
  if (limit === undefined || limit < 1 || limit > MAX_LIMIT) return problem(400, `limit is a number from 1 to ${MAX_LIMIT}.`);
  const places = asked.query.getAll('in');
  if (places.some((place) => place !== 'heads' && place !== 'bodies')) return problem(400, 'in is heads or bodies.');
  const session = asked.query.get('session') ?? undefined;
  if (session !== undefined && session !== OTHER_TRAFFIC && !kept.sessions.get(session))
    return problem(404, `There is no session ${session.slice(0, 100)}, or it is no longer kept.`);
  const searched = { ...keptExchanges(kept, { filter: parsed.filter, session }), bytes: recorded };
  const isIn = (place: string) => places.length === 0 || places.includes(place);
  return stream(findInTraffic(searched, { needle: needle.needle, heads: isIn('heads'), bodies: isIn('bodies'), limit, pace: PACE }));
}

function needleOf(query: URLSearchParams): NeedleResult {
  const [text, hex] = [query.get('text'), query.get('hex')];
  if ((text === null) === (hex === null)) return { ok: false, error: { at: 0, length: 0, message: 'Give text or hex: what to look for.' } };
  return readNeedle(hex ?? text ?? '', { as: hex === null ? 'text' : 'hex', letterCase: query.get('case') === 'exact' ? 'exact' : 'any' });
}

function stream(news: AsyncIterable<FindNews>): Answer {
  return { status: 200, type: 'application/x-ndjson; charset=utf-8', body: lines(news) };
}

async function* lines(news: AsyncIterable<FindNews>): AsyncGenerator<string> {
  for await (const one of news) yield `${stringify(one)}\n`;
}
