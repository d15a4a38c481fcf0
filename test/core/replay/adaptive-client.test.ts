import { describe, expect, it } from 'vitest';
import type { Ack } from '../../../proxy/core/bits/packet.ts';
import { AdaptiveClient } from '../../../proxy/core/replay/adaptive-client.ts';
import type { Heard } from '../../../proxy/core/replay/adaptive-order.ts';
import { clientScript } from '../../../proxy/core/replay/client-script.ts';
import { ack, created, fragment, ID, packet } from '../../kit/blocks.ts';
import { readConversation } from '../../kit/conversation.ts';
import { recordingOf } from '../../kit/recording-in-memory.ts';

function stepsOf(...blocks: readonly string[]) {
  const all = [
    '0.000 c1 open 192.0.2.10:50211 bits.example.test:80',
    packet('0.010 c1', 'Create-Session'),
    created('0.020 c1', ID),
    ...blocks,
  ];
  const { timeline } = recordingOf(readConversation(all.map((block) => `=== ${block}`).join('\n')));
  return clientScript(timeline).acts[0]?.steps ?? [];
}

const sent = (second: number, range: string, next: number) => [
  fragment(`${second}.000 c1`, range),
  ack(`${second}.100 c1`, '200 OK', `BITS-Received-Content-Range: ${next}`),
];
const closed = [packet('8.000 c1', 'Close-Session'), ack('8.100 c1', '200 OK')];

type Answers = (order: string) => Heard;

const heard = (status: number, more: Partial<Ack> = {}): Heard => ({
  ack: { status, reason: 'Said', ...more } as Partial<Ack> & Pick<Ack, 'status' | 'reason'>,
});
const accepted = (nextOffset?: bigint) => heard(200, nextOffset === undefined ? {} : { type: 'fragment-ack', nextOffset });
const session = heard(200, { type: 'create-session-ack', sessionId: '{B}' });

/** What the client does with a server that answers so; `+` marks what was not recorded there. */
function play(client: AdaptiveClient, answers: Answers): string[] {
  const said: string[] = [];
  for (let order = client.next(); ; order = client.next()) {
    if (order.type === 'end') return order.failed === undefined ? said : [...said, order.failed];
    if (said.length > 100) throw new Error('it never ends');
    if (order.type === 'wait') {
      said.push(`wait ${order.ms}`);
      continue;
    }
    const what = `${order.added ? '+' : ''}${order.packet}${order.range ? ` ${order.range.first}-${order.range.last}` : ''}`;
    said.push(what);
    client.take(answers(what.replace('+', '')));
  }
}

/** Accepts everything. */
const good: Answers = (order) => {
  if (order === 'create-session') return session;
  const last = / \d+-(\d+)/.exec(order)?.[1];
  return accepted(last === undefined ? undefined : BigInt(last) + 1n);
};

