import { ACCESS_DENIED, formatHresult, INVALID_ARGUMENT, SESSION_NOT_FOUND, TOO_LARGE } from '../../core/bits/hresult.ts';
import type { AckFields } from '../../core/bits/packets/ack-fields.ts';
import { knownHresult } from '../../core/codes/hresults.ts';
import { printable } from '../printable.ts';

/** What is judged of an answer: an Ack's, or that to an ordinary download. */
export type Answer = Pick<AckFields, 'status' | 'reason' | 'error'>;

/** What an Ack means for the client [BUP §3.1.5.1.7, §3.1.5.2.1]. `again`: the trouble may pass. */
export type Judgement = 'accepted' | 'out-of-step' | 'restart' | 'shrink' | 'again' | 'refused';

const LASTING_ERRORS = [ACCESS_DENIED, INVALID_ARGUMENT, TOO_LARGE];

export function judge({ status, error }: Answer): Judgement {
  // 201 is in the docs alone [DOC ack-for-create-session].
  if (status === 200 || status === 201) return 'accepted';
  if (error?.code === SESSION_NOT_FOUND) return 'restart';
  if (status === 413) return 'shrink';
  if (status === 416) return 'out-of-step';
  if (error?.code !== undefined && LASTING_ERRORS.includes(error.code)) return 'refused';
  return isTransient(status) ? 'again' : 'refused';
}

/** As Windows sorts them [DOC handling-server-application-errors]; 429 is younger than that page. */
function isTransient(status: number): boolean {
  if (status >= 500) return status !== 501 && status !== 505;
  return status === 408 || status === 409 || status === 429;
}

/** An answer in words: `403 Forbidden, 0x80070005 E_ACCESSDENIED (no right to write there)`. */
export function describe({ status, reason, error }: Answer): string {
  const answer = `${status} ${printable(reason)}`.trim();
  if (status === 401) return `${answer} (it wants credentials, which this client cannot send)`;
  if (status === 407) return `${answer} (the proxy wants credentials, which this client cannot send)`;
  if (error?.code === undefined || error.code === 0) return answer;
  const known = knownHresult(error.code);
  return `${answer}, ${formatHresult(error.code)}${known ? ` ${known.names[0]} (${known.meaning})` : ''}`;
}
