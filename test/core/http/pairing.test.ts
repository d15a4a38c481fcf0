import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { type Exchange, MAX_INTERIM } from '../../../proxy/core/http/exchange.ts';
import { Pairing, type PairingOptions } from '../../../proxy/core/http/pairing.ts';

const PING = 'BITS_POST /f HTTP/1.1\r\nBITS-Packet-Type: Ping\r\nContent-Length: 0\r\n\r\n';
const ACK = 'HTTP/1.1 200 OK\r\nContent-Length: 0\r\n\r\n';
const FRAGMENT_HEAD = 'BITS_POST /f HTTP/1.1\r\nContent-Length: 10\r\n\r\n';

/** A connection on which things are said, and what became of its exchanges. */
class Talk {
  readonly said: string[] = [];
  readonly exchanges = new Map<string, Exchange>();
  readonly pairing: Pairing;
  #at = 0;

  constructor(options: Partial<PairingOptions> = {}) {
    let count = 0;
    this.pairing = new Pairing('c1', {
      nextId: () => {
        count += 1;
        return `x${count}`;
      },
      ...options,
    });
  }

  client(text: string): this {
    return this.#note(this.pairing.read('client', Buffer.from(text), this.#tick()));
  }

  server(text: string, from: 'server' | 'proxy' = 'server'): this {
    return this.#note(this.pairing.read(from, Buffer.from(text), this.#tick()));
  }

  lose(from: 'client' | 'server', bytes: number): this {
    return this.#note(this.pairing.miss(from, bytes, this.#tick()));
  }

  /** A segment of a capture. */
  frame(from: 'client' | 'server', text: string, frame: number): this {
    return this.#note(this.pairing.read(from, Buffer.from(text), this.#tick(), undefined, frame));
  }

  fin(by: 'client' | 'server'): this {
    return this.#note(this.pairing.ended(by, this.#tick()));
  }

  close(by: 'client' | 'server', how: 'fin' | 'reset'): this {
    return this.#note(this.pairing.closed({ by, how }, this.#tick()));
  }

  outcome(id: string): string | undefined {
    return this.exchanges.get(id)?.outcome;
  }

  #tick(): number {
    this.#at += 1;
    return this.#at;
  }

  #note(steps: ReturnType<Pairing['read']>): this {
    for (const { moment, exchange } of steps) {
      this.said.push(`${moment} ${exchange.id}`);
      this.exchanges.set(exchange.id, exchange);
    }
    return this;
  }
}

