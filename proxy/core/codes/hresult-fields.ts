/** What the bits of an HRESULT say, for values that no table has. */
const FACILITIES: Readonly<Record<number, string>> = { 7: 'Win32', 25: 'HTTP', 32: 'BITS' };

export const WIN32 = 0x7;

export interface HresultFields {
  readonly severity: 'failure' | 'success';
  /** Bit 29: a vendor's own code [BUP §1.8]. */
  readonly origin: 'vendor' | 'Microsoft';
  readonly facility: number;
  readonly facilityName?: string;
  /** The lower 16 bits: for facility Win32 the number of the Win32 error. */
  readonly number: number;
}

export function hresultFields(code: number): HresultFields {
  const facility = (code >>> 16) & 0x7ff;
  const facilityName = FACILITIES[facility];
  return {
    severity: code >>> 31 === 1 ? 'failure' : 'success',
    origin: (code & 0x20000000) === 0 ? 'Microsoft' : 'vendor',
    facility,
    ...(facilityName !== undefined && { facilityName }),
    number: code & 0xffff,
  };
}
