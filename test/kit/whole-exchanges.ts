import type { ExchangeView } from '../../proxy/core/timeline.ts';
import type { WireEvent } from '../../proxy/core/wire.ts';
import { analyse } from './samples.ts';

/** An exchange of a conversation with the bytes of its messages, as programs keep them that see no connections. */
export interface WholeExchange {
  readonly view: ExchangeView;
  readonly client: string;
  readonly server: string;
  readonly request: Buffer;
  /** Empty where there was none. */
  readonly response: Buffer;
}

type Heads = readonly { readonly offset: number }[];

/** Every exchange with a request, in the order in which they began. */
export function wholeExchanges(events: readonly WireEvent[]): WholeExchange[] {
  const views = new Map<string, ExchangeView>();
  for (const event of analyse(events)) if (event.type === 'exchange') views.set(event.exchange.id, event.exchange);
  const all = [...views.values()]
    .filter(({ request }) => request)
    .sort((a, b) => (a.request?.startedAt ?? 0) - (b.request?.startedAt ?? 0));
  return all.map((view) => {
    const opened = events.find((event) => event.type === 'opened' && event.connection === view.connection);
    const { client = '', server = '' } = opened?.type === 'opened' ? opened : {};
    const on = all.filter(({ connection }) => connection === view.connection);
    const said = (from: 'client' | 'server', heads: Heads, offset: number) => {
      const next = heads.map((head) => head.offset).filter((other) => other > offset);
      return bytesOf(events, view.connection, from).subarray(offset, Math.min(...next, Number.POSITIVE_INFINITY));
    };
    const requests = on.flatMap(({ request }) => (request ? [request.head] : []));
    const answers = on.flatMap(({ response, interim }) => [...interim, ...(response ? [response.head] : [])]);
    return {
      ...{ view, client, server },
      request: said('client', requests, view.request?.head.offset ?? 0),
      response: view.response ? said('server', answers, view.response.head.offset) : Buffer.alloc(0),
    };
  });
}

function bytesOf(events: readonly WireEvent[], connection: string, from: 'client' | 'server'): Buffer {
  return Buffer.concat(
    events.flatMap((event) =>
      event.type === 'data' && event.connection === connection && (event.from === 'client') === (from === 'client') ? [event.bytes] : [],
    ),
  );
}
