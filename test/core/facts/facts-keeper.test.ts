import { describe, expect, it } from 'vitest';
import { Talk } from '../../kit/talk.ts';

describe('the facts of a session', () => {
  it('tell the protocol that the server chose', () => {
    expect(new Talk().begin().session().facts.protocol).toBe('{7df0354d-249b-430f-820d-3d2a9bef4931}');
  });

  it('tell the sizes of its Fragments', () => {
    const talk = new Talk().begin().stored('0-99/350').stored('100-299/350').stored('300-349/350');
    expect(talk.session().facts.fragmentSizes).toEqual({ smallest: 50, largest: 200, last: 50 });
  });

  it('have no sizes before the first Fragment', () => {
    expect(new Talk().begin().session().facts).not.toHaveProperty('fragmentSizes');
  });

  it('count each byte as often as it was sent: three times is twice again', () => {
    const again = new Talk().begin();
    for (let round = 0; round < 3; round += 1) again.fragment('0-99/300').answer(503);
    expect(again.session().facts).toMatchObject({ bytesSent: 300, bytesRepeated: 200 });
  });

  it('count what came, not what was announced', () => {
    const talk = new Talk().begin().fragment('0-99/300', { came: 60 }).cut('client');
    expect(talk.session().facts).toMatchObject({ bytesSent: 60, bytesRepeated: 0 });
  });

  it('count bytes beyond the range as sent, but never as sent again', () => {
    const tooLong = { length: 15, came: 15 };
    const talk = new Talk().begin().fragment('0-9/30', tooLong).answer(503).fragment('0-9/30', tooLong).answer(503);
    expect(talk.session().facts).toMatchObject({ bytesSent: 30, bytesRepeated: 10 });
  });

  it('measure what the server takes for its answers', () => {
    const talk = new Talk().begin().fragment('0-99/300').silence(990).answer(200, { next: 100 });
    expect(talk.session().facts.ackLatency?.maxMs).toBeCloseTo(1_000, 3);
  });

  it('name the longest silence and the exchange that ended it', () => {
    const talk = new Talk().begin().stored('0-99/300').silence(60_000).stored('100-199/300').silence(5_000).stored('200-299/300');
    expect(talk.session().facts.longestSilence).toEqual({ ms: expect.closeTo(60_010, 3), exchange: 'x3' });
  });

  it('do not take the wait for an answer for a silence', () => {
    const talk = new Talk().begin().fragment('0-99/300').silence(60_000).answer(200, { next: 100 }).stored('100-299/300');
    expect(talk.session().facts.longestSilence?.ms).toBeLessThan(100);
  });

  it('count the answers that asked for credentials', () => {
    const talk = new Talk().ping().answer(401).ping({ credentials: true }).answer(401).ping({ credentials: true }).answer(200).begin();
    expect(talk.session().facts.challenges).toBe(2);
  });

  it('name the packet that waits, and none once it is answered', () => {
    const talk = new Talk().begin().fragment('0-99/300');
    expect(talk.session().facts.waiting).toEqual({ exchange: 'x2', packet: 'fragment', since: talk.at });
    expect(talk.answer(200, { next: 100 }).session().facts).not.toHaveProperty('waiting');
  });

  it('say that nothing came for a day, until something does', () => {
    const talk = new Talk().begin().stored('0-99/300').quiet();
    expect(talk.session().facts.silent).toBe('quiet');
    expect(talk.stored('100-199/300').session().facts).not.toHaveProperty('silent');
  });

  it('say that the traffic has ended', () => {
    expect(new Talk().begin().ends().session().facts.silent).toBe('traffic-ended');
  });

  it('say nothing of the kind of a session that is over', () => {
    expect(new Talk().begin().stored('0-99/100').close().answer(200).ends().session().facts).not.toHaveProperty('silent');
  });
});
