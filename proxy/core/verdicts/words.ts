/** The pieces of which sentences about sessions are made. */
import { formatHresult } from '../bits/hresult.ts';
import { PACKET_NAMES } from '../bits/packet-name.ts';
import type { Refusals } from '../facts/session-facts.ts';
import { bytes, grouped } from '../rules/number.ts';
import type { SessionView } from '../timeline.ts';

const SECOND_MS = 1_000;
const MINUTE_MS = 60 * SECOND_MS;
const HOUR_MS = 60 * MINUTE_MS;
const DAY_MS = 24 * HOUR_MS;

/** The largest unit that gives at least two, rounded down: `850 ms`, `2.4 s`, `90 s`, `5 minutes`, `3 hours`, `15 days`. */
export function lasting(duration: number): string {
  // Times have fractions: what lacks a microsecond of five minutes is five minutes.
  const ms = Math.round(duration);
  if (ms < SECOND_MS) return `${ms} ms`;
  if (ms < 10 * SECOND_MS) return `${Math.floor(ms / 100) / 10} s`;
  if (ms < 2 * MINUTE_MS) return `${Math.floor(ms / SECOND_MS)} s`;
  if (ms < 2 * HOUR_MS) return `${Math.floor(ms / MINUTE_MS)} minutes`;
  if (ms < 2 * DAY_MS) return `${Math.floor(ms / HOUR_MS)} hours`;
  return `${Math.floor(ms / DAY_MS)} days`;
}

const SPELLED = ['', 'once', 'twice', 'three times', 'four times', 'five times', 'six times', 'seven times', 'eight times', 'nine times'];

/** `once`, `three times`, `1,200 times` */
export function times(count: number): string {
  return SPELLED[count] ?? `${grouped(count)} times`;
}

/** `1 Fragment`, `3 Fragments` */
export function numberOf(count: number, one: string, many = `${one}s`): string {
  return `${grouped(count)} ${count === 1 ? one : many}`;
}

/** `100 of 300 bytes`, or what is known of it. */
export function progress({ coverage, total }: SessionView): string {
  return total === undefined ? bytes(coverage.acknowledged) : `${grouped(coverage.acknowledged)} of ${bytes(total)}`;
}

/** `100 of 300 bytes acknowledged`; where the beginning is not known and no offset was seen, that can't be said. */
export function acknowledged(view: SessionView): string {
  if (!view.seenFromStart && view.nextOffset === undefined) return 'no acknowledged byte seen';
  return view.fragments === 0 && view.total === undefined ? 'no byte sent' : `${progress(view)} acknowledged`;
}

/** `the Fragment at 4,194,304`, `the Close-Session` */
export function thePacket(packet: Refusals['packet'], at?: bigint): string {
  if (packet === 'malformed') return 'a packet of no known type';
  return `the ${PACKET_NAMES[packet]}${at === undefined ? '' : ` at ${grouped(at)}`}`;
}

/** `416`, `500 (0x8020001F)` */
export function statusText({ status, code }: Pick<Refusals, 'status' | 'code'>): string {
  return code === undefined || code === 0 ? `${status}` : `${status} (${formatHresult(code)})`;
}

/** `it answered 403 (0x80070005) to the Create-Session, three times` */
export function answerText(refusals: Refusals): string {
  const { packet, given, count } = refusals;
  const again = count === 1 ? '' : `, ${times(count)}`;
  return `it answered ${statusText(refusals)} to ${thePacket(packet, given)}${again}`;
}

/** What is left to be said of a session whose beginning was not seen. */
export function unseenBeginning({ seenFromStart }: SessionView): string {
  return seenFromStart ? '' : ' Its beginning was not seen.';
}

/** `40 of 100 bytes` of the reply, or as many as were fetched. */
export function replyProgress({ reply }: SessionView): string {
  if (!reply) return 'nothing';
  return reply.length === undefined ? bytes(reply.fetched) : `${grouped(reply.fetched)} of ${bytes(reply.length)}`;
}
