import type { Step } from '../state/sequence-layout.ts';
import type { Lanes } from './lanes.ts';

interface ShapeOptions {
  readonly isRequest: boolean;
  /** As long as it took, rather than an arrow. */
  readonly isBar: boolean;
  /** The end that is not the client's: the server, or the tap where it went no farther. */
  readonly far: number;
  /** How much its ends are moved apart, pixels: exact is where it passes the tap. */
  readonly slant: number;
}

/** A packet as SVG paths: a line from end to end, the same as a bar, and the head of an arrow. */
export function stepShape({ top, bottom }: Step, { client, tap }: Lanes, { isRequest, isBar, far, slant }: ShapeOptions) {
  const near = isRequest ? -slant : slant;
  const beyond = far === tap ? 0 : -near;
  const end = Math.max(bottom, top + 1);
  const path = `M${client} ${top + near} L${tap} ${top} L${far} ${top + beyond}`;
  const y = isBar ? end : top;
  return {
    path,
    bar: `${path} V${end + beyond} L${tap} ${end} L${client} ${end + near} Z`,
    head: isRequest ? `M${far} ${y + beyond} l-7 -3.6 v7.2 Z` : `M${client} ${y + near} l7 -3.6 v7.2 Z`,
  };
}
