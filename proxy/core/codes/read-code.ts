/** What people paste: an error value, a status or a context, in any of the ways that logs and headers write them. */
import { parseErrorContext, parseHresult } from '../bits/hresult.ts';
import { CONTEXT_NAMES, explainContext } from './contexts.ts';
import { explainHresult, explainStatus, hresultOfHttpName } from './explain.ts';
import type { Explanation } from './explanation.ts';
import { HRESULTS, knownHresult } from './hresults.ts';

/** Every name that is understood, in any letter case; beside them `BG_E_HTTP_ERROR_nnn`. */
export const CODE_NAMES: readonly string[] = [...HRESULTS.flatMap(({ names }) => names), ...CONTEXT_NAMES, 'CONTEXT_SERVER'];

/** A text may stand for several things: the likeliest comes first. Empty for what is no code at all. */
export function explainText(text: string): readonly Explanation[] {
  const word = text.trim();
  const prefixed = /^(http|status|context|ctx|hresult)[\s/:=]+(\S+)$/i.exec(word);
  if (prefixed) return explainPrefixed(prefixed[1]?.toLowerCase() ?? '', prefixed[2] ?? '');
  return /^0?x|^-?\d|^[0-9a-f]{8}$/i.test(word) ? explainNumber(word) : explainName(word);
}

function explainPrefixed(prefix: string, value: string): readonly Explanation[] {
  if (prefix === 'hresult') return present(hresult(parseHresult(value)), ...explainName(value));
  if (prefix === 'http' || prefix === 'status') return isStatus(value) ? [explainStatus(Number(value))] : [];
  return present(context(parseErrorContext(value)));
}

function explainName(word: string): readonly Explanation[] {
  const name = word.toUpperCase();
  const byStatus = hresultOfHttpName(name);
  if (byStatus !== undefined) return [explainHresult(byStatus)];
  const named = HRESULTS.filter(({ names }) => names.includes(name)).map(({ code }) => explainHresult(code));
  return present(...named, context(name === 'CONTEXT_SERVER' ? 5 : CONTEXT_NAMES.indexOf(name)));
}

/** A status in decimal comes before the context, the context before the error value that the digits could be, too. */
function explainNumber(word: string): readonly Explanation[] {
  if (isStatus(word)) return present(explainStatus(Number(word)), knownWin32(Number(word)));
  const value = parseHresult(word);
  if (value === undefined) return [];
  if (value === 0) return present(hresult(0), context(0));
  if (isSmall(word, value)) return present(context(value), knownWin32(value), isDecimal(word) ? undefined : hresult(value));
  if (isDecimal(word) && value <= 0xffff) return present(hresult(win32(value)));
  return present(hresult(value), knownWin32(value));
}

const isDecimal = (word: string) => /^\d+$/.test(word) && word.length !== 8;
const isStatus = (word: string) => /^[1-9]\d\d$/.test(word);
/** A context, unless all eight digits are there. */
const isSmall = (word: string, value: number) => value <= 7 && word.length < 8;

const win32 = (number: number) => 0x80070000 + number;
const context = (value: number | undefined) => (value === undefined ? undefined : explainContext(value));
const hresult = (value: number | undefined) => (value === undefined ? undefined : explainHresult(value));
/** The Win32 error of this number, if it is one that matters here: 5, 87, 112. */
const knownWin32 = (number: number) => (number <= 0xffff && knownHresult(win32(number)) ? explainHresult(win32(number)) : undefined);

function present(...readings: readonly (Explanation | undefined)[]): readonly Explanation[] {
  return readings.filter((reading) => reading !== undefined);
}
