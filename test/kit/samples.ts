import { readdirSync, readFileSync } from 'node:fs';
import { Analyzer } from '../../proxy/core/analyzer.ts';
import type { TimelineEvent } from '../../proxy/core/timeline.ts';
import type { WireEvent } from '../../proxy/core/wire.ts';
import { readConversation } from './conversation.ts';

export interface Sample {
  readonly name: string;
  /** The conversation as it is written. */
  readonly text: string;
  readonly events: readonly WireEvent[];
  /** What `describeTimeline` must say, written by hand. */
  readonly timeline: readonly string[];
}

const FOLDER = new URL('../samples/', import.meta.url);

/** Every whole conversation under test/samples. */
export function allSamples(): Sample[] {
  return readdirSync(FOLDER).map((name) => {
    const text = read(`${name}/conversation.txt`);
    return { name, text, events: readConversation(text), timeline: read(`${name}/timeline.txt`).trimEnd().split('\n') };
  });
}

function read(path: string): string {
  return readFileSync(new URL(path, FOLDER), 'utf8').replaceAll('\r\n', '\n');
}

/** The whole timeline of a conversation, with a tick at its end: what moves with every packet is told then. */
export function analyse(events: readonly WireEvent[]): TimelineEvent[] {
  const analyzer = new Analyzer();
  return withTick(events).flatMap((event) => analyzer.feed(event));
}

export function withTick(events: readonly WireEvent[]): WireEvent[] {
  return [...events, { type: 'tick', at: (events.at(-1)?.at ?? 0) + 1 }];
}
