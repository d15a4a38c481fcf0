import { type FeedMessage, readShort, type ShortFeedMessage } from '../../proxy/core/feed.ts';
import { tryParse } from '../../proxy/core/json.ts';

const TYPES: readonly string[] = [
  'hello',
  'sessions',
  'matches',
  'totals',
  'rows',
  'events',
  'play',
  'marks',
  'fault',
] satisfies FeedMessage['type'][];

/** A message of the feed, or nothing for text that is none: a newer dashboard may say more than this page knows. */
export function readFeedMessage(text: string): FeedMessage | undefined {
  const message = tryParse(text);
  return isFeedMessage(message) ? readShort(message) : undefined;
}

function isFeedMessage(value: unknown): value is ShortFeedMessage {
  return typeof value === 'object' && value !== null && 'type' in value && typeof value.type === 'string' && TYPES.includes(value.type);
}
