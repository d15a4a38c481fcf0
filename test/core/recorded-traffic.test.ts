import { describe, expect, it } from 'vitest';
import { RecordedTraffic } from '../../proxy/core/recorded-traffic.ts';
import type { TimelineEvent } from '../../proxy/core/timeline.ts';
import type { WireEvent } from '../../proxy/core/wire.ts';
import { readConversation, START } from '../kit/conversation.ts';

const DAY_MS = 24 * 60 * 60 * 1000;

function told(events: readonly WireEvent[], end: 'ended' | 'goes on'): TimelineEvent[] {
  const all: TimelineEvent[] = [];
  const traffic = new RecordedTraffic((some) => all.push(...some));
  for (const event of events) traffic.take(event);
  if (end === 'ended') traffic.end();
  return all;
}

const PING = readConversation(`
=== 0.000 c1 open 192.0.2.10:50211 bits.example.test:80
=== 0.010 c1 client
BITS_POST /inbox/report.bin HTTP/1.1
BITS-Packet-Type: Ping
Host: bits.example.test
Content-Length: 0

`);

describe('recorded traffic', () => {
  it('waits for answers while it goes on', () => {
    const types = told(PING, 'goes on').filter((event) => event.type === 'packet');
    expect(types).toEqual([]);
  });

  it('is judged as it stands when it ends: the time is that of the last event', () => {
    const events = told(PING, 'ended');
    expect(events.filter((event) => event.type === 'packet').map(({ packet }) => packet.type)).toEqual(['ping', 'no-ack']);
    expect(events.at(-1)?.at).toBe(START + 10);
  });

  it('shows what is on its way when time has passed', () => {
    const later: WireEvent = { type: 'opened', at: START + 60_000, connection: 'c2', client: '192.0.2.11:1', server: 'b:80' };
    const events = told([...PING, later], 'goes on');
    const shown = events.findIndex((event) => event.type === 'packet' && event.packet.type === 'ping');
    const opened = events.findIndex((event) => event.type === 'connection' && event.connection.id === 'c2');
    expect(shown).toBeGreaterThan(0);
    expect(shown).toBeLessThan(opened);
  });

  it('does not go back in time with an event that does', () => {
    const before: WireEvent = { type: 'opened', at: START - DAY_MS, connection: 'c2', client: '192.0.2.11:1', server: 'b:80' };
    expect(told([...PING, before], 'ended').at(-1)?.at).toBe(START + 10);
  });
});
