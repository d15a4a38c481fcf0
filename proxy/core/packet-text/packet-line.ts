/** A packet and its answer in a few words each, for lists and comments. Nothing in them is hidden or moves text about. */
import { formatHresult } from '../bits/hresult.ts';
import { PACKET_NAMES } from '../bits/packet-name.ts';
import type { CutOff } from '../http/exchange.ts';
import { lineText } from '../report/line-text.ts';
import type { TimelineRow } from '../timeline.ts';

/** As in `Fragment 0-5/11`, `Create-Session`, `GET /inbox/reply.bin`. */
export function requestLine({ exchange, request }: TimelineRow): string {
  switch (request?.type) {
    case 'fragment':
      return fragmentLine(request.range, request.rangeText);
    case 'ping':
    case 'create-session':
    case 'close-session':
    case 'cancel-session':
    case 'malformed':
      return PACKET_NAMES[request.type];
    default: {
      const head = exchange.request?.head;
      return head ? lineText(`${head.method} ${head.target}`) : 'no request';
    }
  }
}

/** As in `200, next byte 6`, `404 0x8020001F`, `no answer: reset by the server`. */
export function answerLine({ exchange, answer }: TimelineRow): string {
  const { response, cutOff, unreadable, outcome } = exchange;
  if (answer?.type === 'no-ack') return `no answer: ${cutOffText(answer.cutOff)}`;
  if (!response) return unreadable || cutOff ? `no answer: ${cutOffText(cutOff)}` : `no answer yet (${outcome})`;
  const error = answer && 'error' in answer ? answer.error : undefined;
  const code = error ? ` ${error.code === undefined ? lineText(error.text) : formatHresult(error.code)}` : '';
  const next = answer?.type === 'fragment-ack' && answer.nextOffset !== undefined ? `, next byte ${answer.nextOffset}` : '';
  return `${response.head.status}${code}${next}`;
}

function fragmentLine(range: { first: bigint; last: bigint; total: bigint } | undefined, text: string | undefined): string {
  if (range) return `Fragment ${range.first}-${range.last}/${range.total}`;
  return text === undefined ? 'Fragment without a range' : lineText(`Fragment ${text}`);
}

const HOW: Readonly<Record<CutOff['how'], string>> = { fin: 'closed', reset: 'reset', failed: 'not reached', shutdown: 'stopped' };

function cutOffText(cutOff: CutOff | undefined): string {
  if (!cutOff) return 'bytes that are no HTTP';
  const { by, how, reason } = cutOff;
  return `${HOW[how]} by the ${by}${reason === undefined ? '' : ` (${lineText(reason)})`}`;
}
