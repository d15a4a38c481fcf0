import { packetAsCurl, packetAsJson, packetAsText } from '../../proxy/core/packet-text/packet-text.ts';
import type { Connection, TimelineRow } from '../../proxy/core/timeline.ts';

/** A way to copy a packet with its answer. `make` is asked when it is copied. */
export interface CopyForm {
  readonly name: string;
  readonly make: (row: TimelineRow, connection: Connection | undefined) => string;
}

/** What is offered beside a packet, in this order. */
export const COPY_FORMS: readonly CopyForm[] = [
  { name: 'text', make: packetAsText },
  { name: 'curl', make: packetAsCurl },
  { name: 'JSON', make: packetAsJson },
];
