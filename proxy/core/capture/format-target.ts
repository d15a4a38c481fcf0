import type { WireEvent } from '../wire.ts';
import type { CaptureLimits } from './capture-options.ts';
import type { CaptureFaultCode, FrameTarget } from './frame.ts';

/** Whoever reads a format gives here what the file has: its frames, or where it has no packets what was said. */
export interface FormatTarget extends FrameTarget {
  /** The bytes in it need to be valid only during the call. Events of one connection come in their order. */
  event(event: WireEvent): void;
  /** What people must know about the file, told once for each `about`; reading goes on. */
  tell(code: CaptureFaultCode, about: string, message: () => string): void;
  readonly limits: CaptureLimits;
}
