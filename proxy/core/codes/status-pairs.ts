/** Which error value belongs beside which status: read from the table of answers. */
import { ACCESS_DENIED, SERVER_EXECUTE_ENABLED, TOO_LARGE } from '../bits/hresult.ts';
import { ACK_ANSWERS } from './ack-answers.ts';

const NONE: readonly never[] = [];

const CODES = new Map<number, readonly number[]>();
for (const { statuses, errors } of ACK_ANSWERS)
  if (errors) for (const status of statuses) CODES.set(status, [...new Set([...(CODES.get(status) ?? NONE), ...errors])]);

/** The documentation has these statuses without a code. One that suits them is let pass, and another is hardly wrong. */
const OPEN: ReadonlyMap<number, number> = new Map([
  [404, ACCESS_DENIED],
  [409, ACCESS_DENIED],
  [413, TOO_LARGE],
]);

/** The bit that marks a vendor's own code [BUP §1.8]. */
const CUSTOMER = 0x20000000;

/** `documented`: as the sources have it, or not theirs to decide. `open`: the sources have the status, but no code for it. */
export function pairing(status: number, code: number): 'documented' | 'open' | 'mismatch' {
  if ((code & CUSTOMER) !== 0 || code === SERVER_EXECUTE_ENABLED || OPEN.get(status) === code) return 'documented';
  if (OPEN.has(status)) return 'open';
  const codes = CODES.get(status);
  if (codes) return codes.includes(code) ? 'documented' : 'mismatch';
  return statusesOf(code).length > 0 ? 'mismatch' : 'documented';
}

/** The codes that are wanted beside a status; none where it has no code, or may go without, as 416 may. */
export function codesOf(status: number): readonly number[] {
  return status === 416 ? NONE : (CODES.get(status) ?? NONE);
}

/** The statuses that a code belongs beside; none for a code that no upload server is known to need. */
export function statusesOf(code: number): readonly number[] {
  return [...CODES].filter(([, codes]) => codes.includes(code)).map(([status]) => status);
}
