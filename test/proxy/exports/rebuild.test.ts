import { createHash } from 'node:crypto';
import { describe, expect, it } from 'vitest';
import { type PayloadPlan, replyPlan, uploadPlan } from '../../../proxy/core/payload.ts';
import type { RecordedBytes } from '../../../proxy/core/recorded-bytes.ts';
import type { WireEvent } from '../../../proxy/core/wire.ts';
import { compareCopies } from '../../../proxy/exports/compare-copies.ts';
import { type RebuildOptions, rebuild } from '../../../proxy/exports/rebuild.ts';
import { recorded } from '../../kit/recorded.ts';
import { Talk } from '../../kit/talk.ts';

const sha256 = (text: string) => createHash('sha256').update(text).digest('hex');

interface Planned {
  readonly plan: PayloadPlan;
  readonly bytes: RecordedBytes;
}

function planned(events: readonly WireEvent[], make = uploadPlan): Planned {
  const { timeline, bytes } = recorded(events);
  const session = timeline.sessions.get('s1');
  if (!session) throw new Error('there is no session');
  return { plan: make(session, timeline.rows.values()), bytes };
}

/** The file as it is written, with `.` for what is not. */
async function written({ plan, bytes }: Planned, holes: RebuildOptions['holes'] = 'zeros') {
  const file = Buffer.alloc(Number(plan.total ?? 0n), '.');
  const rebuilt = await rebuild(plan, bytes, { holes, write: async (piece, at) => void file.set(piece, at) });
  return { file: file.toString('latin1'), ...rebuilt };
}

/** An upload of this file in Fragments of ten, byte by byte as told. */
class Upload extends Talk {
  /** A Fragment with these bytes of the file; `came` of them. */
  sends(range: string, body: string, came = body.length): this {
    this.fragment(range, { came: 0, length: body.length });
    return this.raw('client', body.slice(0, came));
  }
}

const TEXT = 'abcdefghijklmnopqrst';

function whole(): Upload {
  const talk = new Upload().begin().sends('0-9/20', TEXT.slice(0, 10)).answer(200, { next: 10 });
  return talk.sends('10-19/20', TEXT.slice(10)).answer(200, { next: 20 }).close().answer(200);
}

/** The same traffic, but so many bytes of one event were not kept. */
function cut(events: readonly WireEvent[], isCut: (event: Extract<WireEvent, { type: 'data' }>) => number): WireEvent[] {
  return events.flatMap((event): WireEvent[] => {
    const bytes = event.type === 'data' ? isCut(event) : 0;
    if (event.type !== 'data' || bytes === 0 || event.from === 'proxy') return [event];
    const { at, connection, from } = event;
    return [
      { ...event, bytes: event.bytes.subarray(0, event.bytes.length - bytes) },
      { type: 'gap', at, connection, from, bytes },
    ];
  });
}

const isText = (event: Extract<WireEvent, { type: 'data' }>, text: string) => Buffer.from(event.bytes).toString('latin1') === text;

