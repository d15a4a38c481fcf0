import { fieldsOf, stringify, tryParse } from '../core/json.ts';
import { MAX_COMMENT, type MarkTarget } from '../core/mark.ts';
import { type Answer, json, problem } from './answer.ts';
import type { ApiRequest } from './api-request.ts';
import type { KeptMarks } from './kept-marks.ts';

interface MarkParts {
  readonly marks: KeptMarks;
}

/** Room for a comment in which every character is escaped. */
const MAX_ASKED_BYTES = 100_000;
const MAX_ID = 64;

export function answerMarks({ marks }: MarkParts): Answer {
  const { all, keeping } = marks;
  return json(200, stringify({ marks: all, keeping }));
}

/** The body is `{"session": …}` or `{"exchange": …, "side": "request" | "answer"}`, with `comment`, lines of text, if there is one. */
export async function answerMark({ marks }: MarkParts, asked: ApiRequest): Promise<Answer> {
  const fields = fieldsOf(tryParse((await asked.text(MAX_ASKED_BYTES)) ?? ''));
  const target = readTarget(fields);
  if (typeof target === 'string') return problem(400, target);
  const { comment = '' } = fields;
  if (typeof comment !== 'string') return problem(400, 'comment is a text.');
  if (comment.length > MAX_COMMENT) return problem(413, `A comment has at most ${MAX_COMMENT} characters; this has ${comment.length}.`);
  return answered(await marks.change(target, { comment: comment.replace(/\r\n?/g, '\n').trimEnd() }), marks);
}

/** In the query, what the body says of what is marked. */
export async function answerUnmark({ marks }: MarkParts, { query }: ApiRequest): Promise<Answer> {
  const target = readTarget(Object.fromEntries(query));
  return typeof target === 'string' ? problem(400, target) : answered(await marks.change(target, 'removed'), marks);
}

function answered(refusal: string | undefined, marks: KeptMarks): Answer {
  if (refusal !== undefined) return problem(409, refusal);
  return json(200, stringify({ keeping: marks.keeping }));
}

function readTarget({ session, exchange, side }: Partial<Record<string, unknown>>): MarkTarget | string {
  if (isId(session) && exchange === undefined) return { session };
  if (!isId(exchange) || session !== undefined) return 'What is marked is named by session, or by exchange and side.';
  return side === 'request' || side === 'answer' ? { exchange, side } : 'side is request or answer.';
}

function isId(value: unknown): value is string {
  return typeof value === 'string' && value !== '' && value.length <= MAX_ID;
}