describe('pairing', () => {
  it('goes from request to answer', () => {
    const talk = new Talk().client(PING).server(ACK);
    expect(talk.said).toEqual(['request-head x1', 'request-end x1', 'response-head x1', 'response-end x1']);
    expect(talk.exchanges.get('x1')).toMatchObject({ outcome: 'answered', index: 1, connection: 'c1', answeredBy: 'server' });
  });

  it('gives pipelined answers to their requests in order', () => {
    const talk = new Talk().client(PING + PING.replace('/f', '/g')).server(`${ACK}HTTP/1.1 404 Not Found\r\nContent-Length: 0\r\n\r\n`);
    expect([...talk.exchanges.values()].map(({ request, response }) => [request?.head.target, response?.head.status])).toEqual([
      ['/f', 200],
      ['/g', 404],
    ]);
  });

  it('takes an answer that comes while the request is still being sent', () => {
    const talk = new Talk().client(`${FRAGMENT_HEAD}hello`).server('HTTP/1.1 413 Too Large\r\nContent-Length: 0\r\n\r\n');
    expect(talk.exchanges.get('x1')).toMatchObject({ outcome: 'answered', request: { bodyLength: 5 } });
    talk.client('world').client(PING);
    expect(talk.exchanges.get('x1')).toMatchObject({ outcome: 'answered', request: { bodyLength: 10 } });
    expect(talk.outcome('x2')).toBe('waiting');
  });

  it('counts a body as it grows, once for what came at once', () => {
    const talk = new Talk().client(`${FRAGMENT_HEAD}he`).client('llo').client('world');
    expect(talk.said).toEqual(['request-head x1', 'request-body x1', 'request-body x1', 'request-end x1']);
    expect(talk.exchanges.get('x1')?.request).toMatchObject({ bodyLength: 10, startedAt: 1, headAt: 1, endedAt: 3 });
  });

  it('keeps 1xx answers beside the final one', () => {
    const talk = new Talk().client(FRAGMENT_HEAD).server('HTTP/1.1 100 Continue\r\n\r\n').client('helloworld').server(ACK);
    expect(talk.exchanges.get('x1')).toMatchObject({
      interim: [{ status: 100 }],
      response: { head: { status: 200 } },
      outcome: 'answered',
    });
  });

  it('knows that an answer to HEAD has no body', () => {
    const talk = new Talk().client('HEAD / HTTP/1.1\r\n\r\n').server('HTTP/1.1 200 OK\r\nContent-Length: 99\r\n\r\n');
    expect(talk.outcome('x1')).toBe('answered');
  });

  it('shows an answer without a request', () => {
    const talk = new Talk().server('HTTP/1.1 408 Request Timeout\r\nContent-Length: 0\r\n\r\n');
    expect(talk.exchanges.get('x1')).toMatchObject({ outcome: 'unsolicited', response: { head: { status: 408 } } });
  });

  it('names who cut off a request in the middle of its body, and how', () => {
    const talk = new Talk().client(`${FRAGMENT_HEAD}hel`).close('server', 'reset');
    expect(talk.exchanges.get('x1')).toMatchObject({
      outcome: 'cut-off',
      cutOff: { by: 'server', how: 'reset' },
      request: { bodyLength: 3 },
    });
  });

  it('cuts off a request whose answer had begun', () => {
    const talk = new Talk().client(PING).server('HTTP/1.1 200 OK\r\nContent-Length: 9\r\n\r\nhalf').close('server', 'fin');
    expect(talk.exchanges.get('x1')).toMatchObject({ outcome: 'cut-off', response: { bodyLength: 4 } });
  });

  it('ends an answer without a length with the connection', () => {
    expect(new Talk().client(PING).server('HTTP/1.0 200 OK\r\n\r\nabc').fin('server').outcome('x1')).toBe('answered');
    expect(new Talk().client(PING).server('HTTP/1.0 200 OK\r\n\r\nabc').close('server', 'fin').outcome('x1')).toBe('answered');
    expect(new Talk().client(PING).server('HTTP/1.0 200 OK\r\n\r\nabc').close('server', 'reset').outcome('x1')).toBe('cut-off');
  });

  it('says when a head was never finished', () => {
    const talk = new Talk().client('BITS_POST /f HT').close('client', 'reset');
    expect(talk.exchanges.get('x1')).toMatchObject({ outcome: 'malformed', unreadable: { from: 'client', offset: 0 } });
  });

  it('puts an answer that is no HTTP to the request that waits for it, and reads on', () => {
    const talk = new Talk().client(PING + PING).server(`SMTP ready\r\n${ACK}`);
    expect(talk.exchanges.get('x1')).toMatchObject({ outcome: 'malformed', unreadable: { from: 'server', offset: 0 } });
    expect(talk.outcome('x2')).toBe('answered');
  });

  it('stops reading where HTTP ends', () => {
    const talk = new Talk()
      .client('CONNECT a:443 HTTP/1.1\r\n\r\n')
      .server('HTTP/1.1 200 OK\r\n\r\n')
      .client('\x16\x03')
      .server('\x16\x03');
    expect(talk.outcome('x1')).toBe('tunnel');
    expect(talk.exchanges.size).toBe(1);
  });

  it('marks what the tap answered itself', () => {
    const talk = new Talk().client(PING).server('HTTP/1.1 502 Bad Gateway\r\nContent-Length: 0\r\n\r\n', 'proxy');
    expect(talk.exchanges.get('x1')?.answeredBy).toBe('proxy');
  });

  it('gives up the oldest of too many that wait', () => {
    const talk = new Talk({ maxPending: 2 }).client(PING + PING + PING);
    expect(talk.said).toContain('evicted x1');
    expect(talk.pairing.pending).toBe(2);
  });

  it('puts a rewrite to the request whose head came last', () => {
    const talk = new Talk().client(PING);
    const [step] = talk.pairing.rewritten('Host: a → b', 2);
    expect(step?.exchange).toMatchObject({ id: 'x1', rewrites: ['Host: a → b'] });
  });

  it('knows to which of two pipelined requests an answer belongs while it reads both at once', () => {
    const talk = new Talk()
      .client('HEAD / HTTP/1.1\r\n\r\nGET / HTTP/1.1\r\n\r\n')
      .server(`${'HTTP/1.1 200 OK\r\nContent-Length: 3\r\n\r\n'.repeat(2)}abc`);
    expect([...talk.exchanges.values()].map(({ outcome, response }) => [outcome, response?.bodyLength])).toEqual([
      ['answered', 0],
      ['answered', 3],
    ]);
  });

  it('tells the growth of a body also when the message before it ended in the same bytes', () => {
    const talk = new Talk().client(`${FRAGMENT_HEAD}hello`).client(`world${FRAGMENT_HEAD}hello`);
    expect(talk.said.slice(-3)).toEqual(['request-end x1', 'request-head x2', 'request-body x2']);
    expect(talk.exchanges.get('x2')?.request?.bodyLength).toBe(5);
  });

  it('dates a message from its first byte', () => {
    const talk = new Talk().client(`${FRAGMENT_HEAD}helloworldBITS_`).client('POST /g HT').client('TP/1.1\r\n\r\n');
    expect(talk.exchanges.get('x2')?.request).toMatchObject({ startedAt: 1, headAt: 3, endedAt: 3 });
    talk.server(`${ACK}HTTP/1.1 200`).server(' OK\r\nContent-Length: 0\r\n\r\n');
    expect(talk.exchanges.get('x2')?.response).toMatchObject({ startedAt: 4, headAt: 5, endedAt: 5 });
  });

  it('gives the answer to a request that was given up to no other', () => {
    const talk = new Talk({ maxPending: 1 })
      .client(PING + PING)
      .server(ACK)
      .server('HTTP/1.1 404 Not Found\r\nContent-Length: 0\r\n\r\n');
    expect(talk.exchanges.get('x2')).toMatchObject({ outcome: 'answered', response: { head: { status: 404 } } });
    expect(talk.exchanges.get('x3')).toMatchObject({ outcome: 'unsolicited', response: { head: { status: 200 } } });
  });

  it('keeps 1xx answers whose request nobody saw, and not too many', () => {
    const talk = new Talk().server('HTTP/1.1 100 Continue\r\n\r\n'.repeat(MAX_INTERIM + 1)).server(ACK);
    expect(talk.exchanges.get('x1')).toMatchObject({ outcome: 'unsolicited', response: { head: { status: 200 } } });
    expect(talk.exchanges.get('x1')?.interim).toHaveLength(MAX_INTERIM);
    expect(talk.exchanges.size).toBe(1);
  });

  it('keeps a tunnel a tunnel when its connection closes', () => {
    const talk = new Talk()
      .client('CONNECT a:443 HTTP/1.1\r\nContent-Length: 5\r\n\r\n')
      .server('HTTP/1.1 200 OK\r\n\r\n')
      .close('client', 'fin');
    expect(talk.outcome('x1')).toBe('tunnel');
  });

  it('keeps an early answer when its request is then cut off', () => {
    const talk = new Talk().client(`${FRAGMENT_HEAD}hello`).server(ACK).close('client', 'reset');
    expect(talk.said.at(-1)).toBe('cut-off x1');
    expect(talk.exchanges.get('x1')).toMatchObject({ outcome: 'answered', cutOff: { by: 'client', how: 'reset' } });
  });

  it('says the same of a conversation however its bytes were split', () => {
    const requests = `${FRAGMENT_HEAD}helloworldHEAD / HTTP/1.1\r\n\r\n\x00\r\n${PING}`;
    const answers = `HTTP/1.1 100 Continue\r\n\r\n${ACK}HTTP/1.1 200 OK\r\nContent-Length: 3\r\n\r\nSSH\r\n${ACK}`;
    const whole = new Talk().client(requests).server(answers).close('server', 'fin');
    fc.assert(
      fc.property(fc.array(fc.integer({ min: 1, max: 30 }), { minLength: 1 }), (lengths) => {
        const talk = new Talk();
        for (const piece of pieces(requests, lengths)) talk.client(piece);
        for (const piece of pieces(answers, lengths)) talk.server(piece);
        talk.close('server', 'fin');
        expect([...talk.exchanges.values()].map(withoutTimes)).toEqual([...whole.exchanges.values()].map(withoutTimes));
      }),
    );
  });
});

