import { ACCESS_DENIED, INVALID_ARGUMENT, SESSION_NOT_FOUND, TOO_LARGE } from './hresult.ts';
import type { AckFields } from './packets/ack-fields.ts';

/** What is judged of an answer: an Ack's, or that to an ordinary download. */
export type Answer = Pick<AckFields, 'status' | 'reason' | 'error'>;

/** What an Ack means for a correct client [BUP §3.1.5.1.7, §3.1.5.2.1]. `again`: the trouble may pass. */
export type Judgement = 'accepted' | 'out-of-step' | 'restart' | 'shrink' | 'again' | 'refused';

const LASTING_ERRORS = [ACCESS_DENIED, INVALID_ARGUMENT, TOO_LARGE];

export function judge({ status, error }: Pick<Answer, 'status' | 'error'>): Judgement {
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
