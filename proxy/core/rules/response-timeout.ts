import type { RequestPacket, RequestType } from '../bits/packet.ts';
import { KNOWN_PACKETS, PACKET_NAMES } from '../bits/packet-name.ts';
import { endsTheFile } from '../bits/refusal.ts';
import type { Case } from './case.ts';
import { duration } from './number.ts';
import { defineRule, type Severity } from './rule.ts';

type Slow = {
  packet: RequestType;
  phase: 'waiting' | 'sending';
  ms: number;
  limitMs: number;
  /** The Fragment that the application behind the server is asked about. */
  final: 'yes' | 'no';
  /** Who ended the connection when no answer came. */
  endedBy?: string;
};

type Asked = Extract<RequestPacket, { type: RequestType }>;

/** Where proxies give up, then the timers of the client [BUP §3.1.2]. */
const SLOW_MS = 60_000;
const CLIENT_WAITS_MS = 300_000;
const CLIENT_SENDS_MS = 120_000;

export const responseTimeout = defineRule<RequestType, Slow>({
  id: 'response-timeout',
  on: KNOWN_PACKETS,
  answered: ['accepted', 'refused', 'challenged', 'unanswered'],
  about: 'answer',
  once: 'session',
  onceFor: (slow) => `${slow.phase} ${severityOf(slow)}`,
  severity: severityOf,
  blames: ({ phase }) => (phase === 'waiting' ? 'server' : 'unknown'),
  confidence: 'certain',
  listed: { severity: 'error', blames: 'server' },
  source: '[BUP §3.1.2], [DOC bits-iis-extension-properties]',
  title: 'Answer came too late',
  why: 'Proxies often give up after 60 seconds, clients after 5 minutes. The packet is then sent again, and a last Fragment that comes twice tells the application twice.',
  fix: 'Let the application answer faster, or take the upload and work on it afterwards. Raise the time-outs of every hop above 5 minutes. A body that takes more than 2 minutes wants smaller Fragments or a faster line.',
  reality:
    'The server waits up to 5 minutes for the application, BITS 1.5 for 30 seconds. A Windows client stops sending after 2 minutes and waiting after 5.',
  check(judged) {
    const waitedMs = waited(judged);
    if (waitedMs >= SLOW_MS) return slow(judged, 'waiting', waitedMs, waitedMs >= CLIENT_WAITS_MS ? CLIENT_WAITS_MS : SLOW_MS);
    const sent = judged.exchange.request;
    const sendingMs = sent?.endedAt === undefined ? 0 : sent.endedAt - sent.startedAt;
    return sendingMs > CLIENT_SENDS_MS ? slow(judged, 'sending', sendingMs, CLIENT_SENDS_MS) : undefined;
  },
  message({ packet, phase, ms, final, endedBy }) {
    const name = final === 'yes' ? 'The last Fragment' : PACKET_NAMES[packet];
    if (phase === 'sending') return `${name} took ${duration(ms)} to send.`;
    if (endedBy !== undefined) return `${name} had no answer after ${duration(ms)}, when the ${endedBy} ended the connection.`;
    return `${name} waited ${duration(ms)} for its answer.`;
  },
});

/** From the end of the request, ms. Where the traffic ends or we were stopped, an answer may have come unseen. */
function waited({ exchange, ack }: Case): number {
  if (ack.type !== 'no-ack') return ack.latencyMs;
  const endedAt = exchange.request?.endedAt;
  if (endedAt === undefined || ack.cutOff.by === 'proxy') return 0;
  return (exchange.response?.startedAt ?? ack.at) - endedAt;
}

function slow({ request, ack, exchange }: Case<Asked>, phase: Slow['phase'], ms: number, limitMs: number): Slow {
  const cut = ack.type === 'no-ack' && exchange.response === undefined && phase === 'waiting';
  return {
    ...{ packet: request.type, phase, ms, limitMs, final: endsTheFile(request) ? 'yes' : 'no' },
    ...(cut && { endedBy: ack.cutOff.by }),
  };
}

function severityOf({ phase, ms }: Slow): Severity {
  if (phase === 'sending') return 'note';
  return ms >= CLIENT_WAITS_MS ? 'error' : 'warning';
}
