import { type Header, isName } from '../http/message.ts';
import { type AckType, type Cell, HEADER_MATRIX } from './header-matrix.ts';
import type { RequestType } from './packet.ts';

type Packet = RequestType | AckType;

/** Packets, by header, that are left out of the search. */
export type Exceptions = Readonly<Record<string, readonly Packet[]>>;

/** In every packet of its type, or in refusals alone. */
type Place = 'any' | 'refusal';

interface Unwanted {
  readonly header: string;
  readonly place: Place;
}

/** By the length of their names: hardly a header that is sent is compared with any. */
type ByLength = ReadonlyMap<number, readonly Unwanted[]>;

/** Finds the `BITS-` headers that a packet may not have by the matrix, with the name as the matrix spells it. Nothing where all is well. */
export class UnwantedHeaders {
  readonly #byType: ReadonlyMap<string, ByLength>;

  constructor(exceptions: Exceptions) {
    this.#byType = new Map(PACKETS.map((type) => [type, byLength(type, exceptions)]));
  }

  /** `success`: of an Ack, whether it is none of a refusal. */
  find(type: string, headers: readonly Header[], success = true): readonly Header[] | undefined {
    const candidates = this.#byType.get(type);
    if (!candidates) return undefined;
    let found: Header[] | undefined;
    for (const field of headers) {
      if ((field[0].charCodeAt(0) | CASE) !== LETTER_B) continue;
      const unwanted = candidates.get(field[0].length)?.find((each) => isIt(field[0], each));
      if (unwanted && (unwanted.place === 'any' || !success)) found = [...(found ?? []), [unwanted.header, field[1]]];
    }
    return found;
  }
}

// biome-ignore format: requests, Acks
const PACKETS: readonly Packet[] = [
  'ping', 'create-session', 'fragment', 'close-session', 'cancel-session',
  'ping-ack', 'create-session-ack', 'fragment-ack', 'close-session-ack', 'cancel-session-ack',
];

/** The one bit in which the cases of a letter differ. */
const CASE = 0x20;
const LETTER_B = 0x62;

function byLength(type: Packet, exceptions: Exceptions): ByLength {
  const found = new Map<number, Unwanted[]>();
  for (const [header, { cells }] of Object.entries(HEADER_MATRIX)) {
    const place = dash(cells[type]);
    if (!header.startsWith('BITS-') || place === undefined || exceptions[header]?.includes(type)) continue;
    found.set(header.length, [...(found.get(header.length) ?? []), { header, place }]);
  }
  return found;
}

/** What depends on more than success is no dash: rules of their own judge that. */
function dash({ presence, when, otherwise }: Cell): Place | undefined {
  if (presence === 'forbidden') return 'any';
  return when === 'on-success' && otherwise === 'forbidden' ? 'refusal' : undefined;
}

/** Names of one length differ in the first letter behind `BITS-`: no copy is made to compare them. */
function isIt(sent: string, { header }: Unwanted): boolean {
  return ((sent.charCodeAt(5) ^ header.charCodeAt(5)) & ~CASE) === 0 && isName(sent, header);
}
