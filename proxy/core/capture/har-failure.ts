import { type JsonObject, jsonObject, jsonText } from '../text/loose-json.ts';
import type { CloseKind, Speaker } from '../wire.ts';
import { oneLine } from './har-head.ts';
import type { ToldEnd } from './told-exchange.ts';

/** What Chrome says of a request that failed, by what it means. */
const FAILURES: readonly (readonly [error: RegExp, end: Pick<ToldEnd, 'by' | 'how'>])[] = [
  [/CONNECTION_RESET/, { by: 'server', how: 'reset' }],
  [/EMPTY_RESPONSE|CONNECTION_CLOSED|CONNECTION_ABORTED/, { by: 'server', how: 'fin' }],
  [/CONNECTION_REFUSED|NAME_NOT_RESOLVED|ADDRESS_UNREACHABLE|CONNECTION_TIMED_OUT|CONNECTION_FAILED/, { by: 'proxy', how: 'failed' }],
  [/ABORTED/, { by: 'client', how: 'reset' }],
];

const SPEAKERS: readonly Speaker[] = ['client', 'server', 'proxy'];
const KINDS: readonly CloseKind[] = ['fin', 'reset', 'failed', 'shutdown'];

/** How the connection ended with an exchange, as far as its entry tells: bitstap does in a field of its own, others where it had no answer. */
export function endOfEntry(entry: JsonObject, answered: boolean, at: number): ToldEnd | undefined {
  const told = jsonObject(entry._bitsCutOff);
  const by = SPEAKERS.find((speaker) => speaker === told?.by);
  const how = KINDS.find((kind) => kind === told?.how);
  const reason = oneLine(jsonText(told?.reason) ?? '').slice(0, MAX_REASON);
  if (by && how) return { at, by, how, ...(reason !== '' && { reason }) };
  return answered ? undefined : endOfFailed(entry, at);
}

const MAX_REASON = 200;

function endOfFailed(entry: JsonObject, at: number): ToldEnd {
  const error = oneLine(jsonText(entry._error) ?? jsonText(jsonObject(entry.response)?._error) ?? '');
  const known = FAILURES.find(([pattern]) => pattern.test(error))?.[1] ?? { by: 'proxy', how: 'shutdown' };
  return { at, ...known, reason: error === '' ? 'the file has no answer to it' : error.slice(0, MAX_REASON) };
}
