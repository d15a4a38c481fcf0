import { type Zippable, zipSync } from 'fflate';
import type { WireEvent } from '../../proxy/core/wire.ts';
import { type WholeExchange, wholeExchanges } from './whole-exchanges.ts';

/** A conversation as Fiddler saves it. */
export function sazOf(events: readonly WireEvent[]): Uint8Array {
  const files: Zippable = { '_index.htm': Buffer.from('<html></html>') };
  for (const [index, exchange] of wholeExchanges(events).entries()) {
    const name = `raw/${String(index + 1).padStart(3, '0')}`;
    files[`${name}_c.txt`] = exchange.request;
    files[`${name}_m.xml`] = Buffer.from(metadata(exchange));
    files[`${name}_s.txt`] = exchange.response;
  }
  return zipSync(files);
}

function metadata({ view, client }: WholeExchange): string {
  const { request, response } = view;
  const [ip = '', port = ''] = client.split(':');
  const timers = {
    ...{ ClientConnected: request?.startedAt, ClientBeginRequest: request?.startedAt, GotRequestHeaders: request?.headAt },
    ...{ ClientDoneRequest: request?.endedAt, ServerBeginResponse: response?.startedAt },
    ...{ GotResponseHeaders: response?.headAt, ServerDoneResponse: response?.endedAt },
  };
  const times = Object.entries(timers).map(
    ([name, at]) => `${name}="${at === undefined ? '0001-01-01T00:00:00' : new Date(at).toISOString()}"`,
  );
  return `<?xml version="1.0" encoding="utf-8"?>
<Session SID="1" BitFlags="0">
  <SessionTimers ${times.join(' ')} GatewayTime="0" />
  <PipeInfo />
  <SessionFlags>
    <SessionFlag N="x-clientip" V="${ip}" />
    <SessionFlag N="x-clientport" V="${port}" />
  </SessionFlags>
</Session>`;
}
