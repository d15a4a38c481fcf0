import { randomBytes } from 'node:crypto';
import { mkdir, readFile, rename, rm, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { setTimeout as pause } from 'node:timers/promises';
import { describe, expect, it } from 'vitest';
import { temporaryFolder } from '../reference/temporary-folder.ts';
import { ACK, fragmentHead, Heard, head, Recorded, readAll, START } from './recording-kit.ts';

/** Waits for something that only the disk can bring. */
async function until(true_: () => boolean): Promise<void> {
  while (!true_()) await pause(2);
}

const dots = (length: number) => '.'.repeat(length);

/** An upload in one fragment, in pieces as a socket brings them. */
function upload(recorded: Recorded, connection: string, body: Buffer, pieceBytes = 16_384): void {
  recorded.say(connection, 'client', fragmentHead(body.length));
  for (let at = 0; at < body.length; at += pieceBytes) recorded.say(connection, 'client', body.subarray(at, at + pieceBytes));
  recorded.say(connection, 'server', ACK);
}

describe('a recording', () => {
  it('has every byte of both sides, where `read` and the file agree', async () => {
    const recorded = await Recorded.start();
    recorded.open('c1');
    recorded.open('c2');
    upload(recorded, 'c1', randomBytes(200_000));
    upload(recorded, 'c2', randomBytes(70_001), 65_536);
    recorded.say('c1', 'proxy', head('HTTP/1.1 502 Bad Gateway', 'Content-Length: 0'));
    recorded.close('c1');
    await recorded.recorder.flush();
    const captured = recorded.captured();
    expect(captured.faults).toEqual([]);
    for (const connection of ['c1', 'c2'])
      for (const from of ['client', 'server'] as const) {
        const said = recorded.said(connection, from);
        expect(said.length).toBeGreaterThan(0);
        expect(captured.bytes(connection, from).equals(said)).toBe(true);
        expect((await readAll(recorded.recorder, connection, from)).equals(said)).toBe(true);
      }
    expect(recorded.recorder.status).toMatchObject({ files: [recorded.file], share: 'all', cutBytes: 0, droppedParts: 0 });
    expect(recorded.recorder.status.bytes).toBe((await readFile(recorded.file)).length);
  });

  it('can be read while it still waits for the disk, in any range', async () => {
    const recorded = await Recorded.start();
    await recorded.recorder.flush();
    recorded.disk.hold();
    recorded.open('c1');
    upload(recorded, 'c1', randomBytes(400_000));
    const said = recorded.said('c1', 'client');
    expect((await readAll(recorded.recorder, 'c1', 'client')).equals(said)).toBe(true);
    expect((await readAll(recorded.recorder, 'c1', 'client', 1000, 270_000)).equals(said.subarray(1000, 270_000))).toBe(true);
    expect((await readFile(recorded.file)).length).toBeLessThan(1000);
    recorded.disk.release();
    await recorded.recorder.flush();
    expect((await readAll(recorded.recorder, 'c1', 'client', 1000, 270_000)).equals(said.subarray(1000, 270_000))).toBe(true);
  });

  it('has findings as comments, each once', async () => {
    const recorded = await Recorded.start();
    recorded.open('c1');
    const request = fragmentHead(10).replace('bytes 0-9/10', 'bytes 5-14/20');
    recorded.say('c1', 'client', `${request}0123456789`);
    recorded.say('c1', 'server', head('HTTP/1.1 200 OK', 'Content-Length: 0'));
    recorded.see({ type: 'tick', at: Date.now() });
    await recorded.recorder.flush();
    const text = (await readFile(recorded.file)).toString('latin1');
    const comments = [...text.matchAll(/(?:error|warning|note): [^[\0]+\[[a-z-]+\]/g)].map(([comment]) => comment);
    expect(comments.length).toBeGreaterThan(0);
    expect(new Set(comments).size).toBe(comments.length);
    expect(recorded.captured().bytes('c1', 'client').equals(recorded.said('c1', 'client'))).toBe(true);
  });

  it('keeps so many bytes of each body, and knows how many there were', async () => {
    const recorded = await Recorded.start({ maxBodyBytes: 6 });
    recorded.open('c1');
    recorded.say('c1', 'client', `${fragmentHead(10)}01234`);
    recorded.say('c1', 'client', `56789${fragmentHead(3)}abc`);
    recorded.say('c1', 'server', ACK);
    recorded.say('c1', 'server', `${head('HTTP/1.1 200 OK', 'Transfer-Encoding: chunked')}4\r\nabcd\r\n4\r\nefgh\r\n0\r\n\r\n`);
    await recorded.recorder.flush();
    const sent = `${fragmentHead(10)}012345....${fragmentHead(3)}abc`;
    const answered = `${ACK}${head('HTTP/1.1 200 OK', 'Transfer-Encoding: chunked')}4\r\nabcd\r\n4\r\nef..\r\n0\r\n\r\n`;
    const captured = recorded.captured();
    expect(captured.bytes('c1', 'client').toString()).toBe(sent);
    expect(captured.bytes('c1', 'server').toString()).toBe(answered);
    expect((await readAll(recorded.recorder, 'c1', 'client')).toString()).toBe(sent);
    expect((await readAll(recorded.recorder, 'c1', 'server')).toString()).toBe(answered);
    expect(recorded.recorder.status).toMatchObject({ beyondMaxBody: 6, cutBytes: 0 });
    expect(recorded.codes).toEqual([]);
  });
});

describe('a bug of ours', () => {
  it('costs the connection that it comes up on, is said once, and leaves a file that can be read', async () => {
    const recorded = await Recorded.start();
    recorded.open('c1');
    recorded.open('c2');
    recorded.say('c1', 'client', fragmentHead(3));
    for (let count = 0; count < 2; count += 1)
      recorded.recorder.take({
        ...{ type: 'data', at: START, connection: 'c1', from: 'client' },
        get bytes(): Uint8Array {
          throw new Error('a bug');
        },
      });
    recorded.say('c1', 'client', 'abc');
    upload(recorded, 'c2', randomBytes(1000));
    await recorded.recorder.flush();
    expect(recorded.codes).toEqual(['recording-failed']);
    expect(recorded.captured().faults).toEqual([]);
    expect(recorded.captured().bytes('c2', 'client').equals(recorded.said('c2', 'client'))).toBe(true);
  });
});

describe('a disk that does not follow', () => {
  const SLOW = { maxWaitingBytes: 100_000 };

  it('costs bodies and no heads, which is said when it begins and when it is over', async () => {
    const recorded = await Recorded.start(SLOW);
    await recorded.recorder.flush();
    recorded.disk.hold();
    recorded.open('c1');
    for (let count = 0; count < 50; count += 1) upload(recorded, 'c1', randomBytes(20_000), 5_000);
    expect(recorded.codes).toEqual(['recording-cut']);
    expect(recorded.recorder.status).toMatchObject({ share: 'heads', lostBytes: 0 });
    recorded.disk.release();
    await recorded.recorder.flush();
    await until(() => recorded.faults.length > 1);
    expect(recorded.codes).toEqual(['recording-cut', 'recording-cut']);
    upload(recorded, 'c1', Buffer.from('whole again'));
    await recorded.recorder.flush();
    const { cutBytes } = recorded.recorder.status;
    expect(cutBytes).toBeGreaterThan(500_000);
    const heard = recorded.captured().bytes('c1', 'client').toString('latin1');
    expect(heard.length).toBe(recorded.said('c1', 'client').length);
    expect(heard.split(fragmentHead(20_000)).length - 1).toBe(50);
    expect(heard.endsWith(`${fragmentHead(11)}whole again`)).toBe(true);
    expect(recorded.captured().bytes('c1', 'server').equals(recorded.said('c1', 'server'))).toBe(true);
    const missing = recorded.captured().events.reduce((sum, event) => sum + (event.type === 'gap' ? event.bytes : 0), 0);
    expect(missing).toBe(cutBytes);
  });

  it('costs everything when it does not follow even with heads, and the file can be read behind that', async () => {
    const recorded = await Recorded.start({ maxWaitingBytes: 20_000 });
    await recorded.recorder.flush();
    recorded.disk.hold();
    recorded.open('c1');
    for (let count = 0; count < 500; count += 1) upload(recorded, 'c1', randomBytes(100));
    expect(recorded.recorder.status.share).toBe('nothing');
    recorded.open('c2');
    recorded.disk.release();
    await until(() => recorded.recorder.status.share === 'all');
    expect(recorded.codes).toEqual(['recording-cut', 'recording-paused', 'recording-paused', 'recording-cut']);
    upload(recorded, 'c1', Buffer.from('here again'));
    upload(recorded, 'c2', Buffer.from('here too'));
    await recorded.recorder.flush();
    const heard = recorded.captured().bytes('c1', 'client').toString('latin1');
    expect(heard.endsWith(`${fragmentHead(10)}here again`)).toBe(true);
    expect(recorded.captured().bytes('c2', 'client').toString('latin1')).toBe(`${fragmentHead(8)}here too`);
    const end = (await readAll(recorded.recorder, 'c1', 'client')).toString('latin1');
    expect(end.length).toBe(recorded.said('c1', 'client').length);
    expect(end.endsWith(`${fragmentHead(10)}here again`)).toBe(true);
    expect(recorded.recorder.status.lostBytes).toBeGreaterThan(10_000);
  });

  it('keeps nobody from closing for longer than a few seconds', async () => {
    const recorded = await Recorded.start();
    await recorded.recorder.flush();
    recorded.disk.hold();
    recorded.open('c1');
    await recorded.recorder.close();
    expect(recorded.codes).toEqual(['recording-incomplete']);
  }, 15_000);
});

describe('a disk that is full', () => {
  it('is said once, and what waits is written when there is room again', async () => {
    const recorded = await Recorded.start();
    await recorded.recorder.flush();
    recorded.disk.room = 10_000;
    recorded.open('c1');
    upload(recorded, 'c1', randomBytes(100_000));
    await recorded.recorder.flush();
    upload(recorded, 'c1', randomBytes(100_000));
    await pause(100);
    expect(recorded.codes).toEqual(['recording-failed']);
    expect(recorded.recorder.status.problem).toMatch(/ENOSPC/);
    // It ends with a whole block all the while.
    expect(new Heard([recorded.file]).faults).toEqual([]);
    recorded.disk.room = Number.POSITIVE_INFINITY;
    await until(() => recorded.codes.length > 1);
    await recorded.recorder.flush();
    expect(recorded.codes).toEqual(['recording-failed', 'recording-resumed']);
    expect(recorded.recorder.status.problem).toBeUndefined();
    expect(recorded.captured().bytes('c1', 'client').equals(recorded.said('c1', 'client'))).toBe(true);
  });

  it('is tried once more at the end, and what is missing is said', async () => {
    const recorded = await Recorded.start({ retryMs: 60_000 });
    await recorded.recorder.flush();
    recorded.disk.failure = 'ENOSPC';
    recorded.open('c1');
    await recorded.recorder.flush();
    await recorded.recorder.close();
    expect(recorded.codes).toEqual(['recording-failed', 'recording-incomplete']);
  });
});

describe('somebody else', () => {
  it('removes the file: it goes on in a new one that can be read by itself', async () => {
    const recorded = await Recorded.start();
    recorded.open('c1');
    upload(recorded, 'c1', randomBytes(1000));
    await recorded.recorder.flush();
    await rm(recorded.file);
    await pause(1_100);
    upload(recorded, 'c1', Buffer.from('gone with it'));
    await recorded.recorder.flush();
    upload(recorded, 'c1', Buffer.from('in the new file'));
    await recorded.recorder.flush();
    expect(recorded.codes).toEqual(['recording-lost']);
    expect(recorded.recorder.status).toMatchObject({ files: [recorded.file], droppedParts: 1 });
    expect(recorded.captured().faults).toEqual([]);
    expect(recorded.captured().bytes('c1', 'client').toString()).toBe(`${fragmentHead(15)}in the new file`);
  });

  it('takes the whole folder away: it goes on when the folder is there again', async () => {
    const folder = join(await temporaryFolder(), 'sub');
    await mkdir(folder);
    const recorded = await Recorded.start({}, folder);
    await recorded.recorder.flush();
    await rename(folder, `${folder}-elsewhere`);
    await pause(1_100);
    recorded.open('c1');
    await recorded.recorder.flush();
    await until(() => recorded.codes.includes('recording-failed'));
    expect(recorded.codes).toEqual(['recording-lost', 'recording-failed']);
    recorded.say('c1', 'client', fragmentHead(5));
    await mkdir(folder);
    await until(() => recorded.codes.includes('recording-resumed'));
    recorded.say('c1', 'client', 'abcde');
    await recorded.recorder.flush();
    expect(recorded.captured().bytes('c1', 'client').equals(recorded.said('c1', 'client'))).toBe(true);
  });

  it('puts another file in its place: that one is left alone', async () => {
    const recorded = await Recorded.start();
    await recorded.recorder.flush();
    await rm(recorded.file);
    await writeFile(recorded.file, 'precious');
    await pause(1_100);
    recorded.open('c1');
    await recorded.recorder.flush();
    upload(recorded, 'c1', Buffer.from('elsewhere'));
    await recorded.recorder.flush();
    expect(await readFile(recorded.file, 'utf8')).toBe('precious');
    expect(recorded.recorder.status.files).toEqual([recorded.file.replace('x.pcapng', 'x.2.pcapng')]);
    expect(recorded.captured().bytes('c1', 'client').toString()).toBe(`${fragmentHead(9)}elsewhere`);
  });
});

describe('a recording that may only become so long', () => {
  it('goes on in part after part, and loses its oldest ones, which is said', async () => {
    const recorded = await Recorded.start({ maxBytes: 400_000 });
    recorded.open('c1');
    const bodies = Array.from({ length: 100 }, () => randomBytes(10_000));
    for (const body of bodies) {
      upload(recorded, 'c1', body);
      await recorded.recorder.flush();
    }
    const { files, bytes, droppedParts } = recorded.recorder.status;
    expect(bytes).toBeLessThanOrEqual(400_000);
    expect(bytes).toBeGreaterThan(300_000);
    expect(files.length).toBeGreaterThan(5);
    expect(files[0]).toMatch(new RegExp(`x\\.${droppedParts + 1}\\.pcapng$`));
    expect(recorded.codes).toEqual(Array.from({ length: droppedParts }, () => 'recording-dropped'));
    expect(recorded.faults[0]?.message).toContain(`${recorded.file}, with the traffic from 2025-03-04T09:00:00.0`);
    await expect(readFile(recorded.file)).rejects.toThrow('ENOENT');
    // Each part can be read by itself, and all of them as one.
    for (const file of files) expect(new Heard([file]).faults).toEqual([]);
    const said = recorded.said('c1', 'client');
    const heard = recorded.captured().bytes('c1', 'client');
    expect(heard.subarray(-300_000).equals(said.subarray(-300_000))).toBe(true);
    const read = await readAll(recorded.recorder, 'c1', 'client');
    expect(read.length).toBe(said.length);
    expect(read.subarray(-300_000).equals(said.subarray(-300_000))).toBe(true);
    expect(read.subarray(0, 1000).toString()).toBe(dots(1000));
  });

  it('does not overwrite what has the name of a part', async () => {
    const folder = await temporaryFolder();
    await writeFile(join(folder, 'x.2.pcapng'), 'precious');
    const recorded = await Recorded.start({ maxBytes: 400_000 }, folder);
    recorded.open('c1');
    upload(recorded, 'c1', randomBytes(60_000));
    await recorded.recorder.flush();
    upload(recorded, 'c1', randomBytes(60_000));
    await recorded.recorder.flush();
    expect(await readFile(join(folder, 'x.2.pcapng'), 'utf8')).toBe('precious');
    expect(recorded.recorder.status.files).toEqual(['x.pcapng', 'x.3.pcapng', 'x.4.pcapng'].map((name) => join(folder, name)));
  });
});
