import { describe, expect, it } from 'vitest';
import { countUnannouncedClose } from '../../../proxy/core/bits/session-progress.ts';
import { ack, cancelSession, closeSession, created, createdWith, fragment, ID, packet, stored, type Turn } from '../../kit/case.ts';

const memoryOf = (...turns: readonly Turn[]) => created(...turns).memory;
const ping = (host?: string) => packet('Ping', host === undefined ? {} : { host });

describe('a new session', () => {
  it('remembers nothing that did not happen', () => {
    expect(memoryOf()).toEqual({ challengedBytes: 0, partialAcks: 0, stalledAcks: 0, unannouncedCloses: 0 });
  });

  it('remembers the codings that its server accepts', () => {
    expect(createdWith({ 'Accept-Encoding': 'gzip, identity' }).memory.acceptEncoding).toBe('gzip, identity');
  });

  it('remembers a server that calls itself IIS and sends neither Date nor Pragma', () => {
    const iis = { Server: 'Microsoft-IIS/10.0' };
    expect(createdWith(iis).memory.unlikeIis).toBe(true);
    expect(createdWith({ ...iis, Pragma: 'no-cache' }).memory.unlikeIis).toBeUndefined();
    expect(createdWith({ ...iis, Date: 'Tue, 24 Nov 2026 10:00:00 GMT' }).memory.unlikeIis).toBeUndefined();
    expect(createdWith({ Server: 'nginx' }).memory.unlikeIis).toBeUndefined();
  });
});

it('remembers the code of refusals, and that there were several', () => {
  const refused = (error: string): Turn => ({ request: fragment('0-99/1000'), answer: ack(500, { error }) });
  expect(memoryOf(refused('0x80190194'), refused('0x80190194')).errorCode).toBe(0x80190194);
  expect(memoryOf(refused('0x80190194'), refused('0x80070057'), refused('0x80190194')).errorCode).toBe('various');
  expect(memoryOf({ request: fragment('0-99/1000'), answer: ack(503) }).errorCode).toBeUndefined();
});

describe('the memory of requests', () => {
  it('keeps the first Content-Name', () => {
    const named = (name: string): Turn => ({ request: fragment('0-99/1000', { headers: { 'Content-Name': name } }), answer: ack(503) });
    expect(memoryOf(named('a.bin'), named('b.bin')).contentName).toBe('a.bin');
  });

  it("keeps the first Fragment's Content-Encoding, and that it had none", () => {
    const gzip: Turn = { request: fragment('0-99/1000', { headers: { 'Content-Encoding': 'gzip' } }), answer: ack(200, { next: 100 }) };
    expect(memoryOf(gzip, stored('100-199/1000')).contentEncoding).toBe('gzip');
    expect(memoryOf(stored('0-99/1000'), gzip).contentEncoding).toBe('');
    expect(memoryOf({ request: ping(), answer: ack(200) }).contentEncoding).toBeUndefined();
  });

  it('changes nothing for a Fragment like those before', () => {
    const one = created(stored('0-99/1000'));
    const two = created(stored('0-99/1000'), stored('100-199/1000'));
    expect(two.memory).toEqual(one.memory);
  });
});

describe('the memory of attempts to end a session', () => {
  const close = (at: number): Turn => ({ request: closeSession({ at }), answer: ack(503) });

  it('counts them, and those that came too soon', () => {
    expect(memoryOf(close(1000)).ends).toEqual({ packet: 'close-session', count: 1, lastAt: 1000, quick: 0 });
    expect(memoryOf(close(1000), close(5999)).ends).toEqual({ packet: 'close-session', count: 2, lastAt: 5999, quick: 1 });
    expect(memoryOf(close(1000), close(5999), close(10_999)).ends).toMatchObject({ count: 3, quick: 1 });
  });

  it('begins anew with the other packet', () => {
    const cancel = { request: cancelSession({ at: 2000 }), answer: ack(503) };
    expect(memoryOf(close(1000), cancel).ends).toEqual({ packet: 'cancel-session', count: 1, lastAt: 2000, quick: 0 });
  });
});

it('takes a Close-Session with credentials for the one that was challenged', () => {
  const close = (status: number): Turn => ({ request: closeSession(), answer: ack(status) });
  expect(memoryOf(close(401), close(401), close(503), close(503)).ends).toMatchObject({ count: 2, quick: 1 });
});

describe('the memory of challenges', () => {
  const basic = { Authorization: 'Basic Og==' };
  const challenged = (status: number, headers: Readonly<Record<string, string>> = {}): Turn => ({
    request: fragment('0-99/1000', { headers }),
    answer: ack(status),
    connection: 'c7',
  });

  it('counts those to one packet in a row, those with credentials, and the bytes that were sent in vain', () => {
    expect(memoryOf(challenged(401), challenged(401, basic))).toMatchObject({
      challenges: { packet: 'fragment', status: 401, count: 2, withCredentials: 1, connection: 'c7', exchange: 'x3' },
      challengedBytes: 200,
    });
  });

  it('asks a 407 for the credentials of the proxy', () => {
    expect(memoryOf(challenged(407, basic)).challenges).toMatchObject({ status: 407, withCredentials: 0 });
    expect(memoryOf(challenged(407, { 'Proxy-Authorization': 'Basic Og==' })).challenges).toMatchObject({ withCredentials: 1 });
  });

  it('counts bytes that really came', () => {
    const cut: Turn = { request: fragment('0-99/1000', { came: 0 }), answer: ack(401) };
    expect(memoryOf(cut).challengedBytes).toBe(0);
  });

  it('begins anew with another packet or another challenge', () => {
    expect(memoryOf(challenged(401), { request: ping(), answer: ack(401) }).challenges).toMatchObject({ packet: 'ping', count: 1 });
    expect(memoryOf(challenged(401), challenged(407)).challenges).toMatchObject({ status: 407, count: 1 });
  });

  it('forgets them with any other answer, but not the bytes', () => {
    const { challenges, challengedBytes } = memoryOf(challenged(401), stored('0-99/1000'));
    expect([challenges, challengedBytes]).toEqual([undefined, 100]);
  });

  it('keeps them while there is no answer', () => {
    expect(memoryOf(challenged(401), { request: ping() }).challenges).toMatchObject({ count: 1 });
  });
});

