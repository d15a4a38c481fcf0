import { CONVERSATION_START, ConversationTextReader } from '../../proxy/core/capture/conversation-text.ts';
import type { WireEvent } from '../../proxy/core/wire.ts';
import { formatTarget } from './format-target.ts';

/** 2025-03-04T09:00:00Z, when every sample begins. */
export const START = CONVERSATION_START;

/** What a conversation tells (see `ConversationTextReader`). Throws where a line of it can't be read. */
export function readConversation(text: string): WireEvent[] {
  const events: WireEvent[] = [];
  const reader = new ConversationTextReader(
    formatTarget((event) => events.push(event.type === 'data' ? { ...event, bytes: Uint8Array.from(event.bytes) } : event)),
  );
  reader.feed(new TextEncoder().encode(text));
  reader.end();
  return events;
}
