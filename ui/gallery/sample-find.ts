import type { FindHit, FindNews } from '../../proxy/core/find/find-news.ts';
import type { AskFind } from '../state/finder.svelte.ts';

/** How a search stands that the gallery shows. */
export type SampleFind = 'found' | 'under way' | 'nothing' | 'failed';

const PROGRESS = { exchanges: 62_000, total: 100_000, bytes: 4_700_000_000 };
const NOT_LOOKED_AT = { notKept: 0, missingBodies: 0, missingBytes: 0 };

/** Hits with texts of strangers among them, in both kinds of traffic. */
function hits(): readonly FindHit[] {
  const hit: FindHit = {
    ...{ exchange: 'x3', session: 's1', startedAt: 0, packet: 'Fragment', of: 'request', part: 'body' },
    ...{ at: 1_234, length: 6, encoding: 'utf-8', before: 'the quarterly ', hit: 'report', after: ' of <b>sales</b>' },
  };
  const { session: _session, ...beside } = hit;
  return [
    { ...hit, exchange: 'x1', packet: 'Create-Session', part: 'head', before: 'BITS_POST /inbox/', after: '.bin HTTP/1.1\r\n', at: 17 },
    hit,
    { ...hit, at: 98_304, encoding: 'utf-16le', length: 12, before: '\0\0', hit: 'R\0e\0p\0o\0r\0t\0', after: '.\0d\0o\0c\0' },
    {
      ...hit,
      of: 'response',
      part: 'head',
      header: `X-${'Very-'.repeat(12)}Long`,
      before: '\x00\xff\x1b[31m',
      after: `\xe2\x80\xae${'x'.repeat(80)}`,
    },
    { ...beside, exchange: 'x9', packet: 'GET', part: 'head', before: 'GET /', after: 's/today HTTP/1.1' },
  ];
}

/** Answers as the dashboard would. */
export function sampleFind(how: SampleFind): AskFind {
  return async function* find(): AsyncGenerator<FindNews> {
    if (how === 'failed') throw new Error('The recording cannot be read any more.');
    yield { type: 'progress', ...PROGRESS };
    if (how !== 'nothing') yield { type: 'hits', hits: hits() };
    if (how === 'under way') await new Promise(() => {});
    const limits = how === 'found' ? { limitReached: 5, notKept: 12, missingBodies: 3, missingBytes: 40_000_000 } : NOT_LOOKED_AT;
    yield { type: 'end', ...PROGRESS, exchanges: PROGRESS.total, ...limits };
  };
}
