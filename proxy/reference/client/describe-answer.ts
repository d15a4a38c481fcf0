import { formatHresult } from '../../core/bits/hresult.ts';
import type { Answer } from '../../core/bits/judge-ack.ts';
import { knownHresult } from '../../core/codes/hresults.ts';
import { printable } from '../printable.ts';

/** An answer in words: `403 Forbidden, 0x80070005 E_ACCESSDENIED (no right to write there)`. */
export function describe({ status, reason, error }: Answer): string {
  const answer = `${status} ${printable(reason)}`.trim();
  if (status === 401) return `${answer} (it wants credentials, which this client cannot send)`;
  if (status === 407) return `${answer} (the proxy wants credentials, which this client cannot send)`;
  if (error?.code === undefined || error.code === 0) return answer;
  const known = knownHresult(error.code);
  return `${answer}, ${formatHresult(error.code)}${known ? ` ${known.names[0]} (${known.meaning})` : ''}`;
}