function* pieces(text: string, lengths: readonly number[]): Generator<string> {
  for (let at = 0, turn = 0; at < text.length; turn += 1) {
    const end = at + (lengths[turn % lengths.length] ?? 1);
    yield text.slice(at, end);
    at = end;
  }
}

function withoutTimes(exchange: Exchange): string {
  return JSON.stringify(exchange, (key, value) => (key.endsWith('At') ? undefined : value));
}

describe('what is missing in a capture', () => {
  it('counts as body of its message, and is told there', () => {
    const talk = new Talk().client(`${FRAGMENT_HEAD}01`).lose('client', 3).lose('client', 2).client('789').server(ACK);
    expect(talk.said).toEqual([
      'request-head x1',
      'request-body x1',
      'request-body x1',
      'request-body x1',
      'request-end x1',
      'response-head x1',
      'response-end x1',
    ]);
    expect(talk.exchanges.get('x1')).toMatchObject({ outcome: 'answered', request: { bodyLength: 10, lost: 5, endedAt: 4 } });
    expect(talk.exchanges.get('x1')?.response).not.toHaveProperty('lost');
  });

  it('may end its message', () => {
    const talk = new Talk().client(FRAGMENT_HEAD).lose('client', 10).server(ACK.replace(': 0', ': 4')).lose('server', 4);
    expect(talk.exchanges.get('x1')).toMatchObject({
      outcome: 'answered',
      request: { bodyLength: 10, lost: 10 },
      response: { bodyLength: 4, lost: 4, endedAt: 4 },
    });
  });

  it('spoils the exchange in whose head it is, and no other', () => {
    const talk = new Talk().client('BITS_POST /f HT').lose('client', 100).server(ACK).client(PING).server(ACK);
    expect(talk.exchanges.get('x1')).toMatchObject({
      outcome: 'malformed',
      unreadable: { from: 'client', offset: 0, reason: '100 bytes are missing in the capture' },
    });
    expect(talk.outcome('x2')).toBe('unsolicited');
    expect(talk.outcome('x3')).toBe('answered');
  });

  it('may be an answer', () => {
    const talk = new Talk().client(PING).lose('server', 40).client(PING).server(ACK);
    expect(talk.exchanges.get('x1')).toMatchObject({ outcome: 'malformed', unreadable: { from: 'server' } });
    expect(talk.outcome('x2')).toBe('answered');
  });
});

describe('the frame of a message', () => {
  it('is the one that brought its first byte', () => {
    const talk = new Talk()
      .frame('client', PING.slice(0, 9), 4)
      .frame('client', PING.slice(9) + FRAGMENT_HEAD, 6)
      .frame('client', '0123456789', 7)
      .frame('server', ACK + ACK, 9);
    expect(talk.exchanges.get('x1')).toMatchObject({ request: { frame: 4 }, response: { frame: 9 } });
    expect(talk.exchanges.get('x2')).toMatchObject({ outcome: 'answered', request: { frame: 6, bodyLength: 10 }, response: { frame: 9 } });
  });

  it('is not known of live traffic', () => {
    expect(new Talk().client(PING).exchanges.get('x1')?.request).not.toHaveProperty('frame');
  });
});
