import { requestPath, requestQuery } from '../bits/classify.ts';
import type { HttpRequest, HttpResponse } from '../http/message.ts';
import { withFreshId } from '../replay/fresh-id.ts';
import type { SessionView, TimelineRow } from '../timeline.ts';
import { type Difference, difference } from './difference.ts';
import { headerDifferences, type Neutral } from './header-differences.ts';
import type { IgnoreList } from './ignore-list.ts';

/** A row, and the session that it belongs to. */
export interface RowOfSession {
  readonly row: TimelineRow;
  readonly session: SessionView | undefined;
}

/** In what two rows of the same role differ. */
export function rowDifferences(a: RowOfSession, b: RowOfSession, ignored: IgnoreList): Difference[] {
  const [one, other] = [a.row.exchange, b.row.exchange];
  const requests = one.request && other.request ? requestDifferences(a, b, one.request, other.request, ignored) : [];
  const answers = answerDifferences(a, b, ignored);
  return [...requests, ...answers].filter(({ what }) => !ignored.names.has(what));
}

function requestDifferences(a: RowOfSession, b: RowOfSession, one: HttpRequest, other: HttpRequest, ignored: IgnoreList): Difference[] {
  const of = 'request';
  const [neutralA, neutralB] = [neutralOf(a.session), neutralOf(b.session)];
  const wereWhole = one.endedAt !== undefined && other.endedAt !== undefined;
  return [
    ...difference({ what: 'method', of }, one.head.method, other.head.method),
    ...difference({ what: 'target', of }, targetOf(one, a.session, neutralA), targetOf(other, b.session, neutralB)),
    ...difference({ what: 'version', of }, one.head.version, other.head.version),
    ...difference({ what: 'range', of }, rangeOf(a.row), rangeOf(b.row)),
    // How much of a body came before its connection broke is chance.
    ...(wereWhole ? difference({ what: 'size', of }, String(one.bodyLength), String(other.bodyLength)) : []),
    ...headerDifferences(of, { headers: one.head.headers, neutral: neutralA }, { headers: other.head.headers, neutral: neutralB }, ignored),
  ];
}

function answerDifferences(a: RowOfSession, b: RowOfSession, ignored: IgnoreList): Difference[] {
  const of = 'answer';
  const [one, other] = [responseOf(a.row), responseOf(b.row)];
  if (!one || !other) return difference({ what: 'answer', of }, one && `${one.head.status}`, other && `${other.head.status}`);
  const [neutralA, neutralB] = [neutralOf(a.session), neutralOf(b.session)];
  return [
    ...difference({ what: 'status', of }, String(one.head.status), String(other.head.status)),
    ...difference({ what: 'version', of }, one.head.version, other.head.version),
    ...difference({ what: 'offset', of }, offsetOf(a.row), offsetOf(b.row)),
    ...difference({ what: 'size', of }, String(one.bodyLength), String(other.bodyLength)),
    ...headerDifferences(of, { headers: one.head.headers, neutral: neutralA }, { headers: other.head.headers, neutral: neutralB }, ignored),
  ];
}

/** A whole answer of the server. */
function responseOf({ exchange: { response, answeredBy } }: TimelineRow): HttpResponse | undefined {
  return response?.endedAt !== undefined && answeredBy !== 'proxy' ? response : undefined;
}

function rangeOf({ request }: TimelineRow): string | undefined {
  if (request?.type !== 'fragment') return undefined;
  const { range, rangeText } = request;
  return range ? `${range.first}-${range.last}/${range.total}` : rangeText;
}

function offsetOf({ answer }: TimelineRow): string | undefined {
  return answer?.type === 'fragment-ack' ? answer.nextOffsetText : undefined;
}

/** Of two sessions the files may be called as they like; a packet that leaves the URL of its session may not. */
function targetOf({ head: { target } }: HttpRequest, session: SessionView | undefined, neutral: Neutral): string {
  const path = requestPath(target);
  const shown = path === session?.path ? '(the destination)' : neutral(path);
  return shown + neutral(requestQuery(target));
}

function neutralOf(session: SessionView | undefined): Neutral {
  const { sessionId, fileName } = session ?? {};
  return (text) => {
    if (text === fileName) return '(the file)';
    return sessionId === undefined ? text : withFreshId(text, sessionId, 'session-id');
  };
}
