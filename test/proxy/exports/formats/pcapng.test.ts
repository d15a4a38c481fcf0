import { describe, expect, it } from 'vitest';
import type { WireEvent } from '../../../../proxy/core/wire.ts';
import { pcapng } from '../../../../proxy/exports/formats/pcapng.ts';
import { readCapture } from '../../../kit/captured.ts';
import { describeTimeline } from '../../../kit/describe-timeline.ts';
import { exported, recorded, written } from '../../../kit/recorded.ts';
import { allSamples, analyse } from '../../../kit/samples.ts';
import { Talk } from '../../../kit/talk.ts';

async function file(events: readonly WireEvent[], rows?: readonly string[], redact = false): Promise<Uint8Array> {
  const source = exported(recorded(events));
  const kept = rows ? source.rows.filter(({ exchange }) => rows.includes(exchange.id)) : source.rows;
  return Buffer.from(await written(pcapng, { ...source, rows: kept }, { redact }), 'latin1');
}

const ofExchanges = (events: readonly WireEvent[]) => events.filter(({ type }) => type !== 'tick' && type !== 'fault');
const endOf = (events: readonly WireEvent[]) => events.filter(({ type }) => type === 'traffic-ended');

describe('a recording of chosen exchanges', () => {
  it.each(allSamples().map(({ name, events }) => [name, events] as const))('of all of them means the same: %s', async (_name, events) => {
    const again = [
      ...ofExchanges(readCapture([await file(events)]).events).filter(({ type }) => type !== 'traffic-ended'),
      ...endOf(events),
    ];
    expect(describeTimeline(analyse(again))).toEqual(describeTimeline(analyse(ofExchanges(events))));
  });

  it('has no others', async () => {
    const talk = new Talk().begin().stored('0-99/200').stored('100-199/200').close().answer(200).cut('client', 'fin');
    const { events } = readCapture([await file(talk.events, ['x3'])]);
    const said = events.flatMap((event) => (event.type === 'data' ? [Buffer.from(event.bytes).toString('latin1')] : []));
    expect(said.join('')).toMatch(/^BITS_POST [\s\S]*Content-Range: bytes 100-199\/200[\s\S]*BITS-Received-Content-Range: 200\r\n/);
    expect(said.join('')).not.toContain('Close-Session');
  });

  it('tells what was found in its comments', async () => {
    const bytes = await file(allSamples().find(({ name }) => name === 'premature-close')?.events ?? []);
    expect(Buffer.from(bytes).toString('latin1')).toContain('error: Closed with 100 of 300 bytes acknowledged');
  });

  it('has no credentials where they are taken out', async () => {
    const { events } = new Talk().ping({ credentials: true }).answer(200);
    expect(Buffer.from(await file(events)).toString('latin1')).toContain('Authorization: NTLM x');
    expect(Buffer.from(await file(events, undefined, true)).toString('latin1')).toContain('Authorization: NTLM *');
  });
});
