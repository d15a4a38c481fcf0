import type { Readable } from 'node:stream';
import { stringify } from '../core/json.ts';
import { ProxyError } from '../errors.ts';
import { type Answer, json, problem } from './answer.ts';
import type { ApiRequest } from './api-request.ts';

/** Opens what a page sends: a file with this name and content. Gives the address of the page that shows it. Rejects with ProxyError. */
export type OpenUploaded = (name: string, content: Readable) => Promise<string>;

const MAX_NAME_LENGTH = 255;

/** The body is the file; `name` in the query what it was called. */
export async function answerOpen(open: OpenUploaded | undefined, asked: ApiRequest): Promise<Answer> {
  if (!open) return problem(501, 'Files can not be opened from this page.');
  const name = asked.query.get('name') ?? '';
  if (name === '' || name.length > MAX_NAME_LENGTH) return problem(400, 'The file has no name.');
  try {
    return json(201, stringify({ url: await open(name, asked.body) }));
  } catch (error) {
    if (error instanceof ProxyError) return problem(422, error.message);
    throw error;
  }
}
