import { createServer, Agent as HttpAgent, type IncomingMessage, type Server, ServerResponse } from 'node:http';
import { Agent as HttpsAgent } from 'node:https';
import httpProxy from 'http-proxy';
import type { RequestHead } from '../core/http/message.ts';
import { isOwn, type LaneContext } from './lane.ts';
import type { ObservedStream } from './observed-stream.ts';
import { type Destination, type Route, routeOf } from './route.ts';
import { ownPortError } from './tapped.ts';
import { upstreamError } from './upstream.ts';

/** What a connection wants to hear of its requests. */
export interface WebListener {
  /** An answer is complete, or will never be. */
  answered(): void;
  failed(problem: { readonly code: string; readonly message: string }): void;
  /** The server went away in the middle of an answer. */
  brokenOff(reason: string): void;
}

interface Served {
  readonly listener: WebListener;
  readonly agents: { readonly 'http:': HttpAgent; readonly 'https:': HttpsAgent };
}

type Problem = { readonly code: string; readonly message: string };

/** One node:http server, which never listens, and http-proxy behind it, for all connections of the web lane. */
export class WebServer {
  readonly #context: LaneContext;
  readonly #server: Server;
  readonly #proxy = httpProxy.createProxyServer({ xfwd: false, preserveHeaderKeyCase: true });
  readonly #served = new WeakMap<object, Served>();

  constructor(context: LaneContext) {
    this.#context = context;
    this.#server = createServer({ requireHostHeader: false, keepAliveTimeout: 0, requestTimeout: 0, headersTimeout: 0 });
    this.#server.timeout = 0;
    this.#server.on('request', (request, response) => this.#relay(request, response));
    this.#server.on('upgrade', (request, _socket, head) => this.#upgrade(request, head));
    this.#server.on('clientError', (_error, socket) => socket.destroy());
    // Each request brings its own way to fail; this one is for what http-proxy says besides.
    this.#proxy.on('error', () => {});
  }

  /** Serves a connection, with upstream connections of its own: sharing them would share what NTLM authenticated. */
  serve(stream: ObservedStream, listener: WebListener): void {
    const agents = {
      'http:': new HttpAgent({ keepAlive: true, maxSockets: 1 }),
      'https:': new HttpsAgent({ keepAlive: true, maxSockets: 1 }),
    };
    this.#served.set(stream, { listener, agents });
    stream.on('close', () => {
      agents['http:'].destroy();
      agents['https:'].destroy();
    });
    stream.on('error', () => stream.destroy());
    this.#server.emit('connection', stream);
  }

  #relay(request: IncomingMessage, response: ServerResponse): void {
    const served = this.#served.get(request.socket);
    const way = this.#way(request);
    if (!served) return;
    response.on('close', () => served.listener.answered());
    if ('problem' in way) return refuse(response, way.status, way.problem, served);
    request.url = way.url;
    this.#proxy.web(request, response, this.#options(way.destination, served), (error) => {
      const problem = upstreamError(way.destination, error);
      if (response.headersSent) served.listener.brokenOff(problem.message);
      else refuse(response, 502, problem, served);
    });
  }

  #upgrade(request: IncomingMessage, head: Buffer): void {
    const served = this.#served.get(request.socket);
    const way = this.#way(request);
    if (!served) return;
    if ('problem' in way) return refuse(responseOn(request), way.status, way.problem, served);
    request.url = way.url;
    this.#proxy.ws(request, request.socket, head, this.#options(way.destination, served), (error) => {
      refuse(responseOn(request), 502, upstreamError(way.destination, error), served);
    });
  }

  #options(destination: Destination, { agents }: Served) {
    const { hostHeader, certificates, target } = this.#context;
    const reverse = destination.name === target?.name;
    return {
      target: `${destination.protocol}//${destination.name}`,
      agent: agents[destination.protocol],
      secure: certificates === 'known',
      changeOrigin: reverse && hostHeader === 'target',
      autoRewrite: reverse,
    };
  }

  #way(
    request: IncomingMessage,
  ): { readonly destination: Destination; readonly url: string } | { readonly status: number; readonly problem: Problem } {
    const url = request.url ?? '/';
    const route: Route = routeOf(headOf(request, url), this.#context.target, this.#context.forward);
    if (route.mode === 'refused') return { status: route.status, problem: { code: route.code, message: route.text } };
    if (isOwn(route.destination, this.#context)) return { status: 403, problem: ownPortError(route.destination.name) };
    if (route.mode === 'reverse') return { destination: route.destination, url };
    delete request.headers['proxy-connection'];
    delete request.headers['proxy-authorization'];
    return { destination: route.destination, url: route.target };
  }
}

function headOf({ method = '', httpVersion, headers }: IncomingMessage, target: string): RequestHead {
  return {
    method,
    target,
    version: httpVersion,
    headers: headers.host === undefined ? [] : [['Host', headers.host]],
    anomalies: [],
    offset: 0,
    length: 0,
  };
}

function responseOn(request: IncomingMessage): ServerResponse {
  const response = new ServerResponse(request);
  response.assignSocket(request.socket);
  return response;
}

function refuse(response: ServerResponse, status: number, problem: Problem, { listener }: Served): void {
  const stream: unknown = response.socket;
  if (typeof stream === 'object' && stream !== null && 'speaker' in stream) stream.speaker = 'proxy';
  const body = `${problem.message}\n`;
  response.writeHead(status, {
    'Content-Type': 'text/plain; charset=utf-8',
    'Content-Length': Buffer.byteLength(body),
    Connection: 'close',
  });
  response.end(body);
  listener.failed({ code: problem.code, message: problem.message });
}
