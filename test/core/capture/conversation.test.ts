import { describe, expect, it } from 'vitest';
import { pcap } from '../../kit/capture-file.ts';
import { readCapture, said } from '../../kit/captured.ts';
import { ethernet, type Segment, tcpPacket } from '../../kit/packets.ts';
import { TcpPeers } from '../../kit/tcp-peers.ts';

const REQUEST = 'PUT /a HTTP/1.1\r\nContent-Length: 10\r\n\r\n0123456789';
const ANSWER = 'HTTP/1.1 200 OK\r\nContent-Length: 0\r\n\r\n';
const CLIENT = '192.0.2.10:50211';
const OPENED = `c1 ${CLIENT} -> 192.0.2.1:80`;

function read(segments: readonly Segment[], kept = 10_000) {
  const packets = segments.map((segment, index) => {
    const bytes = ethernet(tcpPacket(segment));
    return { bytes: bytes.subarray(0, kept), us: index * 1000, length: bytes.length };
  });
  return readCapture([pcap(packets)]);
}

const hear = (segments: readonly Segment[], kept?: number) => said(read(segments, kept).events);

/** A request in segments of ten bytes and its answer; what comes of them on the wire is put in order by `arrange`. */
function request(
  arrange: (sent: Segment[], peers: TcpPeers) => readonly Segment[],
  isn = { client: 1000, server: 5000 },
): readonly string[] {
  const peers = new TcpPeers(CLIENT, '192.0.2.1:80', isn);
  const open = peers.open();
  const sent = peers.sendAll('client', REQUEST, 10);
  return hear([...open, ...arrange(sent, peers)]);
}

const answered = (peers: TcpPeers) => peers.send('server', ANSWER);
const without = (sent: readonly Segment[], ...indices: readonly number[]) => sent.filter((_, index) => !indices.includes(index));
const part = (segment: Segment | undefined, from: number, to?: number): Segment => {
  if (!segment) throw new Error('there is no such segment');
  return { ...segment, seq: (segment.seq + from) >>> 0, payload: Buffer.from(segment.payload ?? '').subarray(from, to) };
};

describe('what a side sends', () => {
  it.each<[string, (sent: Segment[]) => readonly Segment[]]>([
    ['in order', (sent) => sent],
    ['backwards', (sent) => sent.toReversed()],
    ['with two segments exchanged', ([a, b, c, ...rest]) => [a, c, b, ...rest].filter((one) => one !== undefined)],
    ['twice', (sent) => sent.flatMap((one) => [one, one])],
    ['all over again', (sent) => [...sent, ...sent]],
    ['again in larger segments', (sent) => [...sent.slice(0, 2), { ...part(sent[0], 0), payload: REQUEST.slice(0, 25) }, ...sent.slice(2)]],
    ['again in smaller segments', (sent) => [...sent, ...sent.map((one) => part(one, 2, 4))]],
    ['with overlapping ends', (sent) => sent.map((one, index) => ({ ...one, payload: REQUEST.slice(index * 10, index * 10 + 13) }))],
    [
      'early with overlapping ends',
      (sent) => sent.map((one, index) => ({ ...one, payload: REQUEST.slice(index * 10, index * 10 + 13) })).toReversed(),
    ],
    ['early, and a large segment over all of it', (sent) => [...sent.slice(2, 4), { ...part(sent[0], 0), payload: REQUEST }]],
    [
      'with a probe whether the peer is still there',
      (sent) => [...sent, { ...part(sent[0], 0), seq: 1000 + REQUEST.length, payload: 'x' }],
    ],
  ])('%s is told once and in its order', (_, arrange) => {
    expect(request((sent, peers) => [...arrange(sent), answered(peers)])).toEqual([
      OPENED,
      `c1 client: ${REQUEST}`,
      `c1 server: ${ANSWER}`,
    ]);
  });

  it.each([
    ['the first byte', 0xffff_ffff],
    ['a segment', 0xffff_fff0],
    ['between segments', 0xffff_fff5],
  ])('is told in its order where the sequence numbers begin again within %s', (_, isn) => {
    const heard = request((sent, peers) => [...sent.toReversed(), answered(peers)], { client: isn, server: isn });
    expect(heard).toEqual([OPENED, `c1 client: ${REQUEST}`, `c1 server: ${ANSWER}`]);
  });

  it('comes first as it was seen first', () => {
    expect(request((sent) => [...sent, { ...part(sent[0], 0), payload: 'GET' }])).toEqual([OPENED, `c1 client: ${REQUEST}`]);
  });

  it('may begin in its SYN', () => {
    const peers = new TcpPeers(CLIENT);
    const [syn, synAck] = peers.open();
    expect(hear([{ ...part(syn, 0), payload: REQUEST }, part(synAck, 0)])).toEqual([OPENED, `c1 client: ${REQUEST}`]);
  });
});

