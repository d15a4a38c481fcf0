import { describe, expect, it } from 'vitest';
import { Analyzer } from '../../proxy/core/analyzer.ts';
import { type PayloadPlan, replyPlan, uploadPlan } from '../../proxy/core/payload.ts';
import { Timeline } from '../../proxy/core/timeline.ts';
import { allSamples, withTick } from '../kit/samples.ts';
import { Talk } from '../kit/talk.ts';

function timelineOf({ events }: Pick<Talk, 'events'>): Timeline {
  const [timeline, analyzer] = [new Timeline(), new Analyzer()];
  for (const event of withTick(events)) for (const told of analyzer.feed(event)) timeline.apply(told);
  return timeline;
}

function plan(talk: Pick<Talk, 'events'>, make = uploadPlan): PayloadPlan {
  const timeline = timelineOf(talk);
  const session = timeline.sessions.get('s1');
  if (!session) throw new Error('there is no session');
  return make(
    session,
    [...timeline.rows.values()].filter(({ exchange }) => exchange.session === 's1'),
  );
}

/** A sample's conversation. */
function sample(name: string): Pick<Talk, 'events'> {
  const found = allSamples().find((candidate) => candidate.name === name);
  if (!found) throw new Error(`there is no sample ${name}`);
  return { events: [...found.events] };
}

const pieces = (made: PayloadPlan) => made.pieces.map(({ first, last, source }) => `${first}-${last} ${source.exchange}`);
const holes = (made: PayloadPlan) => made.holes.map(({ first, last, kind }) => `${first}-${last} ${kind}`);
const copies = (made: PayloadPlan) =>
  [...made.copies()].map(({ first, last, kept, other }) => `${first}-${last} ${kept.exchange} ${other.exchange}`);

