import type { RequestPacket } from '../bits/packet.ts';
import { EVERY_PACKET, PACKET_NAMES } from '../bits/packet-name.ts';
import { bytes, grouped } from './number.ts';
import { defineRule } from './rule.ts';

type CutOff = {
  packet: RequestPacket['type'];
  by: 'client' | 'server';
  how: 'fin' | 'reset';
  /** In what it was cut: while the request was sent, while it waited for an answer, in the middle of that. */
  during: 'request' | 'wait' | 'answer';
  bodySent: number;
  contentLength?: number;
  answer: 'begun' | 'none';
};

export const exchangeCutOff = defineRule<RequestPacket['type'], CutOff>({
  id: 'exchange-cut-off',
  on: EVERY_PACKET,
  answered: ['unanswered'],
  about: 'answer',
  severity: ({ packet }) => (packet === 'ping' ? 'note' : 'warning'),
  listed: { severity: 'warning' },
  blames: 'unknown',
  confidence: 'certain',
  source: '[BUP §2.2.6, §3.1.7.1]',
  title: 'Connection ended before the exchange was complete',
  why: 'The client cannot know whether the server stored the bytes, so that its next Fragment may start anywhere between the last Ack and what it sent. It explains the resume that follows.',
  fix: 'Look at the time-outs and body-size limits on the way: many proxies end a request after 30 or 60 seconds. If the client ended it, look at its own time-out, and at suspended or cancelled jobs.',
  reality:
    'Windows opens a new connection, sends a Ping and goes on with the same session. It waits two minutes for a request to be sent and five for its answer.',
  check({ request, ack, exchange }) {
    if (ack.type !== 'no-ack' || !exchange.cutOff) return undefined;
    const { by, how } = exchange.cutOff;
    // The tap could not reach the server or was stopped, or the capture ends here.
    if (by === 'proxy' || how === 'failed' || how === 'shutdown') return undefined;
    const { bodySent, answerBegun } = ack;
    const unfinished = exchange.request?.endedAt === undefined ? 'request' : 'wait';
    return {
      ...{ packet: request.type, by, how, during: answerBegun ? 'answer' : unfinished, bodySent, answer: answerBegun ? 'begun' : 'none' },
      ...(request.contentLength !== undefined && { contentLength: request.contentLength }),
    };
  },
  message: describe,
});

function describe({ packet, by, how, during, bodySent, contentLength }: CutOff): string {
  const ended = `The ${by} ${how === 'reset' ? 'reset' : 'closed'} the connection`;
  const body = contentLength === undefined ? bytes(bodySent) : `${grouped(bodySent)} of ${bytes(contentLength)}`;
  if (during === 'request') return `${ended} when ${body} of the body of ${PACKET_NAMES[packet]} had been sent.`;
  if (during === 'answer') return `${ended} in the middle of the answer to ${PACKET_NAMES[packet]}.`;
  return `${ended} while ${PACKET_NAMES[packet]} (${bytes(bodySent)}, all sent) waited for its answer.`;
}
