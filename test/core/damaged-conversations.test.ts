import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { stringify } from '../../proxy/core/json.ts';
import type { WireEvent } from '../../proxy/core/wire.ts';
import { readConversation } from '../kit/conversation.ts';
import { findingsOf } from '../kit/mutation.ts';
import { allSamples, analyse } from '../kit/samples.ts';
import { CREATE } from './mutations/create.ts';
import { ENDINGS } from './mutations/endings.ts';
import { FRAGMENTS } from './mutations/fragments.ts';
import { TRANSPORT } from './mutations/transport.ts';

const SAMPLES = allSamples();
const CONVERSATIONS: readonly (readonly WireEvent[])[] = [
  ...SAMPLES.map(({ events }) => events),
  ...[...TRANSPORT, ...CREATE, ...FRAGMENTS, ...ENDINGS].map(({ from, change }) =>
    readConversation(change(SAMPLES.find(({ name }) => name === from)?.text ?? '')),
  ),
];

/** What no person wrote: words of the program where a value should be. */
const SLIP = /undefined|NaN|\[object/;

/** Heads are what is read; a body is only counted. */
const LOOKED_AT_BYTES = 700;

/** One thing that goes wrong with an event, by numbers that are taken modulo what is there. */
type Damage = (events: WireEvent[], where: number, value: number) => void;

const DAMAGES: readonly Damage[] = [
  (events, where, value) => {
    const event = dataAt(events, where);
    const index = event && value % Math.min(LOOKED_AT_BYTES, event.bytes.length);
    if (event && index !== undefined) event.bytes[index] = (event.bytes[index] ?? 0) ^ (1 << (value % 8));
  },
  (events, where) => {
    events.splice(where % events.length, 1);
  },
  (events, where) => {
    const event = events[where % events.length];
    if (event) events.splice(where % events.length, 0, event);
  },
  (events, where, value) => {
    inHead(events, where, (lines) => lines.toSpliced(1 + (value % Math.max(1, lines.length - 1)), 1));
  },
  (events, where, value) => {
    inHead(events, where, (lines) => [...lines, lines[value % lines.length] ?? '']);
  },
  (events, where, value) => {
    const index = Math.floor(value / ODD_VALUES.length);
    inHead(events, where, (lines) => lines.map((line, at) => (at === index % lines.length ? odd(line, value) : line)));
  },
];

/** Values that programs were seen to stumble over. */
const ODD_VALUES = [
  '',
  ' ',
  '0',
  '-1',
  '-0',
  '1e3',
  '0x',
  '00000000000000000006',
  '18446744073709551615',
  '18446744073709551616',
  '9'.repeat(400),
  'bytes */*',
  'bytes 10-9/10',
  'bytes 0-18446744073709551615/18446744073709551615',
  '{}',
  '%zz',
  '//',
  'http://',
  'http://[::1',
  '\u00ff\u0000\u007f',
  ',,,',
  'NTLM',
];

function odd(line: string, value: number): string {
  const colon = line.indexOf(':');
  return colon < 0 ? line : `${line.slice(0, colon)}: ${ODD_VALUES[value % ODD_VALUES.length]}`;
}

function dataAt(events: readonly WireEvent[], where: number) {
  const spoken = events.filter((event) => event.type === 'data');
  return spoken[where % Math.max(1, spoken.length)];
}

/** Puts another head in the place of one: a head is one event in a conversation, with its body behind it. */
function inHead(events: WireEvent[], where: number, change: (lines: readonly string[]) => readonly string[]): void {
  const event = dataAt(events, where);
  if (!event) return;
  const text = Buffer.from(event.bytes).toString('latin1');
  const end = text.indexOf('\r\n\r\n');
  if (end < 0) return;
  const head = change(text.slice(0, end).split('\r\n')).join('\r\n');
  events.splice(events.indexOf(event), 1, { ...event, bytes: Buffer.from(head + text.slice(end), 'latin1') });
}

function damaged(
  conversation: readonly WireEvent[],
  damages: readonly (readonly [kind: number, where: number, value: number])[],
): WireEvent[] {
  const events = conversation.map((event) => (event.type === 'data' ? { ...event, bytes: event.bytes.slice() } : event));
  for (const [kind, where, value] of damages) DAMAGES[kind % DAMAGES.length]?.(events, where, value);
  return [...events, { type: 'traffic-ended', at: (conversation.at(-1)?.at ?? 0) + 100_000_000 }];
}

const big = fc.integer({ min: 0, max: 100_000 });
const damages = fc.array(fc.tuple(big, big, big), { minLength: 1, maxLength: 4 });

describe('a conversation that was damaged', () => {
  it('is analysed all the same, and what is found is said in words', () => {
    fc.assert(
      fc.property(big, damages, (which, wrong) => {
        const events = damaged(CONVERSATIONS[which % CONVERSATIONS.length] ?? [], wrong);
        const timeline = analyse(events);
        for (const { message } of findingsOf(timeline)) expect(message).not.toMatch(SLIP);
        expect(() => timeline.map((event) => stringify(event))).not.toThrow();
      }),
      { numRuns: 1000 },
    );
  });
});

describe.each(CONVERSATIONS.map((events, index) => [index, events] as const))('conversation %i', (_index, events) => {
  it('has findings in words alone', () => {
    for (const { message } of findingsOf(analyse(events))) expect(message).toMatch(/^(?!.*(undefined|NaN|\[object)).*\.$/s);
  });
});
