import type { Packet, PacketType } from '../../core/bits/packet.ts';
import type { RowBrief } from '../../core/filter/subject.ts';
import type { RowEvents } from '../../core/row-events.ts';

/** How many numbers a brief has. */
export const BRIEF_NUMBERS = 8;

const ABSENT = Number.NaN;
const NONE = -1;
/** The packets have to be asked. */
const UNKNOWN = -2;

const TYPES: readonly PacketType[] = [
  ...(['ping', 'create-session', 'fragment', 'close-session', 'cancel-session', 'malformed'] as const),
  ...(['ping-ack', 'create-session-ack', 'fragment-ack', 'close-session-ack', 'cancel-session-ack', 'malformed-ack', 'no-ack'] as const),
];

const TYPE_NUMBERS: ReadonlyMap<PacketType, number> = new Map(TYPES.map((type, index) => [type, index]));
const MAX_EXACT = BigInt(Number.MAX_SAFE_INTEGER);

/** What filters ask of packets, taken while they are at hand: to decode 100,000 of them again would take a second. */
export function addBrief(numbers: number[], { request, answer }: RowEvents): void {
  const sent = request?.packet;
  const ack = answer?.packet;
  const range = sent?.type === 'fragment' ? sent.range : undefined;
  const next = ack?.type === 'fragment-ack' ? ack.nextOffset : undefined;
  const said = ack && 'latencyMs' in ack ? ack : undefined;
  const isPlain = said?.error === undefined && isExact(range?.first) && isExact(range?.last) && isExact(range?.total) && isExact(next);
  // biome-ignore format: as a brief is read
  numbers.push(
    isPlain ? typeNumber(sent) : UNKNOWN,
    typeNumber(ack),
    placeNumber(range?.first), placeNumber(range?.last), placeNumber(range?.total), placeNumber(next),
    said?.latencyMs ?? ABSENT, said?.status ?? ABSENT,
  );
}

function isExact(place: bigint | undefined): boolean {
  return place === undefined || place <= MAX_EXACT;
}

function placeNumber(place: bigint | undefined): number {
  return place === undefined ? ABSENT : Number(place);
}

function typeNumber(packet: Packet | undefined): number {
  return packet ? (TYPE_NUMBERS.get(packet.type) ?? NONE) : NONE;
}

/** A brief read from its numbers; each part when it is asked for. */
export class Brief implements RowBrief {
  readonly #numbers: Float64Array;
  readonly #heads: () => string;

  private constructor(numbers: Float64Array, heads: () => string) {
    this.#numbers = numbers;
    this.#heads = heads;
  }

  /** Nothing where the packets have to be asked: an answer that has an error, or places beyond what a float holds. */
  static of(numbers: Float64Array, heads: () => string): Brief | undefined {
    return numbers[0] === UNKNOWN ? undefined : new Brief(numbers, heads);
  }

  get request(): PacketType | undefined {
    return TYPES[this.#numbers[0] ?? NONE];
  }

  get answer(): PacketType | undefined {
    return TYPES[this.#numbers[1] ?? NONE];
  }

  get range(): RowBrief['range'] {
    const { 2: first = ABSENT, 3: last = ABSENT, 4: total = ABSENT } = this.#numbers;
    return Number.isNaN(first) ? undefined : { first: BigInt(first), last: BigInt(last), total: BigInt(total) };
  }

  get nextOffset(): bigint | undefined {
    const { 5: next = ABSENT } = this.#numbers;
    return Number.isNaN(next) ? undefined : BigInt(next);
  }

  get latencyMs(): number | undefined {
    const { 6: latency = ABSENT } = this.#numbers;
    return Number.isNaN(latency) ? undefined : latency;
  }

  get status(): number | undefined {
    const { 7: status = ABSENT } = this.#numbers;
    return Number.isNaN(status) ? undefined : status;
  }

  get heads(): string {
    return this.#heads();
  }
}