describe('the file of an upload', () => {
  it('is made of the Fragments that were acknowledged', () => {
    const made = plan(new Talk().begin().stored('0-99/300').stored('100-299/300').close().answer(200));
    expect(made.total).toBe(300n);
    expect(pieces(made)).toEqual(['0-99 x2', '100-299 x3']);
    expect(holes(made)).toEqual([]);
    expect(copies(made)).toEqual([]);
    expect(made.doubts).toEqual([]);
  });

  it('goes on with what the server kept of a Fragment that was cut off', () => {
    const talk = new Talk().begin().stored('0-99/300').fragment('100-299/300', { came: 150 }).cut('client');
    const made = plan(talk.fragment('200-299/300').answer(416, { next: 180 }).stored('180-299/300'));
    expect(pieces(made)).toEqual(['0-99 x2', '100-179 x3', '180-299 x5']);
    expect(copies(made)).toEqual(['180-249 x5 x3', '200-299 x5 x4']);
  });

  it('has the old bytes where a Fragment overlaps what was acknowledged', () => {
    const made = plan(new Talk().begin().stored('0-99/200').stored('50-199/200'));
    expect(pieces(made)).toEqual(['0-99 x2', '100-199 x3']);
    expect(copies(made)).toEqual(['50-99 x2 x3']);
  });

  it('has the bytes that came last where the server went back', () => {
    const talk = new Talk().begin().stored('0-99/200').fragment('100-199/200').answer(416, { next: 40 });
    const made = plan(talk.stored('40-199/200'));
    expect(pieces(made)).toEqual(['0-39 x2', '40-199 x4']);
    expect(copies(made)).toEqual(['40-99 x4 x2', '100-199 x4 x3']);
  });

  it('has nothing of a Fragment that was refused, while another has its bytes', () => {
    const talk = new Talk().begin().fragment('0-99/100', { came: 60 }).cut('server').fragment('0-99/100').answer(416, { next: 60 });
    expect(pieces(plan(talk.stored('60-99/100')))).toEqual(['0-59 x2', '60-99 x4']);
  });

  it('ends with what the server has of a Fragment of which it took a part', () => {
    const made = plan(new Talk().begin().fragment('0-99/100').answer(200, { next: 70 }));
    expect(pieces(made)).toEqual(['0-69 x2']);
    expect(holes(made)).toEqual(['70-99 unacknowledged']);
  });

  it('needs no offset where an Ack has none', () => {
    expect(pieces(plan(new Talk().begin().fragment('0-99/100').answer(200)))).toEqual(['0-99 x2']);
  });

  it('has nothing of a Fragment before a challenge', () => {
    const talk = new Talk().begin().fragment('0-99/100', { came: 0, length: 0 }).answer(401, { next: 50 });
    expect(pieces(plan(talk.stored('0-99/100')))).toEqual(['0-99 x3']);
  });

  it('has holes for what was never sent, and for what was sent in vain', () => {
    const talk = new Talk().begin().stored('0-99/400').fragment('100-199/400').cut('server').fragment('250-299/400').cut('server');
    expect(holes(plan(talk))).toEqual(['100-199 unacknowledged', '200-249 unseen', '250-299 unacknowledged', '300-399 unseen']);
  });

  it('has a hole where the server acknowledged what this traffic has not', () => {
    const made = plan(new Talk().stored('200-299/300').close().answer(200));
    expect(pieces(made)).toEqual(['200-299 x1']);
    expect(holes(made)).toEqual(['0-199 unseen']);
  });

  it('has no more bytes than its size, whatever the server acknowledges', () => {
    const made = plan(new Talk().begin().fragment('0-99/100').answer(200, { next: 5000 }));
    expect(pieces(made)).toEqual(['0-99 x2']);
    expect(holes(made)).toEqual([]);
  });

  it('takes no bytes of a body beyond its range', () => {
    expect(pieces(plan(new Talk().begin().fragment('0-49/100', { came: 100, length: 100 }).answer(200, { next: 100 })))).toEqual([
      '0-49 x2',
    ]);
  });

  it('is in doubt where the Fragments do not agree on its size', () => {
    const made = plan(new Talk().begin().stored('0-99/200').stored('100-199/300'));
    expect(made.total).toBe(200n);
    expect(made.doubts).toEqual(['The Fragments do not agree on the size of the file: 200, 300. The first is taken.']);
  });

  it('has no size where no Fragment was seen', () => {
    const made = plan(new Talk().begin().close().answer(200));
    expect(made.total).toBeUndefined();
    expect(pieces(made)).toEqual([]);
  });

  it('that was closed too early is not whole', () => {
    const made = plan(sample('premature-close'));
    expect(pieces(made)).toEqual(['0-99 x2']);
    expect(holes(made)).toEqual(['100-299 unseen']);
  });
});

describe('the reply of an upload', () => {
  it('is made of its downloads', () => {
    const made = plan(sample('windows-upload-reply'), replyPlan);
    expect(made.total).toBe(1000n);
    expect(pieces(made)).toEqual(['0-599 x4', '600-999 x5']);
    expect(holes(made)).toEqual([]);
  });

  it('has a hole for what was not fetched', () => {
    const made = plan(new Talk().begin().stored('0-99/100', '/inbox/reply.bin').fetchReply(600, 1000), replyPlan);
    expect(holes(made)).toEqual(['600-999 unseen']);
  });

  it('has the bytes that came last where some came twice', () => {
    const made = plan(new Talk().begin().stored('0-99/100', '/inbox/reply.bin').fetchReply(600, 1000).fetchReply(400, 1000), replyPlan);
    expect(pieces(made)).toEqual(['0-399 x4', '400-599 x3']);
    expect(copies(made)).toEqual(['0-399 x4 x3']);
  });

  it('is in doubt where an answer has several ranges in it', () => {
    const talk = new Talk().begin().stored('0-99/100', '/inbox/reply.bin');
    talk.raw('client', 'GET /inbox/reply.bin HTTP/1.1\r\nHost: bits.example.test\r\n\r\n');
    talk.raw('server', 'HTTP/1.1 206 Partial Content\r\nContent-Type: multipart/byteranges; boundary=x\r\nContent-Length: 3\r\n\r\nabc');
    expect(plan(talk, replyPlan).doubts).toEqual(['The answer of x3 has several ranges in it (multipart), which are not taken apart.']);
  });

  it('has no size where there is none', () => {
    expect(plan(sample('clean-upload'), replyPlan).total).toBeUndefined();
  });
});
