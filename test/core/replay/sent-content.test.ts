import { describe, expect, it } from 'vitest';
import { clientScript } from '../../../proxy/core/replay/client-script.ts';
import { broughtRanges, FragmentCuts } from '../../../proxy/core/replay/fragment-cuts.ts';
import { type ContentRun, SentContent } from '../../../proxy/core/replay/sent-content.ts';
import { ack, created, fragment, ID, packet } from '../../kit/blocks.ts';
import { readConversation } from '../../kit/conversation.ts';
import { recordingOf } from '../../kit/recording-in-memory.ts';

/** The Fragments of a session that sent these ranges, each accepted or refused; `cut` has so many bytes of the last one. */
function fragmentsOf(
  ranges: readonly string[],
  { refused = [] as readonly number[], cut }: { refused?: readonly number[]; cut?: number } = {},
) {
  const blocks = ranges.flatMap((range, index) => {
    const isCut = cut !== undefined && index === ranges.length - 1;
    const sent = fragment(`1.${index}0 c1`, range, isCut ? { body: `<<${cut} bytes>>`, length: 100 } : {});
    if (isCut) return [sent, '3.000 c1 close client reset'];
    return [sent, ack(`1.${index}5 c1`, refused.includes(index) ? '416 Range' : '200 OK', 'BITS-Received-Content-Range: 0')];
  });
  const all = [
    '0.000 c1 open 192.0.2.10:50211 bits.example.test:80',
    packet('0.010 c1', 'Create-Session'),
    created('0.020 c1', ID),
    ...blocks,
  ];
  const { timeline } = recordingOf(readConversation(all.map((block) => `=== ${block}`).join('\n')));
  return (clientScript(timeline).acts[0]?.steps ?? []).filter(({ row }) => row.request?.type === 'fragment');
}

const shown = (runs: readonly ContentRun[]) =>
  runs.map(({ first, last, step, start }) => `${first}-${last} ${step ? `${step.row.exchange.id}+${start}` : 'nowhere'}`);

describe('SentContent', () => {
  it('finds a range across the Fragments that sent it', () => {
    const content = new SentContent(fragmentsOf(['0-99/300', '100-199/300', '200-299/300']));
    expect(shown(content.runs({ first: 50n, last: 249n }))).toEqual(['50-99 x2+50', '100-199 x3+0', '200-249 x4+0']);
  });

  it('tells what was never sent', () => {
    const content = new SentContent(fragmentsOf(['100-199/500', '300-399/500']));
    expect(shown(content.runs({ first: 0n, last: 499n }))).toEqual([
      ...['0-99 nowhere', '100-199 x2+0', '200-299 nowhere', '300-399 x3+0', '400-499 nowhere'],
    ]);
  });

  it('takes what was accepted, and of that what came last', () => {
    const content = new SentContent(fragmentsOf(['0-99/200', '50-149/200', '80-99/200'], { refused: [2] }));
    expect(shown(content.runs({ first: 0n, last: 149n }))).toEqual(['0-49 x2+0', '50-149 x3+0']);
  });

  it('takes what a Fragment itself had from there', () => {
    const [first] = fragmentsOf(['0-99/200', '0-99/200']);
    const content = new SentContent(fragmentsOf(['0-99/200', '0-99/200']));
    expect(shown(content.runs({ first: 10n, last: 19n }, first))).toEqual(['10-19 x2+10']);
    expect(shown(content.runs({ first: 10n, last: 19n }))).toEqual(['10-19 x3+10']);
  });

  it('knows only as many bytes of a Fragment as were sent', () => {
    const content = new SentContent(fragmentsOf(['0-99/200', '100-199/200'], { cut: 60 }));
    expect(shown(content.runs({ first: 90n, last: 199n }))).toEqual(['90-99 x2+90', '100-159 x3+0', '160-199 nowhere']);
  });
});

describe('broughtRanges', () => {
  it('has what of a Fragment was sent, when it was cut off and not sent again', () => {
    expect([...broughtRanges(fragmentsOf(['0-99/200', '100-199/200'], { cut: 60 })).values()]).toEqual([
      { first: 0n, last: 99n, total: 200n },
      { first: 100n, last: 159n, total: 200n },
    ]);
  });

  it('has nothing for a range that makes no sense', () => {
    expect(broughtRanges(fragmentsOf(['100-199/150'])).size).toBe(0);
  });
});

describe('FragmentCuts', () => {
  const cuts = () =>
    new FragmentCuts([
      { first: 0n, last: 99_999n, total: 300_000n },
      { first: 100_000n, last: 299_999n, total: 300_000n },
    ]);

  it('cuts where the recorded client did', () => {
    expect(cuts().rangeFrom(60n, 300_000n, 300_000n)).toEqual({ first: 60n, last: 99_999n, total: 300_000n });
    expect(cuts().rangeFrom(60n, 1_000n, 300_000n)).toEqual({ first: 60n, last: 999n, total: 300_000n });
  });

  it('cuts what nobody recorded into pieces that are not larger than usual', () => {
    expect(cuts().rangeFrom(300_000n, 10_000_000n, 10_000_000n)).toMatchObject({ last: 300_000n + 1024n ** 2n - 1n });
  });

  it('halves what is too large, down to the smallest that Windows sends', () => {
    const halved = cuts();
    expect(halved.shrink({ first: 0n, last: 99_999n })).toBe(true);
    expect(halved.rangeFrom(0n, 300_000n, 300_000n).last).toBe(49_999n);
    expect(halved.shrink({ first: 0n, last: 5_119n })).toBe(false);
  });
});
