import { describe, expect, it } from 'vitest';
import type { FindHit, FindNews, FindSummary } from '../../../proxy/core/find/find-news.ts';
import { readNeedle } from '../../../proxy/core/find/needle.ts';
import type { RecordedBytes, RecordedPiece } from '../../../proxy/core/recorded-bytes.ts';
import { ProxyError } from '../../../proxy/errors.ts';
import { type FindOptions, findInTraffic, type Searched } from '../../../proxy/find/find-in-traffic.ts';
import { Pace } from '../../../proxy/find/pace.ts';
import { recorded } from '../../kit/recorded.ts';
import { Talk } from '../../kit/talk.ts';

/** A message of these lines. */
const said = (...lines: readonly string[]) => lines.map((line) => `${line}\r\n`).join('');

const CHUNKED = ['4', '..ne', '7', 'edle..n', '0', 'X-After: needle', ''];

const recording = recorded(
  new Talk()
    .raw('client', said('POST /one HTTP/1.1', 'Host: a.test', 'X-Note: a Needle', 'Transfer-Encoding: chunked', '', ...CHUNKED))
    .raw('server', said('HTTP/1.1 100 Continue', 'X-Early: needle', ''))
    .raw('server', `${said('HTTP/1.1 200 needle', 'Content-Length: 9', '')}the NEEDL`)
    .raw('client', said('GET /needle HTTP/1.1', 'Host: a.test', ''))
    .raw('server', said('HTTP/1.1 204 No Content', '')).events,
);

async function find(text: string, change: Partial<FindOptions> = {}, searched: Partial<Searched> = {}) {
  const needle = readNeedle(text);
  if (!needle.ok) throw new Error(needle.error.message);
  const exchanges = [...recording.timeline.rows.values()].map(({ exchange }) => exchange);
  const all = { exchanges, total: exchanges.length, notKept: 0, bytes: recording.bytes, ...searched };
  const news: FindNews[] = [];
  const options = { needle: needle.needle, heads: true, bodies: true, pace: new Pace(), ...change };
  for await (const one of findInTraffic(all, options)) news.push(one);
  return { news, hits: hitsIn(news), end: endOf(news) };
}

const hitsIn = (news: readonly FindNews[]): FindHit[] => news.flatMap((one) => (one.type === 'hits' ? one.hits : []));

function endOf(news: readonly FindNews[]): FindSummary {
  const last = news.at(-1);
  if (last?.type !== 'end') throw new Error('the search has no end');
  return last;
}

const placesOf = (hits: readonly FindHit[]) =>
  hits.map(({ exchange, of, part, header, hit }) => [exchange, of, part, header ?? '', hit].join(' '));

/** Bytes of which some can't be read. */
function broken(read: () => AsyncIterable<RecordedPiece>): RecordedBytes {
  return { read };
}

describe('a search through traffic', () => {
  it('finds in heads, trailers and bodies of both sides, in the order of the exchanges', async () => {
    const { hits } = await find('needle');
    expect(placesOf(hits)).toEqual([
      'x1 request head X-Note Needle',
      'x1 request trailers X-After needle',
      'x1 response interim X-Early needle',
      'x1 response head  needle',
      'x1 request body  needle',
      'x2 request head  needle',
    ]);
  });

  it('counts the place in a body without the sizes of its chunks, and finds across them', async () => {
    const { hits } = await find('needle', { heads: false });
    expect(hits).toEqual([expect.objectContaining({ at: 2, length: 6, before: '..', after: '..n', packet: 'POST' })]);
  });

  it('looks only where it is told to', async () => {
    expect(placesOf((await find('needle', { bodies: false })).hits)).not.toContain('x1 request body  needle');
    expect((await find('no such thing')).hits).toEqual([]);
  });

  it('tells what it has looked through', async () => {
    const { news, end } = await find('needle');
    expect(news[0]).toEqual({ type: 'progress', exchanges: 0, total: 2, bytes: 0 });
    expect(end).toEqual({ type: 'end', exchanges: 2, total: 2, bytes: expect.any(Number), notKept: 0, missingBodies: 0, missingBytes: 0 });
    expect((await find('needle', { heads: false })).end.bytes).toBe(11 + 9);
  });

  it('counts exchanges that are passed over, and does not look into them', async () => {
    const { hits, end } = await find('needle', {}, { exchanges: [undefined, undefined] });
    expect(hits).toEqual([]);
    expect(end).toMatchObject({ exchanges: 2, total: 2, bytes: 0 });
  });

  it('ends at its limit, and says so only where there is more', async () => {
    const cut = await find('needle', { limit: 5 });
    expect(cut.hits).toHaveLength(5);
    expect(cut.end).toMatchObject({ limitReached: 5 });
    expect((await find('needle', { limit: 6 })).end).not.toHaveProperty('limitReached');
  });

  it('says what it could not look into: bodies that are not recorded', async () => {
    const { hits, end } = await find('needle', {}, { bytes: undefined });
    expect(hits).toHaveLength(5);
    expect(end).toMatchObject({ missingBodies: 2, missingBytes: 20 });
  });

  it('says what it could not look into: parts of bodies', async () => {
    const lacks = broken(async function* () {
      yield { at: 0, bytes: Buffer.from('th') };
      yield { at: 0, missing: 7 };
    });
    const { exchanges } = { exchanges: [...recording.timeline.rows.values()].map(({ exchange }) => exchange) };
    const answers = exchanges.map((exchange) => ({ ...exchange, request: undefined }));
    expect((await find('th', { heads: false }, { bytes: lacks, exchanges: answers })).end).toMatchObject({
      missingBodies: 1,
      missingBytes: 7,
    });
  });

  it('goes on where what was recorded cannot be read any more, and says why', async () => {
    const gone = broken(() => {
      throw new ProxyError('file-unreadable', 'The disk is gone.');
    });
    const { hits, end } = await find('needle', {}, { bytes: gone });
    expect(placesOf(hits)).toContain('x2 request head  needle');
    expect(end).toMatchObject({ problem: 'The disk is gone.', missingBodies: 2 });
  });

  it('stops reading when nobody asks for more', async () => {
    let isClosed = false;
    const endless = broken(async function* () {
      try {
        for (;;) yield { at: 0, bytes: Buffer.alloc(65_536) };
      } finally {
        isClosed = true;
      }
    });
    const needle = readNeedle('needle');
    if (!needle.ok) throw new Error(needle.error.message);
    const [row] = recording.timeline.rows.values();
    const exchanges = row ? [{ ...row.exchange, request: undefined }] : [];
    const options = { needle: needle.needle, heads: false, bodies: true, pace: new Pace(), reportMs: 0 };
    let told = 0;
    for await (const { type } of findInTraffic({ exchanges, total: 1, notKept: 0, bytes: endless }, options)) {
      expect(type).toBe('progress');
      told += 1;
      if (told === 5) break;
    }
    expect(isClosed).toBe(true);
  });
});
