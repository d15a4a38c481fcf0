import { describe, expect, it } from 'vitest';
import { Talk } from '../../kit/talk.ts';

const refusals = (talk: Talk) => talk.session().facts.refusals;
const begun = () => new Talk().begin();

describe('what a server refuses at present', () => {
  it('is counted while it stays the same', () => {
    const talk = begun().fragment('100-199/300').answer(416, { next: 0 }).fragment('100-199/300').answer(416, { next: 0 });
    expect(refusals(talk)).toMatchObject({ status: 416, count: 2, given: 100n, asked: 0n, since: 'x2', exchange: 'x3' });
  });

  it.each([
    ['status', begun().fragment('0-99/300').answer(503).fragment('0-99/300').answer(500)],
    ['offset', begun().fragment('100-199/300').answer(416, { next: 0 }).fragment('200-299/300').answer(416, { next: 0 })],
    ['offset asked for', begun().fragment('200-299/300').answer(416, { next: 0 }).fragment('200-299/300').answer(416, { next: 100 })],
    ['packet', begun().fragment('0-99/300').answer(503).close().answer(503)],
    ['code', begun().fragment('0-99/300').answer(500, { error: '0x80200020' }).fragment('0-99/300').answer(500, { error: '0x80070070' })],
  ])('is counted anew when it has another %s', (_, talk) => {
    expect(refusals(talk)).toMatchObject({ count: 1, since: 'x3' });
  });

  it('is gone with the next packet that is accepted', () => {
    expect(refusals(begun().fragment('0-99/300').answer(503).stored('0-99/300'))).toBeUndefined();
  });

  it('outlives a Ping that is accepted, a challenge and a cut connection', () => {
    const talk = begun()
      .fragment('0-99/300')
      .answer(503)
      .ping()
      .answer(200)
      .fragment('0-99/300')
      .answer(401)
      .fragment('0-99/300')
      .cut('server');
    expect(refusals(talk)).toMatchObject({ status: 503, count: 1 });
  });

  it('of a Ping is gone with the next Ping that is accepted', () => {
    expect(refusals(new Talk().ping().answer(403).ping().answer(200))).toBeUndefined();
  });

  it('keeps code and context, and who answered', () => {
    const talk = begun().fragment('0-99/300').answer(500, { error: '0x80070070', context: '0x7' });
    expect(refusals(talk)).toMatchObject({ code: 0x80070070, context: 7, bits: true, relayed: false });
    expect(refusals(begun().fragment('0-99/300').answer(403, { bits: false, via: '1.1 gate' }))).toMatchObject({
      bits: false,
      relayed: true,
    });
  });

  it('says whether it may deny the session', () => {
    expect(refusals(begun().fragment('0-99/300').answer(404))?.mayDenySession).toBe(true);
    expect(refusals(begun().fragment('0-99/300').answer(403))?.mayDenySession).toBe(false);
    expect(refusals(new Talk().create().answer(404))?.mayDenySession).toBe(false);
  });
});
