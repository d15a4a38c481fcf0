import type { RequestPacket } from '../bits/packet.ts';
import { EVERY_PACKET, PACKET_NAMES } from '../bits/packet-name.ts';
import type { Overlap } from './case.ts';
import { grouped } from './number.ts';
import { defineRule } from './rule.ts';

type Concurrent = {
  packet: RequestPacket['type'];
  waiting: RequestPacket['type'];
  exchange: string;
  connection: string;
  shares: Overlap['shares'];
  /** Whether both came on one connection: of another one, the client may know an end that was not seen here. */
  on: 'this connection' | 'another connection';
  waitedMs: number;
};

/** After this, clients give up on an answer [BUP §3.1.2], ms. */
const PATIENCE_MS = 300_000;

export const concurrentRequests = defineRule<RequestPacket['type'], Concurrent>({
  id: 'concurrent-requests',
  on: EVERY_PACKET,
  about: 'request',
  severity: ({ packet, waiting }) => (packet === 'ping' || waiting === 'ping' ? 'warning' : 'error'),
  listed: { severity: 'error' },
  blames: 'client',
  confidence: ({ on }) => (on === 'this connection' ? 'certain' : 'likely'),
  source: '[DOC bits-request-packets, bits-upload-protocol]',
  title: 'Packet sent before the previous one was answered',
  why: 'The Ack of a Fragment says where the next one starts. Sent without it, the next gets a 416, or two Fragments are stored in the wrong order.',
  fix: 'Wait for the Ack of each packet before the next of the same session, and do not pipeline. Several sessions in parallel, each on its own connection, are fine.',
  reality: 'Windows waits for each Ack, as its documentation says; the specification does not say it.',
  check({ overlap, request, exchange }) {
    if (!overlap || overlap.abandoned || overlap.waitedMs > PATIENCE_MS) return undefined;
    const { packet: waiting, exchange: other, connection, shares, waitedMs } = overlap;
    const on = connection === exchange.connection ? 'this connection' : 'another connection';
    return { packet: request.type, waiting, exchange: other, connection, shares, on, waitedMs };
  },
  message({ packet, waiting, exchange, shares, on, waitedMs }) {
    const which = shares === 'session' ? 'of the same session' : 'before it';
    const since = `for ${grouped(Math.round(waitedMs))} ms`;
    return `${PACKET_NAMES[packet]} began while ${PACKET_NAMES[waiting]} ${which} (${exchange}, on ${on}) had waited ${since} for its answer.`;
  },
});