describe('what the capture does not have', () => {
  it('is told as soon as the peer answers', () => {
    expect(request((sent, peers) => [...without(sent, 2), answered(peers)])).toEqual([
      OPENED,
      `c1 client: ${REQUEST.slice(0, 20)}`,
      'c1 client lost 10',
      `c1 client: ${REQUEST.slice(30)}`,
      `c1 server: ${ANSWER}`,
    ]);
  });

  it('is told at the end of the capture', () => {
    expect(request((sent) => without(sent, 2))).toEqual([
      OPENED,
      `c1 client: ${REQUEST.slice(0, 20)}`,
      'c1 client lost 10',
      `c1 client: ${REQUEST.slice(30)}`,
    ]);
  });

  it('is told at the end of what a side sends, when the peer has it', () => {
    const heard = request((sent, peers) => [...sent.slice(0, -1), answered(peers)]);
    expect(heard).toEqual([OPENED, `c1 client: ${REQUEST.slice(0, 40)}`, `c1 client lost ${REQUEST.length - 40}`, `c1 server: ${ANSWER}`]);
  });

  it('is told before its FIN', () => {
    const heard = request((sent, peers) => [...without(sent, 3), peers.end('client'), peers.end('server')]);
    expect(heard).toEqual([
      OPENED,
      `c1 client: ${REQUEST.slice(0, 30)}`,
      'c1 client lost 10',
      `c1 client: ${REQUEST.slice(40)}`,
      'c1 client ended',
      'c1 server ended',
      'c1 closed by client, fin',
    ]);
  });

  it('is nothing when an acknowledgement is only seen too early', () => {
    const early = (sent: Segment[], peers: TcpPeers) =>
      [sent[0], peers.acknowledge('server'), ...sent.slice(1)].filter((one) => one !== undefined);
    expect(request(early)).toEqual([OPENED, `c1 client: ${REQUEST}`]);
  });

  it('is as long as the segments that were cut off say', () => {
    const peers = new TcpPeers(CLIENT);
    const request = `PUT /a HTTP/1.1\r\nContent-Length: 1000\r\n\r\n${'x'.repeat(1000)}`;
    const { events, summary } = read([...peers.open(), peers.send('client', request), answered(peers)], 14 + 40 + 60);
    expect(said(events)).toEqual([
      OPENED,
      `c1 client: ${request.slice(0, 60)}`,
      `c1 client lost ${request.length - 60}`,
      `c1 server: ${ANSWER}`,
    ]);
    expect(summary.lostBytes).toBe(request.length - 60);
  });

  it('at the beginning is told when the answer shows that it was HTTP', () => {
    const heard = request((sent, peers) => [...without(sent, 0), answered(peers)]);
    expect(heard).toEqual([OPENED, 'c1 client lost 10', `c1 client: ${REQUEST.slice(10)}`, `c1 server: ${ANSWER}`]);
  });
});

describe('what is missing at the beginning', () => {
  it('is known from the SYN and ACK of the peer', () => {
    const peers = new TcpPeers(CLIENT);
    const [, synAck] = peers.open();
    const sent = peers.sendAll('client', REQUEST, 10);
    const heard = hear([part(synAck, 0), ...without(sent, 0), answered(peers)]);
    expect(heard).toEqual([OPENED, 'c1 client lost 10', `c1 client: ${REQUEST.slice(10)}`, `c1 server: ${ANSWER}`]);
  });

  it('joins no start line of what stands around it', () => {
    const peers = new TcpPeers(CLIENT);
    const open = peers.open();
    const sent = [peers.send('client', 'PUT /a HT'), peers.send('client', '?????'), peers.send('client', 'TP/1.1\r\n\r\n')];
    const { events, summary } = read([...open, ...without(sent, 1)]);
    expect(events).toEqual([]);
    expect(summary).toMatchObject({ http: 0, other: 1 });
  });
});

