import { grouped } from '../rules/number.ts';
import { type SessionView, type Standing, standing } from '../timeline.ts';

const SENTENCES: Readonly<Record<Standing, string>> = {
  starting: 'No upload has begun',
  uploading: 'The upload is not finished',
  'waiting for close': 'Every byte was acknowledged, and the session was not closed',
  complete: 'The upload is complete',
  cancelled: 'The client cancelled the upload',
  lost: 'The upload is lost',
  refused: 'The server refused the upload',
  'unknown to server': 'The server no longer knows the session',
};

/** What became of an upload, in one sentence. */
export function sessionVerdict(session: SessionView): string {
  const { total, coverage } = session;
  const whole = total === undefined ? '' : ` of ${grouped(total)}`;
  return `${SENTENCES[standing(session)]}: ${grouped(coverage.acknowledged)}${whole} bytes acknowledged.`;
}
