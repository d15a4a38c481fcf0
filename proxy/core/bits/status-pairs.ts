/** Which error code belongs beside which status [BUP §2.2.1.2]. */
import {
  ACCESS_DENIED,
  DISK_FULL,
  DISK_FULL_AS_PRINTED,
  INVALID_ARGUMENT,
  SERVER_EXECUTE_ENABLED,
  SESSION_NOT_FOUND,
  SUCCESS,
  TOO_LARGE,
} from './hresult.ts';

interface Pair {
  readonly status: number;
  readonly codes: readonly number[];
  /** `open`: the documentation has the status without a code, so that a plausible one is let pass and another is hardly wrong. */
  readonly basis: 'spec' | 'open';
}

// biome-ignore format: a table
const PAIRS: readonly Pair[] = [
  { status: 400, basis: 'spec', codes: [INVALID_ARGUMENT] },
  { status: 403, basis: 'spec', codes: [ACCESS_DENIED] },
  { status: 404, basis: 'open', codes: [ACCESS_DENIED] },
  { status: 408, basis: 'spec', codes: [DISK_FULL_AS_PRINTED] },
  { status: 409, basis: 'open', codes: [ACCESS_DENIED] },
  { status: 411, basis: 'spec', codes: [INVALID_ARGUMENT] },
  { status: 413, basis: 'open', codes: [TOO_LARGE] },
  { status: 416, basis: 'spec', codes: [SUCCESS] },
  { status: 500, basis: 'spec', codes: [SESSION_NOT_FOUND, TOO_LARGE, DISK_FULL, DISK_FULL_AS_PRINTED] },
  { status: 501, basis: 'spec', codes: [ACCESS_DENIED] },
];

const NONE: readonly never[] = [];

/** The bit that marks a vendor's own code [BUP §1.8]. */
const CUSTOMER = 0x20000000;

/** `documented`: as the sources have it, or theirs to decide. `open`: the status is only in the documentation. */
export function pairing(status: number, code: number): 'documented' | 'open' | 'mismatch' {
  if ((code & CUSTOMER) !== 0 || code === SERVER_EXECUTE_ENABLED) return 'documented';
  const pair = PAIRS.find((known) => known.status === status);
  if (pair) return pair.codes.includes(code) ? 'documented' : pair.basis === 'open' ? 'open' : 'mismatch';
  return statusesOf(code).length > 0 ? 'mismatch' : 'documented';
}

/** The codes that the specification wants beside a status; none where it has no code for it, or leaves it away. */
export function codesOf(status: number): readonly number[] {
  const pair = PAIRS.find((known) => known.status === status && known.basis === 'spec');
  return pair && status !== 416 ? pair.codes : NONE;
}

/** The statuses that a code belongs beside, by the specification; none for a code that it does not know. */
export function statusesOf(code: number): readonly number[] {
  return PAIRS.filter(({ basis, codes }) => basis === 'spec' && codes.includes(code)).map(({ status }) => status);
}