describe('a connection', () => {
  it.each<[string, (peers: TcpPeers) => readonly Segment[], readonly string[]]>([
    [
      'by the FINs of both',
      (peers) => [peers.end('server'), peers.end('client')],
      ['c1 server ended', 'c1 client ended', 'c1 closed by server, fin'],
    ],
    ['by one FIN only half', (peers) => [peers.end('client')], ['c1 client ended']],
    ['by RST', (peers) => [peers.reset('server')], ['c1 closed by server, reset']],
    [
      'by FIN, when its peer answers that with RST',
      (peers) => [peers.end('server'), peers.reset('client')],
      ['c1 server ended', 'c1 closed by server, fin'],
    ],
    [
      'by RST behind its own FIN',
      (peers) => [peers.end('client'), peers.reset('client')],
      ['c1 client ended', 'c1 closed by client, reset'],
    ],
    ['once', (peers) => [peers.reset('server'), peers.reset('client'), peers.acknowledge('client')], ['c1 closed by server, reset']],
  ])('ends %s', (_, end, told) => {
    const peers = new TcpPeers(CLIENT);
    const segments = [...peers.open(), peers.send('client', REQUEST), answered(peers), ...end(peers)];
    expect(hear(segments).slice(3)).toEqual(told);
  });

  it('is another one when a SYN with another number comes', () => {
    const first = new TcpPeers(CLIENT);
    const second = new TcpPeers(CLIENT, '192.0.2.1:80', { client: 900, server: 77_000 });
    const { events } = read([
      ...first.open(),
      first.send('client', REQUEST),
      ...second.open(),
      second.send('client', REQUEST),
      answered(second),
    ]);
    expect(said(events)).toEqual([
      OPENED,
      `c1 client: ${REQUEST}`,
      'c1 closed by client, reset',
      OPENED.replace('c1', 'c2'),
      `c2 client: ${REQUEST}`,
      `c2 server: ${ANSWER}`,
    ]);
    expect(events[2]).toMatchObject({ reason: 'a new connection begins on the same ports' });
  });

  it('is the same one when its SYN comes again', () => {
    const peers = new TcpPeers(CLIENT);
    const open = peers.open();
    expect(hear([...open, ...open, peers.send('client', REQUEST), ...open, answered(peers)])).toEqual([
      OPENED,
      `c1 client: ${REQUEST}`,
      `c1 server: ${ANSWER}`,
    ]);
  });

  it('is a new one on the ports of one that has ended, also without a SYN', () => {
    const first = new TcpPeers(CLIENT);
    const end = [...first.open(), first.send('client', REQUEST), answered(first), first.end('server'), first.end('client')];
    const late = [end[3], first.acknowledge('server')].filter((one) => one !== undefined);
    const second = new TcpPeers(CLIENT, '192.0.2.1:80', { client: 900_000, server: 77_000 });
    expect(hear([...end, ...late, second.send('client', REQUEST)]).slice(6)).toEqual([OPENED.replace('c1', 'c2'), `c2 client: ${REQUEST}`]);
  });

  it('has the client that the SYN and ACK of its peer tell', () => {
    const peers = new TcpPeers(CLIENT);
    const [, ...rest] = peers.open();
    expect(hear([...rest, peers.send('client', REQUEST), answered(peers)])).toEqual([
      OPENED,
      `c1 client: ${REQUEST}`,
      `c1 server: ${ANSWER}`,
    ]);
  });

  it('tells its frames and times, and never goes back', () => {
    const peers = new TcpPeers(CLIENT);
    const segments = [...peers.open(), peers.send('client', REQUEST), answered(peers)];
    const us = [5000, 6000, 7000, 3000, 9000];
    const packets = segments.map((segment, index) => ({ bytes: ethernet(tcpPacket(segment)), us: us[index] ?? 0 }));
    expect(readCapture([pcap(packets)]).events).toMatchObject([
      { type: 'opened', at: 5 },
      { type: 'data', at: 7, frame: 4 },
      { type: 'data', at: 9, frame: 5 },
    ]);
  });
});

describe('a connection that the capture joins in its middle', () => {
  it.each<[string, (peers: TcpPeers) => readonly Segment[], readonly string[]]>([
    ['a request', (peers) => [peers.send('client', REQUEST), answered(peers)], [`c1 client: ${REQUEST}`, `c1 server: ${ANSWER}`]],
    ['an answer', (peers) => [answered(peers), peers.send('client', REQUEST)], [`c1 server: ${ANSWER}`, `c1 client: ${REQUEST}`]],
    [
      'the request behind the rest of a body',
      (peers) => [peers.send('client', 'the rest\nof a body'), answered(peers), peers.send('client', REQUEST), answered(peers)],
      [`c1 server: ${ANSWER}`, `c1 client: ${REQUEST}`, `c1 server: ${ANSWER}`],
    ],
    [
      'a request that comes in pieces, behind bytes that only look like one',
      (peers) => [peers.send('client', 'PUT /b'), peers.send('client', '\x00'), ...peers.sendAll('client', REQUEST, 9)],
      [`c1 client: ${REQUEST}`],
    ],
    [
      'a request, behind bytes that look like the beginning of it',
      (peers) => [peers.send('client', 'PUT /b'), peers.send('client', REQUEST)],
      [`c1 client: ${REQUEST}`],
    ],
    [
      'an answer that comes in pieces, behind bytes that look like its beginning',
      (peers) => [peers.send('server', 'HTTP/'), peers.send('server', ANSWER.slice(0, 10)), peers.send('server', ANSWER.slice(10))],
      [`c1 server: ${ANSWER}`],
    ],
  ])('begins with %s', (_, send, told) => {
    expect(hear(send(new TcpPeers(CLIENT)))).toEqual([OPENED, ...told]);
  });

  it('counts what it left out', () => {
    const peers = new TcpPeers(CLIENT);
    const { summary } = read([peers.send('client', 'x'.repeat(1000)), answered(peers), peers.send('client', REQUEST)]);
    expect(summary).toMatchObject({ connections: 1, http: 1, bytesBeforeFirst: 1000 });
  });
});
