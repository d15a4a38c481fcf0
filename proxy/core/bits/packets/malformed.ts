/** A request that means to be BITS and is none of its five packets [BUP §2.2.1.2]. */
import { PACKET_TYPE } from '../headers.ts';
import type { Malformed, MalformedAck } from '../packet.ts';
import type { AckFields } from './ack-fields.ts';
import type { RequestFields } from './request-fields.ts';

/** How much of a value a reason shows; the packet has it whole. */
const SHOWN_CHARACTERS = 100;

export function decodeMalformed(fields: RequestFields): Malformed {
  return { ...fields, type: 'malformed', reason: `${PACKET_TYPE} ${describe(fields.packetType)}` };
}

export function decodeMalformedAck(fields: AckFields): MalformedAck {
  return { ...fields, type: 'malformed-ack' };
}

function describe(text: string | undefined): string {
  if (text === undefined) return 'is missing';
  if (text.trim() === '') return 'is empty';
  if (text.trim().toLowerCase() === 'ack') return `is "${text}": only a server sends that`;
  if (text.length <= SHOWN_CHARACTERS) return `is "${text}", which is no packet type`;
  return `is "${text.slice(0, SHOWN_CHARACTERS)}…" (${text.length} characters), which is no packet type`;
}