describe('the memory of the host that the server named', () => {
  const farm = (...turns: readonly Turn[]) =>
    createdWith({ 'BITS-Host-Id': 'node2.example.test', 'BITS-Host-Id-Fallback-Timeout': '110' }, ...turns).memory.hostId;
  const there = 'NODE2.example.test';

  it('has the time and the time-out', () => {
    expect(farm()).toEqual({ announcedAt: 1100, fallbackTimeoutS: 110 });
    expect(createdWith({ 'BITS-Host-Id': 'node2' }).memory.hostId).toEqual({ announcedAt: 1100 });
    expect(createdWith({ 'BITS-Host-Id': 'node2', 'BITS-Host-Id-Fallback-Timeout': 'soon' }).memory.hostId).toEqual({ announcedAt: 1100 });
    expect(memoryOf().hostId).toBeUndefined();
  });

  it('has the first packet that was sent there', () => {
    expect(farm({ request: ping(there), answer: ack(200) }, { request: fragment('0-99/1000', { host: there }) })).toMatchObject({
      firstPacket: 'ping',
    });
    expect(farm(stored('0-99/1000'))?.firstPacket).toBeUndefined();
    expect(farm({ request: ping(`${there}:8080`), answer: ack(200) })).toMatchObject({ firstPacket: 'ping' });
  });

  it('has the first failure since the last success', () => {
    const fails = (at: number): Turn => ({ request: ping(there), answer: ack(503, { at }) });
    const works: Turn = { request: ping(there), answer: ack(200) };
    expect(farm(fails(2000), fails(3000))).toMatchObject({ failedAt: 2000 });
    expect(farm(fails(2000), works)?.failedAt).toBeUndefined();
    expect(farm(fails(2000), works, fails(4000))).toMatchObject({ failedAt: 4000 });
  });

  it('counts a request without an answer as a failure', () => {
    expect(farm({ request: ping(there) })?.failedAt).toBeTypeOf('number');
  });

  it('does not count what happens on other hosts', () => {
    expect(farm({ request: ping(), answer: ack(503) })?.failedAt).toBeUndefined();
  });

  it('takes a refusal below 500 for contact', () => {
    expect(farm({ request: ping(there), answer: ack(403) })?.failedAt).toBeUndefined();
  });
});

describe('the memory of offsets', () => {
  const acked = (range: string, next: number, status = 200): Turn => ({ request: fragment(range), answer: ack(status, { next }) });

  it('counts Acks in a row that lie inside their Fragment', () => {
    expect(memoryOf(acked('0-99/1000', 99), acked('99-199/1000', 199)).partialAcks).toBe(2);
    expect(memoryOf(acked('0-99/1000', 99), acked('99-199/1000', 200)).partialAcks).toBe(0);
    expect(memoryOf(acked('0-99/1000', 0)).partialAcks).toBe(1);
    expect(memoryOf(acked('0-99/1000', 50, 416)).partialAcks).toBe(0);
  });

  it('counts Acks in a row that do not move, although bytes came', () => {
    const stuck = acked('100-199/1000', 100);
    expect(memoryOf(stored('0-99/1000'), stuck, stuck).stalledAcks).toBe(2);
    expect(memoryOf(stored('0-99/1000'), stuck, stored('100-199/1000')).stalledAcks).toBe(0);
    const empty: Turn = { request: fragment('100-199/1000', { came: 0 }), answer: ack(200, { next: 100 }) };
    expect(memoryOf(stored('0-99/1000'), empty).stalledAcks).toBe(0);
  });

  it('counts a 416 that does not move, and no refusal that gives no order', () => {
    const stuck = acked('100-199/1000', 100);
    expect(memoryOf(stored('0-99/1000'), acked('100-199/1000', 100, 416)).stalledAcks).toBe(1);
    expect(memoryOf(stored('0-99/1000'), acked('100-999/1000', 100, 413)).stalledAcks).toBe(0);
    expect(memoryOf(stored('0-99/1000'), stuck, acked('100-199/1000', 100, 500))).toMatchObject({ partialAcks: 1, stalledAcks: 1 });
  });

  it('keeps both over a Ping and a challenge', () => {
    const turns = [acked('0-99/1000', 50), { request: ping(), answer: ack(200) }, { request: fragment('50-99/1000'), answer: ack(401) }];
    expect(memoryOf(...turns).partialAcks).toBe(1);
  });
});

it('counts connections that the server closed unannounced', () => {
  const once = countUnannouncedClose(created());
  expect(countUnannouncedClose(once).memory.unannouncedCloses).toBe(2);
  expect(once.sessionId).toBe(ID);
});
