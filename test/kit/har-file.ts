import type { HttpRequest, HttpResponse } from '../../proxy/core/http/message.ts';
import type { WireEvent } from '../../proxy/core/wire.ts';
import { type WholeExchange, wholeExchanges } from './whole-exchanges.ts';

/** A conversation as a HAR 1.2. `ours`: with bodies as Base64, and with the fields that only bitstap writes; else only with their lengths. */
export function harOf(events: readonly WireEvent[], kind: 'ours' | 'plain'): unknown {
  const entries = wholeExchanges(events).map((exchange) => ({ ...entryOf(exchange, kind), ...(kind === 'ours' && ourFields(exchange)) }));
  return { log: { version: '1.2', creator: { name: 'test', version: '1' }, entries } };
}

export function harFile(har: unknown): Buffer {
  return Buffer.from(JSON.stringify(har, undefined, 2), 'utf8');
}

function entryOf({ view, server, request: sent, response: got }: WholeExchange, kind: 'ours' | 'plain') {
  const { request, response } = view;
  if (!request) throw new Error('an entry without a request');
  const { startedAt, endedAt = startedAt } = request;
  const answeredAt = response?.headAt ?? endedAt;
  return {
    startedDateTime: new Date(startedAt).toISOString(),
    time: (response?.endedAt ?? answeredAt) - startedAt,
    connection: view.connection,
    request: {
      ...{ method: request.head.method, url: urlOf(request, server), httpVersion: `HTTP/${request.head.version}` },
      ...{ cookies: [], queryString: [], headers: headers(request), headersSize: request.head.length, bodySize: request.bodyLength },
      ...(kind === 'ours' && request.bodyLength > 0 && { postData: { mimeType: '', text: '', _bitsBody: base64(sent, request) } }),
    },
    response: {
      ...{
        status: response?.head.status ?? 0,
        statusText: response?.head.reason ?? '',
        httpVersion: `HTTP/${response?.head.version ?? '1.1'}`,
      },
      ...{
        cookies: [],
        redirectURL: '',
        headers: response ? headers(response) : [],
        headersSize: -1,
        bodySize: response?.bodyLength ?? -1,
      },
      content: {
        ...{ size: response?.bodyLength ?? 0, mimeType: '' },
        ...(kind === 'ours' && response && response.bodyLength > 0 && base64(got, response)),
      },
    },
    cache: {},
    timings: {
      blocked: -1,
      dns: -1,
      connect: -1,
      send: endedAt - startedAt,
      wait: answeredAt - endedAt,
      receive: (response?.endedAt ?? answeredAt) - answeredAt,
    },
  };
}

function ourFields({ view, client, server }: WholeExchange) {
  const { cutOff, answeredBy } = view;
  return {
    _clientAddress: client,
    _serverAddress: server,
    ...(cutOff && { _bitsCutOff: cutOff }),
    ...(answeredBy === 'proxy' && { _bitsAnsweredBy: 'proxy' }),
  };
}

function urlOf({ head }: HttpRequest, server: string): string {
  return /^https?:/.test(head.target) ? head.target : `http://${server}${head.target}`;
}

function headers({ head }: HttpRequest | HttpResponse) {
  return head.headers.map(([name, value]) => ({ name, value }));
}

/** With its chunk sizes, if it has some. */
function base64(bytes: Buffer, { head }: HttpRequest | HttpResponse) {
  return { encoding: 'base64', text: bytes.subarray(head.length).toString('base64') };
}