describe('AdaptiveClient', () => {
  it('does what was recorded where the server agrees', () => {
    const client = new AdaptiveClient(stepsOf(...sent(1, '0-99/200', 100), ...sent(2, '100-199/200', 200), ...closed));
    expect(play(client, good)).toEqual(['create-session', 'fragment 0-99', 'fragment 100-199', 'close-session']);
    expect(client.done).toBe(4);
  });

  it('leaves out what the server has already', () => {
    const client = new AdaptiveClient(stepsOf(...sent(1, '0-99/200', 100), ...sent(2, '0-99/200', 100), ...sent(3, '100-199/200', 200)));
    expect(play(client, good)).toEqual(['create-session', 'fragment 0-99', 'fragment 100-199']);
    expect([...client.skipped]).toEqual([['the server has the bytes already', 1]]);
  });

  it('fills a gap that was recorded when the server asks for it', () => {
    const client = new AdaptiveClient(stepsOf(...sent(1, '0-99/300', 100), ...sent(2, '200-299/300', 100), ...sent(3, '100-199/300', 300)));
    expect(play(client, good)).toEqual(['create-session', 'fragment 0-99', 'fragment 100-199', 'fragment 200-299']);
  });

  it('creates a session that was recorded from the middle on', () => {
    const [, ...later] = stepsOf(...sent(1, '0-99/100', 100), ...closed);
    expect(play(new AdaptiveClient(later), good)).toEqual(['+create-session', 'fragment 0-99', 'close-session']);
  });

  it('sends smaller Fragments after a 413, down to what Windows sends at least', () => {
    const steps = stepsOf(
      fragment('1.000 c1', '0-19999/20000', { body: '<<20000 bytes>>' }),
      ack('1.1 c1', '200 OK', 'BITS-Received-Content-Range: 20000'),
    );
    const small: Answers = (order) => {
      const [, first = '0', last = '0'] = / (\d+)-(\d+)/.exec(order) ?? [];
      return order.startsWith('fragment') && Number(last) - Number(first) >= 6_000 ? heard(413) : good(order);
    };
    expect(play(new AdaptiveClient(steps), small)).toEqual([
      ...['create-session', 'fragment 0-19999', 'fragment 0-9999', 'fragment 0-5119', 'fragment 5120-10239', 'fragment 10240-15359'],
      'fragment 15360-19999',
    ]);
    expect(play(new AdaptiveClient(steps), (order) => (order.startsWith('fragment') ? heard(413) : good(order))).at(-1)).toBe(
      'the server answered Fragment 0-5119/20000 with 413 Said',
    );
  });

  it('does not go on for ever with a server that asks for the same byte', () => {
    const client = new AdaptiveClient(stepsOf(...sent(1, '0-99/100', 100)), { attempts: 2, firstWaitMs: 10 });
    expect(play(client, (order) => (order.startsWith('fragment') ? accepted(0n) : good(order)))).toEqual([
      ...['create-session', 'fragment 0-99', 'wait 10', 'fragment 0-99', 'wait 20', 'fragment 0-99'],
      'given up after 3 attempts: the server keeps asking for byte 0',
    ]);
  });

  it('does not go on for ever with a server that goes to and fro', () => {
    const client = new AdaptiveClient(stepsOf(...sent(1, '0-99/100', 100)), { attempts: 3, firstWaitMs: 1 });
    let times = 0;
    const said = play(client, (order) => {
      if (!order.startsWith('fragment')) return good(order);
      times += 1;
      return accepted(times % 2 === 0 ? 0n : 50n);
    });
    expect(said.at(-1)).toMatch(/^given up after 4 attempts/);
  });

  it('is pinged back to life after a broken connection', () => {
    const client = new AdaptiveClient(stepsOf(...sent(1, '0-99/100', 100), ...closed), { firstWaitMs: 1 });
    let broken = false;
    const said = play(client, (order) => {
      if (broken || !order.startsWith('fragment')) return good(order);
      broken = true;
      return { broken: 'reset' };
    });
    expect(said).toEqual(['create-session', 'fragment 0-99', 'wait 1', '+ping', 'fragment 0-99', 'close-session']);
  });

  it('goes on as the recorded client did where the server refuses as it did then', () => {
    const refused = [packet('1.000 c1', 'Close-Session'), ack('1.100 c1', '400 Bad Request')];
    const client = new AdaptiveClient(stepsOf(...refused, ...sent(2, '0-99/100', 100)));
    expect(play(client, (order) => (order === 'close-session' ? heard(400) : good(order)))).toEqual([
      'create-session',
      'close-session',
      'fragment 0-99',
    ]);
  });

  it('ends where the server refuses what was accepted then', () => {
    const client = new AdaptiveClient(stepsOf(...sent(1, '0-99/100', 100)));
    expect(play(client, () => heard(401))).toEqual([
      'create-session',
      'the server answered create-session with 401 Said; credentials are only sent if they are given with --header',
    ]);
  });

  it('takes no id that does not fit into a header', () => {
    const client = new AdaptiveClient(stepsOf(...closed));
    expect(play(client, () => heard(200, { type: 'create-session-ack', sessionId: 'a\rX: y' }))).toEqual([
      'create-session',
      'the server accepted Create-Session, but named no session',
    ]);
  });
});
