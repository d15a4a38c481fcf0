import { describe, expect, it } from 'vitest';
import { Analyzer } from '../../../proxy/core/analyzer.ts';
import { type BodyStretch, BodyStretches } from '../../../proxy/core/http/body-stretches.ts';

/** A connection on which things are said; each gives the body that is in it, and what came of that body before. */
function talk() {
  const analyzer = new Analyzer();
  analyzer.feed({ type: 'opened', at: 0, connection: 'c1', client: '192.0.2.10:1', server: '192.0.2.1:80' });
  return (from: 'client' | 'server', text: string): [string, number][] => {
    // Not at the beginning of its memory, as a chunk of a socket is.
    const bytes = Buffer.from(`....${text}`, 'latin1').subarray(4);
    const bodies = new BodyStretches(bytes);
    analyzer.feed({ type: 'data', at: 1, connection: 'c1', from, bytes }, [], bodies);
    return bodies.found.map(({ start, end, before }: BodyStretch) => [text.slice(start, end), before]);
  };
}

const PUT = (length: number) => `PUT /f HTTP/1.1\r\nContent-Length: ${length}\r\n\r\n`;

describe('which of the bytes are body', () => {
  it('is none of a head, whole or in pieces', () => {
    const say = talk();
    expect(say('client', PUT(3).slice(0, 20))).toEqual([]);
    expect(say('client', PUT(3).slice(20))).toEqual([]);
  });

  it('is what the length says, and the head behind it is none', () => {
    const say = talk();
    expect(say('client', `${PUT(10)}abcd`)).toEqual([['abcd', 0]]);
    expect(say('client', 'efg')).toEqual([['efg', 4]]);
    expect(say('client', `hij${PUT(2)}kl${PUT(1)}`)).toEqual([
      ['hij', 7],
      ['kl', 0],
    ]);
    expect(say('client', 'm')).toEqual([['m', 0]]);
  });

  it('is the content of chunks, not their sizes and not the trailers', () => {
    const say = talk();
    say('client', PUT(0));
    const head = 'HTTP/1.1 200 OK\r\nTransfer-Encoding: chunked\r\n\r\n';
    expect(say('server', `${head}3\r\nabc\r\n5;x=y\r\nde`)).toEqual([
      ['abc', 0],
      ['de', 3],
    ]);
    expect(say('server', 'fgh\r\n0\r\nT: u\r\n\r\n')).toEqual([['fgh', 5]]);
  });

  it('goes on until the connection ends where nothing else tells', () => {
    const say = talk();
    say('client', 'GET / HTTP/1.0\r\n\r\n');
    expect(say('server', 'HTTP/1.0 200 OK\r\n\r\nabc')).toEqual([['abc', 0]]);
    expect(say('server', 'HTTP/1.0 200 OK\r\n\r\n')).toEqual([['HTTP/1.0 200 OK\r\n\r\n', 3]]);
  });

  it('is all that follows an upgrade, far behind any limit', () => {
    const say = talk();
    say('client', 'GET / HTTP/1.1\r\nUpgrade: x\r\nConnection: upgrade\r\n\r\n');
    say('server', 'HTTP/1.1 101 Switching Protocols\r\nUpgrade: x\r\n\r\n');
    expect(say('client', PUT(1))).toEqual([[PUT(1), Number.MAX_SAFE_INTEGER]]);
    expect(say('server', 'abc')).toEqual([['abc', Number.MAX_SAFE_INTEGER]]);
  });

  it('is nothing of what can not be read', () => {
    const say = talk();
    expect(say('client', '\u0016\u0003\u0001garbage')).toEqual([]);
  });
});
