import { readFileSync } from 'node:fs';
import { setTimeout as pause } from 'node:timers/promises';
import { describe, expect, it } from 'vitest';
import type { MarkChange } from '../../../proxy/core/mark.ts';
import { readCapture } from '../../kit/captured.ts';
import { marked, packetPlace, sessionPlace, unmarked } from '../../kit/marks.ts';
import { ACK, fragmentHead, Recorded } from './recording-kit.ts';

const MEGABYTE = 1024 ** 2;

function marksIn(...files: readonly string[]): MarkChange[] {
  const read: MarkChange[] = [];
  readCapture(
    files.map((file) => readFileSync(file)),
    { onMark: (change) => read.push(change) },
  );
  return read;
}

/** So many bytes as bodies of fragments of 50,000. */
async function say(recorded: Recorded, bytes: number): Promise<void> {
  for (let said = 0; said < bytes; said += 50_000) {
    recorded.say('c1', 'client', fragmentHead(50_000));
    recorded.say('c1', 'client', Buffer.alloc(50_000));
    recorded.say('c1', 'server', ACK);
    await recorded.recorder.flush();
  }
}

describe('marks in a recording', () => {
  const comment = marked(packetPlace(), 'kept');
  const removal = unmarked(sessionPlace());

  it('are in the file once it is written', async () => {
    const recorded = await Recorded.start();
    recorded.open('c1');
    recorded.recorder.mark(comment, 'c1');
    recorded.recorder.mark(removal, undefined);
    await recorded.recorder.flush();
    expect(marksIn(recorded.file)).toEqual([comment, removal]);
  });

  it('are in every part, though the part in which they were made is gone', async () => {
    const recorded = await Recorded.start({ maxBytes: MEGABYTE });
    recorded.open('c1');
    recorded.recorder.mark(comment, 'c1');
    await say(recorded, 3 * MEGABYTE);
    const { files, droppedParts } = recorded.recorder.status;
    expect(droppedParts).toBeGreaterThan(0);
    for (const file of files) expect(marksIn(file)).toEqual([comment]);
  });

  it('are those of now in a new part, and older ones stay behind with what was changed', async () => {
    const recorded = await Recorded.start({ maxBytes: MEGABYTE });
    const changed = marked(packetPlace(), 'changed', comment.at + 1);
    recorded.open('c1');
    recorded.recorder.mark(comment, 'c1');
    recorded.recorder.mark(changed, 'c1');
    await say(recorded, MEGABYTE / 2);
    const [first = '', second = ''] = recorded.recorder.status.files;
    expect([marksIn(first), marksIn(second)]).toEqual([[comment, changed], [changed]]);
  });

  it('that have no room in a new part are counted, and said', async () => {
    const recorded = await Recorded.start({ maxBytes: MEGABYTE });
    recorded.open('c1');
    const many = Array.from({ length: 100 }, (_, index) => marked(packetPlace({ at: index }), 'x'.repeat(1_000), index));
    for (const change of many) recorded.recorder.mark(change, 'c1');
    await say(recorded, MEGABYTE / 2);
    expect(recorded.codes).toContain('recording-marks');
    expect(marksIn(recorded.recorder.status.files[1] ?? '')[0]).toEqual(many.at(-1));
  });

  it('wait in memory while the disk is full, and are written when there is room', async () => {
    const recorded = await Recorded.start();
    recorded.open('c1');
    await recorded.recorder.flush();
    recorded.disk.hold();
    recorded.recorder.mark(comment, 'c1');
    await pause(150);
    expect(marksIn(recorded.file)).toEqual([]);
    recorded.disk.release();
    await recorded.recorder.flush();
    expect(marksIn(recorded.file)).toEqual([comment]);
  });

  it('that were made while nothing could be recorded are behind the pause', async () => {
    const recorded = await Recorded.start({ maxWaitingBytes: 100_000 });
    recorded.open('c1');
    await recorded.recorder.flush();
    recorded.disk.hold();
    for (let piece = 0; piece < 60 && recorded.recorder.status.share !== 'nothing'; piece += 1) {
      recorded.say('c1', 'client', Buffer.alloc(20_000, 'GET / HTTP/1.1\r\n'));
      await pause(1);
    }
    expect(recorded.recorder.status.share).toBe('nothing');
    recorded.recorder.mark(comment, 'c1');
    await pause(150);
    recorded.disk.release();
    for (let piece = 0; piece < 200 && recorded.recorder.status.share !== 'all'; piece += 1) {
      recorded.say('c1', 'client', 'x');
      await pause(10);
    }
    await recorded.recorder.flush();
    expect(marksIn(recorded.file)).toEqual([comment]);
  });
});
