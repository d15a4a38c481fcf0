import { Agent, createServer, type IncomingMessage, type Server, ServerResponse } from 'node:http';
import { Agent as HttpsAgent } from 'node:https';
import type { Duplex } from 'node:stream';
import httpProxy from 'http-proxy';
import type { RequestHead } from '../core/http/message.ts';
import { plainAnswer } from './answer.ts';
import type { LaneContext } from './lane.ts';
import { ObservedStream } from './observed-stream.ts';
import { isPlain } from './ordinary.ts';
import { isOwn, lookupOthers, ownPortError } from './own-ports.ts';
import { type Destination, FORBIDDEN, type Refusal, type Route, routeOf } from './route.ts';
import { unreachable } from './upstream.ts';

/** What a connection wants to hear of its requests. */
export interface WebListener {
  /** An answer is complete, or will never be. */
  answered(): void;
  failed(problem: Refusal['problem']): void;
  /** The server went away in the middle of an answer. */
  brokenOff(reason: string): void;
}

interface Served {
  readonly listener: WebListener;
  /** Connections of its own to each server: sharing them would share what NTLM authenticated. */
  readonly agents: Map<string, Agent>;
}

type Way = { readonly destination: Destination; readonly url: string };

/** One node:http server, which never listens, and http-proxy behind it, for all connections of the web lane. */
export class WebServer {
  readonly #context: LaneContext;
  readonly #server: Server;
  readonly #proxy = httpProxy.createProxyServer({ xfwd: false, preserveHeaderKeyCase: true });
  readonly #served = new WeakMap<object, Served>();
  readonly #fail = new WeakMap<ServerResponse, (error: Error) => void>();

  constructor(context: LaneContext) {
    this.#context = context;
    this.#server = createServer({ requireHostHeader: false, keepAliveTimeout: 0, requestTimeout: 0, headersTimeout: 0 });
    this.#server.timeout = 0;
    this.#server.on('request', (request, response) => this.#relay(request, response));
    this.#server.on('upgrade', (request, _socket, head) => this.#upgrade(request, head));
    this.#server.on('clientError', (error, socket) => refuseUnread(error, socket));
    this.#guardAnswers();
  }

  /** Serves a connection for as long as it lasts. */
  serve(stream: ObservedStream, listener: WebListener): void {
    const agents = new Map<string, Agent>();
    this.#served.set(stream, { listener, agents });
    stream.on('close', () => {
      for (const agent of agents.values()) agent.destroy();
    });
    stream.on('error', () => stream.destroy());
    this.#server.emit('connection', stream);
  }

  /** What http-proxy leaves to node:http, which throws, or leaves undone, so that the client would wait for ever. */
  #guardAnswers(): void {
    // Each request brings its own way to fail; this one is for what http-proxy says besides.
    this.#proxy.on('error', () => {});
    this.#proxy.on('proxyRes', (answer, _request, response) => {
      if (!isRelayable(answer)) this.#fail.get(response)?.(new Error('its answer is not one that node:http can pass on'));
    });
    this.#proxy.on('proxyReq', (asked, _request, response) => {
      asked.once('upgrade', (_answer, socket) => {
        socket.destroy();
        this.#fail.get(response)?.(new Error('it left HTTP, for which nobody had asked'));
      });
    });
    this.#proxy.on('proxyReqWs', (asked, _request, socket) => {
      asked.once('response', (answer) => answer.once('error', () => socket.destroySoon()));
    });
  }

  #relay(request: IncomingMessage, response: ServerResponse): void {
    const served = this.#served.get(request.socket);
    const way = this.#way(request);
    if (!served) return;
    response.on('close', () => served.listener.answered());
    if ('problem' in way) return refuse(response, way, served);
    request.url = way.url;
    const fail = (error: Error) => {
      const refusal = unreachable(way.destination, error);
      if (response.headersSent) served.listener.brokenOff(refusal.problem.message);
      else refuse(response, refusal, served);
    };
    this.#fail.set(response, fail);
    this.#proxy.web(request, response, this.#options(way.destination, served), fail);
  }

  #upgrade(request: IncomingMessage, head: Buffer): void {
    const served = this.#served.get(request.socket);
    const way = this.#way(request);
    if (!served) return;
    if ('problem' in way) return refuse(responseOn(request), way, served);
    request.url = way.url;
    this.#proxy.ws(request, request.socket, head, this.#options(way.destination, served), (error) => {
      refuse(responseOn(request), unreachable(way.destination, error), served);
    });
  }

  #options(destination: Destination, served: Served) {
    const { hostHeader, certificates, target } = this.#context;
    const reverse = destination.name === target?.name;
    return {
      target: `${destination.protocol}//${destination.name}`,
      agent: this.#agent(destination, served),
      secure: certificates === 'known',
      changeOrigin: reverse && hostHeader === 'target',
      autoRewrite: reverse,
    };
  }

  #agent(destination: Destination, { agents }: Served): Agent {
    const key = `${destination.protocol}//${destination.name}`;
    const options = { keepAlive: true, maxSockets: 1, lookup: lookupOthers(destination, this.#context) };
    const agent = agents.get(key) ?? (destination.protocol === 'https:' ? new HttpsAgent(options) : new Agent(options));
    agents.set(key, agent);
    return agent;
  }

  #way(request: IncomingMessage): Way | Refusal {
    const url = request.url ?? '/';
    const route: Route = routeOf(headOf(request, url), this.#context.target, this.#context.forward);
    if (route.mode === 'refused') return route.refusal;
    const { destination } = route;
    if (isOwn(destination, this.#context)) return { ...FORBIDDEN, problem: ownPortError(destination.name) };
    if (route.mode === 'reverse') return { destination, url };
    delete request.headers['proxy-connection'];
    delete request.headers['proxy-authorization'];
    return { destination, url: route.target };
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

function refuse(response: ServerResponse, { status, problem }: Refusal, { listener }: Served): void {
  if (response.socket instanceof ObservedStream) response.socket.speaker = 'proxy';
  const body = `${problem.message}\n`;
  response.writeHead(status, {
    'Content-Type': 'text/plain; charset=utf-8',
    'Content-Length': Buffer.byteLength(body),
    Connection: 'close',
  });
  response.end(body);
  listener.failed(problem);
}

/** node:http reads more from a server than it lets us say to a client. */
function isRelayable({ statusCode = 0, statusMessage = '', rawHeaders }: IncomingMessage): boolean {
  return statusCode >= 100 && [statusMessage, ...rawHeaders].every(isPlain);
}

/** node:http can't read on: its client breaks off in a body, or said what we took for ordinary and it does not. */
function refuseUnread(error: Error, stream: Duplex): void {
  if (!stream.writable) return void stream.destroy();
  if (stream instanceof ObservedStream) stream.speaker = 'proxy';
  stream.end(plainAnswer(400, 'Bad Request', `bitstap can't read this request: ${error.message}`));
}