describe('a file is rebuilt', () => {
  it('from its Fragments', async () => {
    const { file, complete, holes, sha256: digest } = await written(planned(whole().events), 'refused');
    expect({ file, complete, holes }).toEqual({ file: TEXT, complete: true, holes: [] });
    expect(digest).toBe(sha256(TEXT));
  });

  it('from an upload that was cut off and went on', async () => {
    const talk = new Upload().begin().sends('0-19/20', TEXT, 13).cut('client');
    talk.sends('0-19/20', 'ABCDEFGHIJKLMNOPQRST').answer(416, { next: 12 }).sends('12-19/20', TEXT.slice(12)).answer(200, { next: 20 });
    const { file, complete } = await written(planned(talk.events));
    expect({ file, complete }).toEqual({ file: TEXT, complete: true });
  });

  it('from a body in chunks', async () => {
    const talk = new Upload().begin();
    const head =
      'BITS_POST /inbox/report.bin HTTP/1.1\r\nBITS-Packet-Type: Fragment\r\nBITS-Session-Id: {3B1F7C52-8D0E-4E57-9C3A-5F2B6D0A9E11}\r\n';
    talk.raw('client', `${head}Content-Range: bytes 0-9/10\r\nTransfer-Encoding: chunked\r\n\r\n4\r\nabcd\r\n6\r\nefghij\r\n0\r\n\r\n`);
    expect(await written(planned(talk.answer(200, { next: 10 }).events))).toMatchObject({ file: 'abcdefghij', complete: true });
  });

  it('with its holes, of which some were sent and not recorded', async () => {
    const events = cut(whole().events, (event) => (isText(event, 'abcdefghij') ? 4 : 0));
    const { file, complete, holes, sha256: digest } = await written(planned(events));
    expect({ file, complete, holes }).toEqual({
      file: 'abcdef....klmnopqrst',
      complete: false,
      holes: [{ first: 6n, last: 9n, kind: 'cut' }],
    });
    expect(digest).toBe(sha256(`abcdef\0\0\0\0klmnopqrst`));
  });

  it('with holes of every kind, in order', async () => {
    const talk = new Upload().begin().sends('0-9/40', TEXT.slice(0, 10)).answer(200, { next: 10 });
    talk.sends('20-29/40', TEXT.slice(10)).cut('server');
    const events = cut(talk.events, (event) => (isText(event, 'abcdefghij') ? 1 : 0));
    const { holes, complete } = await written(planned(events));
    expect(holes.map(({ first, last, kind }) => `${first}-${last} ${kind}`)).toEqual([
      '9-9 cut',
      '10-19 unseen',
      '20-29 unacknowledged',
      '30-39 unseen',
    ]);
    expect(complete).toBe(false);
  });

  it('no further than its first hole where none is wanted, and without a digest', async () => {
    const events = cut(whole().events, (event) => (isText(event, 'abcdefghij') ? 4 : 0));
    const { file, complete, sha256: digest, holes } = await written(planned(events), 'refused');
    expect({ file, complete, digest }).toEqual({ file: 'abcdef..............', complete: false, digest: undefined });
    expect(holes).toHaveLength(1);
  });

  it('where the recording ends before the body does', async () => {
    const { plan } = planned(whole().events);
    const nothing: RecordedBytes = { async *read() {} };
    expect((await rebuild(plan, nothing, { holes: 'zeros' })).holes).toEqual([{ first: 0n, last: 19n, kind: 'cut' }]);
  });

  it('and never called complete while it is in doubt', async () => {
    const talk = new Upload().begin().sends('0-9/10', TEXT.slice(0, 10)).answer(200, { next: 10 });
    talk.sends('10-19/20', TEXT.slice(10)).answer(200, { next: 20 });
    expect(await written(planned(talk.events))).toMatchObject({ holes: [], complete: false });
  });

  it('as a reply that came in two parts', async () => {
    const talk = new Talk().begin().stored('0-99/100', '/inbox/reply.bin').fetchReply(6, 10);
    talk.raw('client', 'GET /inbox/reply.bin HTTP/1.1\r\nHost: bits.example.test\r\n\r\n');
    talk.raw('server', 'HTTP/1.1 206 Partial Content\r\nContent-Range: bytes 6-9/10\r\nContent-Length: 4\r\n\r\nrest');
    expect(await written(planned(talk.events, replyPlan))).toMatchObject({ file: 'xxxxxxrest', complete: true });
  });
});

describe('what was sent twice', () => {
  const resent = (second: string) =>
    new Upload().begin().sends('0-9/20', TEXT.slice(0, 10)).answer(200, { next: 10 }).sends('4-19/20', second).answer(200, { next: 20 });

  it('is compared, and mostly the same', async () => {
    const { plan, bytes } = planned(resent(TEXT.slice(4)).events);
    expect(await compareCopies(plan, bytes)).toEqual({ compared: 6n, different: 0n, notCompared: 0n, differences: [], more: 0 });
  });

  it('is told where it differs', async () => {
    const { plan, bytes } = planned(resent('eXXhiYklmnopqrst').events);
    expect(await compareCopies(plan, bytes)).toEqual({
      compared: 6n,
      different: 3n,
      notCompared: 0n,
      differences: [
        { first: 5n, last: 6n, kept: 'x2', other: 'x3' },
        { first: 9n, last: 9n, kept: 'x2', other: 'x3' },
      ],
      more: 0,
    });
  });

  it('is told as one difference, in however many pieces it came', async () => {
    const talk = new Upload().begin().sends('0-9/10', 'aaaaaaaaaa', 0).raw('client', 'aaa').raw('client', 'aaaa').raw('client', 'aaa');
    talk.answer(200, { next: 10 }).sends('0-9/10', 'abbbbbbbba', 0).raw('client', 'abbbb').raw('client', 'bbbba').answer(200, { next: 10 });
    const { plan, bytes } = planned(talk.events);
    expect((await compareCopies(plan, bytes)).differences).toEqual([{ first: 1n, last: 8n, kept: 'x2', other: 'x3' }]);
  });

  it('is listed up to a limit, and counted beyond it', async () => {
    const { plan, bytes } = planned(resent('XfXhXjklmnopqrst').events);
    const { differences, more, different } = await compareCopies(plan, bytes, 1);
    expect({ differences, more, different }).toEqual({
      differences: [{ first: 4n, last: 4n, kept: 'x2', other: 'x3' }],
      more: 2,
      different: 3n,
    });
  });

  it('is not compared where it was not recorded twice', async () => {
    const { plan, bytes } = planned(cut(resent('eXXhiYklmnopqrst').events, (event) => (isText(event, 'abcdefghij') ? 4 : 0)));
    expect(await compareCopies(plan, bytes)).toMatchObject({ compared: 2n, notCompared: 4n, different: 1n });
  });
});
