import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import type { WireEvent } from '../../../../proxy/core/wire.ts';
import type { ExportOptions } from '../../../../proxy/exports/export-format.ts';
import { txt } from '../../../../proxy/exports/formats/txt.ts';
import { said } from '../../../kit/captured.ts';
import { readConversation } from '../../../kit/conversation.ts';
import { describeTimeline } from '../../../kit/describe-timeline.ts';
import { exported, recorded, written } from '../../../kit/recorded.ts';
import { allSamples, analyse } from '../../../kit/samples.ts';
import { Talk } from '../../../kit/talk.ts';

const text = (events: readonly WireEvent[], options: ExportOptions = {}) => written(txt, exported(recorded(events)), options);

const endOf = (events: readonly WireEvent[]) => events.filter(({ type }) => type === 'traffic-ended');

/** Without the times of the process, and what is no exchange's. */
const ofExchanges = (events: readonly WireEvent[]) => events.filter(({ type }) => type !== 'tick' && type !== 'fault');

describe('a conversation as text', () => {
  it('is what a person would have written', async () => {
    const { events } = new Talk().ping().answer(200).cut('client', 'fin');
    expect(await text(events)).toBe(
      [
        '# A conversation that bitstap has written: "bitstap open FILE" reads it back.',
        '# s1: report.bin, without an id',
        '=== start 2025-03-04T09:00:00.000000Z',
        '=== 0.010000 c1 open 192.0.2.10:50000 bits.example.test:80',
        '=== 0.020000 c1 client',
        'BITS_POST /inbox/report.bin HTTP/1.1',
        'BITS-Packet-Type: Ping',
        'Host: bits.example.test',
        'Content-Length: 0',
        '',
        '=== 0.030000 c1 server',
        'HTTP/1.1 200 Whatever',
        'BITS-Packet-Type: Ack',
        'Content-Length: 0',
        '',
        '=== 0.040000 c1 close client fin',
        '',
      ].join('\n'),
    );
  });

  it.each(allSamples().map(({ name, events }) => [name, events] as const))(
    'is read back with the same timeline: %s',
    async (_name, events) => {
      const again = [...readConversation(await text(events)), ...endOf(events)];
      expect(describeTimeline(analyse(again))).toEqual(describeTimeline(analyse(ofExchanges(events))));
    },
  );

  it('is read back byte by byte and at the same times, whatever a body holds', async () => {
    const line = fc.oneof(fc.string(), fc.constantFrom('', '=== 0.0 c1 end client', '<<6 bytes>>', '<<', '# no comment', '\u202e', 'é'));
    const body = fc.oneof(
      fc.uint8Array({ maxLength: 300 }),
      fc.array(line).map((lines) => Buffer.from(lines.join('\r\n'), 'utf8')),
    );
    await fc.assert(
      fc.asyncProperty(fc.array(body, { maxLength: 4 }), fc.nat({ max: 999 }), async (pieces, fraction) => {
        const length = pieces.reduce((sum, piece) => sum + piece.length, 0);
        const [opened, head] = new Talk().fragment(`0-${length}/${length + 1}`, { came: 0, length }).events;
        if (!opened || !head) throw new Error('a Fragment is two events');
        const at = head.at + fraction / 1000;
        const bodies = pieces
          .filter((piece) => piece.length > 0)
          .map((bytes): WireEvent => ({ type: 'data', at, connection: 'c1', from: 'client', bytes }));
        const events = [opened, head, ...bodies];
        const again = readConversation(await text(events));
        expect(said(again)).toEqual(said(events));
        expect(again.map((event) => event.at)).toEqual(events.map((event) => event.at));
      }),
    );
  });

  it('says what is missing, and is read back so', async () => {
    const [opened, head] = new Talk().fragment('0-99/100', { came: 0 }).events;
    const at = head?.at ?? 0;
    const events = [
      ...(opened ? [opened] : []),
      ...(head ? [head] : []),
      { type: 'gap', at, connection: 'c1', from: 'client', bytes: 100 } as const,
    ];
    expect(said(readConversation(await text(events)))).toEqual(said(events));
  });

  it('hides no text in a line of its own', async () => {
    const { events } = new Talk()
      .raw('client', 'GET /\u202e HTTP/1.1\r\nHost: h\r\n\r\n')
      .raw('server', 'HTTP/1.1 200 OK\r\nContent-Length: 25\r\n\r\n=== 9.000 c1 close client');
    const lines = (await text(events)).split('\n');
    expect(lines.filter((line) => line.startsWith('=== '))).toHaveLength(4);
  });

  it('has no credentials where they are taken out, whatever the split', async () => {
    const [opened, head] = new Talk().fragment('0-9/10', { came: 0, length: 10, credentials: true }).events;
    if (opened?.type !== 'opened' || head?.type !== 'data') throw new Error('a Fragment is two events');
    const secret = Buffer.from(head.bytes).toString('latin1').replace('NTLM x', 'Basic c2VjcmV0');
    const parts = [secret.slice(0, 200), secret.slice(200)].map((part): WireEvent => ({ ...head, bytes: Buffer.from(part, 'latin1') }));
    const whole = await text([opened, ...parts], { redact: true });
    expect(whole).toContain('# Credentials were taken out.');
    const again = readConversation(whole);
    expect(said(again).join('\n')).toContain('Authorization: Basic ********\r\n');
    expect(said(again).join('\n')).not.toContain('c2VjcmV0');
  });
});
