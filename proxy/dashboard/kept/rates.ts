/** A second in tenths, so that a rate moves smoothly. */
const SLOTS = 10;
const SLOT_MS = 100;

interface Slot {
  number: number;
  packets: number;
  bytes: number;
}

/** How much went through in the last second. Times are of one clock that never goes back, ms. */
export class Rates {
  readonly #slots: Slot[] = Array.from({ length: SLOTS }, () => ({ number: -SLOTS, packets: 0, bytes: 0 }));

  count(nowMs: number, packets: number, bytes: number): void {
    if (packets === 0 && bytes === 0) return;
    const number = Math.floor(nowMs / SLOT_MS);
    const slot = this.#slots[number % SLOTS];
    if (!slot) return;
    if (slot.number !== number) Object.assign(slot, { number, packets: 0, bytes: 0 });
    slot.packets += packets;
    slot.bytes += bytes;
  }

  over(nowMs: number): { readonly packetsPerSecond: number; readonly bytesPerSecond: number } {
    const oldest = Math.floor(nowMs / SLOT_MS) - SLOTS;
    const recent = this.#slots.filter(({ number }) => number > oldest);
    return {
      packetsPerSecond: recent.reduce((sum, { packets }) => sum + packets, 0),
      bytesPerSecond: recent.reduce((sum, { bytes }) => sum + bytes, 0),
    };
  }
}
