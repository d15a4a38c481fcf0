import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { formatNote, parseNote } from '../../../proxy/core/capture/note.ts';
import { RecordingEncoder } from '../../../proxy/core/capture/recording-encoder.ts';
import { MAX_COMMENT, type MarkChange } from '../../../proxy/core/mark.ts';
import { readCapture } from '../../kit/captured.ts';
import { marked, packetPlace, sessionPlace, unmarked } from '../../kit/marks.ts';
import { Talk } from '../../kit/talk.ts';
import { folderOfFiles, hasWireshark, tshark } from '../../kit/wireshark.ts';

describe('a mark as a note', () => {
  it.each([
    [
      'bitstap v1 mark on="answer" client="192.0.2.10:50001" at="1741078800010.5" nth="0" name="report.bin" made="1741078900000" comment="why\\u000A\\"416\\"?"',
      marked(packetPlace({ on: 'answer' }), 'why\n"416"?'),
    ],
    [
      'bitstap v1 mark on="session" client="192.0.2.10" at="1741078800000.25" session="{1}" name="report.bin" removed="1741078900000"',
      unmarked(sessionPlace()),
    ],
  ])('is a line that people can read: %s', (text, change) => {
    expect(formatNote({ kind: 'mark', change })).toBe(text);
    expect(parseNote(text)).toEqual({ kind: 'mark', change });
  });

  it('is the same again and fits into a comment of pcapng, whatever is written', () => {
    const text = fc.string({ unit: 'binary', minLength: 0, maxLength: MAX_COMMENT / 2 });
    fc.assert(
      fc.property(text, fc.string({ maxLength: 200 }), (comment, name) => {
        const note = { kind: 'mark', change: marked(packetPlace({ name }), comment) } as const;
        expect(parseNote(formatNote(note))).toEqual(note);
      }),
    );
    for (const character of ['\u0000', '😀', '丂', '"']) {
      const comment = character.repeat(MAX_COMMENT / character.length);
      const written = formatNote({ kind: 'mark', change: marked(packetPlace(), comment) });
      expect(Buffer.byteLength(written)).toBeLessThan(65_536);
      expect(parseNote(written)).toMatchObject({ change: { comment } });
    }
  });

  it.each([
    'bitstap v1 mark',
    'bitstap v1 mark on="request" client="a:1" at="x" nth="0" name="" made="1"',
    'bitstap v1 mark on="elsewhere" client="a:1" at="1" nth="0" name="" made="1"',
    'bitstap v1 mark on="request" client="a:1" at="1" nth="-1" name="" made="1"',
    'bitstap v1 mark on="request" client="a:1" at="1" nth="0" name=""',
  ])('is none where it says too little: %s', (text) => {
    expect(parseNote(text)).toBeUndefined();
  });
});

/** A recording in which this was marked while the connection was open, and when it was long closed. */
function recording(open: MarkChange, late: MarkChange, lost: MarkChange): Uint8Array {
  const encoder = new RecordingEncoder({ application: 'bitstap test' });
  const { events } = new Talk().begin().stored('0-99/100').cut('client', 'fin');
  const connection = events.flatMap((event) => (event.type === 'opened' ? [event.connection] : []))[0] ?? '';
  encoder.begin();
  for (const event of events) {
    if (event.type === 'closed') encoder.mark(open, connection);
    encoder.take(event);
  }
  encoder.mark(late, connection);
  encoder.mark(lost, 'c999');
  return Buffer.concat(encoder.flush().pieces);
}

describe('marks in a recording', () => {
  const changes = [
    marked(packetPlace(), 'while it went on'),
    marked(sessionPlace(), 'afterwards'),
    unmarked(packetPlace({ at: 7 })),
  ] as const;

  it('are read again, on the packets of a connection, behind its end and beside all of them', () => {
    const read: MarkChange[] = [];
    const { summary } = readCapture([recording(...changes)], { onMark: (change) => read.push(change) });
    expect(read).toEqual(changes);
    expect(Object.keys(summary.faults)).toEqual([]);
  });

  it('change nothing of what was said, nor when', () => {
    const bare = readCapture([recording(...changes)]).events;
    const { events } = new Talk().begin().stored('0-99/100').cut('client', 'fin');
    expect(bare.map(({ type, at }) => [type, at])).toEqual(events.map(({ type, at }) => [type, at]));
  });
});

describe.runIf(hasWireshark('nothing shows that Wireshark reads marks'))('Wireshark', () => {
  const file = folderOfFiles();

  it('shows the comment of a mark on its connection', () => {
    const path = file('marks.pcapng', recording(marked(packetPlace(), 'look at <this>'), marked(sessionPlace()), unmarked(packetPlace())));
    const told = tshark(path, '-Y', 'frame.comment contains "look at <this>"', '-T', 'fields', '-e', 'tcp.stream', '-e', 'frame.comment');
    expect(told).toMatch(/^0\tbitstap v1 mark on="request" .* comment="look at <this>"\n$/);
  });
});
