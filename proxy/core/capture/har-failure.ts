import { type JsonObject, jsonObject, jsonText } from '../text/loose-json.ts';
import { oneLine } from './har-head.ts';
import type { ToldEnd } from './told-exchange.ts';

/** What Chrome says of a request that failed, by what it means. */
const FAILURES: readonly (readonly [error: RegExp, end: Pick<ToldEnd, 'by' | 'how'>])[] = [
  [/CONNECTION_RESET/, { by: 'server', how: 'reset' }],
  [/EMPTY_RESPONSE|CONNECTION_CLOSED|CONNECTION_ABORTED/, { by: 'server', how: 'fin' }],
  [/CONNECTION_REFUSED|NAME_NOT_RESOLVED|ADDRESS_UNREACHABLE|CONNECTION_TIMED_OUT|CONNECTION_FAILED/, { by: 'proxy', how: 'failed' }],
  [/ABORTED/, { by: 'client', how: 'reset' }],
];

/** How an exchange without an answer ended, as far as its entry tells. */
export function endOfFailed(entry: JsonObject, at: number): ToldEnd {
  const error = oneLine(jsonText(entry._error) ?? jsonText(jsonObject(entry.response)?._error) ?? '');
  const known = FAILURES.find(([pattern]) => pattern.test(error))?.[1] ?? { by: 'proxy', how: 'shutdown' };
  return { at, ...known, reason: error === '' ? 'the file has no answer to it' : error.slice(0, 200) };
}
