import { describe, expect, it } from 'vitest';
import type { Interruption } from '../../../proxy/core/facts/session-facts.ts';
import { agentWords, interruptionWords, latencyWords, sizesWords } from '../../../ui/views/fact-words.ts';

const interruption = (change: Partial<Interruption>): Interruption => ({
  ...{ exchange: 'x3', packet: 'fragment', at: 0, cause: { by: 'server', how: 'reset' }, bodySent: 0, wasted: 0 },
  ...change,
});

describe('an interruption in words', () => {
  it('says who, how much, how long, and where it went on', () => {
    const mended = interruption({ bodySent: 60, wasted: 20, silenceMs: 2_000, asked: 1_000n, given: 1_040n });
    expect(interruptionWords(mended)).toBe(
      'x3 Fragment: reset by server; 60 bytes had come, 20 bytes in vain; then silent for 2.00 s; the server had asked for 1,000; the client went on at 1,040',
    );
  });

  it('says that nothing came since', () => {
    expect(interruptionWords(interruption({ packet: 'ping' }))).toBe('x3 Ping: reset by server; nothing came since');
  });

  it('says the status where there was an answer', () => {
    const answered = interruption({ packet: 'close-session', cause: { how: 'status', status: 503 }, silenceMs: 500 });
    expect(interruptionWords(answered)).toBe('x3 Close-Session: answered 503; then silent for 500 ms');
  });
});

describe('facts in words', () => {
  it('Fragments of one size have it each', () => {
    expect(sizesWords({ smallest: 4_096, largest: 4_096, last: 4_096 })).toBe('4 KiB each');
    expect(sizesWords({ smallest: 6, largest: 4_096, last: 6 })).toBe('6 bytes to 4 KiB each');
  });

  it('latencies say which they are', () => {
    expect(latencyWords({ p50Ms: 18.2, p95Ms: 742, maxMs: 2_410 })).toBe('p50 18.2 ms, p95 742 ms, max 2.41 s');
  });

  it('a user agent of Windows is named by its version, others need no words', () => {
    expect(agentWords('Microsoft BITS/7.5')).toBe('BITS 4.0: Windows 7, Server 2008 R2.');
    expect(agentWords('curl/8.5.0')).toBeUndefined();
  });
});
