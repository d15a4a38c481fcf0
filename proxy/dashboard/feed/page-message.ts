import type { PageMessage } from '../../core/feed.ts';
import { parse } from '../../core/json.ts';

/** Longer than any of our ids. */
const MAX_ID_LENGTH = 64;

/** What a page asks, or nothing for text that asks nothing we know. */
export function readPageMessage(text: string): PageMessage | undefined {
  try {
    return pageMessage(parse(text));
  } catch (error) {
    if (error instanceof SyntaxError) return undefined;
    throw error;
  }
}

function pageMessage(value: unknown): PageMessage | undefined {
  if (typeof value !== 'object' || value === null || !('type' in value) || value.type !== 'watch') return undefined;
  const after = 'after' in value ? value.after : undefined;
  if (typeof after !== 'number' || !Number.isSafeInteger(after) || after < 0) return undefined;
  const session = 'session' in value ? value.session : undefined;
  if (session === undefined) return { type: 'watch', after };
  return typeof session === 'string' && session.length <= MAX_ID_LENGTH ? { type: 'watch', session, after } : undefined;
}
