import { describe, expect, it } from 'vitest';
import { Analyzer } from '../../proxy/core/analyzer.ts';
import { standing, Timeline } from '../../proxy/core/timeline.ts';
import { acknowledge, readRequestHead } from './packets.ts';
import { CoreTraffic } from './processes/core-traffic.ts';
import { LOADS, longUpload } from './scenarios.ts';

describe.each(LOADS)('the traffic of the benchmark: $title', ({ upload }) => {
  it('is made of real uploads, in which no rule finds anything', () => {
    const analyzer = new Analyzer();
    const timeline = new Timeline();
    const traffic = new CoreTraffic(2, { ...upload, perSession: 5 });
    const events = traffic.next().events.flatMap((event) => analyzer.feed(event));
    for (const event of events) timeline.apply(event);
    expect(events.filter(({ type }) => type === 'finding' || type === 'fault')).toEqual([]);
    const standings = [...timeline.sessions.values()].map(standing);
    expect(standings.filter((one) => one === 'complete').length).toBeGreaterThan(10);
  });
});

it('uploads at least as many gigabytes as were asked for', () => {
  const { fragmentBytes, perSession } = longUpload(5);
  expect(fragmentBytes * perSession).toBeGreaterThanOrEqual(5e9);
});

describe('the origin', () => {
  const head =
    'POST /f HTTP/1.1\r\nbits-packet-type: Fragment\r\nBITS-SESSION-ID: {Ab}\r\nContent-Range: bytes 10-19/30\r\ncontent-length: 10\r\n\r\n';

  it('reads what it needs in whatever case a relay writes the names', () => {
    expect(readRequestHead(head)).toEqual({ type: 'fragment', contentLength: 10, sessionId: '{Ab}', nextOffset: 20 });
  });

  it('asks for the byte after the last one', () => {
    expect(acknowledge(readRequestHead(head), () => '')).toContain('\r\nBITS-Received-Content-Range: 20\r\n');
  });
});
