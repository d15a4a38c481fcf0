import type { PageMessage } from '../../core/feed.ts';
import { tryParse } from '../../core/json.ts';

/** Longer than any of our ids. */
const MAX_ID_LENGTH = 64;

/** What a page asks, or nothing for text that asks nothing we know. */
export function readPageMessage(text: string): PageMessage | undefined {
  return pageMessage(tryParse(text));
}

function pageMessage(value: unknown): PageMessage | undefined {
  if (typeof value !== 'object' || value === null || !('type' in value)) return undefined;
  switch (value.type) {
    case 'watch':
      return watchMessage('session' in value ? value.session : undefined, 'after' in value ? value.after : undefined);
    case 'filter':
      return 'text' in value && typeof value.text === 'string' ? { type: 'filter', text: value.text } : undefined;
    case 'clear':
      return { type: 'clear' };
    default:
      return undefined;
  }
}

function watchMessage(session: unknown, after: unknown): PageMessage | undefined {
  if (typeof after !== 'number' || !Number.isSafeInteger(after) || after < 0) return undefined;
  if (session === undefined) return { type: 'watch', after };
  return typeof session === 'string' && session.length <= MAX_ID_LENGTH ? { type: 'watch', session, after } : undefined;
}
