/** How many bytes Windows puts into a Fragment, by its version of BITS [BUP <10>, <16>]. */
export interface FragmentSizes {
  /** The last Fragment of a file may be smaller. */
  readonly smallest: number;
  readonly largest: number;
}

/** BITS 2.5 and later. */
const SIZES: FragmentSizes = { smallest: 5 * 1024, largest: 13 * 1024 * 1024 };
/** BITS 1.5 and 2.0; no smallest size is known. */
const OLD_SIZES: FragmentSizes = { smallest: 1, largest: 128 * 1024 };

const PRODUCT = 'Microsoft BITS/';

/** Nothing for a client that does not call itself Windows': others are free. */
export function fragmentSizes(userAgent: string): FragmentSizes | undefined {
  if (!userAgent.startsWith(PRODUCT)) return undefined;
  return isOld(userAgent) ? OLD_SIZES : SIZES;
}

/** The user agent names the version of QMgr.dll: 6.5 is BITS 1.5, 6.6 is BITS 2.0. */
function isOld(userAgent: string): boolean {
  return userAgent.startsWith('6.5', PRODUCT.length) || userAgent.startsWith('6.6', PRODUCT.length);
}
