import { describe, expect, it } from 'vitest';
import { clientScript } from '../../../proxy/core/replay/client-script.ts';
import { Timeline } from '../../../proxy/core/timeline.ts';
import { ack, created, fragment, ID, OTHER_ID, packet } from '../../kit/blocks.ts';
import { readConversation } from '../../kit/conversation.ts';
import { recordingOf } from '../../kit/recording-in-memory.ts';

const scriptOf = (...blocks: readonly string[]) =>
  clientScript(recordingOf(readConversation(blocks.map((block) => `=== ${block}`).join('\n'))).timeline);
const open = (at: string, connection: string) => `${at} ${connection} open 192.0.2.10:50211 bits.example.test:80`;

describe('clientScript', () => {
  it('has the requests of a session in the order in which they began, on whatever connection', () => {
    const { acts } = scriptOf(
      ...[open('0.000', 'c1'), packet('0.010 c1', 'Create-Session'), created('0.020 c1', ID)],
      ...[open('1.000', 'c2'), fragment('1.010 c2', '0-99/100'), ack('1.020 c2', '200 OK', 'BITS-Received-Content-Range: 100')],
      ...[packet('2.000 c1', 'Close-Session'), ack('2.010 c1', '200 OK')],
    );
    expect(acts).toHaveLength(1);
    expect(acts[0]?.steps.map(({ connection, row }) => `${connection} ${row.request?.type}`)).toEqual([
      ...['c1 create-session', 'c2 fragment', 'c1 close-session'],
    ]);
    expect(acts[0]?.steps.map(({ after }) => after.map(({ row }) => row.request?.type))).toEqual([
      [],
      ['create-session'],
      ['create-session', 'fragment'],
    ]);
  });

  it('lets a client that did not wait for an answer not wait again', () => {
    const { acts } = scriptOf(
      ...[open('0.000', 'c1'), open('0.001', 'c2'), packet('0.010 c1', 'Create-Session'), created('0.020 c1', ID)],
      ...[fragment('1.000 c1', '0-99/200'), fragment('1.001 c2', '100-199/200')],
      ack('1.100 c1', '200 OK', 'BITS-Received-Content-Range: 100'),
      ack('1.101 c2', '200 OK', 'BITS-Received-Content-Range: 200'),
    );
    const [create, first, second] = acts[0]?.steps ?? [];
    expect(first?.after).toEqual([create]);
    expect(second?.after).toEqual([]);
    expect(second?.behind).toBe(first);
  });

  it('keeps apart what shares no connection, and together what does', () => {
    const other = { path: '/inbox/other.bin' };
    const { acts, atOnce } = scriptOf(
      ...[open('0.000', 'c1'), packet('0.010 c1', 'Create-Session'), created('0.020 c1', ID), open('0.030', 'c2')],
      ...[packet('0.040 c2', 'Create-Session', other), created('0.050 c2', OTHER_ID)],
      ...[packet('0.060 c1', 'Close-Session'), ack('0.070 c1', '200 OK')],
      ...[packet('0.080 c2', 'Close-Session', { ...other, id: OTHER_ID }), ack('0.090 c2', '200 OK')],
    );
    expect(acts.map(({ sessions }) => sessions.map(({ path }) => path))).toEqual([['/inbox/report.bin'], ['/inbox/other.bin']]);
    expect(atOnce).toBe(2);
    const shared = scriptOf(
      ...[open('0.000', 'c1'), packet('0.010 c1', 'Create-Session'), created('0.020 c1', ID)],
      ...[packet('0.060 c1', 'Close-Session'), ack('0.070 c1', '200 OK')],
      ...[packet('0.080 c1', 'Create-Session', other), created('0.090 c1', OTHER_ID)],
    );
    expect(shared.acts.map(({ sessions }) => sessions.length)).toEqual([2]);
    expect(shared.atOnce).toBe(1);
  });

  it('leaves out what is no part of an upload, and counts it', () => {
    const { acts, leftOut } = scriptOf(
      open('0.000', 'c1'),
      '0.010 c1 client\nGET /health HTTP/1.1\nHost: a\n',
      '0.020 c1 server\nHTTP/1.1 200 OK\nContent-Length: 0\n',
      ...[packet('0.030 c1', 'Create-Session'), created('0.040 c1', ID)],
    );
    expect(acts[0]?.steps).toHaveLength(1);
    expect(leftOut).toEqual({ other: 1, notification: 0, unreadable: 0, unchosen: 0 });
  });

  it('has nothing to do where nothing was recorded', () => {
    expect(clientScript(new Timeline())).toMatchObject({ acts: [], startedAt: 0, atOnce: 1 });
  });
});
